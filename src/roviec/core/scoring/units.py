"""A unit's year: 30 + 70 points, the conditions of each level, and which level they give. Decree 335/2025/NĐ-CP, art. 5-9.

How many points each criterion has is for the ministry or province to say (art. 7.2, 26.1.a): nothing is invented here.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.scoring.rulesets import Band, Setting
from roviec.core.scoring.written import written

EXCELLENT, GOOD, COMPLETED, NOT_COMPLETED = range(4)


@dataclass(frozen=True, slots=True)
class Criterion:
    """`part`: general (30 points together) or results (70)."""

    key: str
    part: str
    text: str
    cite: str


@dataclass(frozen=True, slots=True)
class UnitRuleset:
    code: str
    title: str
    in_force: date
    most: Mapping[str, Fraction]  # part -> points
    above_least: Fraction
    late_most: Fraction
    planned_least: Fraction
    quota: Fraction
    quota_outstanding: Fraction
    criteria: tuple[Criterion, ...]
    bands: tuple[Band, ...]
    cites: Mapping[str, str]
    settings: Mapping[str, Setting]
    examples: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class YearOfUnit:
    """What the year's work says (counts), and what only people know (None: not said).

    `late`: done after the due date or open past it; `above`: done above what was required; `planned`: of the year's programme.
    """

    given: int
    done: int
    late: int
    planned: int
    planned_done: int
    above: int | None = None
    good: bool | None = None
    no_unit_failed: bool | None = None
    shortcomings_mended: bool | None = None
    wrongdoing: bool | None = None
    force_majeure: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """`met`: None where nobody has said."""

    key: str
    met: bool | None
    reason: Reason


@dataclass(frozen=True, slots=True)
class UnitResult:
    """`band`: place in the bands; None when it cannot be said, with the reason."""

    total: Fraction | None
    band: int | None
    conditions: tuple[Condition, ...]
    reasons: tuple[Reason, ...]


def read_units(text: str) -> UnitRuleset:
    """Raises Invalid for a file with gaps."""
    data = tomllib.loads(text, parse_float=Fraction)
    try:
        scale = data["scale"]
        settings = [
            Setting(one["key"], tuple(one["values"]), one["default"], one["cite"], one["note"])
            for one in data.get("setting", ())
        ]
        return UnitRuleset(
            code=data["code"],
            title=data["title"],
            in_force=data["in_force"],
            most={"general": Fraction(scale["general"]), "results": Fraction(scale["results"])},
            above_least=Fraction(scale["above_least"]),
            late_most=Fraction(scale["late_most"]),
            planned_least=Fraction(scale["planned_least"]),
            quota=Fraction(scale["quota"]),
            quota_outstanding=Fraction(scale["quota_outstanding"]),
            criteria=tuple(Criterion(one["key"], one["part"], one["text"], one["cite"]) for one in data["criterion"]),
            bands=tuple(Band(one["name"], Fraction(one["least"])) for one in data["band"]),
            cites=dict(data["cites"]),
            settings={one.key: one for one in settings},
            examples=tuple(data.get("example", ())),
        )
    except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        raise Invalid(str(error), Reason("ruleset.unreadable")) from None


def check_weights(weights: Mapping[str, Fraction], rules: UnitRuleset) -> None:
    """Most points per criterion, as the competent level decided: all of them, together 30 and 70. Raises Invalid."""
    problems: list[tuple[str | None, Reason]] = [
        (one.key, Reason("units.no_weight")) for one in rules.criteria if weights.get(one.key, Fraction(-1)) < 0
    ]
    for part, most in rules.most.items():
        together = sum((weights.get(one.key, Fraction(0)) for one in rules.criteria if one.part == part), Fraction(0))
        if together != most:
            problems.append((part, Reason("units.weights_sum", {"most": str(most), "sum": written(together)})))
    if problems:
        raise Invalid.many(problems)


def total_of(
    points: Mapping[str, Fraction], weights: Mapping[str, Fraction] | None, rules: UnitRuleset
) -> Fraction | None:
    """Sum of the points; without weights the two parts are given as wholes ("general", "results"). None while one is missing.

    Raises Invalid for points below 0 or above the most.
    """
    most = dict(weights) if weights else dict(rules.most)
    wrong = [
        (key, Reason("units.too_many_points", {"most": written(most.get(key, Fraction(0)))}))
        for key, value in points.items()
        if not 0 <= value <= most.get(key, Fraction(-1))
    ]
    if wrong:
        raise Invalid.many(wrong)
    return sum(points.values(), Fraction(0)) if set(points) == set(most) else None


def grade_unit(
    total: Fraction | None, year: YearOfUnit, rules: UnitRuleset, settings: Mapping[str, str] | None = None
) -> UnitResult:
    """The highest level whose points and conditions are both met (art. 8). A level that hangs on something unsaid is not passed over."""
    found = {one.key: one for one in conditions_of(year, rules)}
    conditions = tuple(found.values())
    if found["no_wrongdoing"].met is False:
        return UnitResult(total, NOT_COMPLETED, conditions, (found["no_wrongdoing"].reason,))
    if found["planned_least"].met is False and not year.force_majeure:
        return UnitResult(total, NOT_COMPLETED, conditions, (found["planned_least"].reason,))
    if total is None:
        return UnitResult(None, None, conditions, (Reason("units.no_total"),))
    points = Reason("units.points", {"total": written(total)}, rules.cites["points"])
    if total < rules.bands[COMPLETED].least:
        return UnitResult(total, NOT_COMPLETED, conditions, (points,))
    reasons = [points]
    for band, needed in LEVELS:
        if total < rules.bands[band].least:
            continue
        unmet = [found[key] for key in needed if found[key].met is not True]
        if not unmet:
            return UnitResult(
                total, band, conditions, (*reasons, Reason("units.level", {"band": rules.bands[band].name}))
            )
        if all(one.met is None for one in unmet):
            nothing_due = [] if year.given else [Reason("units.no_tasks", cite=rules.cites["all_done"])]
            asked = (*nothing_due, *(one.reason for one in unmet))
            return UnitResult(total, None, conditions, (*reasons, Reason("units.unsaid"), *asked))
        reasons += [one.reason for one in unmet if one.met is False]
    reading = (settings or {}).get("no_level_fits", rules.settings["no_level_fits"].default)
    band_of_gap = {"asked": None, "completed": COMPLETED, "not_completed": NOT_COMPLETED}[reading]
    return UnitResult(
        total, band_of_gap, conditions, (*reasons, Reason("units.no_level_fits", cite=rules.cites["gap"]))
    )


LEVELS = (
    (EXCELLENT, ("all_done", "on_time", "good", "above_least", "no_unit_failed", "shortcomings_mended")),
    (GOOD, ("all_done", "on_time", "good")),
    (COMPLETED, ("all_done", "late_most")),
)


def conditions_of(year: YearOfUnit, rules: UnitRuleset) -> list[Condition]:
    """Every condition of art. 8, worked out where the facts are there."""
    counts: dict[str, str | int] = {
        "given": year.given, "done": year.done, "late": year.late, "planned": year.planned,
        "planned_done": year.planned_done, "above": "–" if year.above is None else year.above,
    }  # fmt: skip

    def counted(key: str, whole: int, met: bool | None) -> Condition:
        return Condition(key, met if whole else None, Reason(f"units.{key}", counts, rules.cites[key]))

    def said(key: str, met: bool | None) -> Condition:
        return Condition(key, met, Reason(f"units.{key}", cite=rules.cites[key]))

    above = None if year.above is None else Fraction(year.above, year.given or 1) >= rules.above_least
    return [
        counted("all_done", year.given, year.done == year.given),
        counted("on_time", year.given, year.late == 0),
        said("good", year.good),
        counted("above_least", year.given, above),
        said("no_unit_failed", year.no_unit_failed),
        said("shortcomings_mended", year.shortcomings_mended),
        counted("late_most", year.given, year.late <= rules.late_most * year.given),
        counted("planned_least", year.planned, year.planned_done >= rules.planned_least * year.planned),
        said("no_wrongdoing", None if year.wrongdoing is None else not year.wrongdoing),
    ]


def places_for_units(good: int, excellent: int, rules: UnitRuleset, reading: str, *, outstanding: bool) -> int:
    """How many units may be excellent (art. 8.5), read as for officials: whoever finds no place counts as good."""
    share = rules.quota_outstanding if outstanding else rules.quota
    together = good + excellent
    most = share * together if reading == "good_or_better" else share * together / (1 + share)
    return min(excellent, most.numerator // most.denominator)
