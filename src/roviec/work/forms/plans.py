"""A plan, and the filters of lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.core.standing import Standing
from roviec.web.states import STATES
from roviec.work.forms.inputs import AskedForm, DayField, WhoField, text_area
from roviec.work.queries import Wanted

SHOWN_STATES = (
    *(one.value for one in Standing if one is not Standing.CANCELLED),
    "unnamed",
    "outside",
    "signature",
    "submitted",
    "refused",
    "draft",
    "cancelled",
)
ANY = [("", _("Tất cả"))]


class PlanForm(AskedForm):
    title = forms.CharField(label=_("Tên kế hoạch, chương trình"), max_length=500, widget=text_area(2))
    code = forms.CharField(
        label=_("Số, ký hiệu văn bản"), required=False, max_length=60, help_text=_("Ví dụ: 552/KH-UBND.")
    )
    leader = WhoField(label=_("Lãnh đạo phụ trách"), units=False, required=False)
    starts_on = DayField(label=_("Từ ngày"), required=False)
    ends_on = DayField(label=_("Đến ngày"), required=False)
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=text_area())

    def arguments(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        leader = data.pop("leader")
        return {**data, "leader_post": leader.post_id if leader else None}


class BaselineForm(AskedForm):
    name = forms.CharField(
        label=_("Tên mốc so sánh"), max_length=120, help_text=_("Ví dụ: Kế hoạch được duyệt; Sơ kết quý I.")
    )


class PlaceForm(AskedForm):
    parent = forms.ChoiceField(
        label=_("Thuộc chương trình"),
        required=False,
        help_text=_("Chỉ chọn được chương trình mà bạn quản lý, của cùng cơ quan hoặc cơ quan cấp trên."),
    )

    def __init__(self, *args: Any, programmes: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["parent"].choices = [("", _("Không thuộc chương trình nào")), *programmes]


class PlanFilter(forms.Form):
    """The table of one plan. Names are those of the address."""

    q = forms.CharField(label=_("Có chữ"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    trang_thai = forms.ChoiceField(
        label=_("Trạng thái"), required=False, choices=[*ANY, *((one, STATES[one].word) for one in SHOWN_STATES)]
    )
    don_vi = forms.ChoiceField(label=_("Chủ trì"), required=False)
    nguoi = forms.CharField(
        label=_("Người thực hiện"), required=False, widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, *args: Any, units: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})
        self.fields["don_vi"].choices = [*ANY, *units]

    def wanted(self, order: str) -> Wanted:
        """What is not understood is left out: an old or mistyped address still opens the plan."""
        self.is_valid()
        data = self.cleaned_data
        unit = data.get("don_vi")
        return Wanted(
            text=data.get("q", ""),
            standing=data.get("trang_thai", ""),
            unit=forms.UUIDField().clean(unit) if unit else None,
            person=data.get("nguoi", ""),
            order=order,
        )


class PlansFilter(forms.Form):
    q = forms.CharField(label=_("Có chữ"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    co_quan = forms.ChoiceField(label=_("Cơ quan"), required=False)
    tinh_trang = forms.ChoiceField(
        label=_("Tình trạng"),
        required=False,
        choices=[*ANY, ("open", _("Đang thực hiện")), ("closed", _("Đã đóng"))],
    )
    cham = forms.BooleanField(label=_("Có việc quá hạn"), required=False)

    def __init__(self, *args: Any, bodies: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})
        self.fields["co_quan"].choices = [*ANY, *bodies]

    def wanted(self) -> dict[str, Any]:
        self.is_valid()
        data = self.cleaned_data
        body = data.get("co_quan")
        return {
            "text": data.get("q", ""),
            "body": forms.UUIDField().clean(body) if body else None,
            "state": data.get("tinh_trang", ""),
            "late": data.get("cham", False),
        }
