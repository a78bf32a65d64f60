"""The year on pages, as each role sees it: one journey from opening to the electronic file, and what must not be shown."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

import jsonschema_rs
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roviec.evaluation.actions.appeals import appeal_sheet
from roviec.evaluation.models import Appeal, FilePaper, GradingYear, NationalExport, UnitGrade
from roviec.ledger.models import Entry
from roviec.ledger.system_time import system_now
from roviec.web import clock
from tests.evaluation.grading_town import NOW, Grading, build_grading, later

Pinned = Callable[[str], AbstractContextManager[CaptureQueriesContext]]
DOCS = Path(__file__).parents[2] / "docs" / "reference"
PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture
def at() -> Iterator[Callable[[datetime], None]]:
    before = clock._offset_source

    def to(now: datetime) -> None:
        offset = now - system_now()
        clock.set_offset_source(lambda: offset)

    to(NOW)
    yield to
    clock.set_offset_source(before)


@pytest.fixture
def grading(db: None, at: Callable[[datetime], None]) -> Grading:
    return build_grading()


def browser(grading: Grading, key: str) -> Client:
    client = Client()
    client.force_login(grading.town.accounts[key], backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session["account_authentication_methods_user"] = str(grading.town.accounts[key].pk)
    session["account_authentication_methods"] = [{"method": "password", "at": system_now().timestamp()}]
    session.save()
    return client


def text_of(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(f"evaluation:{name}", args=args) + query)
    assert answer.status_code == 200, (name, answer.status_code)
    return answer.content.decode()


def test_the_year_on_pages(grading: Grading, pinned_queries: Pinned) -> None:
    sheets = grading.sheets("officer", ["80"] * 12)
    clerk, officer, head, chairman = (browser(grading, key) for key in ("clerk", "officer", "culture_head", "chairman"))
    assert clerk.post(reverse("evaluation:grades_open"), {"year": "2026"}).status_code == 302
    grade = grading.grade("officer")
    page = reverse("evaluation:grade", args=[grade.pk])
    step = "evaluation:grade_step"
    sent = {"own_band": "1", "own_report": "Đã làm đủ việc"}
    assert officer.post(reverse(step, args=[grade.pk, "send_grade"]), sent).status_code == 302
    minutes = SimpleUploadedFile("biên bản.pdf", PDF)
    answer = head.post(
        f"{reverse('evaluation:grades_meeting')}?g={grade.pk}",
        {"held_on": "28/12/2026", "note": "Nhất trí", "file": minutes},
    )
    assert answer.status_code == 302, answer.content.decode()
    assert "Hoàn thành tốt nhiệm vụ" in chairman.get(page).content.decode()
    decided = f"{reverse('evaluation:grades_decide')}?g={grade.pk}"
    assert chairman.post(decided, {"decision": "12/QĐ-UBND"}).status_code == 302
    # Told to nobody yet: the official does not read the decision from the own page or the own form.
    own = officer.get(page).content.decode()
    assert "12/QĐ-UBND" not in own
    assert "Chờ công bố" in own
    year = GradingYear.objects.get()
    assert clerk.post(reverse("evaluation:grades_publish", args=[year.pk])).status_code == 302
    assert "12/QĐ-UBND" in officer.get(page).content.decode()
    colleague = browser(grading, "colleague")
    public = text_of(colleague, "grades_public", year.pk)
    assert grade.officer.full_name in public
    assert colleague.get(page).status_code == 404
    with pinned_queries("evaluation: grades"):
        listed = clerk.get(reverse("evaluation:grades"))
    assert grade.officer.full_name in listed.content.decode()
    with pinned_queries("evaluation: one grade"):
        clerk.get(page)
    assert "Toàn cơ quan" in text_of(clerk, "grades_places", year.pk)
    held = text_of(head, "year_file", grade.officer_id, 2026)
    assert "biên bản.pdf" in held
    archive = zipfile.ZipFile(
        io.BytesIO(clerk.get(reverse("evaluation:year_file_zip", args=[grade.officer_id, 2026])).content)
    )
    names = archive.namelist()
    assert len([name for name in names if name.startswith("mau-01/")]) == 12
    assert "mau-02.docx" in names
    assert any(name.startswith("minutes/") for name in names)
    paper = FilePaper.objects.get()
    assert head.get(reverse("evaluation:year_file_paper", args=[grade.officer_id, 2026, paper.pk])).status_code == 200
    for name, args in (("form01", [sheets[0].pk]), ("form02", [grade.pk])):
        answer = officer.get(reverse(f"evaluation:{name}", args=args))
        assert answer.content[:2] == b"PK"
    assert clerk.get(reverse("evaluation:forms02", args=[year.pk])).content[:2] == b"PK"
    viewers = Entry.objects.filter(stream_id=grade.pk, verb__in=("viewed", "papers_taken")).values_list(
        "account_label", "verb"
    )
    assert ("Nguyễn Văn clerk", "viewed") in viewers
    assert ("Nguyễn Văn clerk", "papers_taken") in viewers


def test_an_appeal_on_pages(grading: Grading, at: Callable[[datetime], None], pinned_queries: Pinned) -> None:
    sheet = grading.sheets("officer", ["80"])[0]
    officer, head = browser(grading, "officer"), browser(grading, "culture_head")
    address = reverse("evaluation:appeal_sheet", args=[sheet.pk])
    assert officer.post(address, {"text": "Chưa tính việc đột xuất"}).status_code == 302
    assert head.post(address, {"text": "x"}).status_code == 403
    appeal = Appeal.objects.get()
    assert "1 kiến nghị chờ tôi trả lời" in text_of(head, "index")
    at(later(20))
    with pinned_queries("evaluation: appeals"):
        late = head.get(f"{reverse('evaluation:appeals')}?loc=late").content.decode()
    assert "Nguyễn Văn officer" in late
    settled = {"outcome": "accepted", "answer": "Đúng, sẽ tính thêm"}
    assert officer.post(reverse("evaluation:appeal_settle", args=[appeal.pk]), settled).status_code == 403
    assert head.post(reverse("evaluation:appeal_settle", args=[appeal.pk]), settled).status_code == 302
    assert "Đúng, sẽ tính thêm" in text_of(officer, "appeal", appeal.pk)
    assert browser(grading, "colleague").get(reverse("evaluation:appeal", args=[appeal.pk])).status_code == 404


def test_an_export_is_a_file_with_a_schema_and_ends_with_its_receipt(grading: Grading) -> None:
    sheets = grading.sheets("officer", ["80.5"])
    export = NationalExport.objects.create(
        body=grading.town.units["ward"], period=sheets[0].period, rows=1, ready_at=NOW, due=later(5)
    )
    clerk = browser(grading, "clerk")
    assert "tháng 1/2026" in text_of(clerk, "exports")
    found = json.loads(clerk.get(reverse("evaluation:export_file", args=[export.pk])).content)
    written = (DOCS / "national-export.md").read_text(encoding="utf-8")
    jsonschema_rs.validate(json.loads(written.split("```json")[1].split("```")[0]), found)
    assert (found["schema"], found["period"], found["year"]) == ("roviec-evaluation-1", "2026-01", None)
    assert [(row["officer_code"], row["total"]) for row in found["results"]] == [("officer", "80.5")]
    table = clerk.get(reverse("evaluation:export_file", args=[export.pk]) + "?kieu=csv").content.decode("utf-8-sig")
    assert table.splitlines()[0].startswith("officer_code,full_name,")
    receipt = reverse("evaluation:export_receipt", args=[export.pk])
    assert clerk.post(receipt, {"receipt": "CSDL-1"}).status_code == 302
    assert "CSDL-1" in text_of(clerk, "exports", query="?loc=da-chuyen")
    for stranger in ("officer", "admin", "secretary"):
        assert browser(grading, stranger).get(receipt).status_code == 404


def test_a_unit_on_pages(grading: Grading, pinned_queries: Pinned) -> None:
    culture = grading.town.units["culture"]
    head, chairman = browser(grading, "culture_head"), browser(grading, "chairman")
    with pinned_queries("evaluation: units of a year"):
        assert culture.name in text_of(chairman, "unit_grades")
    address = [culture.pk, 2026]
    points = {"p0": "25", "p1": "50", "band": "1", "good": "yes"}
    assert head.post(reverse("evaluation:unit_assess", args=address), points).status_code == 302
    too_many = head.post(reverse("evaluation:unit_assess", args=address), points | {"p0": "31"})
    assert too_many.status_code == 422
    assert "Công nhận" in text_of(chairman, "unit_grade", *address)
    done = points | {"band": "2", "why": "Không có nhiệm vụ đến hạn"}
    assert chairman.post(reverse("evaluation:unit_recognise", args=address), done).status_code == 302
    assert UnitGrade.objects.get().band == 2
    assert head.post(reverse("evaluation:unit_assess", args=address), points).status_code == 422


def test_nothing_yet_says_so(grading: Grading) -> None:
    officer = browser(grading, "officer")
    assert "Chưa có phiếu xếp loại nào" in text_of(officer, "grades")
    assert "Không có kiến nghị nào ở đây" in text_of(officer, "appeals")
    assert (
        officer.get(
            reverse("evaluation:year_file", args=[grading.town.mandates["colleague"].officer_id, 2026])
        ).status_code
        == 404
    )
    assert "chưa có" in text_of(officer, "year_file", grading.town.mandates["officer"].officer_id, 2026)
    admin = browser(grading, "admin")
    sheet = grading.sheets("officer", ["80"])[0]
    appeal = appeal_sheet(sheet, text="x", by=grading.actor("officer"), at=NOW)
    for name, args in (("form01", [sheet.pk]), ("appeal", [appeal.pk])):
        assert admin.get(reverse(f"evaluation:{name}", args=args)).status_code == 404
