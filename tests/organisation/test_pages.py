"""The pages of the organisation, as a clerk of the city and as an officer see them."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from roviec.organisation import actions
from roviec.organisation.models import Absence, Mandate, Officer, Post, RegisterImport, Restructuring, Unit
from roviec.organisation.queries import choices
from tests.organisation.conftest import AT, FOUNDED, Enter, Town


def read(client: Client, name: str, *args: Any, **query: str) -> str:
    answer = client.get(reverse(f"organisation:{name}", args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_tree_shows_bodies_and_what_stands_below_them(town: Town, enter: Enter) -> None:
    page = read(enter("officer"), "index")
    assert "Thành ủy Thành phố Hồ Chí Minh" in page and "Sở Tài chính" in page
    assert "Quản trị</a>" not in page


def test_search_finds_units_and_officers_without_marks(town: Town, enter: Enter) -> None:
    page = read(enter("officer"), "index", q="khoa hoc")
    assert "Sở Khoa học và Công nghệ" in page and "Sở Tài chính" not in page
    assert "Trần Thị Bình" in read(enter("clerk"), "index", q="binh")


def test_the_page_of_a_unit_answers_who_heads_it_and_who_sits_where(town: Town, enter: Enter) -> None:
    town.put(town.an, town.director, "quyen")
    town.put(town.binh, town.deputy)
    absence = actions.NewAbsence(town.an.pk, date(2025, 12, 1), date(2025, 12, 10), substitute=town.binh.pk)
    actions.record_absence(absence, by=town.by, at=AT)
    page = read(enter("officer"), "unit", town.science.pk)
    assert "<strong>Trần Thị Bình</strong> đứng đầu thay Nguyễn Văn An đang vắng." in page
    assert "Phòng Chuyển đổi số" in page and "Quyền" in page
    assert "Việc có thể làm" not in page


def test_a_unit_is_shown_as_it_was_on_a_day(town: Town, enter: Enter) -> None:
    client = enter("officer")
    first = town.put(town.an, town.director)
    actions.end_mandate(first.pk, on=date(2025, 10, 1), by=town.by, at=AT)
    assert "Nguyễn Văn An" in read(client, "unit", town.science.pk, ngay="2025-09-30")
    assert "Nguyễn Văn An" not in read(client, "unit", town.science.pk)


def test_a_closed_unit_shows_its_past_and_leads_to_its_successor(town: Town, enter: Enter) -> None:
    client = enter("clerk")
    town.put(town.an, town.director)
    event = draft(client, "merge", "KHCN\nTC", "KHTC; Sở Khoa học và Tài chính")
    assert carry_out(client, event).status_code == 302
    page = read(client, "unit", town.science.pk)
    new = Unit.objects.get(code="KHTC")
    assert "đã thôi hoạt động" in page and "Nguyễn Văn An" in page and f"/to-chuc/don-vi/{new.pk}/" in page
    assert "Hình thành từ" in read(client, "unit", new.pk)


def draft(client: Client, kind: str, old: str, successors: str = "", **more: str) -> Restructuring:
    data = {
        "title": "Sắp xếp",
        "kind": kind,
        "effective_on": "2025-12-01",
        "old": old,
        "successors": successors,
        **more,
    }
    answer = client.post(reverse("organisation:restructuring_new"), data)
    assert answer.status_code == 302, answer.content.decode()
    return Restructuring.objects.latest("id")


def carry_out(client: Client, event: Restructuring, **mapping: str) -> Any:
    return client.post(reverse("organisation:restructuring", args=[event.pk]), {"version": event.version, **mapping})


def test_a_split_shows_what_is_held_and_refuses_gaps_by_name(town: Town, enter: Enter) -> None:
    client = enter("clerk")
    event = draft(client, "split", "Sở KH&CN", "KH; Sở Khoa học\nCN; Sở Công nghệ")
    page = read(client, "restructuring", event.pk)
    assert "Chức danh và người giữ" in page and "Đơn vị trực thuộc" in page
    name = f"mapping:organisation.posts:{town.science.pk}"
    answer = carry_out(client, event, **{name: "n1"})
    assert answer.status_code == 422 and "Chưa nêu nơi tiếp nhận Đơn vị trực thuộc (1)" in answer.content.decode()
    answer = carry_out(client, event, **{name: "n1", f"mapping:organisation.children:{town.science.pk}": "n2"})
    assert answer.status_code == 302
    assert Unit.objects.filter(code__in=["KH", "CN"], valid_to=None).count() == 2


def test_an_officer_sees_no_way_to_change_and_is_refused_when_trying(town: Town, enter: Enter) -> None:
    client = enter("officer")
    for name, args in (
        ("imports", []),
        ("admin", []),
        ("restructuring_new", []),
        ("unit_do", [town.science.pk, "doi-ten"]),
    ):
        assert client.get(reverse(f"organisation:{name}", args=args)).status_code == 403, name


def test_a_file_is_uploaded_read_and_taken(town: Town, enter: Enter) -> None:
    client = enter("clerk")
    text = "Mã,Tên,Trực thuộc,Từ ngày\nX,Phòng X,KHCN,01/07/2025\nY,Phòng Y,Sở Không có,01/07/2025\n"
    file = SimpleUploadedFile("đơn vị.csv", text.encode())
    answer = client.post(reverse("organisation:imports"), {"kind": "units", "file": file})
    done = RegisterImport.objects.get()
    assert answer["Location"] == reverse("organisation:import", args=[done.pk])
    page = read(client, "import", done.pk)
    assert "<strong>1</strong> dòng nhập được" in page
    assert "Không có đơn vị nào tên là “Sở Không có”" in page and "cột C" in page
    refused = client.get(reverse("organisation:import_refused", args=[done.pk])).content.decode("utf-8-sig")
    assert "Phòng Y" in refused and "Phòng X" not in refused
    assert client.post(reverse("organisation:import_apply", args=[done.pk])).status_code == 302
    assert Unit.objects.filter(code="X").exists() and not Unit.objects.filter(code="Y").exists()


def test_the_same_file_again_leads_to_the_earlier_report(town: Town, enter: Enter) -> None:
    client = enter("clerk")
    for _time in range(2):
        file = SimpleUploadedFile("a.csv", "Mã cán bộ,Họ và tên\nN1,Phạm Văn Đức\n".encode())
        answer = client.post(reverse("organisation:imports"), {"kind": "officers", "file": file}, follow=True)
    assert "đã được tải lên trước đây" in answer.content.decode()


def test_a_file_that_cannot_be_read_says_why(town: Town, enter: Enter) -> None:
    file = SimpleUploadedFile("a.xls", b"\xd0\xcf\x11\xe0....")
    answer = enter("clerk").post(reverse("organisation:imports"), {"kind": "units", "file": file})
    assert answer.status_code == 422 and "lưu thành .xlsx" in answer.content.decode()


@pytest.mark.parametrize("kind", [kind for kind, _label in choices.REGISTERS])
def test_every_register_has_a_template_that_the_import_reads(town: Town, enter: Enter, kind: str) -> None:
    client = enter("clerk")
    answer = client.get(reverse("organisation:import_template", args=[kind]))
    file = SimpleUploadedFile("mau.xlsx", answer.content)
    answer = client.post(reverse("organisation:imports"), {"kind": kind, "file": file})
    assert answer.status_code == 302 and RegisterImport.objects.get().rows.count() == 1


DOINGS = [
    (
        "them-don-vi",
        {"code": "M", "name": "Phòng Mới", "level": "province", "side": "state", "valid_from": "2025-12-05"},
    ),
    ("them-chuc-danh", {"title_": "Chuyên gia", "rank": "staff", "seat": "1", "valid_from": "2025-12-05"}),
    ("them-chuc-nang", {"text": "Viễn thông", "valid_from": "2025-12-05"}),
    ("them-ten-goi", {"name": "Sở Khoa Công", "valid_from": "2025-12-05"}),
    ("doi-ten", {"name": "Sở Khoa học", "from_day": "2025-12-05"}),
    ("chuyen", {"parent": "Sở Tài chính", "from_day": "2025-12-05"}),
]


@pytest.mark.parametrize(("verb", "data"), DOINGS, ids=[verb for verb, _ in DOINGS])
def test_a_clerk_changes_a_unit_from_its_page(town: Town, enter: Enter, verb: str, data: dict[str, str]) -> None:
    client = enter("clerk")
    address = reverse("organisation:unit_do", args=[town.science.pk, verb])
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 422
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.content.decode()


def test_what_an_action_refuses_stands_at_its_field(town: Town, enter: Enter) -> None:
    address = reverse("organisation:unit_do", args=[town.science.pk, "chuyen"])
    answer = enter("clerk").post(address, {"parent": "KHCN.1", "from_day": "2025-12-05"})
    assert answer.status_code == 422 and "không thể đứng dưới chính mình" in answer.content.decode()


def test_a_clerk_adds_a_person_gives_a_post_records_an_absence_and_ends_the_mandate(town: Town, enter: Enter) -> None:
    client = enter("clerk")
    new = {"code": "N9", "full_name": "Hồ Văn Tám", "personnel_type": "cong_chuc"}
    assert client.post(reverse("organisation:officer_new"), new).status_code == 302
    officer = Officer.objects.get(code="N9")
    steps = [
        ("giao-chuc-vu", {"post": "Giám đốc, Sở KH&CN", "kind": "bo_nhiem", "valid_from": "2025-11-01"}),
        ("vang-mat", {"kind": "nghi_phep", "substitute": "Trần Thị Bình", "valid_from": "2025-12-05"}),
        ("sua", {"full_name": "Hồ Văn Tám", "personnel_type": "cong_chuc", "phone": "0901"}),
    ]
    for verb, data in steps:
        answer = client.post(reverse("organisation:officer_do", args=[officer.pk, verb]), data)
        assert answer.status_code == 302, answer.content.decode()
    mandate = Mandate.objects.get(officer=officer)
    assert (mandate.post, Absence.objects.get().substitute) == (town.director, town.binh)
    assert "Hồ Văn Tám" in read(client, "officer", officer.pk)
    answer = client.post(reverse("organisation:mandate_do", args=[mandate.pk, "ket-thuc"]), {"on": "2025-12-05"})
    assert answer.status_code == 302
    assert "Hiện không giữ chức danh nào" in read(client, "officer", officer.pk)


def test_powers_are_given_from_the_post(town: Town, enter: Enter) -> None:
    client = enter("clerk")
    steps = [
        ("phu-trach", {"unit": "Phòng Chuyển đổi số", "valid_from": "2025-12-05"}),
        (
            "uy-quyen",
            {
                "kind": "uy_quyen",
                "receiver": "Phó Giám đốc, KHCN",
                "scope": "Ký",
                "basis": "1",
                "valid_from": "2025-12-05",
            },
        ),
    ]
    for verb, data in steps:
        answer = client.post(reverse("organisation:post_do", args=[town.director.pk, verb]), data)
        assert answer.status_code == 302, answer.content.decode()
    answer = client.post(reverse("organisation:post_do", args=[town.expert.pk, "bo"]), {"on": "2025-12-05"})
    assert Post.objects.get(pk=town.expert.pk).valid_to == date(2025, 12, 5)


def test_two_people_who_rename_one_unit_do_not_overwrite_each_other(town: Town, enter: Enter) -> None:
    client = enter("clerk")
    address = reverse("organisation:unit_do", args=[town.science.pk, "doi-ten"])
    data = {"name": "Sở Khoa học", "from_day": "2025-12-05", "version": str(town.science.version)}
    assert client.post(address, data).status_code == 302
    assert client.post(address, data | {"name": "Sở Công nghệ"}).status_code == 409
    assert Unit.objects.get(pk=town.science.pk).name == "Sở Khoa học"


def test_contact_is_for_those_of_the_body(town: Town, enter: Enter) -> None:
    client = enter("officer")
    town.put(town.an, town.seat(town.party, "Bí thư", "leader"))
    assert "0900000001" not in read(client, "officer", town.an.pk)
    actions.give_mandate(actions.NewMandate(town.an.pk, town.director.pk, FOUNDED, "kiem_nhiem"), by=town.by, at=AT)
    assert "0900000001" in read(client, "officer", town.an.pk)


def test_the_export_is_a_workbook_that_the_import_reads(town: Town, enter: Enter) -> None:
    client = enter("clerk")
    answer = client.get(reverse("organisation:export"))
    assert answer.status_code == 200
    file = SimpleUploadedFile("don-vi.xlsx", answer.content)
    client.post(reverse("organisation:imports"), {"kind": "units", "file": file})
    done = RegisterImport.objects.get()
    assert (done.taken, done.refused, done.unchanged) == (0, 0, 6)


def test_other_lists_are_there(town: Town, enter: Enter) -> None:
    client = enter("clerk")
    for name in ("officers", "job_types", "restructurings", "admin", "imports"):
        read(client, name)
    page = read(client, "officers")
    assert page.index("Nguyễn Văn An") < page.index("Trần Thị Bình") < page.index("Lê Quốc Chí")


@pytest.mark.parametrize("many", [1, 12])
def test_pages_ask_the_same_however_much_there_is(town: Town, enter: Enter, pinned_queries: Any, many: int) -> None:
    client = enter("clerk")
    for number in range(many):
        unit = town.unit(f"Q{number}", f"Phòng {number}", town.science)
        town.put(town.person(f"Q{number}", f"Lý Văn {number}"), town.seat(unit, "Trưởng phòng", "head"))
        town.put(town.person(f"R{number}", f"Lý Thị {number}"), town.seat(town.science, "Chuyên viên", seat=number + 1))
        actions.give_portfolio(actions.NewPortfolio(town.director.pk, FOUNDED, unit.pk), by=town.by, at=AT)
    town.put(town.an, town.director)
    with pinned_queries("organisation, queries"):
        read(client, "index")
    with pinned_queries("unit page, queries"):
        read(client, "unit", town.science.pk)
    with pinned_queries("officer page, queries"):
        read(client, "officer", town.an.pk)
    with pinned_queries("list of officers, queries"):
        read(client, "officers")
