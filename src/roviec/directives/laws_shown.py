"""Laws on their way into force as pages show them: tone, sign and word of an article's readiness, and the numbers that lead to lists."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roviec.core.provisions.readiness import Readiness
from roviec.core.reasons import Reason
from roviec.web.markup import joined, markup
from roviec.web.reasons import sentence
from roviec.web.states import StateView
from roviec.web.templatetags.counts import count_cell

LOOKS: Mapping[Readiness, StateView] = {
    Readiness.READY: StateView("good", "done", gettext_lazy("Sẵn sàng")),
    Readiness.WORKING: StateView("plain", "open", gettext_lazy("Đang chuẩn bị")),
    Readiness.WAITING: StateView("soon", "soon", gettext_lazy("Chờ văn bản hướng dẫn")),
    Readiness.LATE: StateView("late", "late", gettext_lazy("Có việc quá hạn")),
}
SHOWN = (Readiness.READY, Readiness.WORKING, Readiness.WAITING, Readiness.LATE)
FOUR = ("done_on_time", "done_late", "open_on_time", "open_late", "due_soon", "suspended")
NOT_GIVEN: str | Promise = gettext_lazy("Chưa giao")


def tally_cells(tally: Mapping[Readiness, int], address: str) -> SafeString:
    """Four numbers that add up to the articles, each leading to them."""
    whole = sum(tally.values())
    cells = (
        count_cell(
            tally[one],
            LOOKS[one].word,
            LOOKS[one].icon,
            LOOKS[one].tone,
            f"{address}?tinh_trang={one}#dieu",
            whole=whole,
        )
        for one in SHOWN
    )
    return markup('<ul class="counts counts--four">\n{}\n</ul>', joined(cells))


def said(tally: Mapping[Readiness, int]) -> str:
    """ "Sẵn sàng 31/48 điều, 12 chờ văn bản hướng dẫn, 5 có việc quá hạn"; what is zero is not said."""
    parts = [_("Sẵn sàng %(n)s/%(all)s điều") % {"n": tally[Readiness.READY], "all": sum(tally.values())}]
    for one, words in (
        (Readiness.WORKING, _("%(n)s đang chuẩn bị")),
        (Readiness.WAITING, _("%(n)s chờ văn bản hướng dẫn")),
        (Readiness.LATE, _("%(n)s có việc quá hạn")),
    ):
        if tally[one]:
            parts.append(words % {"n": tally[one]})
    return ", ".join(parts)


def links_of_plan(plan_id: Any) -> dict[str, str]:
    """The four counts -> the lists behind them."""
    address = reverse("boards:tasks")
    return {name: f"{address}?{urlencode({'ke_hoach': plan_id, 'trang_thai': name})}" for name in FOUR}


def links_here(address: str) -> dict[str, str]:
    return {name: f"{address}?trang_thai={name}#viec" for name in FOUR}


def why(guidance: Any) -> str:
    """Why it is taken for something to wait for."""
    return " ".join(sentence(Reason(one["code"], one.get("params", {}))) for one in guidance.why)


def rows(articles: Iterable[Any]) -> list[dict[str, Any]]:
    return [{"article": one, "look": LOOKS[one.readiness]} for one in articles]
