"""What people type about a unit's year: points per criterion, what only people know, the level; weights as the province set them."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.core.scoring.units import UnitRuleset
from roviec.evaluation.forms.grades import BandField
from roviec.evaluation.forms.steps import StepForm
from roviec.work.forms.inputs import text_area

SAID = (
    ("good", _("Các nhiệm vụ bảo đảm chất lượng, hiệu quả")),
    ("shortcomings_mended", _("Đã khắc phục toàn bộ hạn chế, khuyết điểm được chỉ ra")),
    ("wrongdoing", _("Có kết luận sai phạm trong công tác cán bộ, mất đoàn kết, bè phái, chạy chức, chạy quyền")),
)
ANSWERS = (("", _("Chưa rõ")), ("yes", _("Có")), ("no", _("Không")))
PARTS = (("general", _("Tiêu chí chung")), ("results", _("Kết quả thực hiện nhiệm vụ")))


def _answer(value: str) -> bool | None:
    return {"yes": True, "no": False}.get(value)


class PointsForm(StepForm):
    """One field per criterion where weights are set, else one for each of the two parts."""

    def __init__(
        self,
        *args: Any,
        rules: UnitRuleset,
        weights: Mapping[str, Fraction] | None,
        points: Mapping[str, str],
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        most = dict(weights) if weights else dict(rules.most)
        words = {one.key: f"{one.text} ({one.cite})" for one in rules.criteria} if weights else dict(PARTS)
        self.keys = list(most)
        mine = {
            f"p{place}": forms.DecimalField(
                label=words[key],
                min_value=0,
                max_value=float(most[key]),
                max_digits=7,
                decimal_places=2,
                help_text=_("Tối đa %(most)s điểm") % {"most": f"{float(most[key]):g}".replace(".", ",")},
                initial=points.get(key),
                localize=True,
            )
            for place, key in enumerate(self.keys)
        }
        self.fields = {**mine, **self.fields}

    def points(self) -> dict[str, Fraction]:
        return {key: Fraction(str(self.cleaned_data[f"p{place}"])) for place, key in enumerate(self.keys)}

    def said(self) -> dict[str, Any]:
        answers = {name: _answer(self.cleaned_data[name]) for name, _label in SAID}
        return {
            **answers,
            "above": self.cleaned_data["above"],
            "force_majeure": self.cleaned_data["force_majeure"],
        }


class AssessUnit(PointsForm):
    verb = "assess_unit"
    label = _("Đơn vị tự đánh giá, đề xuất mức xếp loại")
    submit = _("Gửi cấp công nhận")
    done = _("Đã gửi bản tự đánh giá.")
    above = forms.IntegerField(
        label=_("Số nhiệm vụ vượt mức yêu cầu"),
        min_value=0,
        required=False,
        help_text=_("Để trống nếu chưa xác định; xuất sắc cần ít nhất 30 %."),
    )
    good = forms.ChoiceField(label=SAID[0][1], choices=ANSWERS, required=False)
    shortcomings_mended = forms.ChoiceField(label=SAID[1][1], choices=ANSWERS, required=False)
    wrongdoing = forms.ChoiceField(label=SAID[2][1], choices=ANSWERS, required=False)
    force_majeure = forms.BooleanField(label=_("Không hoàn thành vì lý do bất khả kháng"), required=False)
    band = BandField(label=_("Mức đề nghị"))


class RecogniseUnit(AssessUnit):
    verb = "recognise_unit"
    label = _("Công nhận kết quả xếp loại của đơn vị")
    submit = _("Công nhận")
    done = _("Đã công nhận kết quả.")
    why = forms.CharField(label=_("Lý do"), required=False, widget=text_area(2))


class Weights(StepForm):
    """Most points per criterion, as the competent level decided."""

    verb = "set_unit_weights"
    label = _("Điểm tối đa của từng tiêu chí")
    submit = _("Lưu")
    done = _("Đã lưu điểm của các tiêu chí.")
    intro = _("Nhập theo quyết định của bộ, tỉnh (Điều 7.2): tiêu chí chung cộng thành 30, kết quả cộng thành 70.")
    basis = forms.CharField(label=_("Số, ngày của quyết định"), max_length=300)
    outstanding = forms.BooleanField(
        label=_("Được áp dụng tỷ lệ 25 % cho đơn vị xuất sắc (Điều 8.5.b)"), required=False
    )

    def __init__(self, *args: Any, rules: UnitRuleset, weights: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        self.keys = [one.key for one in rules.criteria]
        mine = {
            f"p{place}": forms.DecimalField(
                label=f"{one.text} ({one.cite})",
                min_value=0,
                max_value=70,
                decimal_places=2,
                initial=weights.get(one.key),
                localize=True,
            )
            for place, one in enumerate(rules.criteria)
        }
        self.fields = {**mine, **self.fields}

    def arguments(self) -> dict[str, Any]:
        return {
            "weights": {key: Fraction(str(self.cleaned_data[f"p{place}"])) for place, key in enumerate(self.keys)},
            "basis": self.cleaned_data["basis"],
            "outstanding": self.cleaned_data["outstanding"],
        }
