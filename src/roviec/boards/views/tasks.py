"""The list behind every number: one table of tasks, every filter in the address."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from roviec.boards.lines import lines
from roviec.boards.queries.people import mandate_holder, names_at
from roviec.boards.queries.risks import risks_of
from roviec.boards.queries.tasks import Wanted, wanted_tasks
from roviec.core.actor import Duty
from roviec.organisation.queries import units_visible_to
from roviec.web.states import STATES
from roviec.web.templatetags.roviec import vi_date
from roviec.work.queries import plans_visible_to

PAGE = 50
# Filters that name a unit.
UNITS = ("don_vi", "chu_tri", "hoi")
SCOPES = {"co-quan": "body", "cap-tren": "above"}
# Standings of web.states, and what is waited for.
WORDS = {
    "open": gettext_lazy("Đang mở"),
    "unnamed_long": gettext_lazy("Chờ phân công quá một ngày làm việc"),
    "extension": gettext_lazy("Đề nghị gia hạn chờ quyết định"),
    "unexplained": gettext_lazy("Quá hạn, chưa giải trình"),
    "explained": gettext_lazy("Giải trình chờ kết luận"),
    "objective": gettext_lazy("Quá hạn do nguyên nhân khách quan"),
    "not_objective": gettext_lazy("Giải trình không được chấp nhận là khách quan"),
    "opinion_late": gettext_lazy("Ý kiến quá hạn trả lời"),
    "opinion": gettext_lazy("Đang chờ ý kiến"),
    "silent": gettext_lazy("Bốn tuần làm việc không có động tĩnh"),
    "became_late": gettext_lazy("Trở thành quá hạn trong tuần"),
    "was_late": gettext_lazy("Quá hạn vào cuối tuần"),
    "spoken": gettext_lazy("Chỉ đạo miệng chưa bổ sung"),
    "refused": gettext_lazy("Bị từ chối, chờ giao lại"),
}
OFFERED = (
    "open", "open_late", "at_risk", "due_soon", "open_on_time", "suspended", "no_due", "unnamed", "unnamed_long", "outside", "signature",
    "acceptance",
    "extension", "unexplained", "explained", "objective", "not_objective", "opinion", "opinion_late", "silent", "spoken",
    "refused", "done_on_time", "done_late", "became_late", "was_late",
)  # fmt: skip


def word(standing: str) -> str:
    return str(WORDS[standing] if standing in WORDS else STATES[standing].word)


class Filters(forms.Form):
    q = forms.CharField(label=gettext_lazy("Có chữ"), required=False, max_length=200)
    trang_thai = forms.ChoiceField(
        label=gettext_lazy("Tình trạng"),
        required=False,
        choices=lambda: [("", _("Tất cả")), *((one, word(one)) for one in OFFERED)],
    )
    pham_vi = forms.ChoiceField(
        label=gettext_lazy("Phạm vi"),
        required=False,
        choices=lambda: [
            ("", _("Cơ quan tôi và cấp dưới")),
            ("co-quan", _("Cơ quan tôi giao hoặc chủ trì")),
            ("cap-tren", _("Nơi khác giao cho cơ quan tôi")),
        ],
    )
    chu_tri = forms.UUIDField(required=False, widget=forms.HiddenInput)
    don_vi = forms.UUIDField(required=False, widget=forms.HiddenInput)
    giu = forms.UUIDField(required=False, widget=forms.HiddenInput)
    phu_trach = forms.UUIDField(required=False, widget=forms.HiddenInput)
    ke_hoach = forms.UUIDField(required=False, widget=forms.HiddenInput)
    dung_dau = forms.UUIDField(required=False, widget=forms.HiddenInput)
    hoi = forms.UUIDField(required=False, widget=forms.HiddenInput)
    tuan = forms.DateField(required=False, widget=forms.HiddenInput, input_formats=["%Y-%m-%d"])


@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """What cannot be read in the address is left out, and the form says so."""
    filters = Filters(request.GET)
    filters.is_valid()
    asked = filters.cleaned_data
    units = units_visible_to(request.actor).in_bulk([pk for name in UNITS if (pk := asked.get(name))])
    unit, lead, owing = (units.get(asked.get(name)) for name in UNITS)
    wanted = Wanted(
        standing=asked.get("trang_thai", ""),
        scope=SCOPES.get(asked.get("pham_vi", ""), ""),
        unit=unit,
        lead=lead.pk if lead else None,
        post=asked.get("giu"),
        leader=asked.get("phu_trach"),
        plan=asked.get("ke_hoach"),
        head=asked.get("dung_dau"),
        asked=owing.pk if owing else None,
        week=asked.get("tuan"),
        text=asked.get("q", ""),
    )
    page = Paginator(wanted_tasks(wanted, request.actor, request.now), PAGE).get_page(request.GET.get("trang"))
    return render(
        request,
        "boards/tasks.html",
        {
            "filters": filters,
            "page": page,
            "lines": lines(page.object_list, request.now, risks=risks_of(page.object_list, request.now)),
            "may_press": request.actor.has(Duty.LEADER, Duty.TRACKER, Duty.HEAD, Duty.DEPUTY),
            "heading": word(wanted.standing) if wanted.standing else _("Nhiệm vụ"),
            "active_filters": _active(request, dict(zip(UNITS, (unit, lead, owing), strict=True)), wanted),
        },
    )


def _active(request: HttpRequest, units: Mapping[str, Any], wanted: Wanted) -> list[dict[str, Any]]:
    """Filters that the form does not show, each with the address without it."""
    found = []
    for name, label in (("don_vi", _("Đơn vị")), ("chu_tri", _("Chủ trì")), ("hoi", _("Chờ ý kiến của"))):
        if units[name]:
            found.append(_chip(request, name, label, units[name].name))
    if wanted.plan and (plan := plans_visible_to(request.actor).filter(pk=wanted.plan).first()):
        found.append(_chip(request, "ke_hoach", _("Kế hoạch"), plan.title))
    for name, label, post in (("giu", _("Đang ở"), wanted.post), ("phu_trach", _("Lãnh đạo phụ trách"), wanted.leader)):
        if post:
            found.append(_chip(request, name, label, _holder(post, request)))
    if wanted.head and (head := mandate_holder(wanted.head)):
        found.append(_chip(request, "dung_dau", _("Đứng đầu khi quá hạn"), head))
    if wanted.week:
        found.append(_chip(request, "tuan", _("Tuần của ngày"), vi_date(wanted.week)))
    return found


def _chip(request: HttpRequest, name: str, label: str, value: str) -> dict[str, Any]:
    rest = request.GET.copy()
    rest.pop(name, None)
    rest.pop("trang", None)
    return {"label": label, "value": value, "remove_url": f"?{rest.urlencode()}"}


def _holder(post: UUID, request: HttpRequest) -> str:
    return names_at([post], request.now).get(post) or _("vị trí đang trống")
