"""One small form per step of a task. `verb` is the action's name; `arguments()` are its named arguments."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.core.submissions import is_submission
from roviec.work.actions.passing import GIVEN_KINDS
from roviec.work.forms.explaining import DecideExplanation, DemandExplanation, Explain
from roviec.work.forms.inputs import DayField, FilesField, UnitsField, WhoField, text_area
from roviec.work.forms.step import NoteForm, ReasonForm, StepForm, place
from roviec.work.queries import mentioned


class Accept(StepForm):
    verb, icon, at_once = "accept_task", "check", True
    label = submit = _("Tiếp nhận")
    done = _("Đã tiếp nhận nhiệm vụ.")


class Refuse(ReasonForm):
    verb, icon, danger = "refuse_task", "returned", True
    label, submit = _("Từ chối"), _("Từ chối tiếp nhận")
    done = _("Đã trả nhiệm vụ về nơi giao.")
    intro = _("Nhiệm vụ về lại nơi giao kèm lý do; hạn vẫn tiếp tục tính.")


class Assign(StepForm):
    verb, icon = "assign_task", "flag"
    label = submit = _("Giao nhiệm vụ")
    done = _("Đã giao nhiệm vụ.")
    unclear_reason = forms.CharField(
        label=_("Lý do giao khi còn thiếu"),
        required=False,
        max_length=500,
        widget=text_area(2),
        help_text=_("Chỉ ghi khi vẫn phải giao dù chưa đủ sáu điều rõ; lý do được lưu lại."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        if not self.asked.extra.get("missing"):
            del self.fields["unclear_reason"]


class NamePerson(StepForm):
    verb, icon = "name_person", "user"
    label = submit = _("Phân công")
    done = _("Đã phân công.")
    who = forms.ChoiceField(
        label=_("Giao cho"), help_text=_("Sau tên là số việc đang làm và số việc quá hạn của từng người.")
    )
    note = forms.CharField(label=_("Dặn thêm"), max_length=500, required=False, widget=text_area(2))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["who"].choices = self.asked.extra.get("seats", [])

    def arguments(self) -> dict[str, Any]:
        kind, _colon, pk = self.cleaned_data["who"].partition(":")
        return {kind: forms.UUIDField().clean(pk), "note": self.cleaned_data["note"]}


class Report(StepForm):
    verb, icon = "report_progress", "open"
    label = _("Báo cáo tiến độ")
    submit = _("Gửi báo cáo")
    done = _("Đã ghi báo cáo tiến độ.")
    progress = forms.IntegerField(
        label=_("Đã làm được (%)"), min_value=0, max_value=100, widget=forms.NumberInput(attrs={"step": 5})
    )
    text = forms.CharField(label=_("Đã làm gì, còn gì"), widget=text_area())


class HandUp(StepForm):
    verb, icon = "hand_up_for_signature", "signature"
    label = _("Trình ký")
    submit = _("Trình")
    done = _("Đã trình.")
    signer = WhoField(
        label=_("Người ký"),
        units=False,
        required=False,
        help_text=_("Để trống: người đứng đầu đơn vị chủ trì."),
    )
    proposal = forms.CharField(label=_("Đề xuất"), max_length=1000, required=False, widget=text_area(2))
    opinion = forms.CharField(label=_("Ý kiến của người trình"), max_length=1000, required=False, widget=text_area(2))
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False, widget=text_area(2))

    def __init__(self, *args: Any, **more: Any) -> None:
        """A submission needs one proposal and an opinion; for anything else neither is asked."""
        super().__init__(*args, **more)
        if is_submission(self.asked.extra["task"].deliverable):
            self.fields["proposal"].help_text = _(
                "Một phương án duy nhất; tờ trình không nêu đề xuất thì không trình được."
            )
            self.fields["opinion"].help_text = _("Vì sao chọn phương án này.")
        else:
            del self.fields["proposal"], self.fields["opinion"]

    def arguments(self) -> dict[str, Any]:
        chosen = self.cleaned_data["signer"]
        stated = {name: self.cleaned_data.get(name, "") for name in ("note", "proposal", "opinion")}
        return {"signer": chosen.post_id if chosen else None, **stated}


class Sign(NoteForm):
    verb, icon = "sign", "signature"
    label, submit = _("Ký"), _("Ký, chuyển lại người làm")
    done = _("Đã ký và chuyển lại người thực hiện.")


class SendBack(ReasonForm):
    verb, icon = "send_back_from_signature", "returned"
    label = submit = _("Trả lại bản trình")
    done = _("Đã trả lại bản trình ký.")


class Submit(StepForm):
    verb, icon = "submit_deliverable", "submitted"
    label = submit = _("Nộp sản phẩm")
    done = _("Đã nộp sản phẩm.")
    # Django takes declared fields off the class, so `form.files` stays the dict of uploads.
    files = FilesField(label=_("Tệp"), required=False, help_text=_("docx, xlsx, pptx, pdf, png, jpg, txt hoặc zip."))  # type: ignore[assignment]
    link = forms.URLField(label=_("Liên kết"), required=False, assume_scheme="https")
    text = forms.CharField(label=_("Kết quả"), required=False, widget=text_area())


class AcceptDeliverable(NoteForm):
    verb, icon = "accept_deliverable", "done"
    label, submit = _("Duyệt sản phẩm"), _("Duyệt, kết thúc nhiệm vụ")
    done = _("Đã duyệt. Nhiệm vụ hoàn thành.")


class ReturnDeliverable(ReasonForm):
    verb, icon = "return_deliverable", "returned"
    label = submit = _("Trả lại sản phẩm")
    done = _("Đã trả lại sản phẩm.")
    intro = _("Nhiệm vụ về lại người thực hiện; việc đúng hạn hay quá hạn được xét lại từ đầu.")


class Reopen(ReasonForm):
    verb, icon, danger = "reopen_task", "returned", True
    label = submit = _("Mở lại nhiệm vụ")
    done = _("Đã mở lại nhiệm vụ; người thực hiện và người đứng đầu đơn vị được báo.")
    intro = _(
        "Nhiệm vụ về lại người thực hiện, hạn giữ nguyên (cần hạn khác thì đổi hạn sau). Lần mở lại được ghi là một lỗi chất lượng."
    )


class Issue(StepForm):
    verb, icon = "finish_with_document", "file"
    label = _("Ghi văn bản phát hành")
    submit = _("Ghi và kết thúc nhiệm vụ")
    done = _("Đã ghi văn bản phát hành. Nhiệm vụ hoàn thành.")
    intro = _("Nhiệm vụ hoàn thành vào ngày ban hành văn bản; đúng hạn hay quá hạn tính theo ngày đó.")
    number = forms.CharField(label=_("Số, ký hiệu"), max_length=60)
    issued_on = DayField(label=_("Ngày ban hành"))
    files = FilesField(label=_("Tệp văn bản"), required=False)  # type: ignore[assignment]  # as above


class AskExtension(StepForm):
    verb = "ask_extension"
    label = _("Đề nghị gia hạn")
    submit = _("Gửi đề nghị")
    done = _("Đã gửi đề nghị gia hạn.")
    intro = _("Hạn chỉ đổi khi được đồng ý trước lúc hạn hiện tại hết.")
    new_due = DayField(label=_("Đề nghị đến hết ngày"))
    reason = forms.CharField(label=_("Lý do"), max_length=1000, widget=text_area())


class DecideExtension(StepForm):
    verb = "decide_extension"
    label = submit = _("Quyết định gia hạn")
    done = _("Đã quyết định về đề nghị gia hạn.")
    approve = forms.TypedChoiceField(
        label=_("Quyết định"),
        choices=[("yes", _("Đồng ý")), ("no", _("Không đồng ý"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    new_due = DayField(label=_("Đến ngày khác"), required=False, help_text=_("Để trống: đến ngày được đề nghị."))
    note = forms.CharField(label=_("Ý kiến"), max_length=500, required=False, widget=text_area(2))


class MoveDue(StepForm):
    verb = "move_due"
    label = submit = _("Đổi hạn")
    done = _("Đã đổi hạn.")
    intro = _("Hạn ban đầu vẫn hiện bên cạnh hạn mới.")
    due = DayField(label=_("Hạn mới"))
    reason = forms.CharField(label=_("Lý do"), max_length=1000, widget=text_area())


class Suspend(ReasonForm):
    verb, icon = "suspend_task", "halt"
    label = submit = _("Tạm dừng")
    done = _("Đã tạm dừng nhiệm vụ.")


class Resume(NoteForm):
    verb, icon = "resume_task", "open"
    label = submit = _("Cho tiếp tục")
    done = _("Nhiệm vụ được tiếp tục.")


class HandOver(StepForm):
    verb = "hand_over"
    label = submit = _("Chuyển xử lý")
    done = _("Đã chuyển xử lý.")
    who = WhoField(
        label=_("Chuyển cho"), help_text=_("Người hoặc đơn vị; sang đơn vị khác chỉ người giao chuyển được.")
    )
    kind = forms.ChoiceField(label=_("Vì sao"), choices=lambda: [(kind.value, kind.label) for kind in GIVEN_KINDS])
    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=text_area())

    def arguments(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {**place(data["who"]), "kind": data["kind"], "reason": data["reason"]}


class AskOpinion(StepForm):
    verb = "ask_opinion"
    label = _("Xin ý kiến")
    submit = _("Gửi đi")
    done = _("Đã gửi xin ý kiến. Nhiệm vụ vẫn ở người đang giữ.")
    who = WhoField(label=_("Hỏi ai"))
    question = forms.CharField(label=_("Nội dung xin ý kiến"), widget=text_area())
    due = DayField(label=_("Trả lời trước ngày"), required=False)

    def arguments(self) -> dict[str, Any]:
        data = self.cleaned_data
        who = data["who"]
        return {"unit": who.unit_id, "post": who.post_id, "question": data["question"], "due": data["due"]}


class AnswerOpinion(StepForm):
    verb, versioned = "answer_opinion", False
    label = _("Cho ý kiến")
    submit = _("Gửi ý kiến")
    done = _("Đã gửi ý kiến.")
    consultation = forms.UUIDField(widget=forms.HiddenInput)
    answer = forms.CharField(label=_("Ý kiến"), widget=text_area(5))


class WithdrawOpinion(StepForm):
    verb, versioned = "withdraw_opinion", False
    label = submit = _("Rút đề nghị cho ý kiến")
    done = _("Đã rút đề nghị cho ý kiến.")
    consultation = forms.UUIDField(widget=forms.HiddenInput)


class Split(StepForm):
    verb = "split_into_parts"
    label = _("Chia phần việc")
    submit = _("Chia")
    done = _("Đã chia thành phần việc; mỗi phần có một nơi chủ trì và được đếm thay cho cả nhiệm vụ.")
    title = forms.CharField(label=_("Phần việc"), widget=text_area(2), max_length=4000)
    units = UnitsField(label=_("Chủ trì"), help_text=_("Mỗi dòng một đơn vị; mỗi đơn vị được một phần việc riêng."))
    deliverable = forms.CharField(label=_("Sản phẩm"), required=False, max_length=1000)
    due = DayField(label=_("Hạn hoàn thành"), required=False)


class Cancel(ReasonForm):
    verb, icon, danger = "cancel_task", "cancelled", True
    label = submit = _("Hủy nhiệm vụ")
    done = _("Đã hủy nhiệm vụ.")
    intro = _("Nhiệm vụ và các phần việc còn mở không được đếm nữa; quá trình đã qua vẫn còn.")


class Remind(StepForm):
    verb, icon, versioned = "remind_task", "bell", False
    label = _("Đôn đốc")
    submit = _("Gửi đôn đốc")
    done = _("Đã đôn đốc.")
    intro = _("Người đang giữ việc và người đứng đầu đơn vị chủ trì được báo; số lần đôn đốc được ghi lại.")
    text = forms.CharField(
        label=_("Nội dung"),
        max_length=500,
        widget=text_area(),
        initial=_("Đề nghị khẩn trương thực hiện và báo cáo tiến độ."),
    )


class Talk(StepForm):
    verb, versioned = "comment_task", False
    label = _("Trao đổi")
    submit = _("Gửi")
    done = _("Đã gửi.")
    text = forms.CharField(
        label=_("Ý kiến của bạn"), widget=text_area(2), help_text=_("Viết @Họ Tên để người đó được báo.")
    )

    def arguments(self) -> dict[str, Any]:
        text = self.cleaned_data["text"]
        return {"text": text, "mentions": mentioned(text, self.asked.actor.body_id, self.asked.now)}


class Watch(StepForm):
    verb, icon, at_once, versioned = "watch_task", "bell", True, False
    label = submit = _("Theo dõi")
    done = _("Bạn sẽ được báo khi có thay đổi.")


class Unwatch(StepForm):
    verb, icon, at_once, versioned = "unwatch_task", "bell", True, False
    label = submit = _("Thôi theo dõi")
    done = _("Bạn không theo dõi nhiệm vụ này nữa.")


def _by_verb(forms_: Iterable[type[StepForm]]) -> dict[str, type[StepForm]]:
    return {form.verb: form for form in forms_}


STEPS = _by_verb(
    [
        Assign, NamePerson, Accept, AcceptDeliverable, Sign, DecideExtension, Resume, Submit, Report, HandUp, AskExtension,
        DecideExplanation, Explain, DemandExplanation,
        AskOpinion, AnswerOpinion, WithdrawOpinion, Refuse, SendBack, ReturnDeliverable, Reopen, Issue, HandOver, MoveDue, Suspend, Split,
        Cancel, Remind, Talk, Watch, Unwatch,
    ]
)  # fmt: skip
