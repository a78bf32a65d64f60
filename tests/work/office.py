"""What an office does with a workbook: opens it, types into cells, saves it with its own program."""

import io
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import xlsxwriter
from python_calamine import CalamineWorkbook

Rows = list[list[Any]]


def saved_again(data: bytes, change: Callable[[Rows], None]) -> bytes:
    """The first sheet, cell by cell, with what `change` did to its rows; text that begins with "=" is taken for a formula."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    change(rows)
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Tiến độ")
        dated = book.add_format({"num_format": "dd/mm/yyyy"})
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime | date):
                    sheet.write_datetime(at, column, cell, dated)
                elif cell not in ("", None):
                    sheet.write(at, column, cell)
    return target.getvalue()


def row_of(rows: Rows, title: str) -> list[Any]:
    return next(row for row in rows if title in str(row[1]))
