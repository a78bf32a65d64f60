"""A real commune's catalogue is read and reviewed; what is wrong in a list is found where it stands."""

import csv
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.core.catalogue import ProductLine, Suggester, Written, difference, read_lines, remainder, review
from roviec.core.catalogue.lines import number_of
from roviec.core.problems import Invalid

FIELDS = ("part", "code", "office", "work", "detail", "output", "group", "frame", "points", "coefficient", "note")


def real_rows() -> list[Written]:
    text = (files("roviec.demo") / "data/catalogue/work-catalogue-commune-2026.tsv").read_text(encoding="utf-8")
    rows = list(csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE))[1:]
    return [Written(number, dict(zip(FIELDS, row, strict=True))) for number, row in enumerate(rows, 2)]


@pytest.fixture(scope="module")
def real() -> list[ProductLine]:
    lines, wrong = read_lines(real_rows())
    assert not wrong
    return lines


def row(number: int = 2, **changed: str) -> Written:
    cells = {
        "part": "dung-chung",
        "code": f"DC.{number}",
        "work": "Soạn giấy mời",
        "output": "Giấy mời",
        "group": "N1",
        "frame": "1-10",
        "points": "5",
        "coefficient": "1",
    }
    return Written(number, cells | changed)


def found(*rows: Written) -> set[tuple[int, str, str]]:
    """Everything found: row, field, code."""
    lines, findings = read_lines(rows)
    return {(one.row, one.field, one.reason.code.partition(".")[2]) for one in [*findings, *review(lines)]}


def test_the_list_of_a_real_commune(real: list[ProductLine]) -> None:
    assert len(real) == 353
    assert Counter(line.part for line in real) == {"office": 291, "shared": 44, "leading": 18}
    findings = review(real)
    assert not any(one.error for one in findings)
    assert Counter(one.reason.code for one in findings) == {"catalogue.output_either": 261, "catalogue.alike": 9}
    pairs = {(one.row, one.reason.params["row"]) for one in findings if one.reason.code == "catalogue.alike"}
    by_code = {line.code: line.row for line in real}
    # Two lines for labour and vocational training; apologies for late dossiers in two places.
    assert {(by_code["ASXH.14"], by_code["ASXH.05"]), (by_code["HCC.19"], by_code["DC.36"])} <= pairs


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"code": ""}, ("code", "no_code")),
        ({"output": ""}, ("output", "no_output")),
        ({"coefficient": ""}, ("coefficient", "no_coefficient")),
        ({"coefficient": "0"}, ("coefficient", "coefficient_not_positive")),
        ({"coefficient": "-2"}, ("coefficient", "coefficient_not_positive")),
        ({"coefficient": "một"}, ("coefficient", "not_a_number")),
        ({"coefficient": "1,2,3"}, ("coefficient", "not_a_number")),
        ({"coefficient": "0,33333"}, ("coefficient", "too_precise")),
        ({"frame": "50-11"}, ("frame", "bad_frame")),
        ({"group": "Nhóm phức tạp"}, ("group", "too_long")),
        ({"points": "12"}, ("points", "points_outside_frame")),
        ({"coefficient": "1,6"}, ("coefficient", "coefficient_not_of_points")),
        ({"points": "", "coefficient": "9"}, ("coefficient", "coefficient_outside_group")),
        ({"output": "Tham mưu, theo dõi"}, ("output", "output_is_doing")),
        ({"output": "Kế hoạch, công văn, quyết định"}, ("output", "output_compound")),
        ({"output": "Báo cáo/công văn"}, ("output", "output_either")),
    ],
)
def test_what_is_wrong_in_a_line_is_found_in_its_place(changed: dict[str, str], expected: tuple[str, str]) -> None:
    others = [row(n, work=f"Việc khác {n}", output=f"Biên bản {n}", code=f"KH.{n}") for n in (3, 4, 5)]
    assert (2, *expected) in found(row(2, **changed), *others)
    assert not {one for one in found(row(2), *others) if one[0] == 2}


