"""What people type about promises."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.core.pledges import PledgeState
from roviec.evaluation.actions.pledges import KINDS, RANKS, Promise
from roviec.evaluation.forms.steps import StepForm
from roviec.web.days import DayField
from roviec.work.forms.inputs import text_area


class Propose(StepForm):
    verb = "propose_pledge"
    label = _("Đăng ký việc nóng, việc khó")
    submit = _("Gửi cấp trên duyệt")
    done = _("Đã gửi. Người có thẩm quyền sẽ xem việc này có thật sự khó không.")
    kind = forms.ChoiceField(label=_("Loại cam kết"), choices=KINDS, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Cam kết làm việc gì"), max_length=1000, widget=text_area(2))
    why_hard = forms.CharField(
        label=_("Nóng, khó ở chỗ nào"),
        required=False,
        widget=text_area(3),
        help_text=_("Bắt buộc với việc nóng, việc khó: vướng lâu ngày, nhiều bên, chưa có tiền lệ…"),
    )
    result = forms.CharField(
        label=_("Làm xong thì thấy được kết quả gì"),
        max_length=1000,
        widget=text_area(2),
        help_text=_("Một sản phẩm hoặc con số kiểm đếm được."),
    )
    due_on = DayField(label=_("Hạn hoàn thành"))

    def promise(self) -> Promise:
        return Promise(**self.cleaned_data)


class Decide(StepForm):
    verb = "decide_pledge"
    label = _("Duyệt cam kết")
    submit = _("Ghi quyết định")
    done = _("Đã ghi quyết định.")
    intro = _("Duyệt thì việc này thành nhiệm vụ, được theo dõi như mọi nhiệm vụ khác.")
    approved = forms.TypedChoiceField(
        label=_("Việc này có thật sự nóng, khó không"),
        choices=[("yes", _("Duyệt: đúng là việc khó")), ("no", _("Không duyệt"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Ý kiến"),
        max_length=1000,
        required=False,
        widget=text_area(2),
        help_text=_("Không duyệt thì ghi lý do."),
    )


class DecideProgramme(Decide):
    label = _("Cho ý kiến về chương trình hành động")
    done = _("Đã ghi ý kiến.")
    intro = _("Đồng ý thì điểm này là cam kết của cả năm; cuối kỳ tự kiểm điểm theo đó.")
    approved = forms.TypedChoiceField(
        label=_("Điểm này của chương trình"),
        choices=[("yes", _("Đồng ý")), ("no", _("Đề nghị sửa"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Ý kiến"), max_length=1000, required=False, widget=text_area(2), help_text=_("Đề nghị sửa thì ghi rõ.")
    )


class Review(StepForm):
    verb = "review_pledge"
    label = _("Tự kiểm điểm theo cam kết")
    submit = _("Gửi tự kiểm điểm")
    done = _("Đã gửi tự kiểm điểm.")
    review = forms.CharField(label=_("Đã làm được gì, chưa làm được gì, vì sao"), widget=text_area(5), max_length=5000)


class End(StepForm):
    verb = "end_pledge"
    label = _("Kết luận về cam kết")
    submit = _("Ghi kết luận")
    done = _("Đã ghi kết luận.")
    outcome = forms.ChoiceField(
        label=_("Kết quả"),
        widget=forms.RadioSelect,
        choices=[
            (PledgeState.KEPT.value, _("Đã làm được")),
            (PledgeState.FAILED.value, _("Chưa làm được")),
            (
                PledgeState.PROTECTED.value,
                _("Chưa làm được, được bảo vệ: đã cố gắng trung thực, nguyên nhân không do người làm"),
            ),
        ],
    )
    note = forms.CharField(
        label=_("Lý do"),
        max_length=1000,
        required=False,
        widget=text_area(3),
        help_text=_("Bắt buộc khi chưa làm được. Được bảo vệ thì việc chậm của nhiệm vụ này không bị trừ điểm."),
    )


class Withdraw(StepForm):
    verb = "withdraw_pledge"
    label = submit = _("Rút cam kết")
    done = _("Đã rút cam kết.")


class QuotaForm(StepForm):
    verb = "set_quota"
    label = _("Đặt định mức")
    submit = _("Lưu định mức")
    done = _("Đã lưu định mức.")
    rank = forms.ChoiceField(label=_("Nhóm chức vụ"), choices=RANKS)
    titles = forms.CharField(
        label=_("Chỉ những chức danh có chữ"),
        max_length=300,
        required=False,
        help_text=_("Ví dụ: Ban Thường vụ; Thường trực. Để trống: cả nhóm. Nhiều chữ cách nhau bằng dấu chấm phẩy."),
    )
    least = forms.IntegerField(label=_("Ít nhất mấy việc một năm"), min_value=0, max_value=50)
    since = DayField(label=_("Áp dụng từ ngày"))
    basis = forms.CharField(
        label=_("Văn bản đặt ra định mức"), max_length=300, required=False, help_text=_("Bắt buộc; số 0 là bãi bỏ.")
    )


class RulesForm(StepForm):
    verb = "set_pledge_rules"
    label = _("Quy định của cơ quan về cam kết")
    submit = _("Lưu quy định")
    done = _("Đã lưu quy định của cơ quan.")
    programme_open = forms.BooleanField(
        label=_("Mọi người trong cơ quan xem được chương trình hành động của nhau"), required=False
    )
    programme_years = forms.IntegerField(label=_("Chương trình hành động lập cho mấy năm"), min_value=1, max_value=5)
    quota_by_month = forms.IntegerField(label=_("Nhắc người chưa đủ định mức sau tháng"), min_value=1, max_value=12)
    basis = forms.CharField(label=_("Căn cứ"), max_length=300, required=False)


STEPS: dict[str, type[StepForm]] = {form.verb: form for form in (Decide, Review, End, Withdraw)}


def form_of(verb: str, kind: Any) -> type[StepForm] | None:
    """The form of a step; None for a word that is no step."""
    return DecideProgramme if verb == "decide_pledge" and kind == "chuong_trinh" else STEPS.get(verb)
