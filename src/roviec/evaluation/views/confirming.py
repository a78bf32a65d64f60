"""The head's month: the unit's list with exceptions first, the rest confirmed in one go, and each step on one sheet."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.evaluation.actions import confirming as actions
from roviec.evaluation.actions.viewing_lists import note_list_view
from roviec.evaluation.forms.confirming import AdditionForm, ConfirmForm, ReturnForm, UnitFactsForm
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries import unit_lists as queries
from roviec.evaluation.queries.before_head import Row, rows_before
from roviec.evaluation.sheets_shown import period_words
from roviec.evaluation.views.answering import take_step
from roviec.ledger.actions import Conflict
from roviec.web.idempotency import new_key
from roviec.work.views.answers import asked, done, found, go, show, version_of


def day_of(request: HttpRequest) -> date:
    return request.now.astimezone(VIETNAM).date()


@require_GET
def units(request: HttpRequest) -> HttpResponse:
    """Whose lists one may open. With a single one it opens at once."""
    lists = queries.lists_of(request.actor, day_of(request))
    if len(lists) == 1 and lists[0].period:
        return redirect("evaluation:unit", lists[0].unit.pk, lists[0].period)
    rows = [
        {"unit": one.unit, "period": one.period, "when": period_words(one.period) if one.period else ""}
        for one in lists
    ]
    return render(request, "evaluation/unit_lists.html", {"lists": rows})


@require_GET
def unit(request: HttpRequest, unit_pk: UUID, period: str) -> HttpResponse:
    """What of the month waits for the head of this unit, the unusual first."""
    one = found(queries.unit_seen, unit_pk, request.actor)
    periods = queries.periods_before(unit_pk, day_of(request))
    if period not in periods:
        raise Http404
    rows = rows_before(unit_pk, period, request.now)
    if rows:
        note_list_view({row.sheet.period_id for row in rows}, unit_pk, by=request.actor, at=request.now)
    may = queries.confirms_any(request.actor, rows, day_of(request))
    ready = [row for row in rows if row.is_ready and row.sheet.pk in may]
    context = {
        "unit": one,
        "period": period,
        "when": period_words(period),
        "periods": [(name, period_words(name), name == period) for name in periods],
        "groups": _groups(rows, may),
        "ready": ready,
        "n": len(rows),
        "n_look": sum(bool(row.marks) and not row.is_final for row in rows),
        "n_wait": sum(not row.marks and bool(row.waits_for) and not row.is_final for row in rows),
        "n_final": sum(row.is_final for row in rows),
        "is_open": any(row.sheet.period.state == "open" for row in rows),
        "body_period": queries.period_seen_of(one, period, request.actor),
        "key": new_key(),
    }
    return render(request, "evaluation/unit_sheets.html", context)


def _groups(rows: list[Row], may: set[UUID]) -> list[dict[str, Any]]:
    """Rows under what is to be done with them, in that order; groups without rows are left out."""
    kinds = (
        (_("Cần xem trước"), lambda row: not row.is_final and bool(row.marks)),
        (_("Xác nhận được ngay"), lambda row: row.is_ready),
        (_("Chờ phiếu của cấp dưới"), lambda row: not row.is_final and not row.marks and bool(row.waits_for)),
        (_("Đã xác nhận"), lambda row: row.is_final),
    )
    groups = []
    for heading, belongs in kinds:
        listed = [(row, row.sheet.pk in may and row.sheet.period.state == "open") for row in rows if belongs(row)]
        if listed:
            groups.append({"heading": heading, "rows": listed})
    return groups


@require_POST
def confirm_ready(request: HttpRequest, unit_pk: UUID, period: str) -> HttpResponse:
    """Those that were shown as ready, in one go; what has come up since is named and left."""
    found(queries.unit_seen, unit_pk, request.actor)
    back = reverse("evaluation:unit", args=[unit_pk, period])
    shown = {UUID(text) for text in request.POST.getlist("sheet")}
    rows = rows_before(unit_pk, period, request.now)
    ids = [row.sheet.pk for row in rows if row.sheet.pk in shown and not row.is_final]
    if not ids:
        messages.info(request, _("Không còn phiếu nào chờ xác nhận trong số đã chọn."))
        return go(request, back)
    result = actions.confirm_sheets(ids, by=request.actor, at=request.now)
    if result.left:
        n = len(result.left)
        said = ngettext("%(n)s phiếu vừa thay đổi, cần xem lại.", "%(n)s phiếu vừa thay đổi, cần xem lại.", n) % {
            "n": n
        }
        messages.warning(request, said)
    n = len(result.sheets)
    return done(request, ngettext("Đã xác nhận %(n)s phiếu.", "Đã xác nhận %(n)s phiếu.", n) % {"n": n}, back)


@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One sheet: what it comes to, what is unusual, other points where the head sees it otherwise."""
    row = _row(request, pk, "confirm_sheet")
    sheet = row.sheet
    form = ConfirmForm(
        request.POST or None,
        asked=asked(request),
        most=queries.general_of(sheet),
        own={**sheet.own_points, **sheet.points},
        initial={"comment": sheet.comment},
    )
    if request.method == "POST" and form.is_valid():
        try:
            version = version_of(request)
            actions.confirm_sheet(pk, **form.arguments(), by=request.actor, at=request.now, version=version)
        except Invalid as refused:
            form.take(refused)
        except Conflict:
            form.add_error(None, _("Người khác vừa sửa; hãy tải lại trang."))
        else:
            return done(request, ConfirmForm.done, _back(request, sheet))
    context = {
        "form": form,
        "row": row,
        "sheet": sheet,
        "when": period_words(sheet.period.period),
        "unsent": sheet.state == "open",
        "band": row.score.get("band"),
        "back": _back(request, sheet),
        "key": new_key(),
        "version": sheet.version,
        "action": reverse("evaluation:confirm", args=[pk]),
    }
    return show(request, "evaluation/confirm.html", context, 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    sheet = _row(request, pk, "return_sheet").sheet
    return take_step(
        request,
        ReturnForm,
        actions.return_sheet,
        sheet,
        about=_about(sheet),
        back=_back(request, sheet),
        action=reverse("evaluation:give_back", args=[pk]),
    )


@require_http_methods(["GET", "POST"])
def say(request: HttpRequest, pk: UUID) -> HttpResponse:
    """d, đ, e of who leads, as far as the records do not say them."""
    row = _row(request, pk, "say_unit_fact")
    facts = queries.facts_to_say(row.sheet, request.now)
    if not facts:
        raise Http404

    def form(*args: Any, **more: Any) -> UnitFactsForm:
        return UnitFactsForm(*args, open_facts=facts, said=row.sheet.unit_facts, **more)

    return take_step(
        request,
        UnitFactsForm,
        actions.say_unit_facts,
        row.sheet,
        about=_about(row.sheet),
        back=_back(request, row.sheet),
        action=reverse("evaluation:say", args=[pk]),
        made=form,
    )


@require_http_methods(["GET", "POST"])
def addition(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = found(queries.addition_seen, pk)
    sheet = _row(request, one.sheet_id, "decide_addition").sheet
    form = AdditionForm(request.POST or None, asked=asked(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide_addition(pk, **form.arguments(), by=request.actor, at=request.now)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, AdditionForm.done, _back(request, sheet))
    context = {
        "form": form,
        "heading": AdditionForm.label,
        "addition": one,
        "about": f"{sheet.officer.full_name}: {one.text}",
        "back": _back(request, sheet),
        "key": new_key(),
        "action": reverse("evaluation:addition_decide", args=[pk]),
    }
    return show(request, "evaluation/addition_decide.html", context, 422 if form.errors else 200)


def _row(request: HttpRequest, pk: UUID, action: str) -> Row:
    """The sheet for who is competent for it; for others it is not there."""
    row, before = found(queries.row_of, pk, request.now)
    if not PERMISSIONS.allows(request.actor, action, before) and not PERMISSIONS.allows(
        request.actor, "view_sheet", row.sheet
    ):
        raise Http404
    PERMISSIONS.require(request.actor, action, before)
    return row


def _about(sheet: Any) -> str:
    return f"{sheet.officer.full_name}, {period_words(sheet.period.period)}"


def _back(request: HttpRequest, sheet: Any) -> str:
    """The list that the sheet stands in for its head; `?tu=phieu` goes back to the sheet."""
    if request.GET.get("tu") == "phieu" or request.POST.get("tu") == "phieu":
        return reverse("evaluation:sheet", args=[sheet.pk])
    return reverse("evaluation:unit", args=[queries.list_of(sheet, day_of(request)), sheet.period.period])
