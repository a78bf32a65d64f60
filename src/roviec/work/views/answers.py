"""What every page of work answers with: not found, done, refused, overtaken by somebody else."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme

from roviec.work.forms.inputs import Asked

Answer = TypeVar("Answer")


def found(ask: Callable[..., Answer], *args: Any, **named: Any) -> Answer:
    """What the query finds; a thing that is not there and one that may not be seen look alike."""
    try:
        return ask(*args, **named)
    except ObjectDoesNotExist:
        raise Http404 from None


def asked(request: HttpRequest, **extra: Any) -> Asked:
    return Asked(request.actor, request.now, extra)


def is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def version_of(request: HttpRequest) -> int | None:
    """The version that the form was shown with (If-Match); None when it was sent without one."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def done(request: HttpRequest, said: str | Promise, address: str) -> HttpResponse:
    """Says what was done and goes to the page asked for in `next`, else to the thing."""
    messages.success(request, str(said))
    wanted = request.POST.get("next", "")
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        address = wanted
    return go(request, address)


def go(request: HttpRequest, address: str) -> HttpResponse:
    """On to another page, whether the browser asked for a page or htmx for a fragment."""
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def show(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page, or for htmx the fragment of the same name with an underscore."""
    if is_fragment(request):
        folder, _slash, file = name.rpartition("/")
        return render(request, f"{folder}/_{file}", context, status=422 if status >= 400 else status)
    return render(request, name, context, status=status)
