"""What was given for a time ends: being in charge, a delegation, an absence, a function."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from roviec.organisation.forms.acts import ENDINGS
from roviec.organisation.permissions import PERMISSIONS, Scope
from roviec.organisation.queries import things
from roviec.organisation.views.answers import ask, found, today


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, kind: str, pk: UUID) -> HttpResponse:
    """Done from the page of the unit or of the officer."""
    if (form := ENDINGS.get(kind)) is None:
        raise Http404
    thing = found(things.ending, kind, pk, today(request))
    PERMISSIONS.require(request.actor, form.permission, Scope.of(thing.bodies, thing.units))
    back = (
        reverse("organisation:officer", args=[thing.officer])
        if thing.officer
        else reverse("organisation:unit", args=[thing.unit])
    )
    return ask(request, form, pk, back=back, subject=thing.subject)
