"""What a head fills in: points and comment, giving back, d, đ, e, an addition, closing a period."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.core.problems import Invalid
from roviec.core.scoring.written import written
from roviec.evaluation.criteria import CRITERIA
from roviec.evaluation.forms.steps import StepForm
from roviec.evaluation.queries.leading import BELOW_50, DELAYS, DISUNITY, INITIATIVE
from roviec.work.forms.inputs import text_area


class ConfirmForm(StepForm):
    """`most`: item of form 01 -> most points; `own`: what the official gave themselves."""

    verb = "confirm_sheet"
    label = _("Xác nhận phiếu")
    submit = _("Xác nhận")
    done = _("Đã xác nhận phiếu.")
    comment = forms.CharField(
        label=_("Nhận xét"),
        required=False,
        max_length=4000,
        widget=text_area(2),
        help_text=_("Bắt buộc khi điểm khác với điểm tự chấm."),
    )

    def __init__(self, *args: Any, most: Mapping[str, Fraction], own: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        for key, points in most.items():
            self.fields[f"p_{key}"] = forms.DecimalField(
                label=CRITERIA.get(key, key),
                required=False,
                min_value=0,
                max_value=Decimal(written(points)),
                decimal_places=2,
                initial=own.get(key),
                help_text=_("tối đa %(most)s") % {"most": written(points).replace(".", ",")},
                localize=False,
                widget=forms.NumberInput(attrs={"step": "0.25", "inputmode": "decimal"}),
            )

    @property
    def criteria(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("p_")]

    @property
    def comment_field(self) -> forms.BoundField:
        return self["comment"]

    @property
    def changes_points(self) -> bool:
        return any(name.startswith("p_") for name in self.errors)

    def arguments(self) -> dict[str, Any]:
        points = {
            name.removeprefix("p_"): f"{value:f}"
            for name, value in self.cleaned_data.items()
            if name.startswith("p_") and value is not None
        }
        return {"points": points, "comment": self.cleaned_data["comment"]}

    def take(self, refused: Invalid) -> None:
        fields = {f"general.{name.removeprefix('p_')}": name for name in self.fields}
        super().take(Invalid.many([(fields.get(name or "", name), why) for name, why in refused.problems]))


class ReturnForm(StepForm):
    verb = "return_sheet"
    label = _("Trả lại phiếu")
    submit = _("Trả lại")
    done = _("Đã trả lại phiếu.")
    reason = forms.CharField(label=_("Cần sửa gì"), max_length=1000, widget=text_area())


YES_NO = [("no", _("Không")), ("yes", _("Có"))]
ASKED = {
    BELOW_50: _("d. Có công chức thuộc quyền quản lý đạt dưới 50 điểm?"),
    DELAYS: _("đ. Có tồn tại, hạn chế, chậm trễ kéo dài trong thực hiện chương trình, kế hoạch?"),
    INITIATIVE: _("đ. Có sáng kiến hoặc giải pháp tổ chức thực hiện hiệu quả?"),
    DISUNITY: _("e. Có phản ánh, khiếu nại, kiến nghị về mâu thuẫn, mất đoàn kết nội bộ kéo dài?"),
}


class UnitFactsForm(StepForm):
    """`open_facts`: what the records do not say; `said`: what a person has said so far."""

    verb = "say_unit_fact"
    label = _("Tiêu chí d, đ, e của người lãnh đạo")
    submit = _("Ghi nhận")
    done = _("Đã ghi nhận.")
    intro = _("Điều 15.3, 15.4: tỷ lệ là 100 % hoặc 50 %. Tiêu chí e chỉ do người có thẩm quyền cho biết.")

    def __init__(self, *args: Any, open_facts: list[str], said: Mapping[str, Any], **more: Any) -> None:
        super().__init__(*args, **more)
        for key in open_facts:
            before = said.get(key, {}).get("value")
            self.fields[key] = forms.ChoiceField(
                label=ASKED[key],
                choices=YES_NO,
                required=key not in (INITIATIVE,),
                widget=forms.RadioSelect,
                initial=None if before is None else "yes" if before else "no",
            )
        self.fields["why"] = forms.CharField(
            label=_("Căn cứ, lý do"),
            max_length=1000,
            widget=text_area(2),
            initial=next((one.get("why") for one in said.values() if one.get("why")), ""),
        )

    def arguments(self) -> dict[str, Any]:
        values = {key: text == "yes" for key, text in self.cleaned_data.items() if key in ASKED and text}
        return {"values": values, "why": self.cleaned_data["why"]}


class AdditionForm(StepForm):
    verb = "decide_addition"
    label = _("Sản phẩm bổ sung")
    submit = _("Quyết định")
    done = _("Đã quyết định.")
    accepted = forms.ChoiceField(
        label=_("Tính vào kết quả?"),
        choices=[("yes", _("Chấp nhận")), ("no", _("Không chấp nhận"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    note = forms.CharField(
        label=_("Ghi chú"), required=False, max_length=500, help_text=_("Bắt buộc khi không chấp nhận.")
    )

    def arguments(self) -> dict[str, Any]:
        return {"accepted": self.cleaned_data["accepted"] == "yes", "note": self.cleaned_data["note"]}


class CloseForm(StepForm):
    """`left`: sheets that nobody has confirmed."""

    verb = "close_period"
    label = _("Chốt kỳ theo dõi, đánh giá")
    submit = _("Chốt kỳ")
    done = _("Đã chốt kỳ. Mỗi người được báo là phiếu đã có kết quả.")
    intro = _(
        "Sau khi chốt, không phiếu nào của kỳ thay đổi được; kết quả chờ gửi lên cơ sở dữ liệu quốc gia trong 05 ngày (Điều 26.1.d)."
    )

    def __init__(self, *args: Any, left: int, **more: Any) -> None:
        super().__init__(*args, **more)
        if left:
            self.fields["why_left"] = forms.CharField(
                label=_("Còn %(n)s phiếu chưa xác nhận. Vì sao vẫn chốt mà không có các phiếu này?") % {"n": left},
                max_length=500,
                widget=text_area(2),
            )

    def arguments(self) -> dict[str, Any]:
        return {"why_left": self.cleaned_data.get("why_left", "")}


class ReopenForm(StepForm):
    verb = "reopen_period"
    label = _("Mở lại kỳ đã chốt")
    submit = _("Mở lại kỳ")
    done = _("Đã mở lại kỳ. Phiếu cần sửa thì trả lại từng phiếu.")
    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=text_area(2))
