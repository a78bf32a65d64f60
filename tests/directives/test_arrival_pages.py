"""The page of incoming documents: who gets in, one key each, and what a clerk is told when something cannot be."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from roviec.directives import actions, urls
from roviec.directives.models import Arrival
from roviec.ledger.system_time import system_now
from roviec.organisation.models import Account
from roviec.paper.sheets import write_csv
from roviec.web import clock
from roviec.work.models import Task, TaskState
from tests.directives.conftest import sample
from tests.directives.test_arrivals import HEADERS, LINE, take_in
from tests.work.town import NOW, Town

Browser = Callable[[str], Client]
# t tracker, l chairman, o an officer of the ward; m the mayor above, s the party beside.
ROLES = {"t": "tracker", "l": "chairman", "o": "officer", "m": "mayor", "s": "secretary"}
TABLE = {
    ("get", "arrivals"): "tloms",
    ("get", "arrival_new"): "tlms",
    ("get", "arrival_template"): "tlms",
    ("get", "arrival_instruct"): "tl",
    ("post", "arrival_instruct"): "tl",
    ("get", "arrival_answered"): "tl",
    ("post", "arrival_answered"): "tl",
    ("post", "arrival_decide"): "tl",
}


@pytest.fixture(autouse=True)
def morning_of_1_december() -> Iterator[None]:
    before, offset = clock._offset_source, NOW + timedelta(hours=1) - system_now()
    clock.set_offset_source(lambda: offset)
    yield
    clock.set_offset_source(before)


@pytest.fixture
def browser_of(town: Town) -> Browser:
    Account.objects.update(must_change_password=False)

    def of(key: str) -> Client:
        client = Client()
        client.force_login(town.accounts[key])
        return client

    return of


@pytest.fixture
def arrival(town: Town) -> Arrival:
    return take_in(town).new[0]


def address(name: str, arrival: Arrival) -> str:
    if name == "arrival_decide":
        return reverse("directives:arrival_decide", args=[arrival.pk, "de-biet"])
    one = name in ("arrival_instruct", "arrival_answered")
    return reverse(f"directives:{name}", args=[arrival.pk] if one else [])


def test_the_table_has_every_address() -> None:
    assert {name for _method, name in TABLE} == {one.name for one in urls.urlpatterns if one.name.startswith("arrival")}


@pytest.mark.parametrize(("method", "name"), sorted(TABLE))
def test_who_gets_in(method: str, name: str, browser_of: Browser, arrival: Arrival) -> None:
    where = address(name, arrival)
    answers = {key: getattr(browser_of(who), method)(where).status_code for key, who in ROLES.items()}
    assert {key for key, status in answers.items() if status in (200, 302, 422)} == set(TABLE[method, name]), answers
    outside = {key: status for key, status in answers.items() if key not in TABLE[method, name]}
    assert outside == {key: 404 if str(arrival.pk) in where and key in "ms" else 403 for key in outside}


def test_the_list_says_how_many_wait_and_finds_without_diacritics(browser_of: Browser, arrival: Arrival) -> None:
    client = browser_of("tracker")
    page = client.get(reverse("directives:arrivals")).content.decode()
    assert "1 văn bản đến chờ xử lý" in page and LINE.subject in page
    found = client.get(reverse("directives:arrivals") + "?xu_ly=tat-ca&q=giai ngan so tai").content.decode()
    assert LINE.subject in found
    assert (
        "Chưa có văn bản nào ở đây"
        in client.get(reverse("directives:arrivals") + "?xu_ly=tat-ca&q=khong+co").content.decode()
    )


def test_one_press_files_it_for_information_and_another_takes_it_back(browser_of: Browser, arrival: Arrival) -> None:
    client = browser_of("tracker")
    answer = client.post(
        reverse("directives:arrival_decide", args=[arrival.pk, "de-biet"]),
        {"version": arrival.version},
        headers={"HX-Request": "true"},
    )
    assert "Xử lý lại" in answer.content.decode()
    client.post(reverse("directives:arrival_decide", args=[arrival.pk, "mo-lai"]))
    arrival.refresh_from_db()
    assert arrival.decision == "waiting"


def test_the_instruction_is_entered_and_the_task_shows_where_it_came_from(
    town: Town, browser_of: Browser, arrival: Arrival
) -> None:
    client = browser_of("tracker")
    where = reverse("directives:arrival_instruct", args=[arrival.pk]) + "?xu_ly=answer"
    form = client.get(where)
    assert 'value="2025-12-10"' in form.content.decode() or "10/12/2025" in form.content.decode()
    sent = {
        "decision": "answer",
        "leader": str(town.posts["chairman"].pk),
        "words": "Phòng VH-XH tham mưu",
        "lead": f"unit:{town.units['culture'].pk}",
        "lead_text": "",
        "due": "08/12/2025",
        "version": arrival.version,
    }
    assert client.post(where, sent | {"words": ""}).status_code == 422
    assert client.post(where, sent).status_code == 302
    arrival.refresh_from_db()
    page = browser_of("culture_head").get(reverse("work:task", args=[arrival.task_id])).content.decode()
    assert "Từ văn bản đến" in page and "Phòng VH-XH tham mưu" in page
    answered = reverse("directives:arrival_answered", args=[arrival.pk])
    assert client.post(answered, {"number": "9/UBND", "issued_on": "01/12/2025"}).status_code == 302
    assert Task.objects.get(pk=arrival.task_id).state == TaskState.DONE
    told = client.post(answered, {"number": "9/UBND", "issued_on": "01/12/2025"})
    assert told.status_code == 422 and "đã được trả lời" in told.content.decode()


def test_lines_of_a_register_that_stay_out_are_named(browser_of: Browser) -> None:
    rows = [
        ("1", "", "8/STC", "31/2/2025", "Sở Tài chính", "Báo cáo", "", ""),
        ("2", "", "9/STC", "", "Sở Tài chính", "Kế hoạch", "", ""),
    ]
    data = write_csv(HEADERS, rows)
    answer = browser_of("tracker").post(
        reverse("directives:arrival_new"), {"by_file": "1", "file": SimpleUploadedFile("so.csv", data)}
    )
    page = answer.content.decode()
    assert answer.status_code == 200 and "Các dòng chưa vào sổ" in page and "31/2/2025" in page
    assert [one.number for one in Arrival.objects.all()] == ["9/STC"]


@pytest.mark.parametrize("name", ["kh-617.xlsx", "kh-617.docx"])
def test_a_workbook_that_is_no_register_is_taken_in_as_the_document_it_is(browser_of: Browser, name: str) -> None:
    answer = browser_of("tracker").post(
        reverse("directives:arrival_new"), {"by_file": "1", "file": SimpleUploadedFile(name, sample(name))}
    )
    assert answer.status_code == 302
    assert Arrival.objects.get().directive.proposals.count() > 10


def test_a_file_that_is_nothing_is_refused_with_its_reason(browser_of: Browser) -> None:
    answer = browser_of("tracker").post(
        reverse("directives:arrival_new"), {"by_file": "1", "file": SimpleUploadedFile("so.docx", b"PK\x03\x04")}
    )
    assert answer.status_code == 422 and not Arrival.objects.exists()


def test_the_list_asks_as_often_for_fifty_lines_as_for_one(
    town: Town, browser_of: Browser, arrival: Arrival, pinned_queries: Callable
) -> None:
    client = browser_of("tracker")
    client.get(reverse("directives:arrivals"))
    lines = [actions.ArrivalFields(subject=f"Văn bản {n}", number=f"{n}/STC") for n in range(60)]
    take_in(town, *lines)
    with pinned_queries("directives:arrivals tracker"):
        client.get(reverse("directives:arrivals"))
