"""What people type about files of facts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.evaluation.actions.factfiles import PURPOSES
from roviec.evaluation.forms.steps import StepForm
from roviec.web.days import DayField
from roviec.work.forms.inputs import text_area


class Make(StepForm):
    verb = "make_factfile"
    label = _("Lập hồ sơ sự việc")
    submit = _("Lập hồ sơ")
    done = _("Đã lập hồ sơ. Người được nêu tên được báo và có thể ghi ý kiến.")
    purpose = forms.ChoiceField(label=_("Mục đích"), choices=PURPOSES, widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("Lập để làm gì, theo yêu cầu nào"), max_length=1000, widget=text_area(2),
        help_text=_("Mục đích được ghi vào sổ; dữ liệu chỉ dùng cho việc đó."),
    )  # fmt: skip
    since = DayField(label=_("Từ ngày"))
    until = DayField(label=_("Đến hết ngày"))


class Comment(StepForm):
    verb = "comment_factfile"
    label = _("Ý kiến của tôi về hồ sơ này")
    submit = _("Gửi ý kiến")
    done = _("Đã ghi ý kiến vào hồ sơ.")
    comment = forms.CharField(label=_("Ý kiến"), max_length=5000, widget=text_area(5))
