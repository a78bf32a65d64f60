"""The working calendar of the year, and its changes: each is shown with what it would move before it is done."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.core.calendar_layers import as_facts
from roviec.core.calendars import FIRST, LAST, VIETNAM, WorkingCalendar
from roviec.core.problems import Invalid
from roviec.custody import calendar_shown as shown
from roviec.custody import things
from roviec.custody.actions import calendars as actions
from roviec.custody.calendars import NATIONAL, calendar_named
from roviec.custody.forms import ChangeForm, HolidayListForm, OpeningHoursForm, SpecialDayForm
from roviec.custody.queries import changes
from roviec.organisation import queries as organisation
from roviec.organisation.permissions import PERMISSIONS, Scope
from roviec.organisation.queries import calendars as records
from roviec.web.idempotency import new_key

CHANGES_SHOWN = 8


@require_GET
def year(request: HttpRequest, code: str = NATIONAL) -> HttpResponse:
    """Twelve months, the special days in words, the opening hours, and what was changed lately."""
    PERMISSIONS.require(request.actor, "see_calendars")
    calendar = _calendar(code)
    today = _today(request)
    asked = request.GET.get("nam", "")
    at = (
        int(asked)
        if asked.isdecimal() and FIRST.year <= int(asked[:4]) <= LAST.year and len(asked) == 4
        else today.year
    )
    row = records.calendar_row(code)
    may = _may(request, row.unit.body_id if row and row.unit else None)
    context = {
        "calendar": calendar,
        "row": row,
        "code": code,
        "name": row.name if row and row.unit_id else _("Lịch làm việc chung"),
        "year": at,
        "years": [one for one in (at - 1, at + 1) if FIRST.year <= one <= LAST.year],
        "heads": shown.HEADS,
        "months": shown.year_of(calendar, at, today),
        "special": shown.special_days(calendar, at, records.own_days(code, at)),
        "hours": shown.hours_lines(calendar, today),
        "later": shown.weeks_to_come(calendar, today),
        "unknown": calendar.unknown_years(date(at, 1, 1), date(at, 1, 1)),
        "others": records.calendars_listed(),
        "units": records.units_using(code),
        "changes": changes.changes_of([code])[:CHANGES_SHOWN],
        "may": may,
        "stale": changes.made_by_older_version(code, calendar.label) if may else 0,
        "crumbs": _crumbs(code)[:-1] if code == NATIONAL else _crumbs(NATIONAL),
        "key": new_key(),
    }
    return render(request, "custody/calendar.html", context)


@require_GET
def file(request: HttpRequest, code: str) -> HttpResponse:
    """The calendar as a file that `roviec due --calendar` reads."""
    PERMISSIONS.require(request.actor, "see_calendars")
    response = JsonResponse({"name": code, **as_facts(_calendar(code))}, json_dumps_params={"ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="lich-{code}.json"'
    return response


@require_http_methods(["GET", "POST"])
def special_day(request: HttpRequest, code: str) -> HttpResponse:
    calendar, row = _calendar(code), records.calendar_row(code)
    _require(request, row.unit.body_id if row and row.unit else None)
    initial: dict[str, Any] = {"kind": "holiday"}
    if day := _day(request.GET.get("ngay", "")):
        known = calendar.exceptions.get(day)
        initial |= {"day": day, "kind": "weekend_workday" if not calendar.is_working_day(day) else "holiday"}
        if known is not None:
            initial |= {"kind": known.kind, "name": known.name, "source": known.source}
    form = SpecialDayForm(request.POST or None, initial=initial)
    return _change(request, form, code, _("Ngày nghỉ, ngày làm bù"))


@require_http_methods(["GET", "POST"])
def holiday_list(request: HttpRequest, code: str) -> HttpResponse:
    row = records.calendar_row(code)
    _require(request, row.unit.body_id if row and row.unit else None)
    form = HolidayListForm(request.POST or None, request.FILES or None)
    return _change(request, form, code, _("Nhập danh sách ngày nghỉ từ tệp"))


@require_http_methods(["GET", "POST"])
def opening_hours(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Of one unit, and of those below that work as it does."""
    try:
        unit = organisation.units_visible_to(request.actor).get(pk=pk)
    except ObjectDoesNotExist:
        raise Http404 from None
    _require(request, unit.body_id)
    calendar = calendar_named(unit.calendar)
    today = _today(request)
    form = OpeningHoursForm(request.POST or None, initial=OpeningHoursForm.initial_of(calendar, today))

    def foresee(valid: ChangeForm) -> actions.Foreseen:
        assert isinstance(valid, OpeningHoursForm)
        return actions.foresee_hours(pk, valid.week(), by=request.actor, at=request.now)

    def do(valid: ChangeForm, version: int | None) -> Any:
        assert isinstance(valid, OpeningHoursForm)
        return actions.set_opening_hours(pk, valid.week(), by=request.actor, at=request.now)

    title = _("Giờ làm việc: %(unit)s") % {"unit": unit.name}
    return _answer(request, form, unit.calendar, title, foresee, do, reverse("organisation:unit", args=[pk]))


@require_POST
def check_again(request: HttpRequest, code: str) -> HttpResponse:
    """Derives again what an older version of the calendar made."""
    _calendar(code)
    change = actions.check_again(code, by=request.actor, at=request.now)
    return _done(request, change)


