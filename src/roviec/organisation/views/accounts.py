"""Accounts: who can sign in; opening, closing, new passwords. For administrators, who see no scores."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from roviec.organisation.accounts import PERMISSIONS
from roviec.organisation.accounts_bulk import hand_out_accounts
from roviec.organisation.forms.accounts import ACCOUNT_DOINGS
from roviec.organisation.queries import accounts_listed, pages
from roviec.organisation.reauthentication import recently_confirmed
from roviec.organisation.views.answers import ask, found, ids_of, today

PAGE = 50
# They hand out or take away what somebody signs in with: who does it shows again who sits at the screen.
CONFIRMED = {"mat-khau", "go-hai-buoc"}


@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """By given name; `?q=` by name without marks, `?loc=` by state."""
    PERMISSIONS.require(request.actor, "see_accounts")
    text, chosen = request.GET.get("q", "").strip(), request.GET.get("loc", "")
    chosen = chosen if chosen in accounts_listed.STATES else ""
    everyone = accounts_listed.search_accounts(accounts_listed.accounts_visible_to(request.actor), text)
    counts = accounts_listed.counts_by_state(everyone)
    page = Paginator(everyone.filter(accounts_listed.STATES[chosen]), PAGE).get_page(request.GET.get("trang"))
    mandates = pages.current_mandates([one.officer_id for one in page if one.officer_id], today(request))
    labels = {
        "": _("Tất cả"),
        "chua-vao": _("Chưa đăng nhập lần nào"),
        "chua-doi": _("Chưa đổi mật khẩu được cấp"),
        "mot-buoc": _("Chưa bật hai bước"),
        "khoa": _("Đang khóa"),
    }
    query = request.GET.copy()
    query.pop("trang", None)
    tabs = []
    for name, label in labels.items():
        query["loc"] = name
        tabs.append({"label": label, "url": f"?{query.urlencode()}", "active": name == chosen, "count": counts[name]})
    context = {
        "page": page,
        "rows": [(one, mandates.get(one.officer_id) if one.officer_id else None) for one in page],
        "text": text,
        "chosen": chosen,
        "tabs": tabs,
        "total": counts[""],
        "without": accounts_listed.officers_without_account(request.actor, today(request)).count(),
        "crumbs": [_administration()],
    }
    return render(request, "organisation/accounts.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def accounts_open(request: HttpRequest) -> HttpResponse:
    """Officers without an account; those picked get one, and their first passwords are shown on the page that answers."""
    PERMISSIONS.require(request.actor, "open_account")
    return _open(request)


@recently_confirmed
def _open(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        picked = ids_of(request, "officer")
        if picked:
            opened = hand_out_accounts(picked, by=request.actor, at=request.now)
            return _passwords(request, opened)
        messages.warning(request, _("Chọn ít nhất một người."))
    text = request.GET.get("q", "").strip()
    people = accounts_listed.officers_without_account(request.actor, today(request), text)
    page = Paginator(people, PAGE).get_page(request.GET.get("trang"))
    mandates = pages.current_mandates([one.pk for one in page], today(request))
    context = {
        "page": page,
        "rows": [(one, mandates.get(one.pk)) for one in page],
        "text": text,
        "crumbs": [_administration(), _accounts()],
    }
    return render(request, "organisation/accounts_open.html", context)


@require_GET
def account(request: HttpRequest, pk: UUID) -> HttpResponse:
    PERMISSIONS.require(request.actor, "see_accounts")
    one = found(accounts_listed.accounts_visible_to(request.actor).get, pk=pk)
    offered = ["mat-khau", "khoa"] if one.is_active else ["mo-lai"]
    if one.second_factor and one.is_active:
        offered.insert(1, "go-hai-buoc")
    doings = [] if pk == request.actor.account_id else [(ACCOUNT_DOINGS[verb], _address(pk, verb)) for verb in offered]
    held = pages.current_mandates([one.officer_id], today(request)) if one.officer_id else {}
    context = {
        "one": one,
        "mandate": next(iter(held.values()), None),
        "doings": [(kind.title, url, "mat-khau" in url) for kind, url in doings],
        "is_own": pk == request.actor.account_id,
        "entries": [
            {
                "at": event.at,
                "what": _said(event.verb, event.facts),
                "who": event.who,
                "as_who": event.as_who,
                "note": event.reason,
            }
            for event in accounts_listed.events_of(pk)
        ],
        "crumbs": [_administration(), _accounts()],
    }
    return render(request, "organisation/account.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def account_do(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    if (kind := ACCOUNT_DOINGS.get(verb)) is None:
        raise Http404
    PERMISSIONS.require(request.actor, kind.permission)
    return (recently_confirmed(_do) if verb in CONFIRMED else _do)(request, pk, verb)


def _do(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    one = found(accounts_listed.accounts_visible_to(request.actor).get, pk=pk)
    who = one.officer.full_name if one.officer else one.username

    def shown_once(password: str) -> HttpResponse:
        return _passwords(request, [{"officer": one.officer, "username": one.username, "password": password}])

    return ask(
        request,
        ACCOUNT_DOINGS[verb],
        pk,
        back=reverse("organisation:account", args=[pk]),
        subject=f"{who} ({one.username})",
        answer=shown_once if verb == "mat-khau" else None,
    )


def _passwords(request: HttpRequest, opened: Any) -> HttpResponse:
    context = {"opened": opened, "crumbs": [_administration(), _accounts()]}
    return render(request, "organisation/passwords.html", context)


def _said(verb: str, facts: dict[str, object]) -> str:
    sentences = {
        "opened": _("Mở tài khoản"),
        "closed": _("Khóa tài khoản"),
        "reopened": _("Mở lại tài khoản"),
        "password_renewed": _("Cấp mật khẩu mới"),
        "password_chosen": _("Tự đổi mật khẩu"),
        "second_factor_removed": _("Gỡ xác thực hai bước"),
        "feed_made": _("Tạo địa chỉ lịch “%(name)s”"),
        "feed_revoked": _("Thu hồi địa chỉ lịch “%(name)s”"),
        "token_issued": _("Cấp mã truy cập API “%(name)s”"),
        "token_revoked": _("Thu hồi mã truy cập API “%(name)s”"),
    }
    return sentences.get(verb, verb) % {"name": facts.get("name", "")}


def _address(pk: UUID, verb: str) -> str:
    return reverse("organisation:account_do", args=[pk, verb])


def _administration() -> dict[str, str]:
    return {"label": _("Quản trị"), "url": reverse("organisation:admin")}


def _accounts() -> dict[str, str]:
    return {"label": _("Tài khoản"), "url": reverse("organisation:accounts")}
