"""Files of the register: what is taken, what is refused and why, and nothing half-done."""

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.ledger.models import Entry
from roviec.organisation import actions
from roviec.organisation.models import Absence, Delegation, Officer, Portfolio, Post, RegisterImport, Unit
from roviec.organisation.queries import find_unit, head_of
from tests.organisation.conftest import AT, TODAY, Town, clerk, staff


def check(town: Town, text: str | bytes, kind: str, **more: object) -> RegisterImport:
    data = text.encode() if isinstance(text, str) else text
    return actions.check_register(data, "tep.csv", kind, by=town.by, at=AT, day=TODAY, **more)


def take(town: Town, text: str | bytes, kind: str) -> RegisterImport:
    return actions.apply_register(check(town, text, kind).pk, by=town.by, at=AT, day=TODAY)


def verdicts(done: RegisterImport) -> list[tuple[int, str, list[tuple[str, str]]]]:
    """(line, verdict, [(column, code)])"""
    return [
        (
            row.line,
            row.verdict,
            [(p["column"], p["reason"]["code"].removeprefix("organisation.")) for p in row.problems],
        )
        for row in done.rows.order_by("line")
    ]


def workbook(rows: list[list[object]], merge: str = "") -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet("Đơn vị")
        for line, row in enumerate(rows):
            page.write_row(line, 0, row)
        if merge:
            page.merge_range(merge, "S01")
    return target.getvalue()


def test_units_of_a_file_stand_below_each_other(town: Town) -> None:
    done = take(
        town,
        "Mã đơn vị,Tên đơn vị,Trực thuộc,Từ ngày\nYT,Sở Y tế,UB,01/07/2025\nYT.1,Phòng Nghiệp vụ Y,YT,01/07/2025\n"
        "YT.2,Chi cục Dân số,Sở Y tế,2025-07-01\n",
        "units",
    )
    assert (done.taken, done.refused, done.state) == (3, 0, "applied")
    health = find_unit("Sở Y tế", TODAY)[0]
    assert {unit.code for unit in Unit.objects.filter(edges__parent=health)} == {"YT.1", "YT.2"}
    assert set(Unit.objects.filter(code__startswith="YT").values_list("body", flat=True)) == {town.city.pk}


def test_each_bad_line_says_which_column_and_why(town: Town) -> None:
    town.unit("P1", "Phường Tân Phú", town.city)
    town.unit("P2", "Phường Tân Phú", town.city)
    done = check(
        town,
        "Mã;Tên;Trực thuộc;Từ ngày;Hết ngày\n"
        "A;Phòng A;KHCN;01/07/2025;\n"
        ";;;;\n"
        "A;Phòng A lần nữa;KHCN;01/07/2025;\n"
        "B;;KHCN;01/07/2025;\n"
        "C;Phòng C;Sở Không có;01/07/2025;\n"
        "D;Phòng D;Phường Tân Phú;01/07/2025;\n"
        "E;Phòng E;KHCN;31/2/2025;\n"
        "F;Phòng F;KHCN;01/07/2025;01/06/2025\n"
        "G;Phòng G;C;01/07/2025;\n"
        "H;Phòng H;KHCN;hôm qua;\n"
        "TC;Sở Tài chính;UB;01/07/2025;\n"
        "KHCN;Sở khác;UB;01/07/2025;\n",
        "units",
    )
    assert verdicts(done) == [
        (2, "take", []),
        (4, "refuse", [("", "repeats_line")]),
        (5, "refuse", [("B", "required")]),
        (6, "refuse", [("C", "unknown_unit")]),
        (7, "refuse", [("C", "several_units")]),
        (8, "refuse", [("D", "no_such_day")]),
        (9, "refuse", [("E", "ends_before_start")]),
        (10, "refuse", [("C", "parent_refused")]),
        (11, "refuse", [("D", "not_a_day")]),
        (12, "same", []),
        (13, "refuse", [("A", "exists_differently")]),
    ]
    assert (done.taken, done.refused, done.unchanged) == (1, 9, 1)
    assert not Unit.objects.filter(code="A").exists(), "checking changes nothing"


