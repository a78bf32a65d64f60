"""News of grades, appeals and exports. Links only: no notice holds a point, a grade or what an appeal says."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from roviec.alerts.models import Transition
from roviec.alerts.queries.touched import APPEAL, EXPORTS, GRADE
from roviec.alerts.sources.news import News
from roviec.core.calendars import VIETNAM
from roviec.core.notices import Place, Seat, Touched
from roviec.evaluation.models import Appeal, Grade, GradingYear, NationalExport
from roviec.evaluation.queries.appeals import RELATED, settlers
from roviec.ledger.models import OutboxMessage
from roviec.organisation.models import Mandate

BATCH = 5_000


def appeal_received(message: OutboxMessage, now: datetime) -> list[News]:
    """To whoever is competent at the moment; where nobody in this house is, to who leads the body."""
    found = Appeal.objects.select_related(*RELATED).filter(pk=message.thing_id).first()
    if found is None:
        return []
    return [_of_appeal("appeal_received", found, now, f"appeal_received:{message.pk}", message.at)]


def appeal_settled(message: OutboxMessage, now: datetime) -> list[News]:
    """To the official."""
    rows = Appeal.objects.filter(pk=message.thing_id).values_list("pk", "officer")
    return [_of_officer("appeal_settled", APPEAL, pk, officer, message) for pk, officer in rows]


def grades_published(message: OutboxMessage, now: datetime) -> list[News]:
    """To everybody whose grade was told in that step (art. 21.1.đ, 21.2.đ)."""
    year = GradingYear.objects.filter(pk=message.thing_id).first()
    if year is None:
        return []
    rows = Grade.objects.filter(body=year.body_id, year=year.year, published_at=message.at, replaced_at=None)
    return [
        _of_officer("grade_result", GRADE, pk, officer, message, year=year.year)
        for pk, officer in rows.order_by("pk").values_list("pk", "officer")
    ]


def grade_replaced(message: OutboxMessage, now: datetime) -> list[News]:
    """To the official: a new decision stands; only once the result may be read."""
    rows = Grade.objects.filter(pk=message.thing_id, published_at__isnull=False).values_list("pk", "officer", "year")
    return [_of_officer("grade_replaced", GRADE, pk, officer, message, year=year) for pk, officer, year in rows]


def appeal_overdue(now: datetime, skip: Collection[UUID]) -> list[News]:
    """Seven working days have passed without an answer (art. 22). Once."""
    told = Transition.objects.filter(thing_id=OuterRef("pk"), kind="appeal_overdue", mark=OuterRef("due"))
    rows = Appeal.objects.filter(~Exists(told), state=Appeal.State.RECEIVED, due__lt=now).exclude(pk__in=skip)
    return [
        _of_appeal("appeal_overdue", one, now, f"appeal_overdue:{one.pk}", now, mark=one.due)
        for one in rows.select_related(*RELATED).order_by("pk")[:BATCH]
    ]


def export_overdue(now: datetime, skip: Collection[UUID]) -> list[News]:
    """Results have not gone to the national database within five days (art. 26.1.d): to who leads the body and keeps its register."""
    told = Transition.objects.filter(thing_id=OuterRef("pk"), kind="export_overdue", mark=OuterRef("due"))
    rows = NationalExport.objects.filter(~Exists(told), state=NationalExport.State.QUEUED, due__lt=now)
    found = list(rows.exclude(pk__in=skip).select_related("period").order_by("pk")[:BATCH])
    today = now.astimezone(VIETNAM).date()
    sitting = Mandate.objects.on(today).filter(
        post__keeps_register=True, post__unit__body__in={one.body_id for one in found}
    )
    clerks: dict[UUID | None, list[UUID]] = {}
    for body, officer in sitting.values_list("post__unit__body", "officer"):
        clerks.setdefault(body, []).append(officer)
    return [
        News(
            kind="export_overdue",
            thing_kind=EXPORTS,
            thing_id=one.pk,
            key=f"export_overdue:{one.pk}:{int(one.due.timestamp())}",
            at=now,
            touched=Touched(
                {Seat.HEAD: (Place(one.body_id),)}, {Seat.TRACKERS: tuple(dict.fromkeys(clerks.get(one.body_id, ())))}
            ),
            params={"due": one.due.isoformat()},
            mark=one.due,
            unit_id=one.body_id,
        )
        for one in found
    ]


def _of_appeal(
    kind: str, appeal: Appeal, now: datetime, key: str, at: datetime, *, mark: datetime | None = None
) -> News:
    post = settlers([appeal], now.astimezone(VIETNAM).date()).get(appeal.pk)
    place = Place(None, post) if post else Place(appeal.unit.body_id)
    return News(
        kind=kind,
        thing_kind=APPEAL,
        thing_id=appeal.pk,
        key=key,
        at=at,
        touched=Touched({Seat.ASKED: (place,)}, {}),
        params={"due": appeal.due.isoformat()},
        mark=mark,
        unit_id=appeal.unit_id,
        but_not=appeal.officer_id,
    )


def _of_officer(
    kind: str, thing_kind: str, pk: UUID, officer: UUID, message: OutboxMessage, **params: str | int
) -> News:
    return News(
        kind=kind,
        thing_kind=thing_kind,
        thing_id=pk,
        key=f"{kind}:{message.pk}:{pk}",
        at=message.at,
        touched=Touched({}, {Seat.DOER: (officer,)}),
        params=params,
    )
