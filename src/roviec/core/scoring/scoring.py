"""One official's period: a, b, c over converted products, d, đ, e for who leads, general points, the total.

Decree 335/2025/NĐ-CP, art. 12 and 14-18; the numbers and citations come from the rule-set.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.scoring.model import Facts, Item, ItemPoints, Origin, Role, Score, Sums, UnitFacts
from roviec.core.scoring.rulesets import Ruleset
from roviec.core.scoring.written import written

WORK = ("a", "b", "c")
LEADING = ("d", "đ", "e")
ONE = Fraction(1)


def score(facts: Facts, rules: Ruleset) -> Score:
    """Raises Invalid for what cannot be on a sheet (field as in the file); what is only missing stands in `problems`."""
    chosen = rules.chosen(facts.settings)
    check(facts, rules)
    lines = tuple(points_of(item, rules) for item in facts.items)
    reasons: list[Reason] = []
    problems: list[Reason] = [
        Reason("score.more_than_given", {"product": item.product}, rules.cites["a"])
        for item in facts.items
        if item.origin is Origin.PLANNED and item.done > item.quantity
    ]
    own = sums_of(lines)
    ratios = _of_work(_with_steered(own, facts, chosen, rules, reasons), chosen, rules, reasons, problems)
    if facts.role is not Role.STAFF:
        ratios |= _of_leading(facts.unit or UnitFacts(), chosen, rules, reasons, problems)
    general = _general(facts.general, rules, reasons, problems)
    results = _results(ratios, rules, reasons)
    total = None if general is None or results is None else general + results
    band = None
    if total is not None:
        judged = total if chosen["band_of"] == "exact" else Fraction(written(total, int(chosen["decimals"])))
        band = rules.band_of(judged)
        reasons.append(
            Reason(
                "score.total", {"total": written(total, int(chosen["decimals"])), "band": band}, rules.cites["total"]
            )
        )
    return Score(general, ratios, results, total, band, lines, tuple(reasons), tuple(problems), own)


def check(facts: Facts, rules: Ruleset) -> None:
    """Raises Invalid with every field that cannot be as it is."""
    problems: list[tuple[str | None, Reason]] = []
    for key, points in facts.general.items():
        most = rules.general.get(key)
        if most is None:
            problems.append((f"general.{key}", Reason("score.no_such_criterion", {"known": ", ".join(rules.general)})))
        elif not 0 <= points <= most:
            problems.append(
                (f"general.{key}", Reason("score.points_out_of_range", {"most": written(most)}, rules.cites["general"]))
            )
    for place, item in enumerate(facts.items):
        problems += [(f"items[{place}].{field}", reason) for field, reason in _wrong(item)]
    if problems:
        raise Invalid.many(problems)


def _wrong(item: Item) -> Iterable[tuple[str, Reason]]:
    if item.coefficient <= 0:
        yield "coefficient", Reason("score.coefficient", cite="Điều 13")
    for name in ("quantity", "done"):
        if getattr(item, name) < 0:
            yield name, Reason("score.negative")
    for name, excused in (("quality_failures", "excused_quality"), ("late", "excused_late")):
        if getattr(item, name) < 0:
            yield name, Reason("score.negative")
        if not 0 <= getattr(item, excused) <= max(getattr(item, name), 0):
            yield excused, Reason("score.excused")
    if item.origin is Origin.HANDED_OVER and item.done:
        yield "done", Reason("score.handed_over_done", cite="Điều 18.1.d")


def points_of(item: Item, rules: Ruleset) -> ItemPoints:
    """25 % of the points of that product for each failed check, and for each lateness, that was not excused; never below nothing."""
    failed, late = item.quality_failures - item.excused_quality, item.late - item.excused_late
    done = item.completed
    return ItemPoints(
        item,
        item.given,
        done,
        done * max(Fraction(0), ONE - failed * rules.taken_off) if failed else done,
        done * max(Fraction(0), ONE - late * rules.taken_off) if late else done,
    )


def sums_of(lines: Iterable[ItemPoints]) -> Sums:
    given = completed = good = on_time = Fraction(0)
    for line in lines:
        given += line.given
        completed += line.completed
        good += line.good
        on_time += line.on_time
    return Sums(given, completed, good, on_time)


def _with_steered(own: Sums, facts: Facts, chosen: Mapping[str, str], rules: Ruleset, reasons: list[Reason]) -> Sums:
    """A manager's a, b, c are of the work done in person and, unless set otherwise, of the work steered (art. 15.1)."""
    if facts.role is Role.STAFF or chosen["managers_products"] == "own" or not facts.steered:
        return own
    reasons.append(Reason("score.steered", {"sheets": len(facts.steered)}, rules.cites["steered"]))
    every = (own, *facts.steered)
    return Sums(
        sum((one.given for one in every), Fraction(0)),
        sum((one.completed for one in every), Fraction(0)),
        sum((one.good for one in every), Fraction(0)),
        sum((one.on_time for one in every), Fraction(0)),
    )


