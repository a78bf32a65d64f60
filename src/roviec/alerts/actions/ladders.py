"""A body sets a ladder of its own for the work that it gives. What was adopted stays as it was; a later one takes over from its day."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from roviec.alerts.models import BodyLadder
from roviec.alerts.permissions import PERMISSIONS
from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.ladder import Ladder, read_ladder
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.actions import lock, record
from roviec.organisation.models import Unit


@transaction.atomic
def adopt_ladder(text: str, *, body_id: UUID, by: Actor, at: datetime) -> BodyLadder:
    """Raises Invalid (field "text") with every problem of the file, each with its line."""
    body = Unit.objects.get(pk=body_id)
    PERMISSIONS.require(by, "set_ladder", body)
    ladder = read_ladder(text)
    if why := why_not_from(ladder, at):
        raise Invalid("text", why)
    # Two uploads for one body wait for each other here.
    Unit.objects.select_for_update().get(pk=body_id)
    if BodyLadder.objects.filter(body=body, kind=ladder.kind, valid_from=ladder.valid_from).exists():
        raise Invalid("text", Reason("ladder.day_taken", {"day": ladder.valid_from.isoformat()}))
    adopted = BodyLadder(
        body=body,
        kind=ladder.kind,
        code=ladder.code,
        name=ladder.name[:200],
        valid_from=ladder.valid_from,
        ends_on=ladder.valid_to,
        text=text,
        adopted_at=at,
        adopted_by_label=by.account_label,
    )
    data = {"body": body.pk, "kind": ladder.kind, "code": ladder.code, "from": ladder.valid_from, "text": text}
    record(adopted, "adopt_ladder", by=by, at=at, data=data)
    return adopted


@transaction.atomic
def end_ladder(ladder_id: UUID, *, on: date, by: Actor, at: datetime) -> BodyLadder:
    """From that day on (today at the earliest) the one before it, or the shipped one, is in force again."""
    ladder = lock(BodyLadder, ladder_id, related=("body",))
    PERMISSIONS.require(by, "set_ladder", ladder.body)
    if on < max(_today(at), ladder.valid_from) or (ladder.ends_on and on >= ladder.ends_on):
        raise Invalid("on", Reason("ladder.ends_when"))
    ladder.ends_on = on
    record(ladder, "end_ladder", by=by, at=at, data={"on": on}, changed=["ends_on"])
    return ladder


def why_not_from(ladder: Ladder, at: datetime) -> Reason | None:
    """The past is not rewritten: a ladder begins today or later."""
    if ladder.valid_from < _today(at):
        return Reason("ladder.begins_in_the_past", {"day": ladder.valid_from.isoformat()})
    return None


def _today(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()
