"""Forms in which a calendar is changed; each gives the change it asks for, and is asked twice: to see what follows, and to do it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from roviec.core.calendar_layers import CalendarEdit
from roviec.core.calendars import OFFICE_HOURS, SpecialDay, WorkingCalendar
from roviec.core.holiday_lists import CheckedList, check_list
from roviec.core.problems import Invalid
from roviec.core.working_table import DayHours, WeekFrom
from roviec.web.days import DayField
from roviec.web.reasons import sentence
from roviec.web.sentences import WEEKDAYS

KINDS = [
    ("holiday", _("Nghỉ cả ngày")),
    ("weekend_workday", _("Làm bù cả ngày")),
    ("half_day", _("Làm nửa ngày (buổi sáng)")),
    ("ordinary", _("Như ngày thường trong tuần (hủy ngày đặc biệt)")),
]
MOST_BYTES = 300_000


class ChangeForm(forms.Form):
    """A form that asks for a change of a calendar."""

    def edit(self, now: WorkingCalendar, own: frozenset[date]) -> CalendarEdit:
        """The change. `now` is the calendar as it is, `own` the days on which it has a record of its own."""
        raise NotImplementedError

    def refuse(self, invalid: Invalid) -> None:
        for name, reason in invalid.problems:
            self.add_error(name if name in self.fields else None, sentence(reason))


class SpecialDayForm(ChangeForm):
    day = DayField(label=_("Ngày"))
    until = DayField(label=_("Đến hết ngày"), required=False, help_text=_("Để trống nếu chỉ một ngày."))
    kind = forms.ChoiceField(label=_("Ngày này là"), choices=KINDS)
    name = forms.CharField(label=_("Tên, lý do"), max_length=200, required=False)
    source = forms.CharField(
        label=_("Văn bản"), max_length=200, required=False, help_text=_("Ví dụ: 12729/VPCP-KGVX ngày 25/12/2025.")
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("day"), values.get("until")
        if first and last and not 0 <= (last - first).days <= 31:
            self.add_error("until", _("Ngày cuối phải sau ngày đầu, nhiều nhất 31 ngày."))
        if values.get("kind") in ("holiday", "weekend_workday") and not (values.get("name") or "").strip():
            self.add_error("name", _("Ghi tên ngày nghỉ hoặc lý do: mọi người sẽ thấy nó khi xem vì sao hạn dời."))
        return values

    def edit(self, now: WorkingCalendar, own: frozenset[date]) -> CalendarEdit:
        values = self.cleaned_data
        count = ((values["until"] or values["day"]) - values["day"]).days + 1
        chosen = [date.fromordinal(values["day"].toordinal() + n) for n in range(count)]
        if values["kind"] != "ordinary":
            return CalendarEdit(
                days=tuple(SpecialDay(day, values["kind"], values["name"], (), values["source"]) for day in chosen)
            )
        # What this calendar itself said is withdrawn; what comes from above is overruled.
        above = tuple(day for day in chosen if day not in own and day in now.exceptions)
        return CalendarEdit(
            withdrawn=tuple(day for day in chosen if day in own),
            days=tuple(SpecialDay(day, "ordinary", values["name"], (), values["source"]) for day in above),
        )


class HoursField(forms.CharField):
    """ "07:30-11:30, 13:30-17:30"; empty is closed. The clean value is a tuple of (from, to) in minutes of the day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=100, required=False, **kwargs)

    def clean(self, value: Any) -> DayHours:
        text = str(super().clean(value)).replace("–", "-").replace("h", ":").replace(";", ",")
        shifts = []
        for part in filter(None, (piece.strip() for piece in text.split(","))):
            ends = [_minute(end) for end in part.split("-")]
            if len(ends) != 2 or None in ends:
                raise forms.ValidationError(_("Viết như 07:30-11:30, 13:30-17:30; để trống nếu nghỉ."))
            shifts.append((ends[0] or 0, ends[1] or 0))
        return tuple(shifts)


class OpeningHoursForm(ChangeForm):
    since = DayField(label=_("Từ ngày"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(7):
            self.fields[f"hours_{number}"] = HoursField(label=capfirst(WEEKDAYS[number + 1]))
        self.fields["saturday_counts"] = forms.BooleanField(
            label=_("Thứ Bảy, Chủ nhật mở cửa được tính là ngày làm việc của thời hạn"),
            required=False,
            help_text=_("Bỏ trống: công dân đến được, nhưng thời hạn “ngày làm việc” không tính ngày đó."),
        )

    @staticmethod
    def initial_of(calendar: WorkingCalendar, day: date) -> dict[str, Any]:
        week = calendar.week_on(day)
        return {"since": day} | {f"hours_{n}": said_hours(hours) for n, hours in enumerate(week)}

    def edit(self, now: WorkingCalendar, own: frozenset[date]) -> CalendarEdit:
        return CalendarEdit(week=self.week())

    def week(self) -> WeekFrom:
        values = self.cleaned_data
        hours = tuple(values[f"hours_{n}"] for n in range(7))
        uncounted = frozenset() if values["saturday_counts"] else frozenset(n for n in (5, 6) if hours[n])
        return WeekFrom(values["since"], hours, uncounted)


class HolidayListForm(ChangeForm):
    file = forms.FileField(label=_("Tệp CSV"), required=False, help_text=_("Các cột: date, kind, name, source."))
    text = forms.CharField(widget=forms.HiddenInput, required=False, max_length=MOST_BYTES, strip=False)
    official = forms.BooleanField(
        label=_("Đây là danh sách ngày nghỉ chính thức, đầy đủ của các năm trong tệp"), required=False
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if file := values.get("file"):
            if file.size > MOST_BYTES:
                raise forms.ValidationError(_("Tệp lớn hơn 300 KB; danh sách ngày nghỉ không dài như vậy."))
            try:
                values["text"] = file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise forms.ValidationError(_("Tệp không dùng bảng mã UTF-8. Lưu lại thành “CSV UTF-8”.")) from None
        if not values.get("text"):
            self.add_error("file", _("Chọn tệp."))
        return values

    def checked(self) -> CheckedList:
        return check_list(self.cleaned_data["text"])

    def edit(self, now: WorkingCalendar, own: frozenset[date]) -> CalendarEdit:
        days = self.checked().days
        same = {one.day for one in days if _same(now, one)}
        known_to = max((one.day.year for one in days), default=None) if self.cleaned_data["official"] else None
        return CalendarEdit(days=tuple(one for one in days if one.day not in same), known_to=known_to)


def _same(now: WorkingCalendar, one: SpecialDay) -> bool:
    known = now.exceptions.get(one.day)
    return known is not None and (known.kind, known.name, known.source) == (one.kind, one.name, one.source)


def said_hours(hours: DayHours) -> str:
    """ "07:30-11:30, 13:30-17:30"."""
    return ", ".join(f"{a // 60:02}:{a % 60:02}-{b // 60:02}:{b % 60:02}" for a, b in hours)


def _minute(text: str) -> int | None:
    hour, _colon, minute = text.strip().partition(":")
    if not hour.isdecimal() or not (minute or "0").isdecimal():
        return None
    value = int(hour) * 60 + int(minute or 0)
    return value if value <= 24 * 60 and int(minute or 0) < 60 else None


OFFICE = said_hours(OFFICE_HOURS)
