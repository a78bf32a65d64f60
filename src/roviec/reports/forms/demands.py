"""Asking for reports: what, whom, by when."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.reports.actions import DemandFields
from roviec.reports.actions.asking import FigureWanted
from roviec.reports.queries.figures import MEASURES
from roviec.reports.words import kind_words
from roviec.work.forms.inputs import AskedForm, DayField, UnitsField, text_area

FIGURE = re.compile(r"^\s*(?:[-•+]|\d+[.)])?\s*(?P<name>.+?)\s*(?:\((?P<counted>[^()]+)\))?\s*$")
EVERY_WARD = "xa-phuong"


class FiguresField(forms.CharField):
    """Indicators, one per line: "Số hồ sơ giải quyết đúng hạn (hồ sơ)"."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=text_area(5), **more)

    def clean(self, value: Any) -> list[FigureWanted]:
        lines = [line for line in super().clean(value).splitlines() if line.strip()]
        found = [match for line in lines if (match := FIGURE.match(line))]
        return [FigureWanted(one["name"], one["counted"] or "") for one in found]


class DemandForm(AskedForm):
    title = forms.CharField(
        label=_("Báo cáo về việc gì"), max_length=300, help_text=_("Ví dụ: Kết quả giải quyết thủ tục hành chính")
    )
    everyone = forms.MultipleChoiceField(
        label=_("Đơn vị phải báo cáo"), required=False, widget=forms.CheckboxSelectMultiple
    )
    units = UnitsField(label=_("Đơn vị khác"), required=False, help_text=_("Mỗi dòng một đơn vị."))
    figures = FiguresField(
        label=_("Chỉ tiêu cần số liệu"),
        required=False,
        help_text=_(
            "Mỗi dòng một chỉ tiêu, đơn vị tính trong ngoặc: Số hồ sơ đúng hạn (hồ sơ). Chỉ tiêu đã có tên thì dùng lại."
        ),
    )
    measures = forms.MultipleChoiceField(
        label=_("Số liệu hệ thống tự tính"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Điền sẵn cho từng đơn vị, không ai phải nhập."),
    )
    content = forms.CharField(label=_("Nội dung báo cáo bằng lời"), required=False, widget=text_area(3))
    basis = forms.CharField(label=_("Văn bản làm căn cứ"), required=False, max_length=300)
    rhythm = forms.ChoiceField(label=_("Định kỳ"))
    closes_on = DayField(
        label=_("Ngày chốt số liệu"), required=False, help_text=_("Để trống: cuối kỳ; một lần thì bằng hạn báo cáo.")
    )
    due_on = DayField(label=_("Hạn báo cáo"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["measures"].choices = [(one, measure_words(one)) for one in MEASURES]
        self.fields["everyone"].choices = self.asked.extra["groups"]
        self.fields["rhythm"].choices = self.asked.extra["rhythms"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("everyone") and not data.get("units") and "units" not in self.errors:
            self.add_error("units", _("Chọn nhóm đơn vị, hoặc ghi tên từng đơn vị."))
        return data

    def demand_fields(self) -> DemandFields:
        data = self.cleaned_data
        groups = [pk for name in data["everyone"] for pk in self.asked.extra["members"][name]]
        ours = [FigureWanted(str(measure_words(one)), str(_("nhiệm vụ")), one) for one in data["measures"]]
        return DemandFields(
            title=data["title"],
            units=tuple(dict.fromkeys([*groups, *data["units"]])),
            due_on=data["due_on"],
            closes_on=data["closes_on"],
            rhythm=data["rhythm"],
            content=data["content"],
            basis=data["basis"],
            figures=(*ours, *data["figures"]),
        )


def measure_words(measure: str) -> str:
    return str(_("Nhiệm vụ: %(kind)s")) % {"kind": kind_words(measure).lower()}


class SendForm(AskedForm):
    why_anyway = forms.CharField(
        label=_("Vì sao vẫn phải yêu cầu"),
        required=False,
        max_length=500,
        widget=text_area(2),
        help_text=_("Phải ghi khi đã có yêu cầu gần giống; lý do hiện trong danh mục."),
    )


class PressForm(AskedForm):
    text = forms.CharField(
        label=_("Lời đôn đốc"), max_length=500, widget=text_area(2), initial=_("Đề nghị gửi báo cáo đúng hạn.")
    )


class CloseForm(AskedForm):
    number = forms.CharField(label=_("Số, ký hiệu báo cáo tổng hợp"), max_length=60)
    on = DayField(label=_("Ngày ban hành"))
