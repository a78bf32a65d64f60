"""The form of one product of a task: how much, of what, shared with whom, sudden or not."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.evaluation.forms.catalogue import NumberField
from roviec.work.forms.inputs import AskedForm

SHARES = 5


class YieldForm(AskedForm):
    """`asked.extra`: `products` that may be picked (code -> id), `people` whom shares can go to."""

    product = forms.CharField(
        label=_("Sản phẩm, công việc"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "san-pham", "autocomplete": "off"}),
        help_text=_("Gõ mã hoặc vài chữ rồi chọn."),
    )
    quantity = NumberField(label=_("Số lượng của cả việc"), initial="1")
    sudden = forms.BooleanField(label=_("Việc đột xuất, ngoài kế hoạch tháng, quý, năm"), required=False)
    basis = forms.CharField(
        label=_("Văn bản giao việc đột xuất"),
        max_length=300,
        required=False,
        help_text=_("Chỉ cần khi là việc đột xuất."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        people = [
            ("", "–"),
            *(
                (str(one.pk), f"{one.title} {one.seat or ''}".strip() + f", {one.unit.name}")
                for one in self.asked.extra["people"]
            ),
        ]
        for number in range(1, SHARES + 1):
            self.fields[f"who_{number}"] = forms.ChoiceField(
                label=_("Người %(n)s") % {"n": number}, choices=people, required=False
            )
            self.fields[f"share_{number}"] = NumberField(
                label=_("Phần của người %(n)s") % {"n": number}, required=False
            )

    @property
    def shares(self) -> list[tuple[Any, Any]]:
        return [(self[f"who_{number}"], self[f"share_{number}"]) for number in range(1, SHARES + 1)]

    @property
    def main(self) -> list[Any]:
        return [self[name] for name in ("product", "quantity", "sudden", "basis")]

    def clean_product(self) -> UUID:
        code = self.cleaned_data["product"].split(" – ")[0].strip().casefold()
        found: UUID | None = self.asked.extra["products"].get(code)
        if found is None:
            raise forms.ValidationError(_("Không có sản phẩm nào mang mã này trong danh mục đang áp dụng."))
        return found

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for number in range(1, SHARES + 1):
            if bool(data.get(f"who_{number}")) != bool(data.get(f"share_{number}")):
                self.add_error(f"share_{number}", _("Ghi cả người và phần của người đó."))
        return data

    def given(self) -> list[tuple[UUID, Decimal]]:
        """(post, share) of each person named."""
        data = self.cleaned_data
        pairs = ((data[f"who_{number}"], data[f"share_{number}"]) for number in range(1, SHARES + 1))
        return [(UUID(who), share) for who, share in pairs if who and share]
