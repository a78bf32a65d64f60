"""What of a sheet a head looks at before confirming; a sheet without any of it can be confirmed together with others.

These are marks for attention, not rules of law: none of them changes a point.
"""

from dataclasses import dataclass
from fractions import Fraction

from roviec.core.reasons import Reason
from roviec.core.scoring.rulesets import Ruleset
from roviec.core.scoring.written import written

FAR_FROM_FACTS = Fraction(30, 100)  # between the share of the general points and the share of the results
BIG_CHANGE = Fraction(15)  # points, against the period before


@dataclass(frozen=True, slots=True)
class Looked:
    """A sheet as numbers; None where there is none (yet). `late_undecided`: latenesses whose explanation nobody has decided on."""

    sent: bool
    general: Fraction | None
    mean: Fraction | None  # of the ratios, before the cap; 1 = 100 %
    total: Fraction | None
    before: Fraction | None
    additions: int = 0
    late_undecided: int = 0
    without_product: int = 0
    not_known: int = 0  # d, đ, e that nobody has said
    over_given: int = 0


def marks(sheet: Looked, rules: Ruleset) -> tuple[Reason, ...]:
    """The most urgent first; none: the sheet can be confirmed with the others."""
    found: list[Reason] = []
    if not sheet.sent:
        found.append(Reason("sheet.not_sent", cite="Điều 17.2"))
    if sheet.additions:
        found.append(Reason("sheet.additions_open", {"n": sheet.additions}))
    if sheet.not_known:
        found.append(Reason("sheet.unit_facts_open", {"n": sheet.not_known}, "Điều 15.3"))
    if sheet.total is None and sheet.sent and not sheet.not_known:
        found.append(Reason("sheet.no_total", cite=rules.cites["given"]))
    if sheet.total is not None and sheet.total < rules.bands[-2].least:
        found.append(Reason("sheet.under", {"least": written(rules.bands[-2].least)}, rules.cites["not_completed"]))
    if sheet.late_undecided:
        found.append(Reason("sheet.late_undecided", {"n": sheet.late_undecided}, rules.cites["c"]))
    if sheet.without_product:
        found.append(Reason("sheet.without_product", {"n": sheet.without_product}, "Điều 18.1.b"))
    if sheet.general is not None and sheet.mean is not None:
        apart = sheet.general / rules.general_most - min(sheet.mean, Fraction(1))
        if apart > FAR_FROM_FACTS:
            own, facts = written(sheet.general / rules.general_most * 100, 0), written(sheet.mean * 100, 0)
            found.append(Reason("sheet.far_from_facts", {"own": own, "facts": facts}))
    if sheet.mean is not None and sheet.mean > 1:
        found.append(Reason("sheet.capped", {"percent": written(sheet.mean * 100, 1)}, rules.cites["results_most"]))
    if sheet.over_given:
        found.append(Reason("sheet.over_given", {"n": sheet.over_given}, rules.cites["a"]))
    if sheet.total is not None and sheet.before is not None and abs(sheet.total - sheet.before) >= BIG_CHANGE:
        change = sheet.total - sheet.before
        code = "sheet.rose" if change > 0 else "sheet.fell"
        found.append(Reason(code, {"points": written(abs(change), 1), "before": written(sheet.before, 2)}))
    return tuple(found)
