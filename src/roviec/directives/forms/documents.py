"""What people type about documents. Names of units are typed as in documents and resolved like them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.directives.queries import meanings
from roviec.work.forms.inputs import DayField

NAMES = re.compile(r"[;\n]+")


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Tệp văn bản"),
        help_text=_(
            "Word (.docx), Excel (.xlsx, .xls), PDF có chữ, .odt, .html, .txt; tối đa 25 MB. Không tải văn bản mật."
        ),
    )
    not_secret = forms.BooleanField(
        label=_("Văn bản này không thuộc danh mục bí mật nhà nước"),
        error_messages={
            "required": _(
                "Hệ thống này không nhận văn bản mật. Hãy xác nhận văn bản không mật, hoặc xử lý ngoài hệ thống."
            )
        },
    )


class HeaderForm(forms.Form):
    number = forms.CharField(label=_("Số, ký hiệu"), max_length=60, required=False)
    kind = forms.CharField(label=_("Loại văn bản"), max_length=60, required=False)
    subject = forms.CharField(label=_("Trích yếu"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    issuer = forms.CharField(label=_("Cơ quan ban hành"), max_length=300, required=False)
    issued_on = DayField(label=_("Ngày ban hành"), required=False)
    signer = forms.CharField(label=_("Người ký"), max_length=200, required=False)


class ProposalForm(forms.Form):
    """One proposal, corrected by hand."""

    RECURRENCES = (
        ("", _("Không lặp lại")),
        ("continuous", _("Thường xuyên")),
        ("monthly", _("Hằng tháng")),
        ("quarterly", _("Hằng quý")),
        ("yearly", _("Hằng năm")),
    )
    text = forms.CharField(label=_("Nhiệm vụ"), widget=forms.Textarea(attrs={"rows": 4}))
    leads = forms.CharField(
        label=_("Chủ trì"),
        required=False,
        help_text=_(
            "Tên như trong văn bản; nhiều đơn vị cách nhau bằng dấu chấm phẩy. Ví dụ: Sở KH&CN; UBND các xã, phường"
        ),
        widget=forms.TextInput(attrs={"list": "don-vi-goi-y", "autocomplete": "off"}),
    )
    supports = forms.CharField(
        label=_("Phối hợp"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    due = DayField(label=_("Hạn hoàn thành"), required=False)
    recurrence = forms.ChoiceField(label=_("Lặp lại"), required=False, choices=RECURRENCES)
    deliverable = forms.CharField(label=_("Sản phẩm"), required=False, max_length=1000)

    def __init__(self, *args: Any, directive: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.directive, self.day = directive, day

    @staticmethod
    def values_of(proposal: Any) -> dict[str, Any]:
        return {
            "text": proposal.text,
            "leads": names_of(proposal.leads, proposal.lead_units.all(), proposal.found.get("units", {})),
            "supports": names_of(proposal.supports, proposal.support_units.all(), proposal.found.get("units", {})),
            "due": proposal.due,
            "recurrence": proposal.recurrence,
            "deliverable": proposal.deliverable,
        }

    def differences(self, proposal: Any) -> list[tuple[str, str, str]]:
        """(label, as it stands, as typed) of each field of a valid form in which the two differ."""
        typed = self.cleaned_data | {name: self.data.get(self.add_prefix(name), "") for name in ("leads", "supports")}
        pairs = [
            (str(self[name].label), self._shown(stands), self._shown(typed[name]))
            for name, stands in self.values_of(proposal).items()
        ]
        return [pair for pair in pairs if pair[1] != pair[2]]

    def _shown(self, value: Any) -> str:
        if isinstance(value, date):
            return f"{value:%d/%m/%Y}"
        return str(dict(self.RECURRENCES).get(value, value)) if value else ""

    def clean_leads(self) -> list[Any]:
        return self._units("leads")

    def clean_supports(self) -> list[Any]:
        return self._units("supports")

    def _units(self, field: str) -> list[Any]:
        names = [name.strip() for name in NAMES.split(self.cleaned_data[field]) if name.strip()]
        found = meanings(self.directive, names, self.day)
        problems: list[str] = []
        units: list[Any] = []
        for name in names:
            meaning = found[name]
            units += meaning.settled
            if meaning.how == "none":
                problems.append(
                    _(
                        "Không có đơn vị nào tên “%(name)s”. Chọn lại tên, hoặc khai báo là cơ quan ngoài ở mục Tên chưa rõ."
                    )
                    % {"name": name}
                )
            elif meaning.how == "many":
                known = ", ".join(unit.name for unit in meaning.units[:5])
                problems.append(_("“%(name)s” có thể là: %(known)s. Hãy viết đủ tên.") % {"name": name, "known": known})
        if problems:
            raise forms.ValidationError(problems)
        return list({unit.pk: unit for unit in units}.values())


class NamesForm(forms.Form):
    """Whom each unclear name means here: one field per name, and a box for bodies outside. `guesses`: Unit, or None for outside."""

    def __init__(
        self,
        *args: Any,
        directive: Any,
        names: Iterable[str],
        day: date,
        guesses: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        guesses = guesses or {}
        self.directive, self.day, self.names = directive, day, list(names)
        for number, name in enumerate(self.names):
            unit, outside = guesses.get(name), name in guesses and guesses[name] is None
            self.fields[f"unit{number}"] = forms.CharField(
                label=name, required=False, initial=unit.name if unit else ""
            )
            self.fields[f"outside{number}"] = forms.BooleanField(
                label=_("Cơ quan ngoài"), required=False, initial=outside
            )

    def clean(self) -> dict[str, Any]:
        """`chosen` maps a name to a Unit, or to None for a body outside; names left empty are not in it."""
        data = super().clean() or {}
        typed = {name: data.get(f"unit{i}", "").strip() for i, name in enumerate(self.names)}
        found = meanings(self.directive, [text for text in typed.values() if text], self.day)
        chosen: dict[str, Any] = {}
        for number, name in enumerate(self.names):
            if data.get(f"outside{number}"):
                chosen[name] = None
            elif text := typed[name]:
                units = found[text].settled
                if len(units) == 1:
                    chosen[name] = units[0]
                else:
                    self.add_error(
                        f"unit{number}", _("Không tìm được đúng một đơn vị tên “%(name)s”.") % {"name": text}
                    )
        data["chosen"] = chosen
        return data


class ConfirmForm(forms.Form):
    """What holds for all rows picked: into which plan, which leader answers, by whose power."""

    plan = forms.ChoiceField(label=_("Đưa vào kế hoạch"), required=False)
    leader = forms.ChoiceField(
        label=_("Người chịu trách nhiệm"),
        required=False,
        help_text=_("Để trống: lãnh đạo phụ trách đơn vị chủ trì, hoặc người đứng đầu đơn vị đó."),
    )
    authority = forms.CharField(
        label=_("Thẩm quyền"),
        required=False,
        max_length=300,
        initial=_("Đơn vị chủ trì quyết định trong phạm vi chức năng; vượt thẩm quyền thì trình lãnh đạo phụ trách"),
    )
    unclear_reason = forms.CharField(
        label=_("Lý do giao khi còn điểm chưa rõ"),
        required=False,
        max_length=500,
        help_text=_("Để trống thì nhiệm vụ còn thiếu sẽ nằm ở dạng dự thảo, chưa giao."),
    )

    def __init__(
        self, *args: Any, leaders: Sequence[tuple[str, str]] = (), plans: Sequence[tuple[str, str]] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leader"].choices = [("", _("Theo từng đơn vị chủ trì")), *leaders]
        self.fields["plan"].choices = [("", _("Kế hoạch mới theo văn bản này")), *plans]
        if not plans:
            del self.fields["plan"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("leader", "plan"):
            data[name] = UUID(data[name]) if data.get(name) else None
        return data


class SplitForm(forms.Form):
    texts = forms.CharField(
        label=_("Mỗi nhiệm vụ một đoạn, cách nhau bằng một dòng trống"), widget=forms.Textarea(attrs={"rows": 10})
    )

    def clean_texts(self) -> list[str]:
        texts = [
            part.strip() for part in re.split(r"\n\s*\n", self.cleaned_data["texts"].replace("\r", "")) if part.strip()
        ]
        if len(texts) < 2:
            raise forms.ValidationError(_("Cần ít nhất hai đoạn để tách."))
        return texts


def names_of(written: list[str], units: Iterable[Any], known: dict[str, str]) -> str:
    """What stands in the field: the names as written while they say the same as the units, else the units' own names."""
    if written and all(known.get(name) in ("ok", "all") for name in written):
        return "; ".join(written)
    return "; ".join([unit.name for unit in units] or written)
