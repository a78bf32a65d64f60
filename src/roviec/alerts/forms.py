"""Where to be reached."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class EmailForm(forms.Form):
    channel = forms.CharField(widget=forms.HiddenInput, initial="email")
    value = forms.CharField(
        label=_("Địa chỉ thư"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})


class WebhookForm(forms.Form):
    channel = forms.CharField(widget=forms.HiddenInput, initial="webhook")
    value = forms.CharField(label=_("URL (https)"), max_length=1000, widget=forms.URLInput)
    label = forms.CharField(label=_("Tên gọi"), max_length=120, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})


class BrowserForm(forms.Form):
    """Filled by push.js with what the browser gave."""

    channel = forms.CharField(widget=forms.HiddenInput, initial="web_push")
    value = forms.CharField(max_length=1500, widget=forms.HiddenInput)
    label = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)


FORMS: dict[str, type[forms.Form]] = {"email": EmailForm, "webhook": WebhookForm, "web_push": BrowserForm}
