"""One small form per step of an obstacle. `verb` is the action's name; `arguments()` are its named arguments."""

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roviec.work.forms.inputs import AskedForm, WhoField, text_area
from roviec.work.forms.step import place

Text = str | Promise


class ObstacleForm(AskedForm):
    """`label` heads the form, `submit` stands on its button, `done` is said afterwards."""

    verb: ClassVar[str]
    label: ClassVar[Text]
    submit: ClassVar[Text]
    done: ClassVar[Text]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.verb}_%s", **more})

    def arguments(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        return {**place(data.pop("who", None)), **data}


class Raise(ObstacleForm):
    verb = "raise_obstacle"
    label = _("Nêu vướng mắc")
    submit = _("Gửi vướng mắc")
    done = _("Đã gửi vướng mắc đến nơi phải tháo gỡ.")
    text = forms.CharField(label=_("Vướng ở đâu"), widget=text_area())
    wanted = forms.CharField(label=_("Đề nghị tháo gỡ thế nào"), widget=text_area(2))
    who = WhoField(label=_("Ai tháo gỡ"), required=False, help_text=_("Để trống: gửi người giao nhiệm vụ."))


class Answer(ObstacleForm):
    verb = "answer_obstacle"
    label = submit = _("Trả lời vướng mắc")
    done = _("Đã trả lời; nơi nêu vướng mắc sẽ xác nhận.")
    answer = forms.CharField(label=_("Hướng dẫn, quyết định"), widget=text_area(4))


class Pass(ObstacleForm):
    verb = "pass_obstacle"
    label = submit = _("Chuyển nơi khác tháo gỡ")
    done = _("Đã chuyển vướng mắc. Hạn trả lời giữ nguyên.")
    who = WhoField(label=_("Chuyển cho"))
    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=text_area(2))


class Settle(ObstacleForm):
    verb = "settle_obstacle"
    label = _("Xác nhận kết quả tháo gỡ")
    submit = _("Xác nhận")
    done = _("Đã xác nhận.")
    cleared = forms.TypedChoiceField(
        label=_("Đã hết vướng chưa"),
        choices=[("yes", _("Đã tháo gỡ")), ("no", _("Chưa tháo gỡ được"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Còn vướng gì"), max_length=1000, required=False, widget=text_area(2))


class Withdraw(ObstacleForm):
    verb = "withdraw_obstacle"
    label = submit = _("Rút vướng mắc")
    done = _("Đã rút vướng mắc.")
    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=text_area(2))


STEPS: dict[str, type[ObstacleForm]] = {form.verb: form for form in (Answer, Pass, Settle, Withdraw)}