def test_what_is_wrong_in_the_list_as_a_whole() -> None:
    six = [row(n, group=f"N{n}", frame="", points="", coefficient=str(n), work=f"Việc {n * 7}") for n in range(1, 7)]
    assert (0, "group", "too_many_groups") in found(*six)
    assert (0, "group", "group_gap") in found(row(2), row(3, group="N3", work="Lập dự toán", output="Dự toán"))
    circle = (row(2, group="N2 thuộc N3"), row(3, group="N3 thuộc N2"))
    assert {(0, "group", "group_circular"), (2, "group", "group_nested")} <= found(*circle)
    assert (3, "code", "code_double") in found(row(2), row(3, code="dc.2", work="Lập dự toán"))
    assert (3, "work", "duplicate") in found(row(2), row(3, work="SOẠN GIẤY MỜI"))
    overlap = found(row(2), row(3, group="N2", frame="8-50", work="Lập dự toán", output="Dự toán"))
    assert (0, "frame", "frames_overlap") in overlap
    assert (0, "coefficient", "no_standard") in found(row(2, points="10", coefficient="2"))


def test_lists_with_heads_instead_of_columns() -> None:
    rows = [
        Written(1, {"code": "A. Lãnh đạo, quản lý", "work": ""}),
        row(2, part="", code="QL.1"),
        Written(3, {"code": "", "work": "B.II. Phòng Kinh tế"}),
        row(4, part="", code="KT.1"),
    ]
    lines, wrong = read_lines(rows)
    assert not wrong
    assert [(line.part, line.office) for line in lines] == [("leading", ""), ("office", "Phòng Kinh tế")]


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,6", "1.6"), ("1.6", "1.6"), ("1.200,5", "1200.5"), ("12", "12"), ("1.200.000,0", "1200000.0"), ("1e3", None)],
)
def test_numbers_as_vietnamese_write_them(text: str, number: str | None) -> None:
    assert number_of(text) == (None if number is None else Decimal(number))


def test_a_new_edition_says_what_it_changes(real: list[ProductLine]) -> None:
    first, second, third, *rest = real[:20]
    after = [
        replace(first, coefficient=first.coefficient + 1),
        replace(second, code="QL.99"),
        *rest,
        replace(third, code="MOI.1", work="Việc mới", output="Đề án"),
    ]
    changes = {(one.kind, (one.after or one.before).code) for one in difference(real[:20], after)}  # type: ignore[union-attr]
    assert changes == {("coefficient", first.code), ("code", "QL.99"), ("added", "MOI.1"), ("gone", third.code)}


AMOUNTS = st.integers(1, 100_000).map(lambda thousandths: Decimal(thousandths) / 1000)


@settings(max_examples=40)
@given(AMOUNTS, st.lists(AMOUNTS, max_size=5))
def test_shares_never_exceed_the_whole(whole: Decimal, shares: list[Decimal]) -> None:
    if sum(shares) > whole:
        with pytest.raises(Invalid) as refused:
            remainder(whole, shares)
        assert "18.1.c" in refused.value.reason.cite
    else:
        assert remainder(whole, shares) + sum(shares) == whole


@pytest.mark.parametrize(
    ("title", "deliverable", "code", "sure"),
    [
        ("Góp ý dự thảo quy chế phối hợp giữa trung tâm và các phòng chuyên môn", "Văn bản góp ý", "DC.07", True),
        ("Chuẩn bị tài liệu làm việc với Đặc khu Côn Đảo về hạ tầng số", "", "DC.11", True),
        ("Ra soat ho so ho tro nha o cho ho ngheo, ho can ngheo dot 2", "Danh sach ho du dieu kien", "ASXH.10", True),
        ("Chăm lo đời sống nhân dân", "", None, False),
    ],
)
def test_a_product_is_suggested_from_the_words(
    real: list[ProductLine], title: str, deliverable: str, code: str | None, sure: bool
) -> None:
    suggester = Suggester({line.code: line for line in real if line.part != "leading"})
    first = next(iter(suggester.suggest(title, deliverable)), None)
    assert (first is not None and first.sure) == sure
    if code is not None:
        assert first is not None and first.key == code
