"""How one wants to be told, and what a body's ladder is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.alerts import sentences
from roviec.core.bundling import Wish
from roviec.core.notices import KINDS, Group
from roviec.web.days import DayField, TimeOfDayField


class _Plain(forms.Form):
    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})


class WishForm(_Plain):
    """Hours of one channel. Kinds are chosen by group: six questions instead of forty."""

    digest_at = TimeOfDayField(
        label=_("Gửi bản tổng hợp lúc"), help_text=_("Mỗi ngày làm việc một lần, gồm mọi thông báo bạn chưa đọc.")
    )
    quiet_from = TimeOfDayField(label=_("Giờ yên tĩnh từ"))
    quiet_until = TimeOfDayField(
        label=_("Giờ yên tĩnh đến"),
        help_text=_("Trong giờ này không gửi gì; hai mốc bằng nhau là không có giờ yên tĩnh."),
    )
    days_off = forms.BooleanField(label=_("Gửi cả ngày nghỉ, ngày lễ"), required=False)
    at_once = forms.MultipleChoiceField(
        label=_("Gửi ngay, không chờ bản tổng hợp"),
        required=False,
        choices=[(group.value, label) for group, label in sentences.GROUPS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Cảnh báo ở bậc cao luôn được gửi ngay."),
    )

    @staticmethod
    def initial_of(wish: Wish) -> dict[str, Any]:
        groups = [
            group.value
            for group in Group
            if wish.at_once >= {name for name, kind in KINDS.items() if kind.group is group}
        ]
        return {
            "digest_at": wish.digest_at,
            "quiet_from": wish.quiet_from,
            "quiet_until": wish.quiet_until,
            "days_off": wish.days_off,
            "at_once": groups,
        }

    def wish(self) -> Wish:
        data = self.cleaned_data
        kinds = frozenset(name for name, kind in KINDS.items() if kind.group.value in data["at_once"])
        return Wish(data["digest_at"], data["quiet_from"], data["quiet_until"], data["days_off"], kinds)


class MuteForm(_Plain):
    muted = forms.MultipleChoiceField(
        label=_("Không cần báo cho tôi"),
        required=False,
        choices=[(name, sentences.SENTENCES[name]) for name, kind in KINDS.items() if kind.free],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Các loại thông báo khác là bắt buộc."),
    )


class SnoozeForm(_Plain):
    until = DayField(label=_("Nhắc lại vào ngày"))
    reason = forms.CharField(
        label=_("Lý do hoãn"), max_length=300, help_text=_("Trưởng đơn vị và văn phòng theo dõi thấy lý do này.")
    )


class LadderForm(_Plain):
    file = forms.FileField(label=_("Tệp thang cảnh báo (.toml)"), required=False)
    text = forms.CharField(
        label=_("hoặc nội dung tệp"), required=False, max_length=50_000, widget=forms.Textarea(attrs={"rows": 14})
    )

    def said(self) -> str:
        """The file when there is one, else the text; "" for bytes that are no text."""
        file = self.cleaned_data.get("file")
        if not file:
            return self.cleaned_data["text"]
        try:
            return file.read(200_000).decode("utf-8-sig")
        except UnicodeDecodeError:
            return ""
