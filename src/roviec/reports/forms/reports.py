"""A report: on what and over which period, its words, its number."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from roviec.core.calendars import VIETNAM
from roviec.core.report_periods import Span, open_on, previous
from roviec.reports.actions import ReportFields
from roviec.reports.words import SECTIONS, period_words
from roviec.work.forms.inputs import AskedForm, DayField, text_area

FREE = "khac"
BACK = {Span.MONTH: 3, Span.QUARTER: 3, Span.HALF: 2, Span.NINE: 1, Span.YEAR: 2}


def periods_offered(today: date) -> list[tuple[str, str]]:
    """The period that runs and those before it, of each kind."""
    offered: list[tuple[str, str]] = []
    for span, count in BACK.items():
        name = open_on(today, span, settings.REPORT_CLOSING_DAY)
        for _n in range(count):
            words = period_words(name)
            offered.append((name, words[:1].upper() + words[1:]))
            name = previous(name)
    return offered


class ReportForm(AskedForm):
    scope = forms.ChoiceField(
        label=_("Báo cáo về"),
        choices=[("plan", _("Một chương trình, kế hoạch")), ("unit", _("Một đơn vị")), ("body", _("Cả cơ quan"))],
    )
    plan = forms.ChoiceField(label=_("Chương trình, kế hoạch"), required=False)
    unit = forms.ChoiceField(label=_("Đơn vị"), required=False)
    period = forms.ChoiceField(label=_("Kỳ báo cáo"))
    starts_on = DayField(label=_("Từ ngày"), required=False, help_text=_("Chỉ ghi khi chọn khoảng thời gian khác."))
    ends_on = DayField(label=_("Đến hết ngày"), required=False)
    title = forms.CharField(
        label=_("Tên báo cáo"), required=False, max_length=500, help_text=_("Để trống: tên đặt theo phạm vi và kỳ.")
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        today = self.asked.now.astimezone(VIETNAM).date()
        self.fields["plan"].choices = [("", "—"), *self.asked.extra["plans"]]
        self.fields["unit"].choices = [("", "—"), *self.asked.extra["units"]]
        self.fields["period"].choices = [*periods_offered(today), (FREE, _("Khoảng thời gian khác"))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("plan", "unit"):
            if data.get("scope") == name and not data.get(name):
                self.add_error(name, _("Hãy chọn một."))
        return data

    def report_fields(self) -> ReportFields:
        data = self.cleaned_data
        free = data["period"] == FREE
        chosen = data[data["scope"]] if data["scope"] != "body" else ""
        return ReportFields(
            title=data["title"] or self._title(chosen),
            period="" if free else data["period"],
            starts_on=data["starts_on"] if free else None,
            ends_on=data["ends_on"] if free else None,
            plan=UUID(chosen) if data["scope"] == "plan" else None,
            unit=UUID(chosen) if data["scope"] == "unit" else None,
        )

    def _title(self, chosen: str) -> str:
        data = self.cleaned_data
        names = dict(self.fields[data["scope"]].choices) if chosen else {}
        about = names.get(chosen) or _("nhiệm vụ được giao")
        free = data["period"] == FREE
        if free and not (data["starts_on"] and data["ends_on"]):
            return str(about)
        when = period_words("" if free else data["period"], data["starts_on"], data["ends_on"])
        return _("Tình hình thực hiện %(about)s, %(when)s") % {"about": about, "when": when}


class TextsForm(AskedForm):
    """One box per section."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, label in SECTIONS.items():
            self.fields[name] = forms.CharField(label=str(label), required=False, widget=text_area(4))


class RecallForm(AskedForm):
    reason = forms.CharField(label=_("Lý do thu hồi"), max_length=1000, widget=text_area(3))


class IssueForm(AskedForm):
    number = forms.CharField(label=_("Số, ký hiệu báo cáo"), max_length=60, help_text=_("Ví dụ: 312/BC-UBND"))
    on = DayField(label=_("Ngày ban hành"))
    signer = forms.ChoiceField(label=_("Người ký"), required=False)
    recipients = forms.CharField(
        label=_("Nơi nhận"), required=False, widget=text_area(3), help_text=_("Mỗi dòng một nơi.")
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["signer"].choices = [("", "—"), *self.asked.extra["signers"]]
