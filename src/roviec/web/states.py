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
    # what core.task_flow says of a task and of who has it
    "draft": StateView("none", "draft", _("Dự thảo")),
    "assigned": StateView("plain", "flag", _("Mới giao")),
    "refused": StateView("late-done", "returned", _("Từ chối nhận")),
    "in_progress": StateView("plain", "open", _("Đang thực hiện")),
    "submitted": StateView("plain", "submitted", _("Đã nộp, chờ duyệt")),
    "done": StateView("good", "done", _("Đã hoàn thành")),
    "cancelled": StateView("none", "cancelled", _("Đã hủy")),
    "drafting": StateView("none", "draft", _("Đang soạn")),
    "unnamed": StateView("soon", "unassigned", _("Chờ phân công")),
    "outside": StateView("plain", "right", _("Ở cơ quan ngoài")),
    "working": StateView("plain", "open", _("Đang xử lý")),
    "signature": StateView("plain", "signature", _("Đã trình, chờ ký")),
    "acceptance": StateView("plain", "submitted", _("Chờ duyệt")),
    "returned": StateView("late-done", "returned", _("Bị trả lại")),
}


def state_view(standing: object) -> StateView:
    """The view of a standing, given as an enum member or as its value. Raises KeyError for one that nobody has named here."""
    return STATES[str(getattr(standing, "value", standing))]
