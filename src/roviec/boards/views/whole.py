"""What the pages of the whole are asked for in the address: which work, which units."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roviec.boards.queries.body import UnitRow, unit_rows
from roviec.boards.queries.city import plan_condition
from roviec.boards.queries.sight import in_sight, of_the_body
from roviec.core.permission import Denied

LEVELS = {"tinh": "province", "xa": "commune"}


class Filters(forms.Form):
    pham_vi = forms.ChoiceField(
        label=gettext_lazy("Phạm vi"),
        required=False,
        choices=lambda: [("", _("Cơ quan tôi và cấp dưới")), ("co-quan", _("Cơ quan tôi giao hoặc chủ trì"))],
    )
    loai = forms.ChoiceField(
        label=gettext_lazy("Đơn vị"),
        required=False,
        choices=lambda: [("", _("Tất cả")), ("tinh", _("Sở, ban, ngành")), ("xa", _("Xã, phường, đặc khu"))],
    )
    xep = forms.ChoiceField(
        label=gettext_lazy("Xếp theo"),
        required=False,
        choices=lambda: [
            ("", _("Quá hạn nhiều nhất")),
            ("dang-mo", _("Đang mở nhiều nhất")),
            ("dung-han", _("Tỷ lệ đúng hạn thấp nhất")),
            ("cho-phan-cong", _("Chờ phân công nhiều nhất")),
            ("ten", _("Tên đơn vị")),
        ],
    )
    ke_hoach = forms.UUIDField(required=False, widget=forms.HiddenInput)


@dataclass(frozen=True)
class Whole:
    """`condition` is on Clock, `named` names it for what is kept; `rows` the units of it, the reddest first. `links` are the filters that
    lists are asked with; None where no list has the same filter."""

    filters: Filters
    condition: Q
    named: Hashable
    rows: list[UnitRow]
    links: dict[str, Any] | None


def whole_of(request: HttpRequest, verb: str) -> Whole:
    """Raises Denied for who holds no post. Two queries."""
    actor = request.actor
    if not actor.mandate_id:
        raise Denied(verb)
    filters = Filters(request.GET)
    filters.is_valid()
    asked = filters.cleaned_data
    scope, plan, level = asked.get("pham_vi"), asked.get("ke_hoach"), LEVELS.get(asked.get("loai", ""))
    condition = of_the_body(actor) if scope == "co-quan" else in_sight(actor)
    if plan:
        condition &= plan_condition(plan)
    named = (scope == "co-quan", plan, level)
    rows = unit_rows(condition, actor, request.now, named=(scope == "co-quan", plan))
    links: dict[str, Any] | None = {"pham_vi": scope, "ke_hoach": plan}
    if level:
        rows = [row for row in rows if row.unit.level == level]
        condition, links = condition & Q(unit__level=level), None
    return Whole(filters, condition, named, rows, links)
