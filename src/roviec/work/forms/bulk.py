"""One form per step that can be taken with many tasks at once."""

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roviec.work.forms.inputs import AskedForm, WhoField, text_area
from roviec.work.forms.steps import place


class BulkForm(AskedForm):
    """`do` is what the button of the list sends; `verb` the action that runs for each task."""

    do_not_call_in_templates = True
    do: ClassVar[str]
    verb: ClassVar[str]
    label: ClassVar[str | Promise]
    submit: ClassVar[str | Promise]

    def arguments(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class AssignMany(BulkForm):
    do, verb = "assign", "assign_task"
    label = _("Giao các nhiệm vụ này?")
    submit = _("Giao tất cả")
    unclear_reason = forms.CharField(
        label=_("Lý do giao khi còn thiếu"),
        required=False,
        max_length=500,
        widget=text_area(2),
        help_text=_("Để trống: nhiệm vụ nào chưa đủ sáu điều rõ sẽ không được giao."),
    )


class NameForMany(BulkForm):
    do, verb = "name", "name_person"
    label = _("Phân công ai cho các nhiệm vụ này?")
    submit = _("Phân công tất cả")
    who = WhoField(label=_("Giao cho"))
    note = forms.CharField(label=_("Dặn thêm"), max_length=500, required=False, widget=text_area(2))

    def arguments(self) -> dict[str, Any]:
        return {**place(self.cleaned_data["who"]), "note": self.cleaned_data["note"]}


class RemindMany(BulkForm):
    do, verb = "remind", "remind_task"
    label = _("Đôn đốc những nhiệm vụ này?")
    submit = _("Gửi đôn đốc")
    text = forms.CharField(
        label=_("Nội dung"),
        max_length=500,
        widget=text_area(),
        initial=_("Đề nghị khẩn trương thực hiện và báo cáo tiến độ."),
        help_text=_("Người đang giữ việc và người đứng đầu đơn vị chủ trì được báo; số lần đôn đốc được ghi lại."),
    )


BULK = {form.do: form for form in (AssignMany, NameForMany, RemindMany)}
