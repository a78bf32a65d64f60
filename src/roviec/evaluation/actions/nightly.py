"""Once a day: the running month or quarter opens by itself where the body has decided its rules, and open sheets are worked out anew."""

from collections.abc import Callable
from datetime import datetime

from roviec.core.actor import Actor, ActorKind
from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.evaluation.actions.sheets import fill, never, open_period
from roviec.evaluation.models import BodyRules, ScoringPeriod
from roviec.evaluation.queries.rules import rules_of
from roviec.organisation.models import Unit


def fill_open_periods(now: datetime, by: Actor, *, stop: Callable[[], bool] = never) -> list[str]:
    """Gives the problems it met and got over, one for each unit. Units that decided nothing open their periods by hand."""
    if by.kind is not ActorKind.WORKER:
        raise Denied("evaluation.fill_open_periods")
    today, problems = now.astimezone(VIETNAM).date(), []
    decided = BodyRules.objects.filter(since__lte=today).values_list("body", "agency").distinct()
    units = Unit.objects.on(today).in_bulk({agency or body for body, agency in decided})
    for body, agency in decided:
        unit = units.get(agency or body)
        if unit is None or body is None:
            continue
        period = rules_of(body, today, agency).period_on(today)
        if ScoringPeriod.objects.filter(body=body, agency=agency, period=period).exists():
            continue
        try:
            open_period(unit, period, by=by, at=now)
        except Invalid as refused:
            problems.append(f"{unit.code} {period}: {refused}")
    begun = ScoringPeriod.objects.filter(state=ScoringPeriod.State.OPEN, starts_on__lte=today)
    for pk in begun.order_by("filled_at", "pk").values_list("pk", flat=True):
        if stop():
            break
        try:
            fill(pk, by=by, at=now, stop=stop)
        except Invalid as refused:  # closed in the meantime
            problems.append(f"{pk}: {refused}")
    return problems
