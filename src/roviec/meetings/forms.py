"""What people type about committees and meetings."""

import re
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.core.calendars import VIETNAM
from roviec.meetings.actions import RHYTHMS, CommitteeFields, Minutes, Settlement
from roviec.work.actions import TaskFields
from roviec.work.forms.inputs import AskedForm, DayField, UnitsField, WhoField, text_area
from roviec.work.queries import choices_for

HOUR = re.compile(r"^\s*(\d{1,2})\s*(?:[:hg]|giờ)\s*(\d{2})?\s*$", re.IGNORECASE)


class HourField(forms.CharField):
    """An hour of the day, written 8:00, 8h30 or 14 giờ; gives a time."""

    def clean(self, value: Any) -> time | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            if match := HOUR.match(text):
                return time(int(match[1]), int(match[2] or 0))
        except ValueError:
            pass
        raise forms.ValidationError(_("Viết giờ như 8:00 hoặc 14h30."))


class PeopleField(forms.CharField):
    """Seats, one per line, each by the holder's name, or "name (title, unit)" where namesakes are; gives the ids of posts."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=text_area(6), **more)
        self.asked: Any = None

    def clean(self, value: Any) -> list[UUID]:
        text = super().clean(value)
        found: list[UUID] = []
        wrong = []
        for line in filter(None, (line.strip(" ;-") for line in text.splitlines())):
            name = line.partition(" (")[0]
            rows = choices_for(
                name, self.asked.now, body_id=self.asked.actor.body_id, units=False, people=True, limit=6
            )
            exact = [one for one in rows if line.casefold() in (one.name.casefold(), one.label.casefold())]
            rows = exact or rows
            if len(rows) == 1 and rows[0].post_id:
                found.append(rows[0].post_id)
            elif rows:
                names = "; ".join(one.label for one in rows[:5])
                wrong.append(
                    _("Có nhiều người khớp với “%(text)s”: %(names)s. Hãy ghi đủ.") % {"text": line, "names": names}
                )
            else:
                wrong.append(_("Không tìm thấy “%(text)s”.") % {"text": line})
        if wrong:
            raise forms.ValidationError(wrong)
        return list(dict.fromkeys(found))


class CommitteeForm(AskedForm):
    name = forms.CharField(
        label=_("Tên"), max_length=300, help_text=_("Ví dụ: Ban Chỉ đạo chuyển đổi số; Giao ban tuần của UBND phường.")
    )
    chair = WhoField(label=_("Người chủ trì"), units=False)
    secretary = WhoField(label=_("Thư ký"), units=False, required=False)
    members = PeopleField(label=_("Thành viên"), required=False, help_text=_("Mỗi dòng một người, ghi họ tên."))
    rhythm = forms.ChoiceField(label=_("Họp"), choices=RHYTHMS)
    follows = forms.MultipleChoiceField(
        label=_("Nghe tình hình các kế hoạch"),
        required=False,
        help_text=_("Ngoài kết luận của chính các cuộc họp."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["members"].asked = self.asked
        self.fields["follows"].choices = self.asked.extra["plans"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("chair", "secretary"):
            if (chosen := data.get(name)) and not chosen.post_id:
                self.add_error(name, _("Chọn một người."))
        return data

    def committee_fields(self) -> CommitteeFields:
        data = self.cleaned_data
        return CommitteeFields(
            name=data["name"],
            chair_post=data["chair"].post_id,
            secretary_post=data["secretary"].post_id if data["secretary"] else None,
            members=tuple(data["members"]),
            rhythm=data["rhythm"],
            follows=tuple(UUID(pk) for pk in data["follows"]),
            next_at=self.asked.extra.get("next_at"),
        )


class CallForm(AskedForm):
    day = DayField(label=_("Ngày họp"))
    hour = HourField(label=_("Giờ"), initial="8:00")
    place = forms.CharField(label=_("Địa điểm"), max_length=300, required=False)
    invited = PeopleField(
        label=_("Mời dự"),
        required=False,
        help_text=_("Ngoài thành viên; gợi ý người đứng đầu các đơn vị có việc quá hạn. Mỗi dòng một người."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["invited"].asked = self.asked

    def on(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"], VIETNAM).astimezone(UTC)


class MoveForm(AskedForm):
    day = DayField(label=_("Ngày họp"))
    hour = HourField(label=_("Giờ"))
    place = forms.CharField(label=_("Địa điểm"), max_length=300, required=False)

    def on(self) -> datetime:
        return datetime.combine(self.cleaned_data["day"], self.cleaned_data["hour"], VIETNAM).astimezone(UTC)


class MinutesForm(AskedForm):
    attendees = forms.CharField(label=_("Thành phần dự"), required=False, widget=text_area(2))
    assessment = forms.CharField(label=_("I. Đánh giá kết quả"), required=False, widget=text_area(5))
    shortcomings = forms.CharField(label=_("II. Tồn tại, nguyên nhân"), required=False, widget=text_area(4))

    def minutes(self) -> Minutes:
        return Minutes(**self.cleaned_data)


class MatterForm(AskedForm):
    title = forms.CharField(label=_("Nội dung mới"), max_length=2000, widget=text_area(2))


class SettleForm(AskedForm):
    """R41: cause, head, solution, day; or it stays."""

    cause = forms.CharField(label=_("Nguyên nhân"), max_length=1000, widget=text_area(2))
    answers = WhoField(label=_("Người đứng đầu chịu trách nhiệm"), units=False)
    solution = forms.CharField(label=_("Giải pháp"), max_length=2000, widget=text_area(2))
    new_due = DayField(
        label=_("Cam kết xong ngày"), help_text=_("Hạn đã quá không đổi; việc vẫn tính là quá hạn cho đến khi xong.")
    )

    def settlement(self) -> Settlement:
        data = self.cleaned_data
        return Settlement(data["cause"], data["answers"].post_id, data["solution"], data["new_due"])


class ConclusionForm(AskedForm):
    """A task in one line while the meeting lasts, written with keys alone; Ctrl+Enter sends it, and the next one can follow."""

    title = forms.CharField(label=_("Kết luận giao việc"), max_length=4000, widget=text_area(2))
    lead = WhoField(label=_("Chủ trì"), people=False)
    due = DayField(label=_("Hạn hoàn thành"), required=False)
    deliverable = forms.CharField(label=_("Sản phẩm"), required=False, max_length=1000)
    supports = UnitsField(label=_("Phối hợp"), required=False, help_text=_("Mỗi dòng một đơn vị."))

    def __init__(self, *args: Any, begin_here: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        if begin_here:
            self.fields["title"].widget.attrs["autofocus"] = True

    def task_fields(self, chair: Any, authority: str) -> TaskFields:
        data = self.cleaned_data
        return TaskFields(
            title=data["title"],
            lead_unit=data["lead"].unit_id,
            supports=tuple(data["supports"]),
            due=data["due"],
            deliverable=data["deliverable"],
            accountable_post=chair,
            authority=authority,
        )


class IssueForm(AskedForm):
    number = forms.CharField(label=_("Số, ký hiệu thông báo"), max_length=60, help_text=_("Ví dụ: 45/TB-UBND"))
    on = DayField(label=_("Ngày ban hành"))
    unclear_reason = forms.CharField(
        label=_("Lý do giao khi còn thiếu"),
        required=False,
        max_length=500,
        help_text=_("Chỉ ghi khi vẫn phải giao dù chưa đủ sáu điều rõ; lý do được lưu lại."),
    )


class ReasonForm(AskedForm):
    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=text_area(2))
