"""The figures and words of one unit."""

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.work.forms.inputs import AskedForm, text_area


class NumberField(forms.CharField):
    """A number as officials write it: 1.234,5; gives a Decimal or None."""

    def clean(self, value: Any) -> Decimal | None:
        text = "".join(str(super().clean(value)).split()).rstrip("%")
        if not text:
            return None
        try:
            number = Decimal(_plain(text))
        except InvalidOperation:
            raise forms.ValidationError(
                _("“%(text)s” không phải là số. Viết như 1.234 hoặc 98,5.") % {"text": text}
            ) from None
        if not number.is_finite():
            raise forms.ValidationError(_("“%(text)s” không phải là số. Viết như 1.234 hoặc 98,5.") % {"text": text})
        return number


def _plain(text: str) -> str:
    """Points group thousands and a comma begins the decimals; a single point before other than three digits is a decimal point too."""
    if "," in text:
        return text.replace(".", "").replace(",", ".", 1)
    whole, point, rest = text.rpartition(".")
    return text if point and len(rest) != 3 and "." not in whole else text.replace(".", "")


class AnswerForm(AskedForm):
    """One box per figure that somebody has to enter, named after its indicator; then the words."""

    text = forms.CharField(label=_("Thuyết minh"), required=False, widget=text_area(5))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.cells = [cell for cell in self.asked.extra["cells"] if not cell.indicator.measure]
        boxes: dict[str, forms.Field] = {}
        for cell in self.cells:
            label = cell.indicator.name
            if cell.indicator.counted_in:
                label = f"{label} ({cell.indicator.counted_in})"
            known = cell.value is not None
            boxes[f"f-{cell.indicator.pk}"] = NumberField(
                label=label,
                required=not known,
                initial=_written(cell.value) if known else None,
                help_text=_("Đã có, không phải nhập lại; sửa nếu chưa đúng.") if cell.source == "before" else "",
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            )
        self.fields = {**boxes, **self.fields}

    def values(self) -> dict[UUID, Decimal]:
        found = {UUID(name[2:]): value for name, value in self.cleaned_data.items() if name.startswith("f-")}
        return {pk: value for pk, value in found.items() if value is not None}


def _written(value: Decimal) -> str:
    text = f"{value.normalize():f}"
    whole, point, rest = text.partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{rest}" if point else grouped
