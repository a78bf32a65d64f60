"""Laws taken apart, their effect, what they wait for: on Decree 335/2025/NĐ-CP and on single sentences."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.core.extraction.model import Cell, DocumentModel, Paragraph, Table
from roviec.core.provisions import Passage, is_legal, read_awaited, read_effect, split
from roviec.core.provisions.effect import effective_days
from roviec.core.provisions.found import marked, searchable, searched_words
from roviec.core.provisions.readiness import Readiness, readiness_of, tally
from roviec.core.provisions.references import Place, places_in
from roviec.core.standing import Standing

DECREE = Path(__file__).parents[1] / "directives" / "laws" / "nd-335.txt"
SIGNED = date(2025, 12, 21)


def document(text: str) -> DocumentModel:
    lines = [line for line in text.splitlines() if line.strip()]
    return DocumentModel("txt", tuple(Paragraph(f"p{n}", line) for n, line in enumerate(lines)))


@pytest.fixture(scope="module")
def decree() -> list[Passage]:
    return split(document(DECREE.read_text(encoding="utf-8")))


def by_cite(passages: list[Passage], cite: str) -> Passage:
    (found,) = [one for one in passages if one.cite == cite]
    return found


def law(*lines: str) -> list[Passage]:
    return split(document("\n".join(["Điều 1. Phạm vi", "Luật này quy định về cây xanh.", "Điều 2. Nội dung", *lines])))


def test_the_decree_falls_into_its_articles_clauses_and_points(decree: list[Passage]) -> None:
    levels = Counter(str(one.level) for one in decree)
    assert (levels["chapter"], levels["section"], levels["article"], levels["appendix"]) == (4, 3, 29, 2)
    assert [one.number for one in decree if one.level == "article"] == [str(n) for n in range(1, 30)]
    point = by_cite(decree, "điểm a khoản 1 Điều 26")
    assert point.text.startswith("Chỉ đạo, hướng dẫn, xây dựng") and point.text.endswith("ngày 30 tháng 6 năm 2026.")
    chapter = by_cite(decree, "Chương III")
    assert chapter.heading == "THEO DÕI, ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG CÔNG CHỨC"
    # Nothing of the letterhead, the recipients or the signature is a passage.
    assert not [one for one in decree if "Nơi nhận" in one.text or "Độc lập - Tự do" in one.text[:20]]


def test_no_line_of_the_articles_is_lost(decree: list[Passage]) -> None:
    text = DECREE.read_text(encoding="utf-8")
    body = text[text.index("Điều 1. Phạm vi") : text.index("| Nơi nhận:")]
    said = " ".join(searchable(f"{one.number} {one.whole}") for one in decree)
    for line in filter(str.strip, body.splitlines()):
        words = searchable(line).split()[2:]
        assert searchable(" ".join(words)).strip() in " ".join(said.split()), line


def test_it_says_from_when_it_is_in_force_and_what_ends(decree: list[Passage]) -> None:
    effect = read_effect(decree, SIGNED)
    assert effect.on == date(2026, 1, 1)
    assert effect.passage is not None and decree[effect.passage].cite == "khoản 1 Điều 27"
    assert [(one.number, one.how) for one in effect.ended] == [("90/2020/NĐ-CP", "bãi bỏ")]


def test_it_says_who_must_still_issue_what(decree: list[Passage]) -> None:
    sure = {(decree[one.passage].cite, one.issuer): one.due for one in read_awaited(decree) if one.sure >= 0.8}
    assert sure == {
        ("khoản 2 Điều 7", "bộ, cơ quan ngang bộ, Ủy ban nhân dân cấp tỉnh"): None,
        ("khoản 2 Điều 19", "cấp trên trực tiếp có thẩm quyền"): None,
        ("khoản 2 Điều 26", "Bộ Tài chính"): None,
    }
    unsure = {decree[one.passage].cite: one.due for one in read_awaited(decree) if one.sure < 0.8}
    assert unsure["điểm a khoản 1 Điều 26"] == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Luật này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2026.", date(2026, 7, 1)),
        ("Thông tư này có hiệu lực kể từ ngày 15/02/2026.", date(2026, 2, 15)),
        ("Nghị quyết này có hiệu lực từ ngày được thông qua.", SIGNED),
        ("Quyết định này có hiệu lực thi hành kể từ ngày ký.", SIGNED),
        ("Thông tư này có hiệu lực sau 45 ngày kể từ ngày ký.", date(2026, 2, 4)),
        ("Quyết định này có hiệu lực khi có hướng dẫn.", None),
        ("Luật này có hiệu lực thi hành từ ngày 31 tháng 02 năm 2026.", None),
    ],
)
def test_the_day_is_read_or_left_open(sentence: str, day: date | None) -> None:
    assert read_effect(law(f"1. {sentence}"), SIGNED).on == day


def test_provisions_with_a_day_of_their_own_keep_it_inside_them() -> None:
    passages = law(
        "1. Tổ chức thực hiện:", "a) Lập hồ sơ;", "b) Báo cáo.",
        "Điều 3. Hiệu lực thi hành",
        "1. Luật này có hiệu lực thi hành từ ngày 01 tháng 7 năm 2026, trừ trường hợp quy định tại khoản 2 Điều này.",
        "2. Khoản 1 Điều 2 của Luật này có hiệu lực thi hành từ ngày 01 tháng 3 năm 2026.",
        "3. Điều 5 của Luật Kiến trúc có hiệu lực từ ngày 01 tháng 01 năm 2026.",
    )  # fmt: skip
    effect = read_effect(passages, SIGNED)
    days = dict(zip([one.cite for one in passages], effective_days(passages, effect), strict=True))
    early = {cite for cite, day in days.items() if day == date(2026, 3, 1)}
    assert early == {"khoản 1 Điều 2", "điểm a khoản 1 Điều 2", "điểm b khoản 1 Điều 2"}
    assert days["Điều 1"] == date(2026, 7, 1)


def test_quoted_articles_of_an_amended_law_are_text_of_the_article_that_quotes_them() -> None:
    passages = law(
        "Sửa đổi Điều 9 của Luật Kiến trúc số 40/2019/QH14 như sau:",
        "“Điều 9. Trách nhiệm",
        "1. Chính phủ quy định chi tiết Điều này.”.",
        "Điều 3. Tổ chức thực hiện",
        "1. Bộ trưởng Bộ Xây dựng hướng dẫn việc lập hồ sơ.",
    )
    assert [one.number for one in passages if one.level == "article"] == ["1", "2", "3"]
    found = {passages[one.article].number: (one.issuer, one.sure) for one in read_awaited(passages)}
    assert found == {"2": ("Chính phủ", 0.6), "3": ("Bộ trưởng Bộ Xây dựng", 0.85)}


@pytest.mark.parametrize(
    "sentence",
    [
        "Cơ quan, tổ chức thực hiện theo quy định tại Điều 5 Luật này.",
        "Nghị định này quy định chi tiết một số điều của Luật Đất đai.",
        "Ủy ban nhân dân cấp xã ban hành quyết định cấp giấy phép cho từng hộ.",
        "Tổ chức báo cáo Chính phủ quy định đã ban hành.",
    ],
)
def test_what_waits_for_nobody_is_not_said_to_wait(sentence: str) -> None:
    assert [one for one in read_awaited(law(f"1. {sentence}")) if one.sure >= 0.8] == []


def test_places_are_read_in_lists_ranges_and_by_pointing() -> None:
    assert places_in("điểm a, b khoản 2 Điều 5 và Điều 10") == [
        Place("5", "2", "a"),
        Place("5", "2", "b"),
        Place("10"),
    ]
    assert places_in("các khoản 1, 2 và 4 Điều này", article="7") == [
        Place("7", "1"),
        Place("7", "2"),
        Place("7", "4"),
    ]
    assert [one.article for one in places_in("các điều 12 đến 15")] == ["12", "13", "14", "15"]
    assert [one.article for one in places_in("từ Điều 5 đến Điều 8")] == ["5", "6", "7", "8"]
    assert [one.clause for one in places_in("khoản 1 và khoản 3 Điều 2")] == ["1", "3"]
    points = places_in("các điểm b đến đ và g khoản 2 Điều 5")
    assert [one.point for one in points] == ["b", "c", "d", "đ", "g"]


def test_a_plan_falls_into_its_numbered_items_and_the_rows_of_its_tables() -> None:
    rows = ("STT", "Nhiệm vụ", "1", "Xây dựng kế hoạch")
    cells = tuple(Cell(f"t9r{n // 2}c{n % 2}", n // 2, n % 2, text) for n, text in enumerate(rows))
    plan = document(
        "KẾ HOẠCH\nI. MỤC TIÊU\n1. Mục tiêu chung: phát triển.\nII. NHIỆM VỤ\n1. Sở Nội vụ:\na) Trình đề án"
    )
    plan = DocumentModel("docx", (*plan.blocks, Table("t9", 2, 2, cells)))
    assert not is_legal(plan)
    passages = split(plan)
    assert [one.cite for one in passages if one.text == "Trình đề án"] == ["II.1.a"]
    assert [(one.number, one.text, one.anchors) for one in passages if one.level == "row"][-1] == (
        "1",
        "Xây dựng kế hoạch",
        ("t9r1c0", "t9r1c1"),
    )


LINES = st.sampled_from(
    ["Chương I", "Mục 1. QUY ĐỊNH", "Điều 1. Tên", "1. Khoản một", "a) Điểm a", "chữ thường", "“Điều 9. Trích", "hết.”"]
)


@given(st.lists(LINES, min_size=1, max_size=30))
@settings(max_examples=50)
def test_every_passage_stands_behind_the_one_around_it_and_every_anchor_in_one_passage(lines: list[str]) -> None:
    passages = split(document("\n".join(["Điều 1. Đầu", "Điều 2. Hai", *lines])))
    assert all(one.parent is None or one.parent < at for at, one in enumerate(passages))
    anchors = [anchor for one in passages for anchor in one.anchors]
    assert len(anchors) == len(set(anchors)) == len(lines) + 2


def test_an_article_is_late_then_waits_then_works_then_ready() -> None:
    late, running, done = Standing.OPEN_LATE, Standing.OPEN_ON_TIME, Standing.DONE_LATE
    assert readiness_of(waits_for=1, standings=[late, done]) is Readiness.LATE
    assert readiness_of(waits_for=1, standings=[running]) is Readiness.WAITING
    assert readiness_of(waits_for=0, standings=[running, done]) is Readiness.WORKING
    assert readiness_of(waits_for=0, standings=[done]) is readiness_of(waits_for=0, standings=[]) is Readiness.READY
    assert sum(tally([Readiness.LATE, Readiness.READY, Readiness.READY]).values()) == 3


def test_found_words_are_marked_in_the_text_as_it_is_written() -> None:
    text = "Về việc sắp xếp đơn vị hành chính; đơn vị sự nghiệp tiếp tục sắp xếp."
    assert marked(text, searched_words("sap xep don vi")) == [
        ("Về việc ", False),
        ("sắp xếp đơn vị", True),
        (" hành chính; đơn vị sự nghiệp tiếp tục sắp xếp.", False),
    ]
    pieces = marked("chữ " * 200 + "Hoà Bình", searched_words("hòa bình"), width=200)
    assert pieces[0] == ("…", False) and ("Hoà Bình", True) in pieces
    assert " nd cp " in searchable("Nghị định 335/2025/NĐ-CP") and " sap " not in searchable("sapphire")
