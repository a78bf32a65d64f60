"""Forms of imports and restructurings."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.core.reasons import Reason
from roviec.organisation.actions.restructuring import Plan, Successor
from roviec.organisation.forms.inputs import ActForm, DayField, UnitField
from roviec.organisation.queries import choices
from roviec.organisation.queries.meant import unit_meant
from roviec.web.reasons import sentence


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=_("Danh mục"), choices=choices.REGISTERS)
    file = forms.FileField(label=_("Tệp .xlsx hoặc .csv"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}))


class RestructuringForm(ActForm):
    """One old unit per line, one successor per line; a new one is written "code; name; short name"."""

    title = forms.CharField(label=_("Tên việc sắp xếp"), max_length=300)
    kind = forms.ChoiceField(label=_("Hình thức"), choices=choices.RESTRUCTURING_KINDS)
    effective_on = DayField(label=_("Có hiệu lực từ ngày"))
    document = forms.CharField(label=_("Văn bản quyết định"), max_length=200, required=False)
    old = forms.CharField(
        label=_("Đơn vị được sắp xếp"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi dòng một đơn vị: mã hoặc tên."),
    )
    successors = forms.CharField(
        label=_("Đơn vị tiếp nhận"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi dòng một đơn vị. Đơn vị đã có: mã hoặc tên. Đơn vị mới: mã; tên; tên viết tắt."),
    )
    name = forms.CharField(label=_("Tên mới (khi đổi tên)"), max_length=300, required=False)
    parent = UnitField(label=_("Đơn vị cấp trên mới (khi chuyển)"), required=False)

    def clean_old(self) -> tuple[Any, ...]:
        return tuple(self._unit(line) for line in self._lines("old"))

    def clean_successors(self) -> tuple[Successor, ...]:
        return tuple(self._successor(number, line) for number, line in enumerate(self._lines("successors"), 1))

    def _lines(self, name: str) -> list[str]:
        return [line.strip() for line in self.cleaned_data[name].splitlines() if line.strip()]

    def _unit(self, text: str) -> Any:
        answer = unit_meant(text, self.fields["parent"].day)
        if isinstance(answer, Reason):
            raise forms.ValidationError(sentence(answer))
        return answer

    def _successor(self, number: int, line: str) -> Successor:
        parts = [part.strip() for part in re.split(r"[;\t]", line)]
        if len(parts) == 1:
            return Successor(f"n{number}", unit=self._unit(line))
        return Successor(f"n{number}", code=parts[0], name=parts[1], short_name=parts[2] if len(parts) > 2 else "")

    def plan(self) -> Plan:
        values = self.cleaned_data
        return Plan(values["old"], values["successors"], name=values["name"], parent=values["parent"])
