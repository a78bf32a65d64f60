"""Opening and calling off a round of cross-evaluation, and what one rater sends."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roviec.core.calendars import VIETNAM
from roviec.core.periods import Period, period_of
from roviec.evaluation.forms.steps import StepForm
from roviec.web.days import DayField
from roviec.work.forms.inputs import text_area

# What they agree to is asked, not liking: each says something that the other can change by the next round.
USUAL = (
    _("Giữ đúng hẹn khi phối hợp"),
    _("Làm đến nơi đến chốn, không phải làm lại"),
    _("Chủ động báo trước khi vướng, không đẩy việc"),
)


class OpenRound(StepForm):
    verb = "open_peer_round"
    label = _("Mở đợt đánh giá chéo")
    submit = _("Mở và hỏi mọi người")
    done = _("Đã mở đợt đánh giá chéo. Mỗi người được hỏi về nhiều nhất năm đồng nghiệp.")
    place = forms.TypedChoiceField(label=_("Ở đâu"), coerce=UUID)
    title = forms.CharField(label=_("Tên đợt"), max_length=300)
    period = forms.ChoiceField(label=_("Kỳ"), help_text=_("Mỗi nơi mỗi kỳ chỉ một đợt."))
    first = forms.CharField(label=_("Câu hỏi 1"), max_length=120, initial=USUAL[0])
    second = forms.CharField(label=_("Câu hỏi 2"), max_length=120, initial=USUAL[1])
    third = forms.CharField(label=_("Câu hỏi 3"), max_length=120, initial=USUAL[2])
    closes_on = DayField(
        label=_("Lấy ý kiến đến hết ngày"), help_text=_("Đến lúc đó hệ thống tự đóng; không ai đóng sớm hơn được.")
    )

    def __init__(self, *args: Any, places: Iterable[Any] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        today = self.asked.now.astimezone(VIETNAM).date()
        before = today.replace(day=1) - timedelta(days=1)
        kinds = (Period.QUARTERLY, Period.MONTHLY)
        names = dict.fromkeys(period_of(day, kind) for day in (today, before) for kind in kinds)
        self.fields["place"].choices = [(str(one.pk), one.name) for one in places]  # type: ignore[attr-defined]
        self.fields["period"].choices = [(name, said(name)) for name in names]  # type: ignore[attr-defined]
        self.fields["closes_on"].initial = today + timedelta(days=7)

    def arguments(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        until = datetime.combine(data["closes_on"] + timedelta(days=1), time(), VIETNAM)
        questions = [data["first"], data["second"], data["third"]]
        return {
            "place": data["place"],
            "title": data["title"],
            "period": data["period"],
            "questions": questions,
            "closes_at": until,
        }


class DropRound(StepForm):
    verb = "drop_peer_round"
    label = _("Hủy đợt đánh giá chéo")
    submit = _("Hủy, bỏ mọi ý kiến")
    done = _("Đã hủy đợt đánh giá chéo; mọi ý kiến đã bị xóa mà không ai đọc.")
    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=text_area(2))


def said(period: str) -> str:
    """ "2026-Q1" as officials say it: Quý 1/2026."""
    year, _dash, rest = period.partition("-")
    if rest.startswith("Q"):
        return gettext("Quý %(n)s/%(year)s") % {"n": rest[1:], "year": year}
    if rest:
        return gettext("Tháng %(n)s/%(year)s") % {"n": rest, "year": year}
    return gettext("Năm %(year)s") % {"year": year}


def points_sent(data: QueryDict, officers: Iterable[UUID], questions: int) -> dict[UUID, list[int | None]]:
    """Officer -> a point per question as sent (`p-<officer>-<question>`); all None for whoever is ticked as not known (`bo-<officer>`)."""
    sent: dict[UUID, list[int | None]] = {}
    for officer in officers:
        values = [data.get(f"p-{officer}-{number}", "") for number in range(questions)]
        skipped = f"bo-{officer}" in data
        sent[officer] = [None if skipped or not value.isdecimal() or len(value) > 2 else int(value) for value in values]
    return sent
