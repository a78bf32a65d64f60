"""Fields in which people name a unit, a post or an officer, and the base of all forms here."""

import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.organisation.queries.meant import officer_meant, post_meant, unit_meant
from roviec.web.days import DayField as DayField
from roviec.web.reasons import sentence


class MeantField(forms.CharField):
    """Text that must mean exactly one thing on the day; its clean value is the thing's id."""

    day: datetime.date

    def meant(self, text: str) -> UUID | Reason:
        raise NotImplementedError

    def clean(self, value: Any) -> UUID | None:
        text = super().clean(value)
        if not text:
            return None
        answer = self.meant(text)
        if isinstance(answer, Reason):
            raise forms.ValidationError(sentence(answer))
        return answer


class UnitField(MeantField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(help_text=_("Mã đơn vị, tên hoặc tên viết tắt."), **kwargs)

    def meant(self, text: str) -> UUID | Reason:
        return unit_meant(text, self.day)


class OfficerField(MeantField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(help_text=_("Mã cán bộ hoặc họ và tên."), **kwargs)

    def meant(self, text: str) -> UUID | Reason:
        return officer_meant(text, self.day)


class PostField(MeantField):
    """Written as "title, unit"; the seat's number goes behind the title where there are several."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(help_text=_("Chức danh, đơn vị – ví dụ: Giám đốc, Sở Tài chính."), **kwargs)

    def meant(self, text: str) -> UUID | Reason:
        return post_meant(text, self.day)


class ActForm(forms.Form):
    """A form on which an action follows; `day` is the business day of the request."""

    def __init__(self, *args: Any, day: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, MeantField):
                field.day = day
            if isinstance(field, DayField) and field.initial is None and field.required:
                field.initial = day

    def refuse(self, invalid: Invalid) -> None:
        """Shows an action's reasons at their fields; what has no field here stands above the form."""
        for name, reason in invalid.problems:
            self.add_error(name if name in self.fields else None, sentence(reason))
