"""Inputs that several forms share: who (search as you type), a day, units line by line."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.organisation.queries import find_unit
from roviec.web.days import DayField as DayField
from roviec.web.reasons import sentence
from roviec.work.queries import Choice, choice_of, choices_for

# The fields of actions that a form asks for under another name.
FIELD_OF = {
    "lead_unit": "lead",
    "person_post": "person",
    "accountable_post": "accountable",
    "leader_post": "leader",
    "post": "who",
    "unit": "who",
}


class WhoWidget(forms.Widget):
    """A text box with suggestions; the chosen key goes along in a hidden field. Without JavaScript the name alone is understood."""

    template_name = "work/_who.html"
    address = reverse_lazy("work:who")

    def __init__(self, *, units: bool, people: bool) -> None:
        super().__init__()
        self.kinds = {"units": units, "people": people}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        key, text = value if isinstance(value, tuple) else (value.key, value.label) if value else ("", "")
        kinds = "&".join(f"{kind}=1" for kind, wanted in self.kinds.items() if wanted)
        context["widget"] |= {"key": key, "text": text, "url": f"{self.address}?{kinds}"}
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        return data.get(name, ""), data.get(f"{name}_text", "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return f"{name}_text" not in data and name not in data


class WhoField(forms.Field):
    """Gives a `Choice` or None. The form tells it the time and the body to look in first (`settle`)."""

    default_error_messages = {
        "unknown": _("Không tìm thấy “%(text)s”. Gõ vài chữ của tên rồi chọn trong danh sách."),
        "several": _("Có nhiều nơi khớp với “%(text)s”: %(names)s. Hãy chọn một trong danh sách."),
    }

    def __init__(self, *, units: bool = True, people: bool = True, **more: Any) -> None:
        self.units, self.people = units, people
        super().__init__(widget=WhoWidget(units=units, people=people), **more)
        self.now: datetime
        self.body_id: UUID | None = None

    def settle(self, now: datetime, body_id: UUID | None) -> None:
        self.now, self.body_id = now, body_id

    def to_python(self, value: tuple[str, str] | Choice | None) -> Choice | None:
        if value is None or isinstance(value, Choice):
            return value
        key, text = value[0], value[1].strip()
        if key and (chosen := choice_of(key, self.now)) and (not text or text == chosen.label):
            return chosen
        if not text:
            return None
        found = choices_for(text, self.now, body_id=self.body_id, units=self.units, people=self.people)
        exact = [one for one in found if one.name.casefold() == text.casefold()]
        if len(exact or found) == 1:
            return (exact or found)[0]
        names = "; ".join(one.label for one in found[:5])
        raise forms.ValidationError(
            self.error_messages["several" if found else "unknown"], params={"text": text, "names": names}
        )

    def has_changed(self, initial: Choice | None, data: tuple[str, str] | None) -> bool:
        return (data[1].strip() if data else "") != (initial.label if initial else "")


class UnitsField(forms.CharField):
    """Units, one per line, by any of their names; gives their ids in the order written."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), **more)
        self.now: datetime

    def has_changed(self, initial: str | None, data: str | None) -> bool:
        return (initial or "").split("\n") != (data or "").splitlines() and (initial or "") != (data or "")

    def clean(self, value: Any) -> list[UUID]:
        text = super().clean(value)
        day = self.now.astimezone(VIETNAM).date()
        ids: list[UUID] = []
        wrong = []
        for line in filter(None, (line.strip(" ;,-") for line in text.splitlines())):
            found = find_unit(line, day)
            if len(found) == 1:
                ids.append(found[0].pk)
            elif found:
                names = ", ".join(f"{unit.name} ({unit.code})" for unit in found[:5])
                wrong.append(_("“%(name)s” là tên của nhiều đơn vị: %(names)s.") % {"name": line, "names": names})
            else:
                wrong.append(_("Không có đơn vị nào tên “%(name)s”.") % {"name": line})
        if wrong:
            raise forms.ValidationError(wrong)
        return list(dict.fromkeys(ids))


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; gives a list."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=FilesInput(), **more)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = [one for one in data or () if one] if isinstance(data, list | tuple) else [data] if data else []
        if not given and self.required:
            raise forms.ValidationError(self.error_messages["required"])
        return given


@dataclass
class Asked:
    """Who fills in the form and when; what its fields look things up by."""

    actor: Actor
    now: datetime
    extra: dict[str, Any] = field(default_factory=dict)


class AskedForm(forms.Form):
    """A form that knows who fills it in, and can take over what a rule refused."""

    def __init__(self, *args: Any, asked: Asked, **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})
        self.asked = asked
        for one in self.fields.values():
            if isinstance(one, WhoField):
                one.settle(asked.now, asked.actor.body_id)
            elif isinstance(one, UnitsField):
                one.now = asked.now

    def differences(self) -> list[tuple[str, str, str]]:
        """Where what was typed differs from the thing as it stands: label, as it stands, as typed."""
        found = []
        for name in self.changed_data:
            bound = self[name]
            stands, typed = bound.initial, bound.data
            if isinstance(typed, tuple):
                stands, typed = stands.label if stands else "", typed[1]
            elif hasattr(stands, "strftime"):
                stands = f"{stands:%d/%m/%Y}"
            found.append((str(bound.label), str(stands if stands is not None else ""), str(typed or "")))
        return found

    def take(self, refused: Invalid) -> None:
        """Puts the reasons beside their fields; those of no field of this form above it."""
        for name, reason in refused.problems:
            shown = name if name in self.fields else FIELD_OF.get(name or "")
            self.add_error(shown if shown in self.fields else None, sentence(reason))


def text_area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})
