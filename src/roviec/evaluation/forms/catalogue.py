"""Forms of catalogues: a file, a search, a decision, a product that ends, a proposal and what becomes of it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.core.catalogue.lines import number_of
from roviec.evaluation.actions.proposals import Proposed
from roviec.evaluation.forms.steps import StepForm
from roviec.evaluation.queries.catalogue import PARTS
from roviec.web.days import DayField
from roviec.work.forms.inputs import AskedForm, text_area

ALL = [("", _("Tất cả"))]


class NumberField(forms.CharField):
    """A number as Vietnamese write it (1,6) or as programs do (1.6)."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "decimal"}), max_length=20, **more)

    def clean(self, value: Any) -> Decimal | None:  # type: ignore[override]
        text = super().clean(value)
        if not text:
            return None
        number = number_of(text)
        if number is None or number <= 0:
            raise forms.ValidationError(_("Ghi một số lớn hơn 0, ví dụ 1,6."))
        return number


class ImportForm(AskedForm):
    title = forms.CharField(label=_("Tên danh mục"), max_length=500)
    file = forms.FileField(
        label=_("Tệp .xlsx, .csv hoặc .tsv"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt"})
    )
    standard_points = NumberField(
        label=_("Điểm của sản phẩm chuẩn (hệ số 1)"),
        required=False,
        help_text=_("Để trống: lấy theo phần lớn các dòng của tệp."),
    )


class SearchForm(forms.Form):
    """The filters of a list; offices and groups are those that occur in it."""

    q = forms.CharField(
        label=_("Tìm"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("không cần gõ dấu")}),
    )
    phan = forms.ChoiceField(label=_("Phần"), required=False, choices=[*ALL, *PARTS])
    phong = forms.ChoiceField(label=_("Phòng"), required=False)
    nhom = forms.ChoiceField(label=_("Nhóm"), required=False)

    def __init__(self, data: Any, offices: list[str], groups: list[str]) -> None:
        super().__init__(data, label_suffix="")
        self.fields["phong"].choices = [*ALL, *((one, one) for one in offices)]  # type: ignore[attr-defined]
        self.fields["nhom"].choices = [*ALL, *((one, one) for one in groups)]  # type: ignore[attr-defined]

    def wanted(self) -> dict[str, str]:
        """Arguments of `queries.catalogue.listed_products`; what is not a choice asks for nothing."""
        self.full_clean()
        data = getattr(self, "cleaned_data", {})
        names = {"text": "q", "part": "phan", "office": "phong", "group": "nhom"}
        return {name: data.get(field, "") for name, field in names.items()}


class Publish(StepForm):
    verb = "publish_catalogue"
    label = submit = _("Ban hành danh mục")
    intro = _(
        "Từ ngày áp dụng, nhiệm vụ mới chọn sản phẩm theo danh mục này. Danh mục trước hết hiệu lực từ ngày đó; phiếu đã chốt giữ nguyên."
    )
    done = _("Đã ban hành danh mục.")
    valid_from = DayField(label=_("Áp dụng từ ngày"))
    decision = forms.CharField(label=_("Văn bản ban hành (số, ngày)"), max_length=200)


class Drop(StepForm):
    verb = "drop_catalogue"
    label = submit = _("Bỏ dự thảo")
    done = _("Đã bỏ dự thảo.")
    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=text_area(2))


class EndProduct(StepForm):
    verb = "end_product"
    label = submit = _("Thôi áp dụng sản phẩm")
    intro = _("Từ ngày này sản phẩm không giao được nữa; việc đã giao trước đó vẫn tính theo hệ số cũ.")
    done = _("Đã ghi ngày thôi áp dụng.")
    ended_on = DayField(label=_("Thôi áp dụng từ ngày"))
    reason = forms.CharField(label=_("Lý do"), max_length=500, widget=text_area(2))


class Propose(StepForm):
    """`asked.extra["units"]`: those that the actor may propose for."""

    verb = "propose_product"
    label = _("Đề nghị bổ sung sản phẩm, công việc")
    submit = _("Gửi đề nghị")
    intro = _(
        "Công việc phát sinh chưa có trong danh mục thì người đứng đầu báo cáo để bổ sung (Điều 13.3 Nghị định 335/2025/NĐ-CP)."
    )
    done = _("Đã gửi đề nghị bổ sung.")
    unit = forms.ChoiceField(label=_("Đơn vị"))
    work = forms.CharField(label=_("Nhiệm vụ"), max_length=1000, widget=text_area(2))
    output = forms.CharField(label=_("Sản phẩm đầu ra"), max_length=1000)
    group = forms.CharField(label=_("Nhóm"), max_length=10, required=False)
    coefficient = NumberField(label=_("Hệ số quy đổi đề nghị"))
    reason = forms.CharField(label=_("Vì sao cần bổ sung"), widget=text_area(2))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].choices = [(str(one.pk), one.name) for one in self.asked.extra["units"]]  # type: ignore[attr-defined]

    def proposed(self) -> Proposed:
        data = self.cleaned_data
        return Proposed(data["work"], data["output"], data["coefficient"], data["reason"], data["group"])


class Decide(StepForm):
    verb = "decide_proposal"
    label = _("Quyết định đề nghị bổ sung")
    submit = _("Quyết định")
    done = _("Đã quyết định đề nghị.")
    add = forms.TypedChoiceField(
        label=_("Kết quả"),
        choices=[("yes", _("Bổ sung vào danh mục")), ("no", _("Không bổ sung"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    coefficient = NumberField(label=_("Hệ số quyết định"), required=False, help_text=_("Để trống: như đề nghị."))
    code = forms.CharField(label=_("Mã"), max_length=40, required=False, help_text=_("Để trống: mã BS tiếp theo."))
    note = forms.CharField(
        label=_("Ý kiến; lý do nếu không bổ sung"), max_length=1000, required=False, widget=text_area(2)
    )
