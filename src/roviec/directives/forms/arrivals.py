"""Incoming documents: a line of the register, a register as a file, a leader's instruction, the answer that went out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.directives.actions import ArrivalFields, Instruction
from roviec.work.forms.inputs import AskedForm, DayField, FilesField, UnitsField, WhoField, text_area


class ArrivalForm(AskedForm):
    """One document that came on paper or by mail."""

    number_in = forms.CharField(label=_("Số đến"), max_length=30, required=False)
    arrived_on = DayField(label=_("Ngày đến"), required=False, help_text=_("Để trống là hôm nay."))
    number = forms.CharField(label=_("Số, ký hiệu"), max_length=60, required=False)
    issued_on = DayField(label=_("Ngày ban hành"), required=False)
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=300, required=False)
    subject = forms.CharField(label=_("Trích yếu"), max_length=1000, widget=text_area(2))
    answer_by = DayField(label=_("Hạn trả lời"), required=False)

    def fields_of_action(self) -> ArrivalFields:
        return ArrivalFields(**self.cleaned_data)


class RegisterForm(forms.Form):
    file = forms.FileField(
        label=_("Sổ văn bản đến (.xlsx, .csv) hoặc một tệp văn bản"),
        help_text=_(
            "Sổ xuất từ phần mềm quản lý văn bản: cần cột Trích yếu; nên có Số đến, Ngày đến, Số ký hiệu, Cơ quan ban hành, "
            "Hạn trả lời. Nhập lại cùng một sổ không tạo dòng trùng."
        ),
    )


class InstructionForm(AskedForm):
    """Bút phê. `extra` holds the leaders of the body as choices, and the kind of decision asked for."""

    decision = forms.ChoiceField(
        label=_("Xử lý"), choices=[("act", _("Thực hiện")), ("answer", _("Trả lời"))], widget=forms.HiddenInput
    )
    leader = forms.ChoiceField(label=_("Lãnh đạo cho ý kiến"))
    words = forms.CharField(
        label=_("Bút phê"), max_length=2000, widget=text_area(2), help_text=_("Ghi nguyên văn ý kiến của lãnh đạo.")
    )
    lead = WhoField(label=_("Giao cho"), help_text=_("Đơn vị chủ trì, hoặc đích danh một người."))
    supports = UnitsField(label=_("Phối hợp"), required=False, help_text=_("Mỗi dòng một đơn vị."))
    due = DayField(label=_("Hạn hoàn thành"), required=False)
    deliverable = forms.CharField(label=_("Sản phẩm"), required=False, max_length=1000)
    unclear_reason = forms.CharField(
        label=_("Lý do giao khi còn thiếu"),
        required=False,
        max_length=500,
        help_text=_("Chỉ ghi khi vẫn phải giao dù chưa đủ sáu điều rõ; lý do được lưu lại."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "but_phe_%s", **more})
        self.fields["leader"].choices = self.asked.extra["leaders"]

    def instruction(self) -> Instruction:
        data = self.cleaned_data
        chosen = data["lead"]
        return Instruction(
            decision=data["decision"],
            leader_post=forms.UUIDField().clean(data["leader"]),
            words=data["words"],
            lead_unit=chosen.unit_id,
            person_post=chosen.post_id,
            supports=tuple(data["supports"]),
            due=data["due"],
            deliverable=data["deliverable"],
            unclear_reason=data["unclear_reason"],
        )


class AnswerForm(AskedForm):
    number = forms.CharField(label=_("Số, ký hiệu văn bản trả lời"), max_length=60)
    issued_on = DayField(label=_("Ngày ban hành"))
    files = FilesField(label=_("Tệp văn bản"), required=False)  # type: ignore[assignment]  # a field of this name, as in work

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "tra_loi_%s", **more})
