"""A calendar to subscribe to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

KINDS = [("mine", _("Việc của tôi")), ("unit", _("Việc của đơn vị")), ("plan", _("Việc của kế hoạch"))]
ALARMS = [(0, _("Không báo")), (1, _("Trước 1 ngày")), (3, _("Trước 3 ngày")), (7, _("Trước 7 ngày"))]


class FeedForm(forms.Form):
    """`cua` is the unit or plan that the page was opened from."""

    loai = forms.ChoiceField(choices=KINDS, widget=forms.HiddenInput)
    cua = forms.UUIDField(required=False, widget=forms.HiddenInput)
    bao = forms.TypedChoiceField(label=_("Báo trước khi đến hạn"), choices=ALARMS, coerce=int, initial=0)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})
