"""Calendars to subscribe to: one's own addresses, and what stands behind them."""

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.organisation.reauthentication import recently_confirmed
from roviec.paper.calendar import write_calendar
from roviec.web.reasons import sentence
from roviec.work import actions, queries
from roviec.work.forms.feeds import FeedForm
from roviec.work.views.answers import found

WRONG_ADDRESSES = {"feed": "30/m/ip"}


@never_cache
@require_http_methods(["GET", "POST"])
@recently_confirmed
def feeds(request: HttpRequest) -> HttpResponse:
    """One's own. A new address is shown once, on the page that answers the form, and is nowhere afterwards."""
    asked = {"loai": request.GET.get("loai", "mine"), "cua": request.GET.get("cua", "")}
    form = FeedForm(request.POST if request.method == "POST" else None, initial=asked)
    secret = ""
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = {"by": request.actor, "at": request.now, "alarm_days": data["bao"]}
            _feed, secret = actions.make_feed(data["loai"], data["cua"], **made)
        except Invalid as invalid:
            for _name, reason in invalid.problems:
                form.add_error(None, sentence(reason))
        except ObjectDoesNotExist:
            raise Http404 from None
    name = _name_asked(request, form)
    context = {
        "form": form,
        "name": name,
        "new_address": request.build_absolute_uri(reverse("work:feed", args=[secret])) if secret else "",
        "feeds": queries.feeds_of(request.actor.account_id),
    }
    return render(request, "work/feeds.html", context, status=422 if form.errors else 200)


def _name_asked(request: HttpRequest, form: FeedForm) -> str:
    given: Mapping[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    kind, target = given.get("loai", "mine"), given.get("cua") or None
    if kind not in ("unit", "plan") or target is None:
        return queries.name_of_target("mine", None, request.actor)
    try:
        return queries.name_of_target(kind, target if isinstance(target, UUID) else UUID(target), request.actor)
    except (ObjectDoesNotExist, ValueError):
        raise Http404 from None


@require_POST
@recently_confirmed
def feed_revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    found(actions.revoke_feed, pk, by=request.actor, at=request.now)
    return HttpResponseRedirect(reverse("work:feeds"))


@login_not_required
@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar behind a secret address. 404 for one that never was, 410 when it is revoked or its owner may see nothing any more."""
    held = queries.feed_of(secret)
    if held is None:
        if not ratelimit.consume(request, app="roviec", action="feed", config=WRONG_ADDRESSES, limit_get=True):
            return HttpResponse(status=429)
        raise Http404
    owner = queries.owner_of(held, request.now.astimezone(VIETNAM).date())
    if owner is None:
        return HttpResponse(
            _("Địa chỉ lịch này không dùng được nữa."), status=410, content_type="text/plain; charset=utf-8"
        )
    actions.note_use(held)

    def address(page: str, pk: UUID) -> str:
        return request.build_absolute_uri(reverse(page, args=[pk]))

    events = queries.events_of(held, owner, request.now, address)
    body = write_calendar(_("Rõ Việc: %(name)s") % {"name": held.name}, events)
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if tag in request.headers.get("If-None-Match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = 'inline; filename="ro-viec.ics"'
    response["ETag"] = tag
    response["Referrer-Policy"] = "no-referrer"
    patch_cache_control(response, private=True, max_age=0, must_revalidate=True)
    return response