def _of_work(
    own: Sums,
    chosen: Mapping[str, str],
    rules: Ruleset,
    reasons: list[Reason],
    problems: list[Reason],
) -> dict[str, Fraction | None]:
    given = own.given
    sums = {"a": own.completed, "b": own.good, "c": own.on_time}
    if given == 0:
        problems.append(Reason("score.nothing_given", cite=rules.cites["given"]))
        return dict.fromkeys(WORK)
    ratios: dict[str, Fraction | None] = {}
    for letter, done in sums.items():
        ratio = done / given
        if chosen["cap_each_ratio"] == "yes":
            ratio = min(ratio, ONE)
        ratios[letter] = ratio
        params = {"letter": letter, "done": written(done), "given": written(given), "percent": written(ratio * 100)}
        reasons.append(Reason(f"score.{letter}", params, rules.cites[letter]))
    return ratios


def _of_leading(
    unit: UnitFacts, chosen: Mapping[str, str], rules: Ruleset, reasons: list[Reason], problems: list[Reason]
) -> dict[str, Fraction | None]:
    """100 or 50 %, nothing between (art. 15.3); for a deputy within the field in charge of (art. 15.4)."""
    organising = unit.lasting_delays
    if organising is False and unit.initiative is False:
        organising = {"full": False, "half": True, "missing": None}[chosen["organising_between"]]
    bad = {"d": unit.any_subordinate_below_50, "đ": organising, "e": unit.lasting_disunity}
    ratios: dict[str, Fraction | None] = {}
    for letter, is_bad in bad.items():
        ratios[letter] = None if is_bad is None else rules.half if is_bad else ONE
        if is_bad is None:
            problems.append(Reason("score.not_known", {"letter": letter}, rules.cites[letter]))
        else:
            # One sentence each: what was found, not what the rule would have said otherwise.
            reasons.append(Reason(f"score.{_LATIN[letter]}_{'half' if is_bad else 'full'}", {}, rules.cites[letter]))
    return ratios


_LATIN = {"d": "d", "đ": "dd", "e": "e"}


def _general(
    points: Mapping[str, Fraction], rules: Ruleset, reasons: list[Reason], problems: list[Reason]
) -> Fraction | None:
    missing = [key for key in rules.general if key not in points]
    if missing:
        problems.append(Reason("score.criteria_missing", {"which": ", ".join(missing)}, rules.cites["general"]))
        return None
    total = sum(points.values(), Fraction(0))
    params = {"points": written(total), "most": written(rules.general_most)}
    reasons.append(Reason("score.general", params, rules.cites["general"]))
    return total


def _results(ratios: Mapping[str, Fraction | None], rules: Ruleset, reasons: list[Reason]) -> Fraction | None:
    """The mean of the ratios times 70, never over 70 (art. 12.3, 16, 17.1)."""
    known = [ratio for ratio in ratios.values() if ratio is not None]
    if len(known) < len(ratios):
        return None
    mean = sum(known, Fraction(0)) / len(known)
    points = min(mean * rules.results_most, rules.results_most)
    letters = " + ".join(ratios)
    params: dict[str, str | int] = {
        "letters": letters,
        "n": len(known),
        "percent": written(mean * 100),
        "points": written(points),
    }
    cite = rules.cites["results" if len(known) == len(WORK) else "results_leading"]
    reasons.append(Reason("score.results", params, cite))
    if mean > 1:
        reasons.append(
            Reason("score.results_capped", {"most": written(rules.results_most)}, rules.cites["results_most"])
        )
    return points
