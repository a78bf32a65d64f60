"""A day and a time of day in a form, as officials write them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class DayWidget(forms.DateInput):
    """Text as officials write it, and beside it the browser's calendar. A bare date input would read 12/05/2025 on many machines."""

    template_name = "web/_day.html"

    def __init__(self) -> None:
        attrs = {"inputmode": "numeric", "placeholder": "05/12/2025", "autocomplete": "off"}
        super().__init__(format="%d/%m/%Y", attrs=attrs)


class DayField(forms.DateField):
    """A day of the calendar, written 05/12/2025 (2025-12-05 is understood too)."""

    def __init__(self, **more: Any) -> None:
        formats = ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y"]
        messages = {"invalid": _("Không có ngày này trong lịch. Viết như 05/12/2025.")}
        super().__init__(widget=DayWidget(), input_formats=formats, error_messages=messages, **more)


class TimeOfDayField(forms.TimeField):
    """A time of day on a clock of 24 hours, written 07:30 (7h30 is understood too). A bare time input would say 07:30 AM on many machines."""

    def __init__(self, **more: Any) -> None:
        attrs = {"inputmode": "numeric", "placeholder": "07:30", "autocomplete": "off", "maxlength": 8, "class": "time"}
        widget = forms.TimeInput(format="%H:%M", attrs=attrs)
        messages = {"invalid": _("Không có giờ này. Viết như 07:30 hoặc 16:00.")}
        formats = ["%H:%M", "%Hh%M", "%H.%M", "%H:%M:%S"]
        super().__init__(widget=widget, input_formats=formats, error_messages=messages, **more)
