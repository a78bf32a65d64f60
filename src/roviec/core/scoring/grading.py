"""On the way to a grade: which months count, time in office, in which year a breach is charged, who comes next, how many may be excellent.

Decree 335/2025/NĐ-CP, art. 11, 17.3, 19-21.
"""

import calendar
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from roviec.core.reasons import Reason
from roviec.core.scoring.rulesets import Ruleset
from roviec.core.scoring.years import EXCELLENT, GOOD, places_for_excellent, within_quota

MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
QUARTER = re.compile(r"(\d{4})-Q([1-4])")
DECEMBER = 12

# First day, first day after (None: still going on).
Span = tuple[date, date | None]


def months_of(period: str) -> tuple[int, ...]:
    """The calendar months of "2026-03" or "2026-Q1": a quarter scored as one stands for its three months. ValueError for others."""
    if found := MONTH.fullmatch(period):
        return (int(found[2]),)
    if found := QUARTER.fullmatch(period):
        first = 3 * int(found[2]) - 2
        return (first, first + 1, first + 2)
    raise ValueError(period)


@dataclass(frozen=True, slots=True)
class MonthPoints:
    """`final`: confirmed; else what the sheet gives so far."""

    total: Fraction | None
    final: bool


def counted_months(
    months: Mapping[int, MonthPoints], expected: Collection[int], december: str
) -> tuple[dict[int, Fraction], tuple[int, ...]]:
    """Month -> points that enter the mean, and the months that should but cannot yet.

    `expected`: months in which the official worked. `december`, where it is not final when grades are made before 15 December (art.
    19.2 against 17.3): "wait" for it, the mean of "eleven", or its "estimate" so far.
    """
    counted = {month: one.total for month, one in months.items() if one.final and one.total is not None}
    missing = [month for month in sorted(set(expected) - counted.keys()) if month != DECEMBER]
    if DECEMBER in expected and DECEMBER not in counted and december != "eleven":
        sofar = months.get(DECEMBER)
        if december == "estimate" and sofar is not None and sofar.total is not None:
            counted[DECEMBER] = sofar.total
        else:
            missing.append(DECEMBER)
    return counted, tuple(missing)


def time_in_office(spans: Iterable[Span], unpaid: Iterable[Span], year: int) -> Fraction:
    """Months of the year worked, a part of a month by its days; days of unpaid leave are not worked (art. 11.1, 11.2)."""
    off = _days(unpaid, year)
    worked = _days(spans, year) - off
    return sum(
        (Fraction(1, calendar.monthrange(year, day.month)[1]) for day in worked),
        Fraction(0),
    )


def months_worked_in(spans: Iterable[Span], away: Iterable[Span], year: int) -> frozenset[int]:
    """Months with at least one day in office and not away: those that owe a sheet."""
    return frozenset(day.month for day in _days(spans, year) - _days(away, year))


def _days(spans: Iterable[Span], year: int) -> set[date]:
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    days: set[date] = set()
    for start, end in spans:
        day, until = max(start, first), min(end or after, after)
        while day < until:
            days.add(day)
            day += timedelta(days=1)
    return days


def charged_year(
    acted_on: date, decided_on: date, *, same_unit: bool, charged_before: int | None
) -> tuple[int | None, Reason]:
    """The year whose grade a breach weighs on; None when the same act has weighed on one already.

    `same_unit`: the breach happened where the official was disciplined. `charged_before`: the year of another decision, or of a grade
    "not completed", for the same act.
    """
    if charged_before is not None:
        return None, Reason("conduct.charged_before", {"year": charged_before}, "Điều 11.3.a, 11.3.b")
    if same_unit:
        return decided_on.year, Reason("conduct.year_of_decision", {"year": decided_on.year}, "Điều 11.3.a")
    return acted_on.year, Reason("conduct.year_of_act", {"year": acted_on.year}, "Điều 11.3.c, 11.3.d")


class Step(StrEnum):
    SEND = "send_grade"
    MEET = "note_meeting"
    COMMENT = "give_party_comment"
    PROPOSE = "propose_grade"
    DECIDE = "decide_grade"
    REGRADE = "regrade"


# From which states a step can follow (art. 21); what only corrects its own step may be done again until the next.
FROM: Mapping[Step, frozenset[str]] = {
    Step.SEND: frozenset({"open", "sent"}),
    Step.MEET: frozenset({"open", "sent", "met"}),
    Step.COMMENT: frozenset({"open", "sent", "met", "proposed"}),
    Step.PROPOSE: frozenset({"met", "proposed"}),
    Step.DECIDE: frozenset({"met", "proposed"}),
    Step.REGRADE: frozenset({"decided"}),
}


def why_not(step: Step, state: str, *, role: str, in_body: bool, commented: bool) -> Reason | None:
    """Why the step cannot follow now, or None.

    `in_body`: heads or helps to head the body itself (art. 21.1.c, 21.2.c: the Party committee is asked; for the head the personnel
    office of the level above proposes, art. 21.1.d).
    """
    if state not in FROM[step]:
        return Reason(f"grade.is_{state}", cite="Điều 21")
    if step is Step.COMMENT and not in_body:
        return Reason("grade.no_comment_needed", cite="Điều 21.2.c")
    if step is Step.DECIDE and in_body:
        if not commented:
            return Reason("grade.comment_missing", cite="Điều 21.1.c, 21.2.c")
        if role == "head" and state != "proposed":
            return Reason("grade.proposal_missing", cite="Điều 21.1.d")
    return None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One who is to be graded: `band` as points and exclusions give it, or as decided."""

    key: str
    group: str
    band: int | None
    mean: Fraction | None


@dataclass(frozen=True, slots=True)
class Places:
    """`group` "" is the whole agency. `clear` have a place without doubt, `tied` share the last places, `without` find none."""

    group: str
    good: int
    excellent: int
    places: int
    clear: tuple[str, ...]
    tied: tuple[str, ...]
    without: tuple[str, ...]

    @property
    def over(self) -> int:
        return max(0, self.excellent - self.places)


def quotas(
    people: Sequence[Candidate], rules: Ruleset, settings: Mapping[str, str], *, outstanding: bool
) -> list[Places]:
    """Places for excellent in the agency and in each group of similar duties (art. 20.5.a). Who has no group stands in the agency's alone."""
    groups = sorted({one.group for one in people if one.group})
    return [_places(people, "", rules, settings, outstanding)] + [
        _places([one for one in people if one.group == group], group, rules, settings, outstanding) for group in groups
    ]


def _places(
    people: Sequence[Candidate], group: str, rules: Ruleset, settings: Mapping[str, str], outstanding: bool
) -> Places:
    best = sorted(
        (one for one in people if one.band == EXCELLENT), key=lambda one: (-(one.mean or Fraction(0)), one.key)
    )
    good = sum(one.band == GOOD for one in people)
    places = places_for_excellent(good, len(best), rules, settings, outstanding=outstanding)
    clear = within_quota([one.mean or Fraction(0) for one in best], places)
    edge = best[clear].mean if clear < len(best) and clear < places else None
    tied = [one for one in best[clear:] if edge is not None and one.mean == edge]
    return Places(
        group=group,
        good=good,
        excellent=len(best),
        places=places,
        clear=tuple(one.key for one in best[:clear]),
        tied=tuple(one.key for one in tied),
        without=tuple(one.key for one in best[clear + len(tied) :]),
    )
