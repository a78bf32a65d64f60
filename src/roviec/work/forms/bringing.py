"""A file that comes back, and the reason that goes with dates."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from roviec.work.forms.inputs import text_area


class BringForm(forms.Form):
    file = forms.FileField(
        label=_("Tệp đã sửa (.xlsx, .csv) hoặc tệp Microsoft Project (.xml)"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.xml"}),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_UPLOAD_BYTES:
            most = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
            raise forms.ValidationError(_("Tệp lớn nhất nhận được là %(size)s MB."), params={"size": most})
        return file


class ProjectForm(BringForm):
    file = forms.FileField(
        label=_("Tệp Microsoft Project (.xml)"), widget=forms.FileInput(attrs={"accept": ".xml,.gz"})
    )


class NewPlanForm(forms.Form):
    title = forms.CharField(label=_("Tên kế hoạch, chương trình"), max_length=500, widget=text_area(2))
    code = forms.CharField(label=_("Số, ký hiệu văn bản"), required=False, max_length=60)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})


class ApplyForm(forms.Form):
    reason = forms.CharField(
        label=_("Lý do"),
        required=False,
        max_length=1000,
        widget=text_area(2),
        help_text=_("Bắt buộc khi đổi hạn hoặc đề nghị gia hạn; gửi cùng từng việc."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})
