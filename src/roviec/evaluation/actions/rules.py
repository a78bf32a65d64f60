"""How a body, or a department of it that scores for itself, uses a rule-set: rhythm and readings, from a day on."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.evaluation.models import BodyRules, ScoringPeriod
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries.rules import CIVIL_SERVANTS
from roviec.evaluation.rulesets import rulesets
from roviec.ledger.actions import lock, record
from roviec.organisation.models import Unit


def set_rules(
    unit: Unit,
    *,
    since: date,
    by: Actor,
    at: datetime,
    rhythm: str = BodyRules.Rhythm.MONTH,
    settings: Mapping[str, str] | None = None,
    basis: str = "",
    ruleset: str = CIVIL_SERVANTS,
) -> BodyRules:
    """From `since`, the first day of a period, on. For a department (no body) this also says that it scores for itself.

    Raises Invalid for a rule-set, rhythm or reading that is not known, and for a day that an open or closed period already covers:
    those keep theirs.
    """
    PERMISSIONS.require(by, "set_rules", unit)
    if ruleset not in rulesets():
        raise Invalid("ruleset", Reason("rules.no_such_ruleset", {"known": ", ".join(rulesets())}))
    if rhythm not in BodyRules.Rhythm.values:
        raise Invalid("rhythm", Reason("rules.no_such_rhythm"))
    if since.day != 1 or (rhythm == BodyRules.Rhythm.QUARTER and since.month % 3 != 1):
        raise Invalid("since", Reason("rules.not_a_first_day"))
    chosen = dict(settings or {})
    rulesets()[ruleset].chosen(chosen)
    body, agency = unit.body_id or unit.pk, None if unit.is_body else unit.pk
    with transaction.atomic():
        lock(Unit, unit.pk)
        covered = ScoringPeriod.objects.filter(body=body, agency=agency, ends_on__gte=since)
        if first := covered.order_by("starts_on").first():
            raise Invalid("since", Reason("rules.period_runs", {"period": first.period}))
        if BodyRules.objects.filter(body=body, agency=agency, since=since).exists():
            raise Invalid("since", Reason("rules.same_day", {"day": since.isoformat()}))
        rules = BodyRules(
            body_id=body,
            agency_id=agency,
            ruleset=ruleset,
            rhythm=rhythm,
            settings=chosen,
            since=since,
            basis=basis[:300],
        )
        said = {"ruleset": ruleset, "rhythm": rhythm, "settings": chosen, "since": since, "basis": basis[:300]}
        record(rules, "rules_set", by=by, at=at, data=said)
    return rules
