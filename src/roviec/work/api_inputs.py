"""What the API takes for plans and tasks. Units, posts and officers are given by id, dates as 2025-12-05 or an instant with zone."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from roviec.core.calendars import WorkingDays
from roviec.work.actions import TaskFields

# A date is due at its end in Ho Chi Minh City.
Due = Annotated[date | AwareDatetime, Field(union_mode="left_to_right")]


class FieldsIn(Schema):
    """The six clear things of a task. Only one of due, budget_days (working days from assignment) and recurrence is needed."""

    title: str
    detail: str = ""
    deliverable: str = ""
    lead_unit: UUID | None = None
    lead_text: str = ""
    person_post: UUID | None = None
    supports: list[UUID] = []
    accountable_post: UUID | None = None
    authority: str = ""
    due: Due | None = None
    budget_days: int | None = None
    recurrence: str = ""
    planned_start: date | None = None
    planned_end: date | None = None
    number: str = ""
    urgent: bool = False

    def as_fields(self) -> TaskFields:
        values = self.dict(exclude={"budget_days"})
        return TaskFields(**values, budget=WorkingDays(self.budget_days) if self.budget_days is not None else None)


class TaskIn(FieldsIn):
    plan: UUID
    parent: UUID | None = None


class OrderIn(Schema):
    title: str
    unit: UUID | None = None
    post: UUID | None = None
    due: Due | None = None


class BulkAssignIn(Schema):
    tasks: Annotated[list[UUID], Field(max_length=2000)]
    unclear_reason: str = ""


class PlanIn(Schema):
    title: str
    code: str = ""
    leader_post: UUID | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    note: str = ""


class PlanChange(Schema):
    """Only what is given changes."""

    title: str | None = None
    code: str | None = None
    leader_post: UUID | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    note: str | None = None


class Verb(Schema):
    """Arguments of one verb, as the action takes them."""

    def arguments(self) -> dict[str, Any]:
        return dict(self)


class Nothing(Verb):
    pass


class Note(Verb):
    note: str = ""


class Because(Verb):
    reason: str


class Assign(Verb):
    unclear_reason: str = ""


class Name(Verb):
    post: UUID | None = None
    unit: UUID | None = None
    note: str = ""


class Progress(Verb):
    progress: int
    text: str


class HandUp(Verb):
    """`proposal` and `opinion` where a tờ trình is to be handed in."""

    signer: UUID | None = None
    note: str = ""
    proposal: str = ""
    opinion: str = ""


class FileRef(Schema):
    """A file that POST /files has kept."""

    digest: str
    name: str


class Submit(Verb):
    files: list[FileRef] = []
    link: str = ""
    text: str = ""


class Issued(Verb):
    """The document by which the body answered."""

    number: str
    issued_on: date
    files: list[FileRef] = []


class AskExtension(Verb):
    new_due: Due
    reason: str


class DecideExtension(Verb):
    approve: bool
    note: str = ""
    new_due: Due | None = None


class MoveDue(Verb):
    due: Due
    reason: str


class HandOver(Verb):
    kind: str
    reason: str
    post: UUID | None = None
    unit: UUID | None = None


class AskOpinion(Verb):
    unit: UUID
    question: str
    post: UUID | None = None
    due: Due | None = None


class Say(Verb):
    text: str
    mentions: list[UUID] = []


class Remind(Verb):
    text: str


class Demand(Verb):
    text: str = ""


class Explain(Verb):
    """`cause`: other_body, decision, rule, papers, added_work, people, means, force_majeure, own, other."""

    cause: str
    text: str
    files: list[FileRef] = []


class DecideExplanation(Verb):
    objective: bool
    note: str = ""


class Parts(Verb):
    parts: list[FieldsIn]

    def arguments(self) -> dict[str, Any]:
        return {"parts": [part.as_fields() for part in self.parts]}


class Complete(FieldsIn):
    def arguments(self) -> dict[str, Any]:
        return {"fields": self.as_fields()}


class Answer(Schema):
    answer: str
