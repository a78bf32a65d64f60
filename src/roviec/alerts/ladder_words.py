"""Rungs and roles as people read them."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roviec.core.ladder import Rung, When
from roviec.core.notices import Seat

ROLE_NAMES: dict[Seat, Promise] = {
    Seat.HOLDER: gettext_lazy("người đang giữ việc"),
    Seat.DOER: gettext_lazy("người được phân công"),
    Seat.HEAD: gettext_lazy("trưởng đơn vị chủ trì"),
    Seat.ACCOUNTABLE: gettext_lazy("người chịu trách nhiệm"),
    Seat.GIVER: gettext_lazy("người giao việc"),
    Seat.LEADER: gettext_lazy("lãnh đạo phụ trách"),
    Seat.TRACKERS: gettext_lazy("văn phòng theo dõi"),
    Seat.ABOVE_TRACKERS: gettext_lazy("văn phòng theo dõi của cấp trên"),
    Seat.ABOVE: gettext_lazy("người đứng đầu cấp trên"),
}

KIND_NAMES: dict[str, Promise] = {
    "task": gettext_lazy("Nhiệm vụ"),
    "task.urgent": gettext_lazy("Nhiệm vụ gấp"),
}


def rung_name(rung: Rung) -> str:
    """When it fires."""
    days = {"days": rung.days}
    match rung.when:
        case When.BEFORE:
            return _("Trước hạn %(days)s ngày làm việc") % days
        case When.SILENT:
            return _("%(days)s ngày làm việc không có động tĩnh") % days
    return _("Quá hạn %(days)s ngày làm việc") % days if rung.days else _("Khi quá hạn")


def step_name(step: int) -> str:
    """The same of a rung that is written down and stands on no ladder any more."""
    if step < 0:
        return _("Trước hạn %(days)s ngày làm việc") % {"days": -step}
    return _("Quá hạn %(days)s ngày làm việc") % {"days": step} if step else _("Khi quá hạn")


def roles(seats: Iterable[Seat]) -> str:
    return ", ".join(str(ROLE_NAMES[seat]) for seat in seats)
