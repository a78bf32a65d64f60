"""The list of notices, and the number beside the bell."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from roviec.alerts import actions, sentences
from roviec.alerts.queries import notices_visible_to, unread_count_of
from roviec.alerts.shown import address_of, by_day, show
from roviec.core.notices import Group
from roviec.web.cursors import cursor_page

# Many of one kind fold into one line, so that a page holds a day of a tracking office.
PAGE = 200


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """`?loai=` narrows to one group, `?chua-doc=1` to what is unread; both are kept in the address."""
    group = next((one for one in Group if one.value == request.GET.get("loai")), None)
    unread = request.GET.get("chua-doc") == "1"
    mine = notices_visible_to(request.actor, group=group, unread=unread)
    page, next_cursor = cursor_page(mine, key="at", cursor=request.GET.get("trang", ""), limit=PAGE, descending=True)
    return render(
        request,
        "alerts/notices.html",
        {
            "days": by_day(show(page)),
            "tabs": _tabs(group, unread),
            "unread": unread,
            "group": group,
            "next_cursor": next_cursor,
            "unread_total": unread_count_of(request.actor.officer_id, request.now),
        },
    )


def _tabs(chosen: Group | None, unread: bool) -> list[dict[str, object]]:
    address, only = reverse("alerts:notices"), "chua-doc=1" if unread else ""
    tabs: list[dict[str, object]] = [
        {"label": _("Tất cả"), "url": f"{address}?{only}" if only else address, "active": chosen is None}
    ]
    for group, label in sentences.GROUPS.items():
        query = "&".join(filter(None, [f"loai={group.value}", only]))
        tabs.append({"label": label, "url": f"{address}?{query}", "active": group is chosen})
    return tabs


@require_GET
def count(request: HttpRequest) -> HttpResponse:
    """The number for the bell, nothing for none: asked every half minute by every open page, so it looks at one index only."""
    n = unread_count_of(request.user.officer_id, request.now)
    return HttpResponse(str(n) if n else "", content_type="text/html; charset=utf-8")


@require_GET
def open_notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """To the thing that the notice is about. Looking at it is reading it."""
    mine = notices_visible_to(request.actor).filter(pk=pk)
    if not mine.exists():
        raise Http404
    notice = actions.read_notice(pk, by=request.actor, at=request.now)
    address = address_of(notice.thing_kind, notice.thing_id)
    return HttpResponseRedirect(address) if address else redirect("alerts:notices")


@require_POST
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    if not notices_visible_to(request.actor).filter(pk=pk).exists():
        raise Http404
    notice = actions.read_notice(pk, by=request.actor, at=request.now, how="marked")
    if request.headers.get("HX-Request") == "true":
        return render(request, "alerts/_notice.html", {"notice": show([notice])[0]})
    return redirect("alerts:notices")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    n = actions.read_all(by=request.actor, at=request.now)
    messages.success(request, ngettext("Đã đọc %(n)s thông báo.", "Đã đọc %(n)s thông báo.", n) % {"n": n})
    return redirect("alerts:notices")
