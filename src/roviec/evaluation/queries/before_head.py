"""The head's list of a month: every sheet that waits for them, what is unusual about it, and which can be confirmed together."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Count

from roviec.core.calendars import VIETNAM
from roviec.core.reasons import Reason
from roviec.core.scoring.attention import Looked, marks
from roviec.core.scoring.written import written
from roviec.custody.models import Explanation
from roviec.evaluation.models import ScoringPeriod, Sheet, SheetAddition
from roviec.evaluation.queries.competent import Below, below_of, sheets_before
from roviec.evaluation.queries.rules import ruleset_of
from roviec.evaluation.queries.working_out import work_out

# So many sheets are worked out anew for who looks; longer lists show what was worked out last.
MOST_LIVE = 150


@dataclass(frozen=True, slots=True)
class Row:
    """`marks` empty and `waits_for` empty: ready. `score` as `Sheet.score` keeps it."""

    sheet: Sheet
    score: Mapping[str, Any]
    marks: tuple[Reason, ...]
    waits_for: tuple[Below, ...] = ()

    @property
    def is_final(self) -> bool:
        return self.sheet.state == Sheet.State.CONFIRMED

    @property
    def is_ready(self) -> bool:
        return not self.is_final and not self.marks and not self.waits_for

    @property
    def total(self) -> Decimal | None:
        """Two decimals, to be shown; exact in `score`."""
        return shown(self.score.get("total"))

    @property
    def general(self) -> Decimal | None:
        return shown(self.score.get("general"))

    @property
    def results(self) -> Decimal | None:
        return shown(self.score.get("results"))


def shown(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(written(Fraction(text), 2))


def fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def rows_before(unit: UUID, period: str, now: datetime) -> list[Row]:
    """Exceptions first, then the ready, then those who wait for people below, then the confirmed; by name within each."""
    day = now.astimezone(VIETNAM).date()
    sheets = list(
        sheets_before(unit, period, day)
        .select_related("period", "officer", "unit", "mandate", "mandate__post")
        .order_by("officer__sort_key", "officer__code")
    )
    return sorted(live_rows(sheets, now), key=lambda row: (row.is_final, not row.marks, bool(row.waits_for)))


def live_rows(sheets: Collection[Sheet], now: datetime) -> list[Row]:
    """As the facts are now; nothing is stored. Sheets come with period and mandate."""
    day = now.astimezone(VIETNAM).date()
    below = below_of([one for one in sheets if one.state != Sheet.State.CONFIRMED], day)
    return looked_at(sheets, _scores(sheets, now, below), below)


def _scores(
    sheets: Collection[Sheet], now: datetime, below: Mapping[UUID, list[Below]]
) -> dict[UUID, Mapping[str, Any]]:
    scores: dict[UUID, Mapping[str, Any]] = {one.pk: one.score for one in sheets}
    live = [
        one for one in sheets if one.state != Sheet.State.CONFIRMED and one.period.state == ScoringPeriod.State.OPEN
    ]
    if len(live) > MOST_LIVE:
        return scores
    by_period: dict[UUID, list[Sheet]] = defaultdict(list)
    for one in live:
        by_period[one.period_id].append(one)
    for group in by_period.values():
        for pk, worked in work_out(group[0].period, group, now, below).items():
            scores[pk] = worked.stored
            of = next(one for one in group if one.pk == pk)
            of.items, of.unit_facts = worked.items, worked.unit_facts
    return scores


def looked_at(
    sheets: Collection[Sheet], scores: Mapping[UUID, Mapping[str, Any]], below: Mapping[UUID, list[Below]]
) -> list[Row]:
    """What each of them asks of its head. Sheets come with period and mandate; `below` of those that are not confirmed."""
    context = _Around(sheets)
    return [
        Row(
            one,
            scores[one.pk],
            () if one.state == Sheet.State.CONFIRMED else context.marks_of(one, scores[one.pk]),
            tuple(low for low in below.get(one.pk, ()) if not low.is_final),
        )
        for one in sheets
    ]


def marks_of(sheet: Sheet, score: Mapping[str, Any]) -> tuple[Reason, ...]:
    return _Around([sheet]).marks_of(sheet, score)


class _Around:
    """What stands around sheets: additions that wait, explanations that were decided, the period before. Three queries."""

    def __init__(self, sheets: Collection[Sheet]) -> None:
        self._additions = dict(
            SheetAddition.objects.filter(sheet__in=[one.pk for one in sheets], accepted=None, withdrawn_at=None)
            .values_list("sheet")
            .annotate(n=Count("pk"))
        )
        late = {(task, due) for one in sheets for task, due in _latenesses(one)}
        decided = Explanation.objects.filter(clock__in={task for task, _ in late}, decided_at__isnull=False)
        self._decided = {(str(task), due.astimezone(VIETNAM)) for task, due in decided.values_list("clock", "due")}
        self._before = _totals_before(sheets)

    def marks_of(self, sheet: Sheet, score: Mapping[str, Any]) -> tuple[Reason, ...]:
        codes = Counter(one[0] for one in score.get("problems", ()))
        ratios = [fraction(one) for one in score.get("ratios", {}).values()]
        known = [one for one in ratios if one is not None]
        return marks(
            Looked(
                sent=sheet.state != Sheet.State.OPEN,
                general=fraction(score.get("general")),
                mean=sum(known, Fraction(0)) / len(known) if known and len(known) == len(ratios) else None,
                total=fraction(score.get("total")),
                before=self._before.get((sheet.officer_id, sheet.period_id)),
                additions=self._additions.get(sheet.pk, 0),
                late_undecided=len(set(_latenesses(sheet)) - self._decided),
                without_product=len(score.get("without_product", ())),
                not_known=codes["score.not_known"],
                over_given=codes["score.more_than_given"],
            ),
            ruleset_of(sheet.period),
        )


def _latenesses(sheet: Sheet) -> list[tuple[str, datetime]]:
    """(task, due date passed) of every lateness that counts against somebody."""
    return [
        (item["refs"]["task"], datetime.fromisoformat(one["due"]).astimezone(VIETNAM))
        for item in sheet.items
        for one in item.get("refs", {}).get("late", ())
        if not one["excused"]
    ]


def _totals_before(sheets: Collection[Sheet]) -> dict[tuple[UUID, UUID], Fraction]:
    """(officer, period) -> the confirmed total of the period just before."""
    starts = {one.period_id: one.period.starts_on for one in sheets}
    if not starts:
        return {}
    rows = (
        Sheet.objects.filter(
            officer__in=[one.officer_id for one in sheets],
            total__isnull=False,
            state=Sheet.State.CONFIRMED,
            period__starts_on__lt=max(starts.values()),
        )
        .order_by("period__starts_on")
        .values_list("officer", "period__starts_on", "total")
    )
    found: dict[tuple[UUID, UUID], Fraction] = {}
    for officer, begins, total in rows:
        for period, start in starts.items():
            if begins < start and total is not None:
                found[officer, period] = Fraction(total)
    return found
