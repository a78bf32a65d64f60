"""What people type about grades of a year, appeals and exports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.evaluation.forms.steps import StepForm
from roviec.web.days import DayField
from roviec.work.forms.inputs import text_area

BANDS = (
    ("0", _("Hoàn thành xuất sắc nhiệm vụ")),
    ("1", _("Hoàn thành tốt nhiệm vụ")),
    ("2", _("Hoàn thành nhiệm vụ")),
    ("3", _("Không hoàn thành nhiệm vụ")),
)
NONE = ("", _("Không xếp loại"))


def _band(value: str) -> int | None:
    return int(value) if value else None


class BandField(forms.TypedChoiceField):
    """A level of art. 20; with `may_be_none` also none."""

    def __init__(self, *, may_be_none: bool = False, **more: Any) -> None:
        choices = [*BANDS, NONE] if may_be_none else list(BANDS)
        super().__init__(
            choices=choices, coerce=_band, empty_value=None, widget=forms.RadioSelect, required=not may_be_none, **more
        )


class SendGrade(StepForm):
    verb = "send_grade"
    label = _("Tự xếp loại (Mẫu số 02)")
    submit = _("Gửi phiếu tự xếp loại")
    done = _("Đã gửi phiếu. Đơn vị sẽ họp nhận xét, đánh giá.")
    own_band = BandField(label=_("Tôi tự xếp loại"))
    own_report = forms.CharField(
        label=_("Báo cáo tự đánh giá kết quả công tác"),
        required=False,
        widget=text_area(5),
        help_text=_("Trình bày tại cuộc họp nhận xét, đánh giá (Điều 21)."),
    )


class Meeting(StepForm):
    verb = "note_meeting"
    label = _("Ghi cuộc họp nhận xét, đánh giá")
    submit = _("Lưu vào hồ sơ")
    done = _("Đã ghi cuộc họp.")
    held_on = DayField(label=_("Ngày họp"))
    note = forms.CharField(label=_("Ý kiến của cuộc họp"), widget=text_area(4))
    file = forms.FileField(label=_("Biên bản (.pdf, .docx)"), required=False)


class PartyComment(StepForm):
    verb = "give_party_comment"
    label = _("Ghi nhận xét của cấp ủy")
    submit = _("Lưu nhận xét")
    done = _("Đã lưu nhận xét của cấp ủy.")
    comment = forms.CharField(label=_("Nhận xét"), widget=text_area(4))
    file = forms.FileField(label=_("Văn bản nhận xét (.pdf, .docx)"), required=False)


class Propose(StepForm):
    verb = "propose_grade"
    label = _("Đề xuất mức xếp loại")
    submit = _("Gửi đề xuất")
    done = _("Đã gửi đề xuất.")
    band = BandField(label=_("Mức đề xuất"), may_be_none=True)
    proposal = forms.CharField(
        label=_("Phương án xử lý"),
        required=False,
        widget=text_area(3),
        help_text=_("Phần IV của Mẫu số 02; căn cứ Điều 23."),
    )


class Decide(StepForm):
    verb = "decide_grade"
    label = _("Quyết định mức xếp loại")
    submit = _("Ghi quyết định")
    done = _("Đã quyết định. Kết quả được thông báo khi công bố.")
    band = BandField(label=_("Mức xếp loại"), may_be_none=True)
    decision = forms.CharField(label=_("Số, ngày của quyết định"), max_length=200)
    why = forms.CharField(
        label=_("Lý do"),
        required=False,
        widget=text_area(2),
        help_text=_("Bắt buộc khi khác với kết quả tính từ phiếu hoặc còn thiếu tháng."),
    )


class Regrade(Decide):
    verb = "regrade"
    label = _("Ra quyết định xếp loại mới")
    submit = _("Thay quyết định cũ")
    done = _("Đã thay quyết định. Quyết định cũ vẫn xem được.")


class DecideAll(StepForm):
    verb = "decide_as_worked_out"
    label = _("Quyết định theo kết quả đã tính")
    submit = _("Quyết định")
    done = _("Đã quyết định.")
    intro = _(
        "Chỉ gồm những người đã họp nhận xét, đủ tháng, không xuất sắc và không khác đề xuất; còn lại quyết định từng người."
    )
    decision = forms.CharField(label=_("Số, ngày của quyết định"), max_length=200)


class Quota(StepForm):
    verb = "set_quota"
    label = _("Tỷ lệ xuất sắc")
    submit = _("Lưu")
    done = _("Đã lưu tỷ lệ.")
    outstanding = forms.BooleanField(
        label=_("Áp dụng 25 % vì cơ quan có thành tích xuất sắc, nổi trội"), required=False
    )
    basis = forms.CharField(label=_("Quyết định của cấp có thẩm quyền"), max_length=300, required=False)


class Paper(StepForm):
    verb = "add_paper"
    label = _("Thêm văn bản vào hồ sơ")
    submit = _("Lưu vào hồ sơ")
    done = _("Đã lưu văn bản.")
    file = forms.FileField(label=_("Tệp"))


class MakeAppeal(StepForm):
    verb = "make_appeal"
    label = _("Gửi kiến nghị")
    submit = _("Gửi kiến nghị")
    done = _("Đã gửi. Người có thẩm quyền phải trả lời trong 7 ngày làm việc.")
    intro = _(
        "Nêu rõ chỗ chưa nhất trí và vì sao; người chấm điểm hoặc xếp loại phải trả lời trong 7 ngày làm việc (Điều 22)."
    )
    text = forms.CharField(label=_("Nội dung kiến nghị"), widget=text_area(5))


class Settle(StepForm):
    verb = "settle_appeal"
    label = _("Giải quyết kiến nghị")
    submit = _("Gửi trả lời")
    done = _("Đã trả lời kiến nghị.")
    outcome = forms.ChoiceField(
        label=_("Kết quả"),
        choices=[
            ("accepted", _("Chấp nhận")),
            ("partly", _("Chấp nhận một phần")),
            ("refused", _("Giữ nguyên kết quả")),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("Trả lời"), widget=text_area(4))
    file = forms.FileField(label=_("Văn bản trả lời (.pdf, .docx)"), required=False)


class Receipt(StepForm):
    verb = "hand_over_export"
    label = _("Xác nhận đã chuyển")
    submit = _("Xác nhận")
    done = _("Đã ghi nhận.")
    receipt = forms.CharField(label=_("Số hoặc mã xác nhận của nơi nhận"), max_length=300)


class EnterConduct(StepForm):
    verb = "enter_conduct"
    label = _("Ghi kỷ luật, kết luận")
    submit = _("Ghi vào hồ sơ")
    done = _("Đã ghi.")
    intro = _("Mỗi hành vi chỉ tính một lần, vào đúng năm và đúng tổ chức (Điều 11.3).")
    kind = forms.ChoiceField(
        label=_("Loại"),
        choices=[
            ("discipline_party", _("Kỷ luật đảng")),
            ("discipline_admin", _("Kỷ luật hành chính")),
            ("degradation", _("Kết luận suy thoái, vi phạm những điều đảng viên không được làm, vi phạm nêu gương")),
            ("unit_wrongdoing", _("Đơn vị phụ trách liên quan tham ô, tham nhũng, lãng phí bị xử lý")),
        ],
    )
    act = forms.CharField(label=_("Hành vi"), max_length=500, widget=text_area(2))
    acted_on = DayField(label=_("Ngày xảy ra"))
    document = forms.CharField(label=_("Số, ngày của quyết định hoặc kết luận"), max_length=200)
    decided_on = DayField(label=_("Ngày quyết định"))
    on_duty = forms.BooleanField(
        label=_("Do suy thoái hoặc liên quan đến hoạt động công vụ"), required=False, initial=True
    )
    same_act = forms.TypedChoiceField(label=_("Cùng hành vi với"), required=False, empty_value=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        before = self.asked.extra.get("before", ())
        self.fields["same_act"].choices = [("", _("Hành vi chưa tính lần nào")), *before]


STEPS = {one.verb: one for one in (SendGrade, PartyComment, Propose, Decide, Regrade, Paper)}
