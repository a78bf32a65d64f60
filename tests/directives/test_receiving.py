"""A document comes in: read, kept, or refused before anything is written."""

from io import BytesIO
from pathlib import Path

import docx
import pytest
from django.conf import settings

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.directives.actions import receive_directive
from roviec.directives.models import Directive
from roviec.ledger.models import Entry
from tests.directives.conftest import DECEMBER_1, sample
from tests.work.town import NOW, Town


def word(*paragraphs: str) -> bytes:
    document, out = docx.Document(), BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(out)
    return out.getvalue()


def files_on_disk() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_the_table_of_a_real_plan_becomes_proposals_that_point_at_their_rows(town: Town) -> None:
    received = receive_directive(sample("kh-617.docx"), "kh-617.docx", by=town.actor("clerk"), at=NOW)

    directive = received.directive
    assert received.is_new
    assert (directive.number, directive.issued_on, directive.state) == ("617/KH-UBND", DECEMBER_1, "review")
    anchors = {cell["anchor"] for block in directive.content["blocks"] for cell in block.get("cells", ())}
    rows = [p for p in directive.proposals.all() if p.anchor in anchors]
    assert len(rows) == 11
    science = next(p for p in rows if p.text.startswith("Xây dựng Bộ tiêu chí đánh giá mức độ chuyển đổi số"))
    assert [unit.name for unit in science.lead_units.all()] == ["Sở Khoa học và Công nghệ"]
    assert science.due.isoformat() == "2025-12-31"


def test_the_same_file_again_is_the_earlier_document(town: Town) -> None:
    first = receive_directive(sample("kh-617.xlsx"), "kh-617.xlsx", by=town.actor("clerk"), at=NOW)
    entries = Entry.objects.count()

    again = receive_directive(sample("kh-617.xlsx"), "ban-sao.xlsx", by=town.actor("clerk"), at=NOW)

    assert not again.is_new
    assert again.directive == first.directive
    assert (Directive.objects.count(), Entry.objects.count()) == (1, entries)


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT"])
def test_a_document_marked_secret_leaves_no_trace(town: Town, mark: str) -> None:
    data = word(
        mark, "ỦY BAN NHÂN DÂN THÀNH PHỐ", "Số: 12/KH-UBND", "KẾ HOẠCH", "Sở Tài chính báo cáo trước ngày 15/12/2025."
    )
    entries = Entry.objects.count()

    with pytest.raises(Invalid) as refusal:
        receive_directive(data, "ke-hoach.docx", by=town.actor("clerk"), at=NOW)

    assert refusal.value.reason.code == "directive.secret"
    assert files_on_disk() == []
    assert (Directive.objects.count(), Entry.objects.count()) == (0, entries)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("trong.docx", b"", "reader.empty"),
        ("hong.docx", b"PK\x03\x04 not a zip", "reader.broken"),
        ("macro.docm", b"PK\x03\x04", "reader.macro"),
        ("cu.pages", b"abc", "reader.unknown_format"),
        ("doi-ten.pdf", b"<html><p>x</p></html>", "reader.html_inside"),
        ("la.exe", b"MZ", "reader.unknown_format"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason_and_nothing_is_kept(
    town: Town, name: str, data: bytes, code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        receive_directive(data, name, by=town.actor("clerk"), at=NOW)

    assert (refusal.value.field, refusal.value.reason.code) == ("file", code)
    assert files_on_disk() == []
    assert not Directive.objects.exists()


def test_a_letter_without_any_assignment_is_kept_and_says_so(town: Town) -> None:
    data = word("ỦY BAN NHÂN DÂN", "Số: 7/TB-UBND", "Kính gửi quý cơ quan lời chúc mừng năm mới.")

    directive = receive_directive(data, "thu.docx", by=town.actor("clerk"), at=NOW).directive

    assert not directive.proposals.exists()
    assert "extraction.nothing_found" in {note["code"] for note in directive.unread}


@pytest.mark.parametrize("key", ["officer", "culture_head", "secretary", "admin", "clerk", "mayor"])
def test_documents_are_taken_in_by_those_who_turn_them_into_work(town: Town, key: str) -> None:
    if key in {"officer", "admin"}:
        with pytest.raises(Denied):
            receive_directive(sample("kh-617.xlsx"), "kh-617.xlsx", by=town.actor(key), at=NOW)
        assert not Directive.objects.exists()
    else:
        received = receive_directive(sample("kh-617.xlsx"), "kh-617.xlsx", by=town.actor(key), at=NOW)
        assert received.directive.body_id == town.actor(key).body_id


def test_a_collective_name_expands_to_the_units_of_that_day(town: Town) -> None:
    directive = receive_directive(sample("kh-617.docx"), "kh-617.docx", by=town.actor("clerk"), at=NOW).directive

    wards = next(p for p in directive.proposals.all() if "Ủy ban nhân dân các xã, phường" in p.leads)
    assert [unit.pk for unit in wards.lead_units.all()] == [town.units["ward"].pk]
    assert wards.found["units"]["Ủy ban nhân dân các xã, phường"] == "all"
