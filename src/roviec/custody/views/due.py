"""Why something is due when it is: a dialog beside every due date, and a page of its own."""

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from roviec.custody import things
from roviec.custody.queries import explained


@require_GET
def due(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who may see the thing may see why it is due; to others there is no such page."""
    try:
        clock = explained.clock_of(pk)
    except ObjectDoesNotExist:
        raise Http404 from None
    said = things.titles_of([(pk, clock.kind)], request.actor).get(pk)
    if said is None:
        raise Http404
    why = explained.explain(clock)
    context = {"why": why, "clock": clock, "thing": said[0], "url": said[1], "code": why.label.partition("@")[0]}
    name = "custody/_due.html" if request.headers.get("HX-Request") == "true" else "custody/due.html"
    return render(request, name, context)
