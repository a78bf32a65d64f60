"""What people type about a law on its way into force."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.work.actions import TaskFields
from roviec.work.forms.inputs import AskedForm, DayField, UnitsField, WhoField, text_area


class EffectForm(forms.Form):
    effective_on = DayField(label=_("Có hiệu lực từ"))


class ReadinessForm(AskedForm):
    """One task for the provisions that were picked."""

    title = forms.CharField(label=_("Nhiệm vụ"), max_length=4000, widget=text_area(2))
    lead = WhoField(label=_("Giao cho"), help_text=_("Đơn vị chủ trì, hoặc đích danh một người."))
    supports = UnitsField(label=_("Phối hợp"), required=False, help_text=_("Mỗi dòng một đơn vị."))
    accountable = WhoField(label=_("Người chịu trách nhiệm"), units=False, required=False)
    due = DayField(label=_("Hạn hoàn thành"), required=False, help_text=_("Để trống là ngày có hiệu lực."))
    deliverable = forms.CharField(label=_("Sản phẩm"), required=False, max_length=1000)
    authority = forms.CharField(label=_("Thẩm quyền"), required=False, max_length=300)
    unclear_reason = forms.CharField(
        label=_("Lý do giao khi còn thiếu"),
        required=False,
        max_length=500,
        help_text=_("Chỉ ghi khi vẫn phải giao dù chưa đủ sáu điều rõ; lý do được lưu lại."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "thi_hanh_%s", **more})

    def task_fields(self) -> TaskFields:
        data = self.cleaned_data
        return TaskFields(
            title=data["title"],
            lead_unit=data["lead"].unit_id,
            person_post=data["lead"].post_id,
            supports=tuple(data["supports"]),
            accountable_post=data["accountable"].post_id if data["accountable"] else None,
            due=data["due"],
            deliverable=data["deliverable"],
            authority=data["authority"],
        )


class GuidanceForm(AskedForm):
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=300)
    text = forms.CharField(label=_("Nội dung phải hướng dẫn"), max_length=2000, required=False, widget=text_area(2))
    due = DayField(label=_("Cần có trước ngày"), required=False, help_text=_("Để trống là ngày có hiệu lực."))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "cho_%s", **more})


class FulfilForm(AskedForm):
    """`extra` has the documents that may be it, as choices."""

    fulfilled_by = forms.ChoiceField(label=_("Văn bản trong hệ thống"), required=False)
    document = forms.CharField(
        label=_("Hoặc số, ký hiệu"), required=False, max_length=300, help_text=_("Khi văn bản chưa có trong hệ thống.")
    )
    on = DayField(label=_("Ngày ban hành"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": "da_co_%s", **more})
        self.fields["fulfilled_by"].choices = [("", "—"), *self.asked.extra["documents"]]

    def values(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data["fulfilled_by"] = UUID(data["fulfilled_by"]) if data["fulfilled_by"] else None
        return data
