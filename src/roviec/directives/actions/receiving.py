"""A document comes in: read in a process of its own, refused when secret, kept with what was read from it."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import IntegrityError, transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.extraction.letterhead import Letterhead, Secrecy, Urgency
from roviec.core.extraction.model import DocumentModel
from roviec.core.extraction.proposals import Extraction
from roviec.core.extraction.proposals import Proposal as Reading
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.core.tracked import tracked_rows
from roviec.custody.calendars import due_as_set, term_as_read
from roviec.directives.actions.naming import name_units
from roviec.directives.actions.provisions import keep_provisions
from roviec.directives.models import Directive, Proposal
from roviec.directives.permissions import PERMISSIONS
from roviec.directives.queries.register_rows import TRACKED, kept_row
from roviec.directives.queries.terms import TERM, kept_term
from roviec.directives.readers import ReaderError
from roviec.directives.readers.child import read_in_child
from roviec.directives.readers.plugged import reading_named
from roviec.ledger.actions import record
from roviec.organisation.models import Unit
from roviec.work.actions import store_file


@dataclass(frozen=True, slots=True)
class Received:
    """`is_new` is false when the same file was here before: then `directive` is the earlier one and nothing was written."""

    directive: Directive
    is_new: bool


def receive_directive(
    data: bytes, filename: str, *, by: Actor, at: datetime, body: Unit | None = None, declared_secret: bool = False
) -> Received:
    """Read the file and keep it with its proposals. Nothing is written before it is read and known not to be secret.

    Raises Invalid("file", …) when it cannot be read or is marked Mật, Tối mật, Tuyệt mật (Law 117/2025/QH15: never on such a machine).
    """
    PERMISSIONS.require(by, "receive_directive")
    body_id = body.pk if body else by.body_id
    if body_id is None or (body and body.pk != by.body_id and by.mandate_id):
        raise Denied("directives.receive_directive")
    if declared_secret:
        raise Invalid("file", Reason("directive.secret", {"filename": filename}))
    same = Directive.objects.filter(body=body_id, file=hashlib.sha256(data).hexdigest())
    if earlier := same.first():
        return Received(earlier, is_new=False)
    reading, document = _read(data, filename)
    try:
        directive = _keep(data, filename, reading, document, body_id=body_id, by=by, at=at)
    except IntegrityError:  # the same file came in twice at once: the constraint lets one through
        if earlier := same.first():
            return Received(earlier, is_new=False)
        raise
    return Received(directive, is_new=True)


def _keep(
    data: bytes, filename: str, reading: Extraction, document: DocumentModel, *, body_id: UUID, by: Actor, at: datetime
) -> Directive:
    with transaction.atomic():
        file = store_file(data, filename, at=at)
        directive = _directive(reading, filename)
        directive.body_id, directive.file, directive.content = body_id, file, msgspec.to_builtins(document)
        directive.received_at, directive.received_by_post_id = at, by.post_id
        directive.divided = True
        record(
            directive,
            "received",
            by=by,
            at=at,
            data={
                "number": directive.number,
                "subject": directive.subject,
                "file": file.digest,
                "proposals": len(reading.proposals),
            },
            tell="directives.received",
        )
        day = at.astimezone(VIETNAM).date()
        issued = directive.issued_on or day
        rows = enumerate(reading.proposals, 1)
        proposals = [_proposal(directive, order, found, issued, day) for order, found in rows]
        tracked = tracked_rows(document, reading.proposals, day)
        for proposal in proposals:
            if said := tracked.get(proposal.anchor):
                proposal.found[TRACKED] = kept_row(said)
        Proposal.objects.bulk_create(proposals)
        name_units(directive, proposals, day)
        keep_provisions(directive, document)
    return directive


def _read(data: bytes, filename: str) -> tuple[Extraction, DocumentModel]:
    try:
        document = read_in_child(data, filename)
    except ReaderError as error:
        raise Invalid("file", Reason(error.code, error.params)) from error
    reading = reading_named(settings.READING)(document)
    if reading.letterhead.secrecy is not Secrecy.NONE:
        raise Invalid("file", Reason("directive.secret", {"filename": filename}))
    return reading, document


def _number(written: str) -> str:
    """As officials say it: "1.", "a)" without the sign behind; bullets number nothing."""
    number = written.strip(" .)(-–+•")[:30]
    return number if any(letter.isalnum() for letter in number) else ""


def _directive(reading: Extraction, filename: str) -> Directive:
    head: Letterhead = reading.letterhead
    subject = head.subject or filename
    return Directive(
        state=Directive.State.REVIEW,
        number=head.full_number[:60],
        kind=head.kind[:60],
        subject=subject[:1000],
        folded=fold(f"{head.full_number} {subject}")[:1200],
        issuer=head.issuer[:300],
        issued_on=head.date,
        place=head.place[:100],
        signer=head.signer[:200],
        capacity=str(head.capacity)[:20],
        urgency="" if head.urgency is Urgency.NONE else str(head.urgency)[:30],
        file_name=filename[:200],
        unread=[note.as_dict() for note in reading.notes],
    )


def _proposal(directive: Directive, order: int, found: Reading, issued: date, received: date) -> Proposal:
    timing = found.deadline.value
    term = term_as_read(timing.raw, timing.due, issued, received)
    fields = {
        "text": found.text,
        "leads": found.leads,
        "supports": found.supports,
        "accountable": found.accountable,
        "deadline": found.deadline,
        "deliverable": found.deliverable,
    }
    return Proposal(
        directive=directive,
        order=order,
        number=_number(found.number),
        anchor=found.place.anchor,
        heading=found.heading,
        text=found.text.value,
        leads=list(found.leads.value),
        supports=list(found.supports.value),
        accountable=list(found.accountable.value),
        deadline_raw=timing.raw[:500],
        deadline_kind=str(timing.kind),
        due=term[1] if term else due_as_set(timing.raw, timing.due, issued),
        start=timing.start,
        recurrence=str(timing.recurrence or ""),
        deliverable=found.deliverable.value[:1000],
        sure=round(found.sure, 3),
        found={
            name: {
                "where": msgspec.to_builtins(field.where),
                "sure": round(field.sure, 2),
                "why": [reason.as_dict() for reason in field.why],
            }
            for name, field in fields.items()
        }
        | ({TERM: kept_term(*term)} if term else {}),
    )
