"""Laws whose day comes near while not every article is ready."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from uuid import UUID

from roviec.alerts.models import Transition
from roviec.alerts.queries.people import trackers_of
from roviec.alerts.queries.touched import DIRECTIVE
from roviec.alerts.sources.news import News
from roviec.core.calendars import VIETNAM
from roviec.core.notices import Place, Seat, Touched
from roviec.directives.models import LegalEffect
from roviec.directives.queries import readiness
from roviec.organisation.queries.actors import worker_actor

KIND = "effect_near"
# Days before a law takes effect on which whoever tracks the work is told how ready it is: time to act, and the last week.
WARN_DAYS = (30, 7)


def effect_near(now: datetime, skip: Collection[UUID]) -> list[News]:
    """Once for each of the days in WARN_DAYS, as long as an article is not ready. The mark is the beginning of that day."""
    today = now.astimezone(VIETNAM).date()
    near = LegalEffect.objects.filter(effective_on__gte=today, effective_on__lte=today + timedelta(days=max(WARN_DAYS)))
    effects = list(near.exclude(pk__in=skip).select_related("directive").defer("directive__content").order_by("pk"))
    marks = {}
    for effect in effects:
        if effect.effective_on:
            left = (effect.effective_on - today).days
            warned = min(days for days in WARN_DAYS if left <= days)
            marks[effect.pk] = datetime.combine(effect.effective_on - timedelta(days=warned), time(), VIETNAM)
    told = set(Transition.objects.filter(kind=KIND, thing_id__in=list(marks)).values_list("thing_id", "mark"))
    untold = [effect for effect in effects if effect.pk in marks and (effect.pk, marks[effect.pk]) not in told]
    if not untold:
        return []
    trackers = trackers_of({effect.directive.body_id for effect in untold}, today)
    news = []
    for pk, ready in readiness(untold, worker_actor(), now).items():
        if ready.complete:
            continue
        body, day = ready.effect.directive.body_id, ready.effect.effective_on
        who = tuple(trackers.get(body, ()))
        news.append(
            News(
                kind=KIND,
                thing_kind=DIRECTIVE,
                thing_id=pk,
                key=f"{KIND}:{pk}:{int(marks[pk].timestamp())}",
                at=now,
                touched=Touched({} if who else {Seat.HEAD: (Place(body),)}, {Seat.TRACKERS: who}),
                params={"ready": ready.n_ready, "all": len(ready.articles), "day": f"{day:%d/%m/%Y}"},
                mark=marks[pk],
                unit_id=body,
            )
        )
    return news
