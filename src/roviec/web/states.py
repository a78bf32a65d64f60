"""How a standing is shown: a tone for the colour, a sign and a word, so that nobody needs the colour to read it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class StateView:
    """`tone` is one of good, plain, soon, late, late-done, halt, none (classes of components.css); `icon` a symbol of icons.svg."""

    tone: str
    icon: str
    word: str | Promise


STATES: dict[str, StateView] = {
    "done_on_time": StateView("good", "done", _("Hoàn thành đúng hạn")),
    "done_late": StateView("late-done", "done-late", _("Hoàn thành quá hạn")),
    "open_on_time": StateView("plain", "open", _("Đang thực hiện trong hạn")),
    "open_late": StateView("late", "late", _("Đang thực hiện quá hạn")),
    "due_soon": StateView("soon", "soon", _("Sắp đến hạn")),
    "at_risk": StateView("soon", "risk", _("Nguy cơ quá hạn")),
    "suspended": StateView("halt", "halt", _("Tạm dừng")),
    "no_due": StateView("none", "none", _("Không có hạn")),
    "draft": StateView("none", "draft", _("Dự thảo")),
    "cancelled": StateView("none", "cancelled", _("Đã hủy")),
    "unassigned": StateView("soon", "unassigned", _("Chờ phân công")),
    "submitted": StateView("plain", "submitted", _("Chờ duyệt")),
    "for_signature": StateView("plain", "signature", _("Đã trình, chờ ký")),
    "returned": StateView("late", "returned", _("Bị trả lại")),
}


def state_view(standing: object) -> StateView:
    """The view of a standing, given as an enum member or as its value. Raises KeyError for one that nobody has named here."""
    return STATES[str(getattr(standing, "value", standing))]
