"""Exports carry text as text: no cell runs as a formula, whoever typed it."""

import io
import zipfile
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from roviec.paper.sheets import Sheet, write_csv, write_sheet

ATTACKS = ["=1+1", "+84", "-2+3", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")']


@pytest.mark.parametrize("text", ATTACKS)
def test_text_like_a_formula_stays_text_in_a_workbook(text: str) -> None:
    data = write_sheet(Sheet("a", ["h"], [[text]]))
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()[1] == [text]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
        assert b"quotePrefix" in archive.read("xl/styles.xml")


@pytest.mark.parametrize("text", ATTACKS)
def test_text_like_a_formula_is_quoted_in_csv(text: str) -> None:
    assert "'" + text[0] in write_csv(["h"], [[text]]).decode("utf-8-sig")


def test_numbers_and_days_keep_their_kind() -> None:
    data = write_sheet(Sheet("Đơn vị: [1]", ["a", "b", "c"], [[-3, date(2025, 12, 5), None]]))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    assert sheet.to_python()[1] == [-3.0, date(2025, 12, 5), ""]
    assert sheet.name == "Đơn vị- -1-"