def test_people_posts_and_mandates_of_a_new_unit_come_from_files(town: Town) -> None:
    take(
        town,
        "Đơn vị,Chức danh,Cấp bậc,Từ ngày\nSở TC,Giám đốc,Người đứng đầu đơn vị,01/07/2025\n"
        "TC,Chuyên viên,,01/07/2025\nTC,Chuyên viên,,01/07/2025\n",
        "posts",
    )
    assert sorted(Post.objects.filter(unit=town.finance).values_list("title", "rank", "seat")) == [
        ("Chuyên viên", "staff", 1),
        ("Chuyên viên", "staff", 2),
        ("Giám đốc", "head", 1),
    ]
    take(town, "Mã cán bộ,Họ và tên,Email\nN1,Phạm Văn  Đức,duc@example.vn\nN2,Võ Thị Em,\n", "officers")
    assert Officer.objects.get(code="N1").full_name == "Phạm Văn Đức"
    take(
        town,
        "Họ và tên,Đơn vị,Chức danh,Chỉ tiêu,Hình thức,Từ ngày\npham van duc,Sở Tài chính,Giám đốc,,Quyền,01/08/2025\n"
        "N2,TC,Chuyên viên,2,,01/08/2025\n",
        "mandates",
    )
    head = head_of([town.finance.pk], TODAY)[town.finance.pk]
    assert (head.officer.code, head.kind, head.valid_from) == ("N1", "quyen", date(2025, 8, 1))


def test_a_post_has_one_holder_in_the_file_and_in_the_register(town: Town) -> None:
    town.put(town.an, town.director)
    done = check(
        town,
        "Mã cán bộ,Đơn vị,Chức danh,Từ ngày\nCB02,KHCN,Giám đốc,01/09/2025\nCB01,KHCN,Giám đốc,01/07/2025\n"
        "CB02,KHCN,Phó Giám đốc,01/07/2025\nCB03,KHCN,Phó Giám đốc,01/07/2025\nCB09,KHCN.1,Chuyên viên,01/07/2025\n"
        "CB03,KHCN.1,Chuyên gia,01/07/2025\n",
        "mandates",
    )
    assert verdicts(done) == [
        (2, "refuse", [("C", "post_held_by")]),
        (3, "same", []),
        (4, "take", []),
        (5, "refuse", [("C", "post_taken_by_line")]),
        (6, "refuse", [("A", "unknown_officer")]),
        (7, "refuse", [("C", "unknown_post")]),
    ]


def test_powers_and_absences_come_from_files(town: Town) -> None:
    town.put(town.an, town.director)
    take(town, "Đơn vị,Chức danh,Phụ trách,Từ ngày\nKHCN,Phó Giám đốc,KHCN.1,01/07/2025\n", "portfolios")
    take(
        town,
        "Đơn vị giao,Người giao,Đơn vị nhận,Người nhận,Nội dung,Căn cứ,Từ ngày\n"
        "KHCN,Giám đốc,KHCN,Phó Giám đốc,Ký văn bản chuyển đổi số,01/UQ-SKHCN,01/07/2025\n",
        "delegations",
    )
    take(
        town, "Cán bộ,Lý do,Người thay,Từ ngày,Ngày trở lại\nCB01,Đi công tác,CB02,01/12/2025,10/12/2025\n", "absences"
    )
    take(town, "Đơn vị,Chức năng,Từ ngày\nKHCN,Chuyển đổi số,01/07/2025\n", "functions")
    take(town, "Đơn vị,Tên khác,Từ ngày\nKHCN,Sở Khoa Công,01/07/2025\n", "aliases")
    take(town, "Mã,Tên\nVT1,Chuyên viên về chuyển đổi số\n", "job_types")
    assert Portfolio.objects.get().unit == town.division
    assert Delegation.objects.get().receiver == town.deputy
    assert Absence.objects.get().substitute == town.binh
    assert find_unit("Sở Khoa Công", TODAY) == [town.science]


def test_a_second_import_of_the_same_facts_changes_nothing(town: Town) -> None:
    text = "Mã cán bộ,Họ và tên\nN1,Phạm Văn Đức\n"
    take(town, text, "officers")
    done = check(town, text, "officers", again=True)
    assert (done.taken, done.unchanged) == (0, 1)
    with pytest.raises(Invalid, match="nothing_to_take"):
        actions.apply_register(done.pk, by=town.by, at=AT, day=TODAY)


def test_the_same_file_again_offers_the_earlier_import(town: Town) -> None:
    text = "Mã cán bộ,Họ và tên\nN1,Phạm Văn Đức\n"
    first = check(town, text, "officers")
    second = check(town, text, "officers")
    assert (second.pk, second.was_there, first.was_there) == (first.pk, True, False)


def test_an_import_is_applied_once(town: Town) -> None:
    done = take(town, "Mã cán bộ,Họ và tên\nN1,Phạm Văn Đức\n", "officers")
    with pytest.raises(Invalid, match="import_done"):
        actions.apply_register(done.pk, by=town.by, at=AT, day=TODAY)


