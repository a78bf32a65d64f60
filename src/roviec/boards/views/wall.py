"""The wall of a meeting room: the whole in a few large numbers, read from three metres, made anew every minute by itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from roviec.boards.queries.body import red_first
from roviec.boards.queries.city import body_name
from roviec.boards.queries.tallies import total
from roviec.boards.queries.trend import trend
from roviec.boards.queries.waited_for import most_waited_for, silent_n
from roviec.boards.views.whole import whole_of

RED = 7
WAITED_FOR = 3


@require_GET
def wall(request: HttpRequest) -> HttpResponse:
    """Takes the filters of the page of the whole. No names of people: a wall is read by whoever passes."""
    actor, now = request.actor, request.now
    whole = whole_of(request, "view_wall")
    condition, named = whole.condition, whole.named
    tally = total(row.tally for row in whole.rows)
    red = red_first(whole.rows)
    owing, waited_for = most_waited_for(condition, actor, now, WAITED_FOR, named=named)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return render(
        request,
        "boards/wall.html",
        {
            "body_name": body_name(actor),
            "here": request.get_full_path(),
            "back_url": reverse("boards:city") + query,
            "tally": tally,
            "counts": tally.counts,
            "silent": silent_n(condition, actor, now, named=named),
            "red": red[:RED],
            "red_units": len(red),
            "owing": owing,
            "waited_for": waited_for,
            "weeks": trend(condition, actor, now, named=named),
        },
    )
