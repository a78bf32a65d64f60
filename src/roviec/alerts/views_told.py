"""How one is told: hours and kinds, putting off, and what was sent."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.alerts import actions
from roviec.alerts.channels import CHANNELS, configured_channels
from roviec.alerts.forms_told import MuteForm, SnoozeForm, WishForm
from roviec.alerts.queries import notices_visible_to
from roviec.alerts.queries.mutes import muted_by
from roviec.alerts.queries.sent import (
    enclosed_in,
    messages_visible_to,
    oversees_telling,
    snoozed_by,
    telling_of,
    unreached,
)
from roviec.alerts.queries.waiting import wishes_of
from roviec.alerts.shown import show
from roviec.core.bundling import Wish
from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.ledger.system_time import system_now
from roviec.web.cursors import cursor_page
from roviec.web.reasons import sentence

PAGE, SHOWN, LINES = 30, 5, 50
LATELY = timedelta(days=7)


@require_GET
def preferences(request: HttpRequest) -> HttpResponse:
    return _preferences(request)


@require_POST
def preferences_set(request: HttpRequest, channel: str) -> HttpResponse:
    """Hours of one channel."""
    if channel not in CHANNELS:
        raise Http404
    form = WishForm(request.POST)
    if not form.is_valid():
        return _preferences(request, {channel: form}, status=422)
    actions.set_preference(channel, form.wish(), by=request.actor, at=request.now)
    messages.success(request, _("Đã lưu."))
    return redirect("alerts:preferences")


@require_POST
def mute(request: HttpRequest) -> HttpResponse:
    form = MuteForm(request.POST)
    if not form.is_valid():
        return _preferences(request, muting=form, status=422)
    actions.mute_kinds(frozenset(form.cleaned_data["muted"]), by=request.actor, at=request.now)
    messages.success(request, _("Đã lưu."))
    return redirect("alerts:preferences")


def _preferences(
    request: HttpRequest, bad: dict[str, WishForm] | None = None, muting: MuteForm | None = None, status: int = 200
) -> HttpResponse:
    officer = request.actor.officer_id
    channels = []
    for channel in configured_channels():
        wish = wishes_of(channel, [officer]).get(officer, Wish()) if officer else Wish()
        form = (bad or {}).get(channel) or WishForm(initial=WishForm.initial_of(wish), auto_id=f"{channel}_%s")
        channels.append({"channel": channel, "name": CHANNELS[channel].LABEL, "form": form})
    muting = muting or MuteForm(initial={"muted": sorted(muted_by(officer))})
    return render(request, "alerts/preferences.html", {"channels": channels, "muting": muting}, status=status)


@require_http_methods(["GET", "POST"])
def snooze(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put off until the morning of a day, with a reason."""
    notice = notices_visible_to(request.actor).filter(pk=pk).first()
    if notice is None:
        raise Http404
    form = SnoozeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        until = datetime.combine(form.cleaned_data["until"], time(), VIETNAM)
        try:
            actions.snooze_notice(pk, until=until, reason=form.cleaned_data["reason"], by=request.actor, at=request.now)
        except Invalid as invalid:
            for name, reason in invalid.problems:
                form.add_error(name, sentence(reason))
        else:
            messages.success(request, _("Đã hoãn nhắc."))
            return redirect("alerts:notices")
    status = 422 if form.is_bound else 200
    return render(request, "alerts/snooze.html", {"notice": show([notice])[0], "form": form}, status=status)


@require_GET
def sent(request: HttpRequest) -> HttpResponse:
    """One's own messages, newest first, with what each carried."""
    page, cursor = cursor_page(
        messages_visible_to(request.actor),
        key="created_at",
        cursor=request.GET.get("trang", ""),
        limit=PAGE,
        descending=True,
    )
    inside = enclosed_in([one.pk for one in page])
    rows = [
        {
            "message": one,
            "channel": _channel(one.channel),
            "notices": show(inside.get(one.pk, ())[:SHOWN]),
            "more": max(0, len(inside.get(one.pk, ())) - SHOWN),
            "count": len(inside.get(one.pk, ())),
        }
        for one in page
    ]
    context = {"rows": rows, "next_cursor": cursor, "oversees": oversees_telling(request.actor)}
    return render(request, "alerts/sent.html", context)


@require_GET
def reaching(request: HttpRequest) -> HttpResponse:
    """Whether the people of a unit or body are reached: counts of a week, what did not arrive, what was put off and why."""
    actor, now = request.actor, request.now
    if not oversees_telling(actor):
        raise Denied("alerts.oversee")
    day, at = now.astimezone(VIETNAM).date(), system_now()
    context: dict[str, Any] = {
        "telling": telling_of(actor, day, now - LATELY, at - LATELY, now),
        "unreached": [
            {"row": one, "channel": _channel(one.channel)} for one in unreached(actor, day, at - LATELY, LINES)
        ],
        "snoozed": [
            {"notice": notice, "shown": shown} for notice, shown in _paired(snoozed_by(actor, day, now, LINES))
        ],
    }
    return render(request, "alerts/reaching.html", context)


def _paired(notices: list[Any]) -> list[tuple[Any, Any]]:
    return list(zip(notices, show(notices), strict=True))


def _channel(name: str) -> object:
    """A channel that was taken out of the program keeps its bare name."""
    return CHANNELS[name].LABEL if name in CHANNELS else name