def test_what_changed_since_the_check_refuses_the_whole(town: Town) -> None:
    done = check(town, "Mã cán bộ,Họ và tên\nN1,Phạm Văn Đức\nN2,Võ Thị Em\n", "officers")
    town.person("N2", "Người khác")
    with pytest.raises(Invalid, match="changed_since_check"):
        actions.apply_register(done.pk, by=town.by, at=AT, day=TODAY)
    assert not Officer.objects.filter(code="N1").exists()
    assert RegisterImport.objects.get(pk=done.pk).state == "checked"


def test_a_workbook_is_read_below_its_title_and_its_dates_are_dates(town: Town) -> None:
    data = workbook(
        [
            ["DANH SÁCH ĐƠN VỊ"],
            [],
            ["TT", "Mã đơn vị", "Tên đơn vị", "Trực thuộc", "Từ ngày"],
            [1, "YT", "Sở Y tế", "UB", "1/7/2025"],
        ]
    )
    done = check(town, data, "units")
    assert verdicts(done) == [(4, "take", [])]
    assert done.problems == [{"code": "organisation.columns_unused", "params": {"columns": "TT"}, "cite": ""}]


def test_a_cell_swallowed_by_a_merged_cell_is_refused_by_name(town: Town) -> None:
    data = workbook(
        [["Đơn vị", "Chức danh", "Từ ngày"], ["", "Giám đốc", "01/07/2025"], ["", "Phó Giám đốc", "01/07/2025"]],
        merge="A2:A3",
    )
    done = check(town, data, "posts")
    assert verdicts(done)[1] == (3, "refuse", [("A", "merged_cell")])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"   \n", "file_empty"),
        (b"PK\x03\x04 not a zip", "file_broken"),
        (b"\xd0\xcf\x11\xe0 old", "file_old_or_protected"),
        (b"\x00\x01\x02\x03" * 20, "file_not_table"),
        ("Mã,Tên\n".encode() + b"\xff\xfa\n", "file_not_unicode"),
        ("Mã,Tên\nS1,Së Khoa häc vµ C«ng nghÖ thµnh phè\n".encode("cp1252"), "file_old_font"),
        ("Mã,Tên\nS1,Së Khoa häc vµ C«ng nghÖ thµnh phè Hå ChÝ Minh\n".encode(), "file_old_font"),
        ("Cột lạ,Cột khác\n1,2\n".encode(), "columns_missing"),
        ('Mã,Tên\nS1,"Sở'.encode(), "file_broken_csv"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name(town: Town, data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(town, data, "units")
    assert refused.value.problems[0] == ("file", refused.value.problems[0][1])
    assert refused.value.problems[0][1].code == f"organisation.{code}"
    assert RegisterImport.objects.count() == 0


def test_a_workbook_with_macros_and_a_zip_bomb_are_refused(town: Town) -> None:
    macro, bomb = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(macro, "w") as archive:
        archive.writestr("xl/workbook.xml", "x")
        archive.writestr("xl/vbaProject.bin", "x")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * 30_000_000)
    for data, code in ((macro, "file_macro"), (bomb, "file_too_large_unpacked")):
        with pytest.raises(Invalid, match=code):
            check(town, data.getvalue(), "units")


def test_utf_16_as_spreadsheets_save_it_is_read(town: Town) -> None:
    assert check(town, "Mã cán bộ\tHọ và tên\nN1\tPhạm Văn Đức\n".encode("utf-16"), "officers").taken == 1


def test_who_does_not_keep_the_register_cannot_import(town: Town) -> None:
    with pytest.raises(Denied):
        actions.check_register(b"x", "x.csv", "units", by=staff(town.city), at=AT, day=TODAY)


def test_a_clerk_can_import_only_what_the_clerk_could_do_by_hand(town: Town) -> None:
    done = check(town, "Mã,Tên,Trực thuộc,Từ ngày\nX,Phòng X,KHCN,01/07/2025\n", "units")
    with pytest.raises(Denied):
        actions.apply_register(done.pk, by=clerk(town.party), at=AT, day=TODAY)
    actions.apply_register(done.pk, by=clerk(town.city), at=AT, day=TODAY)


def test_names_of_officers_stand_in_the_ledger_as_digests_only(town: Town) -> None:
    take(town, "Mã cán bộ,Họ và tên,Điện thoại\nN1,Phạm Văn Đức,0912345678\n", "officers")
    for entry in Entry.objects.all():
        assert "Phạm Văn Đức" not in entry.data and "0912345678" not in entry.data
