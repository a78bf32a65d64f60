"""The pages of calendars: seen by all, changed with a preview, a list read row by row, and one click from a due date to its reasons."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from roviec.core.calendar_layers import CalendarEdit
from roviec.core.calendars import SpecialDay, WorkingDays, end_of_day
from roviec.custody.actions.calendars import change_calendar
from roviec.custody.calendars import calendar_named
from roviec.custody.models import CalendarChange, Clock
from roviec.web import clock
from roviec.work.models import Task
from tests.work.town import NOW, Town

SignIn = Callable[[str], Client]
DAY_OFF = {"day": "2025-12-03", "kind": "holiday", "name": "Nghỉ bão số 9", "source": "Công điện 12"}
EDIT = CalendarEdit(days=(SpecialDay(date(2025, 12, 3), "holiday", "Nghỉ bão số 9", (), "Công điện 12"),))
LIST = """date,kind,name,source
2028-01-26,holiday,Tết Nguyên Đán,9999/TB-BNV
2028-02-31,holiday,Không có ngày này,
2028-09-02,nghỉ,Quốc khánh,
2028-01-26,holiday,Lặp lại,
"""


@pytest.fixture
def sign_in(town: Town, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    monkeypatch.setattr(clock, "system_now", lambda: NOW)

    def signed_in(key: str) -> Client:
        client = Client()
        client.force_login(town.accounts[key])
        return client

    return signed_in


@pytest.fixture
def term(town: Town) -> Task:
    return town.assigned(due=None, budget=WorkingDays(4))


def test_a_change_is_shown_with_what_moves_and_done_only_when_confirmed(
    town: Town, term: Task, sign_in: SignIn
) -> None:
    client = sign_in("admin")
    seen = client.post("/lich/vn/ngay/", DAY_OFF).content.decode()
    assert "1 hạn sẽ dời" in seen
    assert "05/12/2025" in seen and "08/12/2025" in seen
    assert not CalendarChange.objects.exists()
    answer = client.post("/lich/vn/ngay/", {**DAY_OFF, "apply": "1"})
    change = CalendarChange.objects.get()
    assert answer["Location"] == f"/lich/thay-doi/{change.pk}/"
    assert Clock.objects.get(pk=term.pk).due == end_of_day(date(2025, 12, 8))
    assert "Nghỉ bão số 9" in client.get("/lich/").content.decode()


def test_a_day_of_ones_own_is_cancelled_and_one_of_the_country_overruled(
    town: Town, term: Task, sign_in: SignIn
) -> None:
    client = sign_in("admin")
    client.post("/lich/vn/ngay/", {**DAY_OFF, "apply": "1"})
    client.post("/lich/vn/ngay/", {"day": "2025-12-03", "kind": "ordinary", "apply": "1"})
    client.post("/lich/vn/ngay/", {"day": "2026-01-02", "kind": "ordinary", "apply": "1"})
    assert Clock.objects.get(pk=term.pk).due == end_of_day(date(2025, 12, 5))
    assert calendar_named("vn").is_working_day(date(2026, 1, 2))


def test_somebody_elses_change_in_between_is_noticed(town: Town, term: Task, sign_in: SignIn) -> None:
    client = sign_in("admin")
    client.post("/lich/vn/ngay/", {**DAY_OFF, "apply": "1"})
    answer = client.post("/lich/vn/ngay/", {**DAY_OFF, "day": "2025-12-04", "apply": "1", "version": "0"})
    assert answer.status_code == 409
    assert CalendarChange.objects.count() == 1


def test_a_list_is_read_row_by_row_and_nothing_is_half_taken(town: Town, sign_in: SignIn) -> None:
    client = sign_in("admin")
    file = SimpleUploadedFile("nghi-2028.csv", LIST.encode(), "text/csv")
    seen = client.post("/lich/vn/nhap/", {"file": file, "official": "on"}).content.decode()
    for said in ("2028-02-31", "“nghỉ” không phải", "Ngày này đã có ở dòng 2"):
        assert said in seen
    assert not CalendarChange.objects.exists()
    client.post("/lich/vn/nhap/", {"text": LIST, "official": "on", "apply": "1"})
    calendar = calendar_named("vn")
    assert not calendar.is_working_day(date(2028, 1, 26))
    assert calendar.known == (2024, 2028)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Tệp"),
        (b"a,b\n1,2\n", "thiếu cột"),
        ("date,kind\n2026-01-01,holiday".encode("utf-16"), "UTF-8"),
        (b"date,kind\n\x00\x01,holiday\n", "không phải ngày"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_the_reason(
    town: Town, sign_in: SignIn, content: bytes, said: str
) -> None:
    answer = sign_in("admin").post("/lich/vn/nhap/", {"file": SimpleUploadedFile("a.csv", content)})
    assert said in answer.content.decode()
    assert not CalendarChange.objects.exists()


def test_hours_of_a_unit_are_typed_as_people_write_them(town: Town, sign_in: SignIn) -> None:
    town.seat("clerk", "office", "Chuyên viên tổ chức", "staff", keeps_register=True)
    client = sign_in("clerk")
    address = f"/lich/don-vi/{town.units['culture'].pk}/gio/"
    hours = {f"hours_{n}": "7h30-11h30; 13:30–17:30" for n in range(5)}
    sent = {"since": "2025-12-01", **hours, "hours_5": "07:30-11:30", "hours_6": ""}
    assert client.post(address, sent).status_code == 200
    assert client.post(address, {**sent, "hours_5": "sáng"}).status_code == 422
    assert client.post(address, {**sent, "apply": "1"}).status_code == 302
    town.units["culture"].refresh_from_db()
    own = calendar_named(town.units["culture"].calendar)
    assert own.opening(date(2025, 12, 6)) is not None
    assert not own.is_working_day(date(2025, 12, 6))  # open, but no day of a term
    assert sign_in("clerk").get("/lich/vn/ngay/").status_code == 403


def test_every_due_date_of_a_page_leads_to_its_reasons(town: Town, term: Task, sign_in: SignIn) -> None:
    change_calendar("vn", EDIT, by=town.actor("admin"), at=NOW)
    client = sign_in("officer")
    for page in ("/viec-cua-toi/", f"/nhiem-vu/{term.pk}/", f"/ke-hoach/{town.plan.pk}/"):
        assert f"/han/{term.pk}/" in client.get(page).content.decode(), page
    why = client.get(f"/han/{term.pk}/").content.decode()
    for said in ("4 ngày làm việc kể từ 01/12/2025", "Nghỉ bão số 9", "03/12/2025", "147.2", "Lịch đã dời hạn"):
        assert said in why
    assert calendar_named("vn").label in why
    assert sign_in("party_officer").get(f"/han/{term.pk}/").status_code == 404


def test_the_api_gives_the_same_reasons_and_takes_a_day(town: Town, term: Task, sign_in: SignIn) -> None:
    client = sign_in("admin")
    day = {"date": "2025-12-03", "kind": "holiday", "name": "Nghỉ bão số 9"}
    changed = client.post("/api/v1/calendars/vn/days", day, content_type="application/json").json()
    assert changed["moved"] == 1
    why = sign_in("officer").get(f"/api/v1/due/{term.pk}").json()
    assert why["calendar"] == changed["new_label"]
    assert [step["code"] for step in why["steps"]] == ["due.working_days"]
    assert {one["date"] for one in why["skipped"]} == {"2025-12-03", "2025-12-06", "2025-12-07"}
    year = client.get("/api/v1/calendars/vn?year=2025").json()
    assert "2025-12-03" in {one["date"] for one in year["days"]}
    assert client.get("/api/v1/calendars/khong-co").status_code == 404


def test_a_calendar_page_asks_the_same_however_many_days_and_units(
    town: Town, term: Task, sign_in: SignIn, pinned_queries
) -> None:
    change_calendar("vn", EDIT, by=town.actor("admin"), at=NOW)
    client = sign_in("officer")
    client.get("/lich/")
    with pinned_queries("calendar of a year"):
        client.get("/lich/")
    with pinned_queries("why a due date"):
        client.get(f"/han/{term.pk}/")
