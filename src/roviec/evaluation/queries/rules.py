"""Which rule-set a body uses on a day, how often it scores, and the readings it chose."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from roviec.core.periods import Period, first_day, length_in_months, period_of
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.scoring.rulesets import Ruleset
from roviec.evaluation.models import BodyRules, ScoringPeriod
from roviec.evaluation.rulesets import rulesets
from roviec.organisation.models.post import PersonnelType

CIVIL_SERVANTS = "nd-335-2025"


@dataclass(frozen=True, slots=True)
class Rules:
    """`chosen`: every setting with its value; `since` None: the body has decided nothing, everything is by the letter, by month."""

    ruleset: Ruleset
    rhythm: str
    chosen: dict[str, str]
    since: date | None
    basis: str = ""

    @property
    def personnel(self) -> frozenset[str]:
        """Personnel types of officers whom it scores."""
        types = {PersonnelType.CIVIL_SERVANT.value} if "civil_servant" in self.ruleset.personnel else set()
        if self.chosen.get("contract_workers") == "yes":
            types.add(PersonnelType.CONTRACT.value)
        return frozenset(types)

    def period_on(self, day: date) -> str:
        """The name of the period that the day lies in."""
        return period_of(day, Period.QUARTERLY if self.rhythm == BodyRules.Rhythm.QUARTER else Period.MONTHLY)


def rules_of(body: UUID, day: date, agency: UUID | None = None) -> Rules:
    row = BodyRules.objects.filter(body=body, agency=agency, since__lte=day).order_by("-since").first()
    if row is None:
        ruleset = rulesets()[CIVIL_SERVANTS]
        return Rules(ruleset, BodyRules.Rhythm.MONTH.value, ruleset.chosen({}), None)
    ruleset = rulesets()[row.ruleset]
    return Rules(ruleset, row.rhythm, ruleset.chosen(row.settings), row.since, row.basis)


def ruleset_of(period: ScoringPeriod) -> Ruleset:
    return rulesets()[period.ruleset]


def days_of(period: str) -> tuple[date, date]:
    """First and last day of "2026-03", "2026-Q1". Raises Invalid for another word."""
    try:
        first = first_day(period)
    except ValueError:
        raise Invalid("period", Reason("period.unknown", {"period": period[:20]})) from None
    months = length_in_months(period)
    if months > 3 or period_of(first, Period.QUARTERLY if "Q" in period else Period.MONTHLY) != period:
        raise Invalid("period", Reason("period.unknown", {"period": period[:20]}))
    place = first.year * 12 + first.month - 1 + months
    return first, date(place // 12, place % 12 + 1, 1) - timedelta(days=1)
