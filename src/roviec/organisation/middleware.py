"""Puts the actor on each request: the account, under the mandate it chose."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.timezone import localdate

from roviec.core.actor import Actor
from roviec.organisation.queries.actors import actor_for, mandates_of

SESSION_KEY = "mandate"


class ActorMiddleware:
    """`request.actor` is an Actor for a signed-in account, None for a visitor; worked out when first used."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))
        return self.get_response(request)


def actor_of(request: HttpRequest) -> Actor | None:
    if not request.user.is_authenticated:
        return None
    day = localdate(request.now)
    mandates = list(mandates_of(request.user, day))
    chosen = request.session.get(SESSION_KEY)
    mandate = next((m for m in mandates if str(m.pk) == chosen), mandates[0] if mandates else None)
    return actor_for(request.user, mandate, day)
