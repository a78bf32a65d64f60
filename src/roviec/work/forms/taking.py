"""In what shape a chart is taken away. Names are those of the address, which the Gantt page has filled in with its own view."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.paper.gantt.printing import Paper, Size

SHAPES = [
    ("pdf", _("PDF để in")),
    ("xlsx", _("Excel, sửa rồi đưa trở lại được")),
    ("html", _("Trang HTML, mở ở đâu cũng được, tìm và thu gọn được")),
    ("png", _("Ảnh PNG")),
    ("svg", _("Ảnh SVG, phóng to không vỡ")),
]
PROJECT = ("xml", _("Microsoft Project (XML)"))
PAPERS = [
    ("a3", _("A3 nằm ngang")),
    ("a4", _("A4 nằm ngang")),
    ("a3-doc", _("A3 đứng dọc")),
    ("a4-doc", _("A4 đứng dọc")),
]
GROUPS = [
    ("", _("Theo thứ tự của kế hoạch")),
    ("don-vi", _("Theo đơn vị chủ trì")),
    ("nguoi", _("Theo người thực hiện")),
    ("trang-thai", _("Theo trạng thái")),
    ("chuong-trinh", _("Theo kế hoạch, chương trình")),
]


@dataclass(frozen=True)
class Wish:
    """What was asked for; `tones` and `words` narrow what is shown, as on the page."""

    shape: str
    paper: Paper
    group: str
    tones: frozenset[str]
    words: str


class TakeForm(forms.Form):
    use_required_attribute = False

    loai = forms.ChoiceField(label=_("Loại tệp"), widget=forms.RadioSelect, initial="pdf")
    kho = forms.ChoiceField(label=_("Khổ giấy (PDF)"), choices=PAPERS)
    nhom = forms.ChoiceField(label=_("Xếp nhóm"), choices=GROUPS)
    ngat = forms.BooleanField(label=_("Mỗi nhóm bắt đầu ở trang mới"), required=False)

    def __init__(self, *args: Any, project: bool, **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})
        self.fields["loai"].choices = [*SHAPES, PROJECT] if project else SHAPES

    def wish(self) -> Wish:
        """What is not understood is left at the usual: an old address still gives a file."""
        self.is_valid()
        data = self.cleaned_data
        paper = data.get("kho") or "a3"
        return Wish(
            shape=data.get("loai") or "pdf",
            paper=Paper(Size(paper[:2]), landscape=not paper.endswith("-doc"), by_group=data.get("ngat", False)),
            group=data.get("nhom", ""),
            tones=frozenset(filter(None, self.data.get("loc", "").split(","))),
            words=self.data.get("tim", ""),
        )
