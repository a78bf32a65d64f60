"""A file of facts is made for a stated purpose, stands as it was made, and is told to the person, who may comment."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.evaluation.models import FactFile
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries.factfiles import gather
from roviec.ledger.actions import lock, record
from roviec.organisation.models import Officer
from roviec.work.actions.dates import label

PURPOSES = FactFile.Purpose.choices
LONGEST_YEARS = 10


def make_factfile(
    officer: Officer | UUID, *, purpose: str, why: str, since: date, until: date, by: Actor, at: datetime
) -> FactFile:
    """`until` is the last day, not after today. The ledger keeps purpose and period, never the facts."""
    person = officer if isinstance(officer, Officer) else Officer.objects.get(pk=officer)
    PERMISSIONS.require(by, "make_factfile", person)
    if by.body_id is None:
        raise Denied("evaluation.make_factfile")
    problems: list[tuple[str | None, Reason]] = []
    if purpose not in FactFile.Purpose.values:
        problems.append(("purpose", Reason("factfile.bad_purpose")))
    if len(why.strip()) < 10:
        problems.append(("why", Reason("factfile.no_why")))
    if until > at.astimezone(VIETNAM).date():
        problems.append(("until", Reason("factfile.in_the_future")))
    if since > until:
        problems.append(("until", Reason("factfile.backwards")))
    elif until.year - since.year > LONGEST_YEARS:
        problems.append(("since", Reason("factfile.too_long", {"most": LONGEST_YEARS})))
    if problems:
        raise Invalid.many(problems)
    with transaction.atomic():
        made = FactFile(
            officer=person,
            body_id=by.body_id,
            purpose=purpose,
            why=why.strip()[:1000],
            since=since,
            until=until,
            facts=gather(person.pk, since, until, at),
            made_at=at,
            made_by_label=label(by),
        )
        data = {"officer": person.pk, "purpose": purpose, "why": made.why[:500], "since": since, "until": until}
        record(made, "made", by=by, at=at, data=data, tell="evaluation.factfile_made")
    return made


def comment_factfile(
    file: FactFile | UUID, *, comment: str, by: Actor, at: datetime, version: int | None = None
) -> FactFile:
    """What the person says to it; it can be written anew, the ledger keeps that it was."""
    if not comment.strip():
        raise Invalid("comment", Reason("factfile.no_comment"))
    with transaction.atomic():
        locked = lock(FactFile, file.pk if isinstance(file, FactFile) else file, version=version)
        PERMISSIONS.require(by, "comment_factfile", locked)
        locked.comment, locked.commented_at = comment.strip()[:5000], at
        record(locked, "commented", by=by, at=at, changed=["comment", "commented_at"])
    return locked
