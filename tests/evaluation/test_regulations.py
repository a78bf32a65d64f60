"""Quy chế làm việc: who stands for which field; the month's work is held against it."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import CaptureQueriesContext

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.evaluation.actions.regulations import FieldLine, adopt_regulation
from roviec.evaluation.models import StandingField, WorkingRegulation
from roviec.evaluation.queries import regulations as queries
from roviec.organisation.models import Absence
from tests.evaluation.conftest import Month, on
from tests.work.town import Town

Pinned = Callable[[str], AbstractContextManager[CaptureQueriesContext]]


def adopted(town: Town, day: date = date(2026, 3, 1), **more: object) -> WorkingRegulation:
    lines = more.pop("lines", None) or [
        FieldLine("Lễ hội", town.posts["officer"].pk, town.posts["colleague"].pk, 5, "đường hoa xuân"),
        FieldLine("Gia đình", town.posts["colleague"].pk, None, 3),
    ]
    return adopt_regulation(
        town.units["culture"], lines, title="Quy chế", valid_from=day, by=town.actor("culture_head"), at=on(2), **more
    )


def test_the_months_work_is_held_against_the_regulation(month: Month, pinned_queries: Pinned) -> None:
    town, regulation = month.town, adopted(month.town)
    fits = month.give(None, title="Lễ hội đường hoa xuân 2026")
    month.done(fits, on(5))
    other = month.give(None, title="Khảo sát gia đình văn hóa", to="officer")
    slow = month.give(None, title="Tổng kết đường hoa xuân", to="officer", at=on(2))
    lost = month.give(None, title="Sửa mái nhà", to="officer", at=on(3))
    with pinned_queries("a month against the regulation"):
        checked = queries.check_month(regulation, date(2026, 3, 1), on(20))
    found = {one.task.pk: [reason.code for reason in one.reasons] for one in checked.differences}
    assert found == {
        other.pk: ["regulation.other_person", "regulation.too_long"],
        slow.pk: ["regulation.too_long"],
        lost.pk: ["regulation.no_field"],
    }
    assert (checked.looked_at, checked.fitting, checked.counts["regulation.too_long"]) == (4, 1, 2)
    text = "Họp về đường hoa xuân"
    assert queries.suggested_person(town.units["culture"].pk, text, date(2026, 3, 9)) == town.posts["officer"].pk
    officer = town.mandates["officer"].officer
    Absence.objects.create(officer=officer, valid_from=date(2026, 3, 9), valid_to=date(2026, 3, 12))
    assert queries.suggested_person(town.units["culture"].pk, text, date(2026, 3, 9)) == town.posts["colleague"].pk


def test_an_edition_ends_the_one_before_and_the_past_stays(town: Town) -> None:
    first = adopted(town)
    with pytest.raises(Invalid, match=r"regulation\.before_edition"):
        adopted(town)
    with pytest.raises(Invalid, match=r"regulation\.begins_in_the_past"):
        adopted(town, date(2026, 2, 1))
    second = adopted(town, date(2026, 3, 16))
    assert queries.in_force(town.units["culture"].pk, date(2026, 3, 15)) == first
    assert queries.in_force(town.units["culture"].pk, date(2026, 3, 16)) == second
    with pytest.raises(Denied):
        adopt_regulation(
            town.units["culture"], [], title="x", valid_from=date(2026, 4, 1), by=town.actor("economy_head"), at=on(2)
        )


def test_every_wrong_line_is_told_with_its_place_and_nothing_is_kept(town: Town) -> None:
    officer, stranger = town.posts["officer"].pk, town.posts["economy_officer"].pk
    lines = [
        FieldLine("Lễ hội", officer, officer, 0),
        FieldLine("lễ  hội", stranger),
        FieldLine("", None),
    ]
    with pytest.raises(Invalid) as refused:
        adopted(town, lines=lines)
    assert [(field, reason.code) for field, reason in refused.value.problems] == [
        ("lines.1.substitute", "regulation.own_substitute"),
        ("lines.1.handling_days", "regulation.bad_days"),
        ("lines.2.field", "regulation.twice"),
        ("lines.2.post", "regulation.outside_unit"),
        ("lines.3.field", "regulation.field_missing"),
        ("lines.3.post", "regulation.post_missing"),
    ]
    assert not WorkingRegulation.objects.exists()


def table(*rows: list[object]) -> SimpleUploadedFile:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Phân công")
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
    return SimpleUploadedFile("quy-che.xlsx", target.getvalue())


def test_the_pages_from_a_table_to_the_month(
    town: Town, at: Callable[[datetime], None], browser_of: Callable[[str], Client], pinned_queries: Pinned
) -> None:
    at(on(10))
    head, address = browser_of("culture_head"), f"/quy-che/{town.units['culture'].pk}/"
    assert "Đơn vị chưa có quy chế làm việc" in head.get(address).content.decode()
    file = table(
        ["QUY CHẾ LÀM VIỆC"],
        ["Lĩnh vực", "Người phụ trách", "Người thay thế", "Số ngày xử lý", "Từ khóa"],
        ["Lễ hội", "Nguyễn Văn officer", "Ai đó", "hai", "đường hoa"],
    )
    filled = head.post(f"{address}moi/", {"form": "file", "file": file})
    said = filled.content.decode()
    assert (filled.status_code, WorkingRegulation.objects.count()) == (422, 0)
    assert "Sheet “Phân công”, dòng 3, cột “Người thay thế”: không hiểu “Ai đó”." in said
    assert "Sheet “Phân công”, dòng 3, cột “Số ngày xử lý”: không hiểu “hai”." in said
    assert f'<option value="{town.posts["officer"].pk}" selected>' in said
    sent = {
        "form": "edition",
        "title": "Quy chế",
        "document": "12/QC-VHXH",
        "valid_from": "01/03/2026",
        "dong-TOTAL_FORMS": "2",
        "dong-INITIAL_FORMS": "0",
        "dong-0-field": "Lễ hội",
        "dong-0-post": str(town.posts["officer"].pk),
        "dong-0-handling_days": "5",
        "dong-1-field": "",
    }
    wrong = head.post(f"{address}moi/", {**sent, "dong-1-field": "Gia đình"})
    assert "Dòng 2: phải chọn người phụ trách." in wrong.content.decode()
    assert head.post(f"{address}moi/", sent).status_code == 302
    assert StandingField.objects.get().handling_days == 5
    with pinned_queries("a unit's working regulation"):
        assert "Nguyễn Văn officer" in head.get(address).content.decode()
    with pinned_queries("units with and without a regulation"):
        assert browser_of("officer").get("/quy-che/").status_code == 200
    assert "đối chiếu với quy chế" not in browser_of("officer").get(address).content.decode()
    assert browser_of("officer").get(f"{address}moi/").status_code == 403
    assert browser_of("secretary").get(address).status_code == 404
