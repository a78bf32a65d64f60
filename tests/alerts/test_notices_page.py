"""The list of notices, the bell, and the API: one's own only."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import translation

from roviec.alerts import actions
from roviec.alerts.models import Notice
from roviec.core.actor import Actor
from roviec.core.permission import Denied
from roviec.custody.actions import note_lateness
from roviec.ledger.system_time import system_now
from roviec.web import clock
from tests.work.town import NOW, Town

MONDAY = datetime(2025, 12, 15, 1, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_that_monday():
    before = clock._offset_source
    clock.set_offset_source(lambda: MONDAY - system_now())
    yield
    clock.set_offset_source(before)


@pytest.fixture
def told(town: Town, worker: Actor) -> Town:
    """An officer with a task that is new and late."""
    town.assigned()
    actions.tick(NOW, worker)
    note_lateness(MONDAY - timedelta(hours=1), worker)
    actions.tick(MONDAY - timedelta(hours=1), worker)
    type(town.accounts["officer"]).objects.update(must_change_password=False)
    return town


def signed_in(client: Client, town: Town, who: str = "officer") -> Client:
    client.force_login(town.accounts[who])
    return client


def test_the_list_says_what_happened_to_what_and_when(told: Town, client: Client) -> None:
    page = signed_in(client, told).get("/thong-bao/").content.decode()
    assert "Đã quá hạn" in page and "Nhiệm vụ mới được giao" in page
    assert "Xây dựng phương án tổ chức lễ hội đường hoa xuân" in page
    assert "Hạn: 12/12/2025" in page
    assert page.index("15/12/2025") < page.index("01/12/2025"), "newest day first"


def test_a_kind_narrows_the_list_and_stays_in_the_address(told: Town, client: Client) -> None:
    page = signed_in(client, told).get("/thong-bao/?loai=late").content.decode()
    assert "Đã quá hạn" in page and "Nhiệm vụ mới được giao" not in page
    assert "loai=late&amp;chua-doc=1" in page


def test_an_empty_list_says_what_will_come(told: Town, client: Client) -> None:
    assert "Không có thông báo nào" in signed_in(client, told, "economy_officer").get("/thong-bao/").content.decode()


def test_the_bell_asks_one_index(told: Town, client: Client, pinned_queries) -> None:
    signed_in(client, told)
    with pinned_queries("alerts: count"):
        answer = client.get("/thong-bao/so-luong/")
    # Assigned, late, not accepted in time, due soon.
    assert answer.content.decode() == str(Notice.objects.filter(officer__code="officer").count())


def test_the_list_asks_the_same_however_long_it_is(told: Town, client: Client, pinned_queries) -> None:
    signed_in(client, told)
    with pinned_queries("alerts: notices"):
        client.get("/thong-bao/")


def test_opening_a_notice_reads_it(told: Town, client: Client) -> None:
    notice = Notice.objects.get(officer__code="officer", kind="late")
    answer = signed_in(client, told).get(f"/thong-bao/{notice.pk}/")
    assert answer.status_code == 302
    notice.refresh_from_db()
    first = notice.read_at
    assert first is not None
    client.post(f"/thong-bao/{notice.pk}/da-doc/")
    notice.refresh_from_db()
    assert notice.read_at == first, "known since the first time"


def test_reading_all_leaves_what_comes_later(told: Town, client: Client) -> None:
    Notice.objects.filter(kind="assigned").update(at=MONDAY + timedelta(hours=5))
    signed_in(client, told).post("/thong-bao/da-doc/")
    unread = Notice.objects.filter(officer__code="officer", read_at=None)
    assert set(unread.values_list("kind", flat=True)) == {"assigned"}


def test_nobody_reads_the_notice_of_another(told: Town, client: Client) -> None:
    notice = Notice.objects.filter(officer__code="officer").first()
    signed_in(client, told, "colleague")
    assert client.get(f"/thong-bao/{notice.pk}/").status_code == 404
    assert client.post(f"/thong-bao/{notice.pk}/da-doc/").status_code == 404
    with pytest.raises(Denied):
        actions.read_notice(notice.pk, by=told.actor("colleague"), at=MONDAY)


def test_a_row_read_by_htmx_comes_back_read(told: Town, client: Client) -> None:
    notice = Notice.objects.filter(officer__code="officer").first()
    answer = signed_in(client, told).post(f"/thong-bao/{notice.pk}/da-doc/", headers={"HX-Request": "true"})
    assert answer.status_code == 200 and answer.content.decode().lstrip().startswith("<tr")
    assert "<form" not in answer.content.decode()


def test_the_api_lists_counts_and_reads(told: Town, client: Client) -> None:
    signed_in(client, told)
    listed = client.get("/api/v1/notices?limit=1").json()
    assert len(listed["items"]) == 1 and listed["next_cursor"]
    rest = client.get("/api/v1/notices", {"cursor": listed["next_cursor"]}).json()
    late = next(n for n in [*listed["items"], *rest["items"]] if n["kind"] == "late")
    assert late["group"] == "late" and late["sentence"] == "Đã quá hạn"
    before = client.get("/api/v1/notices/count").json()["unread"]
    assert client.post(f"/api/v1/notices/{late['id']}/read").json()["read_at"]
    assert client.get("/api/v1/notices/count").json() == {"unread": before - 1}
    assert client.post("/api/v1/notices/read-all").json() == {"unread": 0}


def test_a_visitor_is_sent_to_sign_in(db: None, client: Client) -> None:
    assert client.get("/thong-bao/").status_code in (302, 403)


def test_english_is_one_click_away(told: Town, client: Client) -> None:
    signed_in(client, told)
    with translation.override("en"):
        shown = client.get("/thong-bao/", headers={"Accept-Language": "en"})
    assert shown.status_code == 200


def test_a_late_task_shows_its_spells_with_unit_and_head(told: Town, client: Client) -> None:
    task = Notice.objects.filter(kind="late").first().thing_id
    page = signed_in(client, told).get(f"/nhiem-vu/{task}/").content.decode()
    assert "Quá hạn từ 12/12/2025, đến nay 1 ngày làm việc" in page
    assert "Phòng Văn hóa - Xã hội · Nguyễn Văn culture_head, Trưởng phòng" in page
