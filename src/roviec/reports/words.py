"""What reports call their periods, kinds of lines and sections, in the reader's language."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roviec.core.report_periods import Span, span_of
from roviec.core.reporting import Kind
from roviec.web.states import state_view

ROMAN = ("", "I", "II", "III", "IV")
SPANS: dict[str, str | Promise] = {
    Span.MONTH.value: gettext_lazy("Tháng"),
    Span.QUARTER.value: gettext_lazy("Quý"),
    Span.HALF.value: gettext_lazy("6 tháng"),
    Span.NINE.value: gettext_lazy("9 tháng"),
    Span.YEAR.value: gettext_lazy("Năm"),
    "": gettext_lazy("Khoảng thời gian khác"),
}
# Sections that the drafter writes in: their names on the paper, in order.
SECTIONS: dict[str, str | Promise] = {
    "situation": gettext_lazy("Đánh giá chung"),
    "results": gettext_lazy("Kết quả nổi bật"),
    "difficulties": gettext_lazy("Khó khăn, vướng mắc"),
    "proposals": gettext_lazy("Kiến nghị, đề xuất"),
    "next": gettext_lazy("Nhiệm vụ trọng tâm kỳ tới"),
}


def period_words(name: str, first: date | None = None, last: date | None = None) -> str:
    """ "tháng 12 năm 2025"; free days by their dates; a single demand by its closing day."""
    try:
        span = span_of(name)
    except ValueError:
        if first and last:
            return _("từ %(first)s đến %(last)s") % {"first": f"{first:%d/%m/%Y}", "last": f"{last:%d/%m/%Y}"}
        day = date.fromisoformat(name)
        return _("đến %(day)s") % {"day": f"{day:%d/%m/%Y}"}
    year = name[:4]
    match span:
        case Span.MONTH:
            return _("tháng %(n)s năm %(year)s") % {"n": name[5:], "year": year}
        case Span.QUARTER:
            return _("quý %(n)s năm %(year)s") % {"n": ROMAN[int(name[-1])], "year": year}
        case Span.HALF:
            said = _("6 tháng đầu năm %(year)s") if name.endswith("1") else _("6 tháng cuối năm %(year)s")
            return said % {"year": year}
        case Span.NINE:
            return _("9 tháng đầu năm %(year)s") % {"year": year}
    return _("năm %(year)s") % {"year": year}


def kind_words(kind: str) -> str:
    """What a list of lines is of."""
    own = {
        Kind.ALL: _("Tổng số nhiệm vụ"),
        Kind.DONE: _("Đã hoàn thành"),
        Kind.OPEN: _("Đang thực hiện"),
        Kind.GIVEN: _("Giao trong kỳ"),
        Kind.NEXT: _("Đến hạn trong kỳ tới"),
    }
    return own.get(Kind(kind)) or str(state_view(kind).word)
