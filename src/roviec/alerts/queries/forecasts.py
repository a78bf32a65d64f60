"""What is expected of work, for those who may see the work; and how good what was said has proved."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Avg, Case, Count, F, FloatField, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Floor

from roviec.alerts.models import Forecast, Learning, SaidForecast
from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.forecast.judging import BANDS, Band, share_interval
from roviec.core.reasons import Reason
from roviec.custody.models import Clock
from roviec.organisation.models import Unit
from roviec.work.queries import tasks_visible_to

# The record goes back so far: what was said years ago, of other people and other rules, says little of today.
RECORD = timedelta(days=365)
WAITS_FOR = "forecast.waits_for"
CHUNK = 5_000
# To choose from; who supervises more looks at a body from its own page.
MOST_BODIES = 400


def forecast_of(clock_id: UUID) -> Forecast | None:
    """Whoever may see the task may see what is expected of it. One query."""
    return Forecast.objects.filter(pk=clock_id).first()


def reasons_shown(stored: Iterable[Mapping[str, Any]], actor: Actor) -> list[tuple[Reason, int]]:
    """Reasons with their points. Another task is named only to who sees it: a query where one is named."""
    found = []
    for one in stored:
        params = dict(one["params"])
        code = one["code"]
        if code == WAITS_FOR:
            title = tasks_visible_to(actor).filter(pk=params["task"]).values_list("title", flat=True).first()
            code, params = (code, {"title": title}) if title else (f"{WAITS_FOR}_hidden", {})
        found.append((Reason(code, params, one.get("cite", "")), int(one.get("points", 0))))
    return found


def expected_of(task_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """{"late": 0..1, "p50", "p85": local ISO days of the likely end or None}, for charts and lists; what is not known is left out. One
    query per five thousand."""
    ids = list(task_ids)
    found: dict[UUID, dict[str, Any]] = {}
    for first in range(0, len(ids), CHUNK):
        rows = Forecast.objects.filter(pk__in=ids[first : first + CHUNK], late__isnull=False)
        for pk, late, p50, p85 in rows.values_list("pk", "late", "p50", "p85"):
            if late is not None:
                found[pk] = {"late": late, "p50": _day(p50), "p85": _day(p85)}
    return found


def _day(instant: datetime | None) -> str | None:
    return instant.astimezone(VIETNAM).date().isoformat() if instant else None


def probably_late(now: datetime) -> QuerySet[Forecast]:
    """Work in time that will probably end late: "nguy cơ quá hạn". Served by its own small index."""
    running = Q(clock__closed_at=None, clock__finished_at=None, clock__suspended_since=None, clock__due__gte=now)
    return Forecast.objects.filter(running, likely_since__isnull=False)


def last_learning() -> Learning | None:
    return Learning.objects.order_by("-at").first()


@dataclass(frozen=True, slots=True)
class Record:
    """Of what was said of the work of a body, what came. `moved`: left out because the due date was moved meanwhile; `brier`, `base`
    None without a forecast; `base` is the score of having said the true average each time."""

    bands: list[Band]
    n: int
    late: int
    moved: int
    brier: float | None
    base: float | None


def record_of(body_id: UUID, now: datetime) -> Record:
    """Every forecast that was kept in the last year of work that units of the body lead, and of which it is known how it ended. One query."""
    ended = Coalesce(F("clock__finished_at"), F("clock__closed_at"))
    came = Case(
        When(Q(clock__closed_at__isnull=True, clock__finished_at__isnull=True), then=Value(1)),
        When(clock__due__lt=ended, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    known = Q(clock__closed_at__isnull=False) | Q(clock__finished_at__isnull=False) | Q(due__lt=now)
    said = (
        SaidForecast.objects.filter(known, at__gte=now - RECORD, clock__unit__body=body_id)
        .exclude(clock__closing=Clock.Closing.CANCELLED)
        .filter(Q(clock__suspended_since=None) | Q(clock__closed_at__isnull=False))
        .annotate(
            came=came,
            moved=Case(When(clock__due=F("due"), then=Value(0)), default=Value(1), output_field=IntegerField()),
            band=Floor(F("late") * (len(BANDS) - 1), output_field=IntegerField()),
        )
    )
    gap = F("late") - F("came")
    rows = (
        said.order_by()
        .values("moved", "band")
        .annotate(n=Count("pk"), said=Avg("late"), true=Sum("came"), squares=Sum(gap * gap, output_field=FloatField()))
    )
    return _record([dict(row) for row in rows])


def _record(rows: Sequence[Mapping[str, Any]]) -> Record:
    moved = sum(row["n"] for row in rows if row["moved"])
    kept: dict[int, tuple[int, float, int, float]] = {}
    for row in rows:
        if not row["moved"]:
            place = min(int(row["band"]), len(BANDS) - 2)
            n, total, true, squares = kept.get(place, (0, 0.0, 0, 0.0))
            kept[place] = (n + row["n"], total + row["said"] * row["n"], true + row["true"], squares + row["squares"])
    bands = []
    for place, (n, total, true, _squares) in sorted(kept.items()):
        low, high = share_interval(true, n)
        bands.append(Band(BANDS[place], BANDS[place + 1], n, total / n, true / n, low, high))
    count, late = sum(band[0] for band in kept.values()), sum(band[2] for band in kept.values())
    if not count:
        return Record([], 0, 0, moved, None, None)
    share = late / count
    return Record(bands, count, late, moved, sum(band[3] for band in kept.values()) / count, share * (1 - share))


def bodies_with_record(actor: Actor) -> list[Unit]:
    """Bodies whose record the actor may see: the own one and those below it. One query."""
    return list(Unit.objects.filter(pk__in=actor.bodies_seen).order_by("name")[:MOST_BODIES])
