"""The steps of an explanation of lateness: asked for, given, decided."""

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.work.forms.inputs import FilesField, text_area
from roviec.work.forms.step import StepForm
from roviec.work.queries import causes


class DemandExplanation(StepForm):
    verb, versioned = "demand_explanation", False
    label = _("Yêu cầu giải trình")
    submit = _("Gửi yêu cầu")
    done = _("Đã yêu cầu giải trình.")
    text = forms.CharField(label=_("Cần làm rõ điều gì"), max_length=500, required=False, widget=text_area(2))


class Explain(StepForm):
    verb = "give_explanation"
    label = _("Giải trình")
    submit = _("Gửi giải trình")
    done = _("Đã gửi giải trình.")
    intro = _(
        "Người đứng đầu đơn vị hoặc người giao xem xét nguyên nhân có khách quan không; lần quá hạn vẫn được ghi."
    )
    cause = forms.ChoiceField(label=_("Nguyên nhân chính"), choices=lambda: [("", _("Chọn nguyên nhân")), *causes()])
    text = forms.CharField(label=_("Nói rõ"), widget=text_area(4))
    files = FilesField(label=_("Tài liệu chứng minh"), required=False)  # type: ignore[assignment]  # as above


class DecideExplanation(StepForm):
    verb = "decide_explanation"
    label = submit = _("Kết luận về giải trình")
    done = _("Đã kết luận về giải trình.")
    objective = forms.TypedChoiceField(
        label=_("Nguyên nhân"),
        choices=[("yes", _("Khách quan")), ("no", _("Không khách quan"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Lý do kết luận"), max_length=500, required=False, widget=text_area(2))
