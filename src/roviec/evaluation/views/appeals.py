"""Kiến nghị: the lists, one of them, making one about a sheet or a grade, settling it."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.core.standing import lateness_days
from roviec.custody.calendars import calendar_named
from roviec.evaluation.actions import appeals as actions
from roviec.evaluation.actions.viewing import note_view
from roviec.evaluation.forms.grades import MakeAppeal, Settle
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.permissions.grades import Settling
from roviec.evaluation.queries import appeals as queries
from roviec.evaluation.queries.grades import grades_visible_to
from roviec.evaluation.queries.sheets import sheet_seen
from roviec.evaluation.sheets_shown import period_words
from roviec.evaluation.views.answering import take_step
from roviec.evaluation.views.grades import with_paper
from roviec.evaluation.views.sheets import day_of
from roviec.web.templatetags.roviec import working_days_late
from roviec.work.views.answers import done, found, version_of

PAGE = 50
WORDS: dict[str, str | Promise] = {
    "open": gettext_lazy("Chờ giải quyết"),
    "late": gettext_lazy("Quá hạn trả lời"),
    "mine": gettext_lazy("Của tôi"),
    "done": gettext_lazy("Đã kết thúc"),
}
LOOKS = {
    "received": ("soon", "open"),
    "accepted": ("good", "done"),
    "partly": ("good", "done"),
    "refused": ("plain", "done"),
    "withdrawn": ("none", "cancelled"),
}


def about(one: Any) -> str:
    """What it is about, without any number."""
    if one.grade:
        return _("Xếp loại năm %(year)s") % {"year": one.grade.year}
    return _("Phiếu %(period)s") % {"period": period_words(one.sheet.period.period)}


def shown(one: Any, request: HttpRequest) -> dict[str, Any]:
    late = one.state == "received" and request.now > one.due
    tone, sign = ("late", "late") if late else LOOKS[one.state]
    days = lateness_days(calendar_named(one.unit.calendar), one.due, request.now).n if late else None
    return {
        "one": one,
        "about": about(one),
        "url": reverse("evaluation:appeal", args=[one.pk]),
        "tone": tone,
        "sign": sign,
        "word": working_days_late(days) if days is not None else one.get_state_display(),
        "is_late": late,
    }


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    which = request.GET.get("loc", "open")
    if which not in WORDS:
        which = "open"
    rows = queries.listed_appeals(which, request.actor, request.now, day_of(request))
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "rows": [shown(one, request) for one in page.object_list],
        "tabs": [{"label": word, "url": f"?loc={key}", "active": key == which} for key, word in WORDS.items()],
        "heading": WORDS[which],
    }
    return render(request, "evaluation/appeals.html", context)


@require_GET
def appeal(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = _seen(request, pk)
    note_view(one, by=request.actor, at=request.now)
    post = queries.settlers([one], day_of(request)).get(one.pk)
    is_open = one.state == "received"
    settled = one.state in ("accepted", "partly")
    context = {
        **shown(one, request),
        "may_settle": is_open and PERMISSIONS.allows(request.actor, "settle_appeal", Settling(one, post)),
        "may_withdraw": is_open and PERMISSIONS.allows(request.actor, "withdraw_appeal", one),
        "settler": queries.seat_named(post) if post else "",
        # What an accepted one asks for next is a step of its own, by whoever may take it.
        "reopen": one.sheet.period
        if settled and one.sheet and PERMISSIONS.allows(request.actor, "reopen_period", one.sheet.period)
        else None,
    }
    return render(request, "evaluation/appeal.html", context)


@require_http_methods(["GET", "POST"])
def of_sheet(request: HttpRequest, sheet_pk: UUID) -> HttpResponse:
    one = found(sheet_seen, sheet_pk, request.actor)
    return _make(request, one, actions.appeal_sheet, reverse("evaluation:sheet", args=[sheet_pk]))


@require_http_methods(["GET", "POST"])
def of_grade(request: HttpRequest, grade_pk: UUID) -> HttpResponse:
    one = found(grades_visible_to(request.actor).get, pk=grade_pk)
    return _make(request, one, actions.appeal_grade, reverse("evaluation:grade", args=[grade_pk]))


def _make(request: HttpRequest, one: Any, act: Any, back: str) -> HttpResponse:
    PERMISSIONS.require(request.actor, "make_appeal", one)

    def made(pk: UUID, *, version: int | None, **more: Any) -> Any:
        # The result is what is contested, whatever was written on it since the page was shown.
        return act(pk, **more)

    what = _("Xếp loại năm %(year)s") % {"year": one.year} if hasattr(one, "year") else one.period.period
    return take_step(request, MakeAppeal, made, one, about=str(what), back=back, action=request.path)


@require_http_methods(["GET", "POST"])
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = _seen(request, pk)
    post = queries.settlers([one], day_of(request)).get(one.pk)
    PERMISSIONS.require(request.actor, "settle_appeal", Settling(one, post))
    return take_step(
        request,
        Settle,
        with_paper(actions.settle_appeal, day=request.now),
        one,
        about=one.text,
        back=reverse("evaluation:appeal", args=[pk]),
        action=reverse("evaluation:appeal_settle", args=[pk]),
        made=partial(Settle, files=request.FILES or None),
    )


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = _seen(request, pk)
    actions.withdraw_appeal(one, by=request.actor, at=request.now, version=version_of(request))
    return done(request, _("Đã rút kiến nghị."), reverse("evaluation:appeal", args=[pk]))


def _seen(request: HttpRequest, pk: UUID) -> Any:
    return found(queries.appeals_visible_to(request.actor, request.now, day_of(request)).get, pk=pk)
