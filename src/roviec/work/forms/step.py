"""What the small form of each step of a task is made from."""

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roviec.work.forms.inputs import AskedForm, text_area

Text = str | Promise


class StepForm(AskedForm):
    """`label` stands on the button that opens the form, `submit` on its own button, `done` is said afterwards.

    `at_once`: no form is needed, one press does it. `asked.extra` holds the task and what the step needs to offer choices.
    """

    do_not_call_in_templates = True  # pages show the class itself: its label, icon, submit
    verb: ClassVar[str]
    label: ClassVar[Text]
    submit: ClassVar[Text]
    done: ClassVar[Text]
    intro: ClassVar[Text] = ""
    icon: ClassVar[str] = ""
    danger: ClassVar[bool] = False
    at_once: ClassVar[bool] = False
    versioned: ClassVar[bool] = True

    def __init__(self, *args: Any, **more: Any) -> None:
        # A dialog opens over a page that has forms of its own: ids must differ, or labels lead astray.
        super().__init__(*args, **{"auto_id": f"{self.verb}_%s", **more})

    def arguments(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class ReasonForm(StepForm):
    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=text_area())


class NoteForm(StepForm):
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False, widget=text_area(2))


def place(chosen: Any) -> dict[str, Any]:
    """A chosen person as `post`, a chosen unit as `unit`."""
    if chosen is None:
        return {}
    return {"post": chosen.post_id} if chosen.post_id else {"unit": chosen.unit_id}
