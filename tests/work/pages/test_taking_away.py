"""Charts leave in every shape, for whom they are meant, as they are filtered; a changed table comes back over the pages."""

import io
import re
import time
from collections.abc import Callable
from datetime import datetime

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from roviec.work.models import Task
from roviec.work.readers.project import read_project
from tests.work.office import row_of, saved_again
from tests.work.town import Town

Browser = Callable[[str], Client]


@pytest.fixture
def confirmed(browser_of: Browser, town: Town) -> Browser:
    """Somebody who has just given the password."""

    def of(key: str) -> Client:
        browser = browser_of(key)
        session = browser.session
        session["account_authentication_methods_user"] = str(town.accounts[key].pk)
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session.save()
        return browser

    return of


def titles(data: bytes) -> list[str]:
    rows = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    return [str(row[1]).strip() for row in rows[3:]]


def text_of(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as book:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in book)


@pytest.mark.parametrize("shape", ["pdf", "xlsx", "html", "png", "svg", "xml"])
def test_a_plan_leaves_in_every_shape(town: Town, confirmed: Browser, shape: str) -> None:
    town.assigned(title="Việc một")
    answer = confirmed("tracker").get(reverse("work:plan_file", args=[town.plan.pk]), {"loai": shape})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'.{shape}"')
    begins = {"pdf": b"%PDF", "xlsx": b"PK", "html": b"<!doctype", "png": b"\x89PNG", "svg": b"<svg", "xml": b"<?xml"}
    assert answer.content.startswith(begins[shape])


def test_what_the_chart_shows_is_what_leaves(town: Town, confirmed: Browser) -> None:
    town.assigned(title="Báo cáo quý")
    town.assigned(title="Kế hoạch năm", lead_unit=town.units["economy"], person_post=None)
    browser, address = confirmed("tracker"), reverse("work:plan_file", args=[town.plan.pk])
    for query, left in (
        ({}, ["Báo cáo quý", "Kế hoạch năm"]),
        ({"q": "bao cao"}, ["Báo cáo quý"]),
        ({"tim": "ke hoach nam"}, ["Kế hoạch năm"]),
        ({"don_vi": str(town.units["economy"].pk)}, ["Kế hoạch năm"]),
        ({"loc": "late"}, []),
    ):
        assert titles(browser.get(address, {"loai": "xlsx", **query}).content) == left


def test_on_paper_stand_the_agency_the_motto_and_the_groups(town: Town, confirmed: Browser) -> None:
    town.assigned(title="Việc một")
    town.assigned(title="Việc hai", lead_unit=town.units["economy"], person_post=None)
    query = {"loai": "pdf", "kho": "a4", "nhom": "don-vi", "ngat": "on"}
    said = text_of(confirmed("tracker").get(reverse("work:plan_file", args=[town.plan.pk]), query).content)
    for words in (
        town.plan.body.name.upper(),
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        town.units["culture"].name,
        town.units["economy"].name,
        "Trang 2/2",
    ):
        assert words in said


def test_an_agency_of_the_party_shows_no_motto(town: Town, confirmed: Browser) -> None:
    address = reverse("work:unit_file", args=[town.units["party"].pk])
    said = text_of(confirmed("party_officer").get(address, {"loai": "pdf"}).content)
    assert town.units["party"].name.upper() in said and "CỘNG HÒA" not in said


def test_a_plan_that_one_does_not_see_is_not_there_before_any_password(town: Town, browser_of: Browser) -> None:
    for name in ("plan_export", "plan_take", "plan_file"):
        assert browser_of("secretary").get(reverse(f"work:{name}", args=[town.plan.pk])).status_code == 404
    asked = browser_of("tracker").get(reverse("work:plan_file", args=[town.plan.pk]))
    assert (asked.status_code, "/xac-nhan/" in asked["Location"]) == (302, True)


def test_who_sees_a_part_takes_a_part_also_for_project(town: Town, confirmed: Browser) -> None:
    town.draft(title="Dự thảo chưa giao")
    town.assigned(title="Việc đã giao")
    for key, names in (("tracker", {"Dự thảo chưa giao", "Việc đã giao"}), ("officer", {"Việc đã giao"})):
        answer = confirmed(key).get(reverse("work:plan_file", args=[town.plan.pk]), {"loai": "xml"})
        assert {row["name"] for row in read_project(answer.content).content["rows"]} == names


def test_a_changed_table_comes_back_over_the_pages(town: Town, confirmed: Browser, pinned_queries: Callable) -> None:
    for number in range(12):
        town.draft(title=f"Việc số {number}")
    browser = confirmed("tracker")
    data = browser.get(reverse("work:plan_file", args=[town.plan.pk]), {"loai": "xlsx"}).content

    def change(rows: list) -> None:
        for number in range(12):
            row_of(rows, f"Việc số {number}")[6] = f"Báo cáo {number}"
        row_of(rows, "Việc số 3")[5] = datetime(2026, 1, 30)

    sent = {"file": SimpleUploadedFile("bang.xlsx", saved_again(data, change))}
    answer = browser.post(reverse("work:plan_bring", args=[town.plan.pk]), sent)
    with pinned_queries("work brought"):
        page = browser.get(answer["Location"]).content.decode()
    ticks = re.findall(r'name="tick" value="([^"]+)" checked', page)
    assert len(ticks) == 13
    assert browser.post(answer["Location"], {"tick": ticks, "reason": "Sửa bảng"}).status_code == 302
    assert Task.objects.get(title="Việc số 3").deliverable == "Báo cáo 3"
    again = browser.get(answer["Location"]).content.decode()
    assert "Không có gì để thay đổi" in again


def test_a_file_that_cannot_be_read_says_why_on_the_page(town: Town, confirmed: Browser) -> None:
    browser = confirmed("tracker")
    for name, data, why in (
        ("a.xml", b"<Projects/>", "nhiều dự án"),
        ("a.xlsx", b"", "rỗng"),
        ("a.csv", b"x,y\n1,2\n", "Không thấy bảng nhiệm vụ"),
    ):
        answer = browser.post(reverse("work:plan_bring", args=[town.plan.pk]), {"file": SimpleUploadedFile(name, data)})
        assert (answer.status_code, why in answer.content.decode()) == (422, True), name