@require_GET
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One change and what it moved: one's own due dates first, all that one may see on request."""
    try:
        one = changes.change(pk)
    except ObjectDoesNotExist:
        raise Http404 from None
    everything = request.GET.get("tat-ca") == "1"
    own = changes.own_moves(request.actor, one)
    rows = changes.moves_visible_to(request.actor, one) if everything else own
    listed = list(rows[: shown.SHOWN])
    if not listed and not everything:
        everything, listed = True, list(changes.moves_visible_to(request.actor, one)[: shown.SHOWN])
    titles = things.titles_of([(move.clock_id, move.clock.kind) for move in listed], request.actor)
    names = {move.unit_id: move.unit.short_name or move.unit.name for move in listed}
    context = {
        "change": one,
        "code": one.calendar,
        "moves": [shown.line_of(move.clock_id, move.unit_id, move, titles, names) for move in listed],
        "everything": everything,
        "more": max(one.moved - len(listed), 0) if everything else 0,
        "crumbs": _crumbs(one.calendar),
    }
    return render(request, "custody/change.html", context)


def _change(request: HttpRequest, form: ChangeForm, code: str, title: str) -> HttpResponse:
    """A change of one calendar by a form."""
    calendar = _calendar(code)

    def edit(valid: ChangeForm) -> Any:
        own = frozenset[date]()
        if isinstance(valid, SpecialDayForm):
            first = valid.cleaned_data["day"]
            own = frozenset(records.own_days(code, first.year)) | frozenset(records.own_days(code, first.year + 1))
        return valid.edit(calendar, own)

    def foresee(valid: ChangeForm) -> actions.Foreseen:
        return actions.foresee_change(code, edit(valid), by=request.actor, at=request.now)

    def do(valid: ChangeForm, version: int | None) -> Any:
        return actions.change_calendar(code, edit(valid), by=request.actor, at=request.now, version=version)

    return _answer(request, form, code, title, foresee, do, reverse("custody:calendar", args=[code]))


def _answer(
    request: HttpRequest,
    form: ChangeForm,
    code: str,
    title: str,
    foresee: Callable[[ChangeForm], actions.Foreseen],
    do: Callable[[ChangeForm, int | None], Any],
    back: str,
) -> HttpResponse:
    """The form; once sent, what would follow; once confirmed, done."""
    row = records.calendar_row(code)
    version = request.POST.get("version", "")
    context: dict[str, Any] = {
        "form": form,
        "title": title,
        "code": code,
        "back": back,
        "version": row.version if row else "",
        "key": new_key(),
        "is_list": isinstance(form, HolidayListForm),
        "crumbs": _crumbs(code),
    }
    if form.is_bound and form.is_valid():
        checked = form.checked() if isinstance(form, HolidayListForm) else None
        if checked is not None:
            context |= {"checked": checked}
        if checked is None or checked.problem is None:
            try:
                if "apply" in request.POST:
                    return _done(request, do(form, int(version) if version.isdecimal() else None))
                seen = foresee(form)
                context |= {"seen": shown.foreseen(seen, request.actor), "changed": shown.said_edit(seen.edit)}
            except Invalid as invalid:
                form.refuse(invalid)
            else:
                context["sent"] = [(name, value) for name, value in _sent(form)]
                return render(request, "custody/foreseen.html", context)
    return render(request, "custody/change_form.html", context, status=422 if form.is_bound else 200)


def _sent(form: ChangeForm) -> list[tuple[str, str]]:
    """What was sent, to be sent once more with the confirmation; a file as the text that was read from it."""
    values = {name: form.data.get(name, "") for name in form.fields if name != "file"}
    if isinstance(form, HolidayListForm):
        values["text"] = form.cleaned_data["text"]
    return [(name, str(value)) for name, value in values.items() if value]


def _done(request: HttpRequest, change: Any) -> HttpResponse:
    said = _("Đã đổi lịch; %(n)s hạn được tính lại.") % {"n": change.moved}
    messages.success(request, said)
    return HttpResponseRedirect(reverse("custody:calendar_change", args=[change.pk]))


def _calendar(code: str) -> WorkingCalendar:
    try:
        return calendar_named(code)
    except KeyError:
        raise Http404 from None


def _today(request: HttpRequest) -> date:
    return request.now.astimezone(VIETNAM).date()


def _day(raw: str) -> date | None:
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None


def _may(request: HttpRequest, body: UUID | None) -> bool:
    return PERMISSIONS.allows(request.actor, "change_calendar", Scope.of([body]))


def _require(request: HttpRequest, body: UUID | None) -> None:
    PERMISSIONS.require(request.actor, "change_calendar", Scope.of([body]))


def _crumbs(code: str) -> list[dict[str, str]]:
    crumbs = [{"label": _("Tổ chức"), "url": reverse("organisation:index")}]
    crumbs.append({"label": _("Lịch làm việc"), "url": reverse("custody:calendars")})
    if code != NATIONAL:
        row = records.calendar_row(code)
        crumbs.append({"label": row.name if row else code, "url": reverse("custody:calendar", args=[code])})
    return crumbs
