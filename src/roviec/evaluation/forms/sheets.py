"""Self-scoring by choice, not by typing; a product to be added with its evidence."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from roviec.core.problems import Invalid
from roviec.core.scoring.model import Origin
from roviec.core.scoring.written import written
from roviec.evaluation.criteria import CRITERIA
from roviec.evaluation.forms.steps import StepForm
from roviec.web.reasons import sentence
from roviec.work.forms.inputs import text_area

# Points are chosen in steps; finer ones, where somebody has them already, stay.
STEP = Fraction(1, 4)


def field_of(key: str) -> str:
    """ "II.3" -> "p_II_3": a name that a form field may have."""
    return "p_" + key.replace(".", "_")


class SelfScore(forms.Form):
    """One choice for each general criterion of the rule-set; empty is "not scored yet"."""

    strengths = forms.CharField(label=_("Ưu điểm"), required=False, max_length=4000, widget=text_area(2))
    shortcomings = forms.CharField(
        label=_("Hạn chế, khuyết điểm"), required=False, max_length=4000, widget=text_area(2)
    )

    def __init__(self, most: Mapping[str, Fraction], own: Mapping[str, str], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.keys = tuple(most)
        for key, value in most.items():
            steps = [STEP * n for n in range(int(value / STEP), -1, -1)]
            kept = own.get(key)
            if kept and Fraction(kept) not in steps:
                steps = sorted({*steps, Fraction(kept)}, reverse=True)
            choices = [("", _t("chưa chấm")), *((written(one), written(one).replace(".", ",")) for one in steps)]
            self.fields[field_of(key)] = forms.ChoiceField(
                choices=choices, required=False, label=CRITERIA.get(key, key), initial=kept or ""
            )

    def arguments(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "points": {key: data[field_of(key)] for key in self.keys if data.get(field_of(key))},
            "strengths": data["strengths"],
            "shortcomings": data["shortcomings"],
        }

    def take(self, refused: Invalid) -> None:
        for field, reason in refused.problems:
            name = field_of(field) if field in self.keys else None
            self.add_error(name, sentence(reason))


class AddProduct(StepForm):
    """The product itself is in the address: it was searched for before."""

    verb = "add_product"
    label = _("Bổ sung sản phẩm")
    submit = _("Bổ sung")
    done = _("Đã bổ sung; sản phẩm được tính khi người có thẩm quyền chấp nhận.")
    intro = _("Chỉ bổ sung việc mà hệ thống chưa ghi nhận, kèm minh chứng.")
    text = forms.CharField(label=_("Đã làm việc gì"), max_length=1000, widget=text_area(2))
    origin = forms.ChoiceField(
        label=_("Việc này từ đâu"),
        choices=[
            (Origin.PLANNED.value, _("Được giao theo kế hoạch")),
            (Origin.TAKEN_OVER.value, _("Nhận thêm từ người khác")),
            (Origin.SUDDEN.value, _("Đột xuất, ngoài kế hoạch")),
        ],
        initial=Origin.PLANNED.value,
        widget=forms.RadioSelect,
    )
    quantity = forms.DecimalField(label=_("Số lượng được giao"), min_value=0, max_digits=9, decimal_places=3, initial=1)
    done_quantity = forms.DecimalField(
        label=_("Số lượng đã xong"), min_value=0, max_digits=9, decimal_places=3, initial=1
    )
    basis = forms.CharField(label=_("Văn bản giao việc hoặc sản phẩm (số, ngày)"), max_length=300, required=False)
    assigned_by = forms.CharField(
        label=_("Người giao"), max_length=300, required=False, help_text=_("Bắt buộc với việc đột xuất.")
    )
    link = forms.CharField(label=_("Đường dẫn minh chứng"), max_length=500, required=False)

    def arguments(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return {**data, "done": data.pop("done_quantity")} | {"done": self.cleaned_data["done_quantity"]}

    def take(self, refused: Invalid) -> None:
        for field, reason in refused.problems:
            name = {"done": "done_quantity", "product": None}.get(field or "", field)
            self.add_error(name if name in self.fields else None, sentence(reason))
