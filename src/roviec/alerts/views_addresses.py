"""One's own addresses: added, confirmed, tried, taken away."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.alerts.actions import addressing
from roviec.alerts.channels import CHANNELS, configured_channels, web_push
from roviec.alerts.forms import FORMS
from roviec.alerts.queries.messages import addresses_visible_to
from roviec.core.problems import Invalid
from roviec.organisation.reauthentication import recently_confirmed
from roviec.web.reasons import sentence


@never_cache
@require_GET
def addresses(request: HttpRequest) -> HttpResponse:
    return _page(request)


@never_cache
@require_http_methods(["POST"])
@recently_confirmed
def address_add(request: HttpRequest) -> HttpResponse:
    """What follows goes to this address from now on: who sits at the screen is asked first. A secret is shown on the answer alone."""
    channel = request.POST.get("channel", "")
    if channel not in FORMS:
        raise Http404
    form = FORMS[channel](request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    data = form.cleaned_data
    try:
        _address, secret = addressing.add_address(
            channel, data["value"], label=data.get("label", ""), by=request.actor, at=request.now
        )
    except Invalid as invalid:
        for name, reason in invalid.problems:
            form.add_error(name if name in form.fields and channel != "web_push" else None, sentence(reason))
        return _page(request, form, status=422)
    said = {
        "email": _("Đã gửi thư xác nhận. Hãy mở thư và bấm liên kết trong đó trong 3 ngày."),
        "webhook": _("Đã thêm. Địa chỉ được dùng khi nó trả lời yêu cầu đầu tiên."),
        "web_push": _("Trình duyệt này nhận thông báo từ bây giờ."),
    }
    messages.success(request, said[channel])
    return _page(request, secret=secret) if secret else redirect("alerts:addresses")


@require_POST
def address_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        addressing.end_address(pk, by=request.actor, at=request.now)
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, _("Đã bỏ địa chỉ."))
    return redirect("alerts:addresses")


@require_POST
def address_write(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A test, or the confirmation once more."""
    try:
        addressing.write_again(pk, by=request.actor, at=request.now)
        messages.success(request, _("Đang gửi: trong khoảng một phút sẽ đến."))
    except ObjectDoesNotExist:
        raise Http404 from None
    except Invalid as invalid:
        messages.error(request, sentence(invalid.reason))
    return redirect("alerts:addresses")


@never_cache
@require_http_methods(["GET", "POST"])
def address_confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing, as mail programs open links by themselves; a button does."""
    if request.method == "GET":
        return render(request, "alerts/address_confirm.html")
    try:
        addressing.confirm_address(token, by=request.actor, at=request.now)
        messages.success(request, _("Địa chỉ đã được xác nhận và nhận thông báo từ bây giờ."))
    except Invalid as invalid:
        messages.error(request, sentence(invalid.reason))
    return redirect("alerts:addresses")


def _page(
    request: HttpRequest, bound: forms.Form | None = None, *, secret: str = "", status: int = 200
) -> HttpResponse:
    possible = configured_channels() if request.actor.officer_id else []
    shown = {name: bound if isinstance(bound, kind) else kind() for name, kind in FORMS.items() if name in possible}
    rows = [
        {"address": one, "channel": CHANNELS[one.channel].LABEL, "shown": CHANNELS[one.channel].shown(one.value)}
        for one in addresses_visible_to(request.actor)
        if one.channel in CHANNELS
    ]
    context: dict[str, Any] = {
        "live": [row for row in rows if row["address"].ended_at is None],
        "ended": [row for row in rows if row["address"].ended_at is not None],
        "forms": shown,
        "push_key": web_push.public_key() if "web_push" in possible else "",
        "secret": secret,
        "has_officer": request.actor.officer_id is not None,
    }
    return render(request, "alerts/addresses.html", context, status=status)
