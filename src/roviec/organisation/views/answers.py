"""What every page here shares: the business day, not found, done, and a form that an action may refuse."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise

from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.organisation.forms.acts import Doing
from roviec.web.idempotency import new_key

Answer = TypeVar("Answer")


def today(request: HttpRequest) -> date:
    return request.now.astimezone(VIETNAM).date()


def day_of(request: HttpRequest) -> date:
    """`?ngay=2025-12-05`: the organisation as it stood on that day; today where none is named or it is none."""
    try:
        return date.fromisoformat(request.GET.get("ngay", ""))
    except ValueError:
        return today(request)


def found(ask: Callable[..., Answer], *args: Any, **named: Any) -> Answer:
    try:
        return ask(*args, **named)
    except ObjectDoesNotExist:
        raise Http404 from None


def is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def done(request: HttpRequest, said: str | Promise, address: str) -> HttpResponse:
    messages.success(request, str(said))
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def ids_of(request: HttpRequest, name: str) -> list[UUID]:
    """The ids that were picked; what is none is left out."""
    picked = []
    for text in request.POST.getlist(name):
        with suppress(ValueError):
            picked.append(UUID(text))
    return picked


def version_of(request: HttpRequest) -> int | None:
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def ask(
    request: HttpRequest,
    kind: type[Doing],
    pk: UUID | None,
    *,
    back: str,
    subject: str = "",
    version: int | None = None,
    initial: dict[str, Any] | None = None,
    after: Callable[[Any], str] | None = None,
    answer: Callable[[Any], HttpResponse] | None = None,
) -> HttpResponse:
    """Shows the form, for htmx as a dialog; on POST does the thing and goes `back` (or where `after` says), or shows what was refused.

    `answer` makes the page that answers from the result instead; such answers are not kept for repeated requests.
    """
    sent = request.POST if request.method == "POST" else None
    form = kind(sent, day=today(request), initial=initial)
    if sent is not None and form.is_valid():
        try:
            result = form.act(pk, by=request.actor, at=request.now, version=version_of(request))
        except Invalid as invalid:
            form.refuse(invalid)
        else:
            if answer:
                return answer(result)
            return done(request, kind.title, after(result) if after else back)
    context = {
        "form": form,
        "title": kind.title,
        "subject": subject,
        "button": kind.button,
        "back": back,
        "version": version,
        "key": "" if answer else new_key(),
        "explanation": kind.explanation,
        "danger": kind.danger,
        "action": request.get_full_path(),
    }
    name = "organisation/_act.html" if is_fragment(request) else "organisation/act.html"
    return render(request, name, context, status=422 if form.is_bound else 200)
