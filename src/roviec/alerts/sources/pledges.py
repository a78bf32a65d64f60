"""News of promises, commendation and files of facts: what waits for a head, what became of one's own, a quota that is still open."""

from collections.abc import Callable, Collection
from datetime import date, datetime, time
from uuid import UUID

from roviec.alerts.models import Transition
from roviec.alerts.queries.touched import COMMENDATION, FACT_FILE, OWED_PLEDGES, PLEDGE
from roviec.alerts.sources.news import News
from roviec.core.calendars import VIETNAM
from roviec.core.notices import Place, Seat, Touched
from roviec.evaluation.models import FactFile, Nominee, Pledge, PledgeQuota, PledgeRules
from roviec.evaluation.queries.pledges import quota_rows
from roviec.ledger.models import OutboxMessage
from roviec.organisation.models import UnitClosure
from roviec.organisation.models.post import Rank

BATCH = 5_000
KIND = "pledges_owed"


def pledge_waits(kind: str) -> Callable[[OutboxMessage, datetime], list[News]]:
    """A proposal, or a self-review: to the head above who may decide."""

    def event(message: OutboxMessage, now: datetime) -> list[News]:
        pledge = Pledge.objects.select_related("post").filter(pk=message.thing_id).first()
        if pledge is None:
            return []
        touched = Touched({Seat.HEAD: (Place(_decides(pledge)),)}, {})
        return [_news(kind, message, PLEDGE, pledge.pk, touched, but_not=pledge.officer_id)]

    return event


def pledge_said(kind: str) -> Callable[[OutboxMessage, datetime], list[News]]:
    """What was decided about a promise: to who made it."""

    def event(message: OutboxMessage, now: datetime) -> list[News]:
        officer = Pledge.objects.filter(pk=message.thing_id).values_list("officer", flat=True).first()
        return [_news(kind, message, PLEDGE, message.thing_id, _to(officer))] if officer else []

    return event


def commended(message: OutboxMessage, now: datetime) -> list[News]:
    """To whom the round chose, and to the heads of the units that it chose."""
    chosen = Nominee.objects.filter(commendation=message.thing_id, chosen=True)
    officers = tuple(chosen.exclude(officer=None).values_list("officer", flat=True))
    units = tuple(Place(unit) for unit in chosen.exclude(unit=None).values_list("unit", flat=True))
    if not officers and not units:
        return []
    touched = Touched({Seat.HEAD: units}, {Seat.DOER: officers})
    return [_news("commended", message, COMMENDATION, message.thing_id, touched)]


def factfile_made(message: OutboxMessage, now: datetime) -> list[News]:
    """To the person whom it is about."""
    officer = FactFile.objects.filter(pk=message.thing_id).values_list("officer", flat=True).first()
    return [_news("factfile_made", message, FACT_FILE, message.thing_id, _to(officer))] if officer else []


def pledges_owed(now: datetime, skip: Collection[UUID]) -> list[News]:
    """The month in which a body wants its hard tasks taken on is over, and the quota of a person is still open. Once a year."""
    today = now.astimezone(VIETNAM).date()
    bodies = set(PledgeQuota.objects.filter(since__lte=today).values_list("body", flat=True))
    if not bodies:
        return []
    by_month = dict(PledgeRules.objects.filter(body__in=bodies).values_list("body", "quota_by_month"))
    default = PledgeRules._meta.get_field("quota_by_month").default
    due = [body for body in bodies if body and today.month > by_month.get(body, default)]
    mark = datetime.combine(date(today.year, 1, 1), time(), VIETNAM)
    told = set(Transition.objects.filter(kind=KIND, mark=mark).values_list("thing_id", flat=True))
    return [
        News(
            kind=KIND,
            thing_kind=OWED_PLEDGES,
            thing_id=row.officer.pk,
            key=f"{KIND}:{row.officer.pk}:{today.year}",
            at=now,
            touched=_to(row.officer.pk),
            params={"count": row.short, "least": row.least},
            mark=mark,
            unit_id=row.unit.pk,
        )
        for row in quota_rows(due, today.year, today)
        if row.short and row.officer.pk not in told and row.officer.pk not in skip
    ][:BATCH]


def _decides(pledge: Pledge) -> UUID:
    """The unit whose head decides: the own one; for heads the body; for the body's leader the body above."""
    if pledge.post.rank == Rank.LEADER:
        above = UnitClosure.objects.filter(
            descendant=pledge.body_id, ancestor__is_body=True, depth__gte=1, valid_to=None
        ).order_by("depth")
        return above.values_list("ancestor", flat=True).first() or pledge.body_id
    return pledge.body_id if pledge.post.rank in (Rank.HEAD, Rank.DEPUTY_LEADER) else pledge.unit_id


def _to(officer: UUID) -> Touched:
    return Touched({}, {Seat.DOER: (officer,)})


def _news(
    kind: str, message: OutboxMessage, thing_kind: str, thing: UUID, touched: Touched, *, but_not: UUID | None = None
) -> News:
    by = message.payload.get("by") or {}
    return News(
        kind=kind,
        thing_kind=thing_kind,
        thing_id=thing,
        key=f"{kind}:{message.pk}",
        at=message.at,
        touched=touched,
        params={"by": by["label"]} if by.get("label") else {},
        but_not=but_not,
    )
