"""What people type about a working regulation: the edition, and one line per field. A table in a file fills the lines in."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.evaluation.actions.regulations import FieldLine
from roviec.evaluation.forms.steps import StepForm
from roviec.organisation.readers.tables import read_sheets
from roviec.web.days import DayField
from roviec.work.forms.inputs import text_area

LARGEST_FILE = 2 * 1024 * 1024
# Column of a file → field of a line; what a header must begin with, folded.
COLUMNS = {
    "field": "linh vuc",
    "post": "nguoi phu trach",
    "substitute": "nguoi thay",
    "handling_days": "so ngay",
    "words": "tu khoa",
}
WANTED = "Lĩnh vực; Người phụ trách; Người thay thế; Số ngày xử lý; Từ khóa"


class EditionForm(StepForm):
    verb = "adopt_regulation"
    label = _("Ban hành quy chế làm việc của đơn vị")
    submit = _("Ban hành")
    done = _("Đã ban hành. Việc của tháng được đối chiếu theo quy chế này.")
    title = forms.CharField(label=_("Tên quy chế"), max_length=500)
    document = forms.CharField(label=_("Số, ngày văn bản"), max_length=200, required=False)
    valid_from = DayField(label=_("Áp dụng từ ngày"))


class LineForm(forms.Form):
    """One row of the table; an empty row is left out."""

    field = forms.CharField(label=_("Lĩnh vực"), max_length=500, required=False)
    post = forms.ChoiceField(label=_("Người phụ trách"), required=False)
    substitute = forms.ChoiceField(label=_("Người thay thế"), required=False)
    handling_days = forms.IntegerField(label=_("Số ngày xử lý"), required=False, min_value=1, max_value=250)
    words = forms.CharField(label=_("Từ khóa để nhận ra việc"), required=False, widget=text_area(2), max_length=2000)

    def __init__(self, *args: Any, seats: list[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **more})
        for name in ("post", "substitute"):
            self.fields[name].choices = [("", "—"), *seats]

    def line(self) -> FieldLine | None:
        data = self.cleaned_data
        if not any(data.values()):
            return None
        return FieldLine(
            field=data["field"],
            post=UUID(data["post"]) if data["post"] else None,
            substitute=UUID(data["substitute"]) if data["substitute"] else None,
            handling_days=data["handling_days"],
            words=data["words"],
        )


Lines = forms.formset_factory(LineForm, extra=5, max_num=200, absolute_max=220, validate_max=True)


def lines_of(formset: Any) -> tuple[list[FieldLine], list[int]]:
    """The lines typed, and of each the place of its form."""
    found = [(form.line(), n) for n, form in enumerate(formset.forms) if form.cleaned_data]
    kept = [(line, n) for line, n in found if line is not None]
    return [line for line, _n in kept], [n for _line, n in kept]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows for the form, and what of the file was not understood; such a cell is left empty."""

    rows: list[dict[str, Any]]
    problems: list[Reason]


def read_table(data: bytes, file_name: str, seats: list[tuple[str, str]]) -> Table:
    """The first sheet whose head names a field and a person. Raises Invalid("file", …) where there is none or the file is no table."""
    if len(data) > LARGEST_FILE:
        raise Invalid("file", Reason("regulation.bad_file"))
    for sheet in read_sheets(data, file_name):
        for start, row in enumerate(sheet.rows[:20]):
            places = {
                name: column
                for name, begins in COLUMNS.items()
                for column, cell in enumerate(row)
                if fold(cell).startswith(begins)
            }
            if {"field", "post"} <= places.keys():
                return _rows(sheet.name, sheet.rows[start + 1 :], start + 2, places, seats)
    raise Invalid("file", Reason("regulation.no_columns", {"columns": WANTED}))


def _rows(sheet: str, rows: list[list[str]], first: int, places: dict[str, int], seats: list[tuple[str, str]]) -> Table:
    made, problems = [], []
    for number, row in enumerate(rows, first):
        cells = {name: row[column].strip() if column < len(row) else "" for name, column in places.items()}
        if not any(cells.values()):
            continue
        values: dict[str, Any] = {"field": cells["field"], "words": cells.get("words", "").replace(";", "\n")}
        for name in ("post", "substitute"):
            text = cells.get(name, "")
            matching = [pk for pk, label in seats if text and fold(text) in fold(label)]
            if len(matching) == 1:
                values[name] = matching[0]
            elif text:
                why = (
                    _("Không có ai như vậy trong đơn vị.")
                    if not matching
                    else _("Có nhiều người khớp; chọn trong danh sách.")
                )
                problems.append(_cell(sheet, number, WANTED.split("; ")[1 if name == "post" else 2], text, str(why)))
        days = cells.get("handling_days", "")
        if days.isdecimal() and 1 <= int(days) <= 250:
            values["handling_days"] = int(days)
        elif days:
            problems.append(_cell(sheet, number, "Số ngày xử lý", days, str(_("Ghi một số từ 1 đến 250."))))
        made.append(values)
    if not made:
        raise Invalid("file", Reason("regulation.no_lines"))
    return Table(made, problems)


def _cell(sheet: str, line: int, column: str, value: str, remedy: str) -> Reason:
    return Reason(
        "regulation.bad_cell", {"sheet": sheet, "line": line, "column": column, "value": value, "remedy": remedy}
    )
