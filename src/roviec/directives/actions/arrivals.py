"""Incoming documents: taken in from where they arrive, then one decision each: to know, to do, or to answer."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import cast
from uuid import UUID

from django.db import IntegrityError, transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.directives.actions.correcting import set_aside
from roviec.directives.actions.receiving import receive_directive
from roviec.directives.models import Arrival, Directive
from roviec.directives.permissions import PERMISSIONS
from roviec.ledger.actions import lock, record
from roviec.ledger.bulk import record_each
from roviec.organisation.models import Unit

TEXTS = ("number_in", "number", "kind", "subject", "issuer", "urgency", "source_key")


@dataclass(frozen=True, slots=True)
class ArrivalFields:
    """One line of the register. `source_key`: what its source calls it; left empty, number, issuer and day of issue make it."""

    subject: str
    number: str = ""
    issuer: str = ""
    issued_on: date | None = None
    arrived_on: date | None = None
    number_in: str = ""
    kind: str = ""
    urgency: str = ""
    answer_by: date | None = None
    source_key: str = ""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """`known` were here before: nothing was written for them. `refused` pairs the place of a line in what was given with why."""

    new: list[Arrival] = field(default_factory=list)
    known: list[Arrival] = field(default_factory=list)
    refused: list[tuple[int, Invalid]] = field(default_factory=list)


def take_in_arrivals(
    lines: Sequence[ArrivalFields], *, source: str, by: Actor, at: datetime, body: Unit | None = None
) -> TakenIn:
    """Lines of a register, in few statements whatever their number. What is wrong with one line keeps no other out."""
    PERMISSIONS.require(by, "take_in_arrivals")
    body_id = _body(by, body)
    try:
        return _take_in(lines, source=source, body_id=body_id, by=by, at=at)
    except IntegrityError:  # somebody sent some of them at the same time: theirs are known now
        return _take_in(lines, source=source, body_id=body_id, by=by, at=at)


def _take_in(lines: Sequence[ArrivalFields], *, source: str, body_id: UUID, by: Actor, at: datetime) -> TakenIn:
    taken = TakenIn()
    wanted: dict[str, Arrival] = {}
    for place, fields in enumerate(lines):
        try:
            arrival = _arrival(fields, source=source, body_id=body_id, at=at)
        except Invalid as wrong:
            taken.refused.append((place, wrong))
        else:
            wanted.setdefault(arrival.source_key, arrival)
    with transaction.atomic():
        here = Arrival.objects.filter(body=body_id, source=source, source_key__in=list(wanted))
        known = {one.source_key: one for one in here}
        taken.known.extend(known.values())
        taken.new.extend(one for key, one in wanted.items() if key not in known)
        record_each(taken.new, "arrived", by=by, at=at, data=_facts)
    return taken


def take_in_file(
    data: bytes, filename: str, *, source: str, by: Actor, at: datetime, source_key: str = "", body: Unit | None = None
) -> TakenIn:
    """A document as a file: read, kept with what it asks for, and put in the register by its letterhead.

    Raises Invalid("file", …) like `receive_directive`: unreadable or secret, nothing is kept.
    """
    PERMISSIONS.require(by, "take_in_arrivals")
    body_id = _body(by, body)
    digest = hashlib.sha256(data).hexdigest()
    known = Arrival.objects.filter(body=body_id, source=source, source_key=source_key or digest).first()
    if known:
        return TakenIn(known=[known])
    received = receive_directive(data, filename, by=by, at=at, body=body)
    directive = received.directive
    if not received.is_new and (earlier := Arrival.objects.filter(body=body_id, directive=directive).first()):
        return TakenIn(known=[earlier])
    with transaction.atomic():
        # A line of the register that came before its file: the file completes it.
        waiting = Arrival.objects.filter(body=body_id, directive=None, number=directive.number).exclude(number="")
        line = waiting.filter(issued_on=directive.issued_on).order_by("-received_at").first()
        if line:
            line = lock(Arrival, line.pk)
            line.directive = directive
            record(line, "file_came", by=by, at=at, data={"file": directive.file_name}, changed=["directive"])
            return TakenIn(known=[line])
        fields = ArrivalFields(
            subject=directive.subject,
            number=directive.number,
            kind=directive.kind,
            issuer=directive.issuer,
            issued_on=directive.issued_on,
            urgency=directive.urgency,
            source_key=source_key or digest,
        )
        arrival = _arrival(fields, source=source, body_id=body_id, at=at)
        arrival.directive = directive
        try:
            with transaction.atomic():
                record(arrival, "arrived", by=by, at=at, data=_facts(arrival))
        except IntegrityError:  # two sent it at once: the constraint lets one through
            return TakenIn(known=[Arrival.objects.get(body=body_id, source=source, source_key=arrival.source_key)])
    return TakenIn(new=[arrival])


def note_for_information(arrival: Arrival | UUID, *, by: Actor, at: datetime, version: int | None = None) -> Arrival:
    """Để biết: nothing to do. Its text, if it is here, leaves the list of what waits for review."""
    with transaction.atomic():
        locked = begin(arrival, "note_for_information", by=by, version=version)
        if locked.directive_id and locked.directive.state == Directive.State.REVIEW:
            set_aside(locked.directive_id, by=by, at=at)
        locked.decision, locked.decided_at = Arrival.Decision.INFORM, at
        record(locked, "noted_for_information", by=by, at=at, changed=["decision", "decided_at"])
    return locked


def reopen_arrival(arrival: Arrival | UUID, *, by: Actor, at: datetime, version: int | None = None) -> Arrival:
    """Back to what waits, when the decision was a slip. Once a task was made of it, the task is what counts."""
    with transaction.atomic():
        locked = lock(Arrival, _pk(arrival), version=version, related=("directive",))
        PERMISSIONS.require(by, "reopen_arrival", locked)
        if locked.decision == Arrival.Decision.WAITING or locked.task_id:
            raise Invalid(None, Reason("arrival.has_task" if locked.task_id else "arrival.still_open"))
        before, locked.decision, locked.decided_at = locked.decision, Arrival.Decision.WAITING, None
        record(locked, "reopened", by=by, at=at, data={"before": before}, changed=["decision", "decided_at"])
    return locked


def work_through(arrival: Arrival | UUID, *, by: Actor, at: datetime, version: int | None = None) -> Arrival:
    """Thực hiện by what the document itself says: its assignments are gone through on the review page."""
    with transaction.atomic():
        locked = begin(arrival, "work_through", by=by, version=version)
        if not locked.directive_id:
            raise Invalid(None, Reason("arrival.no_file"))
        locked.decision, locked.decided_at = Arrival.Decision.ACT, at
        record(locked, "worked_through", by=by, at=at, changed=["decision", "decided_at"])
    return locked


def begin(arrival: Arrival | UUID, action: str, *, by: Actor, version: int | None) -> Arrival:
    """The line locked and still waiting for its decision."""
    locked = lock(Arrival, _pk(arrival), version=version, related=("directive",))
    PERMISSIONS.require(by, action, locked)
    if locked.decision != Arrival.Decision.WAITING:
        raise Invalid(None, Reason("arrival.decided", {"decision": str(Arrival.Decision(locked.decision).label)}))
    return locked


def _pk(arrival: Arrival | UUID) -> UUID:
    return arrival.pk if isinstance(arrival, Arrival) else arrival


def _body(by: Actor, body: Unit | None) -> UUID:
    body_id = body.pk if body else by.body_id
    if body_id is None or (body and body.pk != by.body_id and by.mandate_id):
        raise Denied("directives.take_in_arrivals")
    return body_id


def _arrival(fields: ArrivalFields, *, source: str, body_id: UUID, at: datetime) -> Arrival:
    wrong: list[tuple[str | None, Reason]] = []
    if not fields.subject.strip():
        wrong.append(("subject", Reason("arrival.no_subject")))
    for name in TEXTS:
        longest = cast(int, Arrival._meta.get_field(name).max_length)
        if len(getattr(fields, name)) > longest:
            wrong.append((name, Reason("task.too_long", {"most": longest})))
    today = at.astimezone(VIETNAM).date()
    arrived_on = fields.arrived_on or today
    if arrived_on > today:
        wrong.append(("arrived_on", Reason("arrival.in_future")))
    if fields.issued_on and fields.issued_on > arrived_on:
        wrong.append(("issued_on", Reason("arrival.issued_after_arrival")))
    if wrong:
        raise Invalid.many(wrong)
    values = {name: getattr(fields, name).strip() for name in TEXTS}
    values["source_key"] = values["source_key"] or _key_of(fields, arrived_on)
    return Arrival(
        body_id=body_id,
        source=source,
        arrived_on=arrived_on,
        issued_on=fields.issued_on,
        answer_by=fields.answer_by,
        received_at=at,
        folded=fold(f"{values['number']} {values['issuer']} {values['subject']}")[:1500],
        **values,
    )


def _key_of(fields: ArrivalFields, arrived_on: date) -> str:
    """A document is known by its number, who issued it and when; without a number by its words and the day it came."""
    if fields.number.strip():
        return fold(f"{fields.number}|{fields.issuer}|{fields.issued_on or arrived_on.year}")[:200]
    facts = fold(f"{fields.subject}|{fields.issuer}|{fields.issued_on}|{fields.number_in}|{arrived_on}")
    return hashlib.sha256(facts.encode()).hexdigest()


def _facts(arrival: Arrival) -> dict[str, object]:
    return {"number": arrival.number, "subject": arrival.subject, "source": arrival.source, "issuer": arrival.issuer}
