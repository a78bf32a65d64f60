"""What alerts know of a unit belongs to its past: a transition says where a thing stood when it changed."""

from django.utils.translation import gettext_lazy as _

from roviec.organisation.estates import Estate, register


def register_estates() -> None:
    register(Estate("alerts.past", "alerts.Transition.unit", label=_("Những lần đã cảnh báo")))
    register(Estate("alerts.past_work", "alerts.PastWork.unit", label=_("Lịch sử việc nhập từ nhật ký")))
    register(Estate("alerts.ladders", "alerts.BodyLadder.body", label=_("Thang cảnh báo riêng")))
