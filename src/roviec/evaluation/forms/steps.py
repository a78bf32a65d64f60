"""What every small form of one step in evaluation is made from."""

from typing import Any, ClassVar

from django.utils.functional import Promise

from roviec.work.forms.inputs import AskedForm

Text = str | Promise


class StepForm(AskedForm):
    """`verb` is the action's name; `label` heads the form, `submit` stands on its button, `done` is said afterwards."""

    do_not_call_in_templates = True  # pages show the class itself: its label and submit
    verb: ClassVar[str]
    label: ClassVar[Text]
    submit: ClassVar[Text]
    done: ClassVar[Text]
    intro: ClassVar[Text] = ""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"auto_id": f"{self.verb}_%s", **more})

    def arguments(self) -> dict[str, Any]:
        return dict(self.cleaned_data)
