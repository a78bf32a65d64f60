"""The process map of a unit: who passes work to whom between its parts."""

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from roviec.core.calendars import VIETNAM
from roviec.custody import passes_shown as shown
from roviec.custody.permissions import PERMISSIONS
from roviec.custody.queries import hands, passes
from roviec.custody.views.periods import frame, span_of


@require_GET
def passing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The picture and the table behind it; each number leads to its turns."""
    actor = request.actor
    try:
        unit = hands.unit_named(pk)
    except ObjectDoesNotExist:
        raise Http404 from None
    PERMISSIONS.require(actor, "see_passing", unit)
    span, days = span_of(request)
    parts, belongs = hands.parts_of(unit, request.now.astimezone(VIETNAM).date())
    seen = {one.pk for one in parts if PERMISSIONS.allows(actor, "see_unit_hands", one)}
    chart = shown.process_map(
        unit,
        {one.pk: one.short_name or one.name for one in parts},
        passes.passes_between(belongs, span),
        passes.kept_by(belongs, span),
        days,
        seen.__contains__,
    )
    return render(request, "custody/passing.html", frame(request, days) | {"unit": unit, "map": chart})
