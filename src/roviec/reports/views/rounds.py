"""One round of a demand: who answered what, who did not, and what is done about it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.core.problems import Invalid
from roviec.organisation.reauthentication import confirmation_of
from roviec.paper.sheets import Sheet, write_sheet
from roviec.reports import actions, queries
from roviec.reports.forms import CloseForm, PressForm
from roviec.reports.permissions import PERMISSIONS
from roviec.reports.views.finding import day_of, may, round_or_404
from roviec.reports.views.papers import XLSX, attached
from roviec.reports.words import period_words
from roviec.web.idempotency import new_key
from roviec.web.states import state_view
from roviec.work.views.answers import asked, done, show


def compiled_context(request: HttpRequest, demand: Any) -> dict[str, Any]:
    """The round of `?ky=`, else the latest; `?con_thieu=1` shows only who has not answered."""
    rounds = queries.rounds_of(demand)
    named = request.GET.get("ky", "")
    chosen = next((one for one in rounds if one.period == named), rounds[0] if rounds else None)
    if chosen is None:
        return {"rounds": []}
    table = queries.compilation(chosen, request.now)
    missing_only = bool(request.GET.get("con_thieu"))
    rows = [row for row in table.rows if row.answer.task.state not in queries.ANSWERED] if missing_only else table.rows
    return {
        "rounds": [(one, period_words(one.period), one.pk == chosen.pk) for one in rounds],
        "round": chosen,
        "when": period_words(chosen.period),
        "table": table,
        "rows": [(row, [(cell, figure_url(row, cell)) for cell in row.cells]) for row in rows],
        "missing_only": missing_only,
        "may_close": chosen.closed_at is None and may(request, "close_round", chosen),
    }


def figure_url(row: queries.CompiledRow, cell: Any) -> str:
    """Where a figure of ours is counted, while it is live: the list of the unit's work."""
    if cell.source != "computed" or cell.is_final:
        return ""
    kind = "" if cell.indicator.measure == "total" else f"&trang_thai={cell.indicator.measure}"
    return f"{reverse('boards:tasks')}?don_vi={row.answer.unit_id}{kind}"


@require_GET
def compiled(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = round_or_404(request, pk)
    if question := confirmation_of(request):
        return question
    table = queries.compilation(found, request.now)
    heads = [f"{one.name} ({one.counted_in})" if one.counted_in else one.name for one in table.indicators]
    headers = (_("TT"), _("Đơn vị"), _("Tình trạng"), *heads, _("Thuyết minh"))
    rows = [
        (
            n,
            row.answer.unit.name,
            str(state_view(row.answer.task.state).word),
            *(cell.value for cell in row.cells),
            row.answer.text,
        )
        for n, row in enumerate(table.rows, 1)
    ]
    rows.append(("", _("Cộng"), "", *table.totals, ""))
    data = write_sheet(Sheet(_("Tổng hợp"), headers, rows))
    return attached(data, f"tong-hop-{found.period}.xlsx", XLSX)


@require_http_methods(["GET", "POST"])
def press(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = round_or_404(request, pk)
    PERMISSIONS.require(request.actor, "close_round", found)
    form = PressForm(request.POST or None, asked=asked(request), auto_id="nhac_%s")
    if request.method == "POST" and form.is_valid():
        try:
            n = actions.press_answers(pk, text=form.cleaned_data["text"], by=request.actor, at=request.now)
        except Invalid as refused:
            form.take(refused)
        else:
            said = ngettext("Đã đôn đốc %(n)s đơn vị.", "Đã đôn đốc %(n)s đơn vị.", n) % {"n": n}
            return done(request, said, reverse("reports:demand", args=[found.demand_id]))
    context = {"form": form, "demand": found.demand, "key": new_key(), "action": reverse("reports:press", args=[pk])}
    return show(request, "reports/press.html", context, 422 if form.errors else 200)


@require_POST
def take(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = round_or_404(request, pk)
    PERMISSIONS.require(request.actor, "close_round", found)
    n = actions.take_answers(pk, by=request.actor, at=request.now)
    said = ngettext("Đã nhận %(n)s báo cáo.", "Đã nhận %(n)s báo cáo.", n) % {"n": n}
    return done(request, said, reverse("reports:demand", args=[found.demand_id]))


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = round_or_404(request, pk)
    PERMISSIONS.require(request.actor, "close_round", found)
    form = CloseForm(request.POST or None, asked=asked(request), initial={"on": day_of(request)}, auto_id="dong_%s")
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.close_round(pk, number=data["number"], on=data["on"], by=request.actor, at=request.now)
        except Invalid as refused:
            form.take(Invalid.many([("on" if name == "issued_on" else name, why) for name, why in refused.problems]))
        else:
            return done(request, _("Đã kết thúc kỳ báo cáo."), reverse("reports:demand", args=[found.demand_id]))
    context = {
        "form": form,
        "demand": found.demand,
        "key": new_key(),
        "action": reverse("reports:round_close", args=[pk]),
    }
    return show(request, "reports/close.html", context, 422 if form.errors else 200)
