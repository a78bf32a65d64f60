"""What the API says of hands. Minutes are working minutes, 480 a day; instants are UTC."""

from datetime import datetime
from typing import Any
from uuid import UUID

from ninja import Schema


class HeldOut(Schema):
    """Sums over the holds that ended in the span: working minutes (480 a day), of them after the due date, share of delays."""

    kind: str
    count: int
    minutes: int
    after_due: int
    delay: int


class WaitingOut(Schema):
    kind: str
    count: int
    oldest: datetime


class StaffingOut(Schema):
    seats: int
    filled: int
    away: int
    open: int
    late: int


class EstimateOut(Schema):
    """Drawn towards what is usual the less there is to go by; `low` to `high` its 95 % interval; `apart` -1, 0 or 1."""

    value: float
    low: float
    high: float
    apart: int


class RemarkOut(Schema):
    at: datetime
    text: str


class TraceOut(Schema):
    """`officer` only for the person concerned and for who heads them; `title` "" for work that one may not see."""

    id: UUID
    kind: str
    work: UUID
    title: str
    unit: str
    officer: str
    at: datetime
    minutes: int | None
    facts: dict[str, Any]
    remarks: list[RemarkOut]


class TurnOut(Schema):
    """One hold that has ended."""

    work: UUID
    title: str
    unit: str
    post: str
    kind: str
    how: str
    since: datetime
    until: datetime | None
    minutes: int | None
    after_due: int
    delay: int


class OwnOut(Schema):
    counted_until: datetime
    waiting: list[WaitingOut]
    held: list[HeldOut]
    usual: list[HeldOut]
    signs: dict[str, int]
    traces: list[TraceOut]


class PersonOut(Schema):
    post: UUID
    title: str
    name: str
    open: int
    late: int
    held: list[HeldOut]


class PassedOut(Schema):
    unit: UUID
    name: str
    count: int


class UnitOut(Schema):
    """`people` None: not for who asks."""

    counted_until: datetime
    staffing: StaffingOut
    held: list[HeldOut]
    usual: list[HeldOut]
    people: list[PersonOut] | None
    came_from: list[PassedOut]
    went_to: list[PassedOut]
    signs: dict[str, int]


class ComparedOut(Schema):
    """Times in working days, answers as a share; None: too few to say anything."""

    unit: UUID
    name: str
    time: EstimateOut | None
    answers_late: EstimateOut | None
    signs: dict[str, int]
    staffing: StaffingOut


class ComparisonOut(Schema):
    counted_until: datetime
    usual: float
    usual_answers_late: float
    fewest: int
    units: list[ComparedOut]


class StepOut(Schema):
    unit: str
    post: str
    person: str
    kind: str
    how: str
    reason: str
    since: datetime
    until: datetime | None
    days: float
    delay_days: float
    percent: int


class WayOut(Schema):
    title: str
    delay_days: float | None
    steps: list[StepOut]
    traces: list[TraceOut]


class RemarkIn(Schema):
    text: str
