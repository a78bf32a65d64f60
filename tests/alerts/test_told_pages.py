"""The pages about being told: hours and kinds, putting off, what was sent, whether it arrives, and ladders set by a body."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from roviec.alerts import actions
from roviec.alerts.models import Address, BodyLadder, Message, Mute, Notice, Preference
from roviec.alerts.queries.ladders import shipped_text
from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.custody.actions import note_lateness
from roviec.custody.models import LateSpell
from roviec.ledger.models import Entry
from roviec.ledger.system_time import system_now
from roviec.web import clock
from tests.work.town import NOW, Town

MONDAY = datetime(2025, 12, 15, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def on_that_monday():
    before = clock._offset_source
    clock.set_offset_source(lambda: MONDAY - system_now())
    yield
    clock.set_offset_source(before)


@pytest.fixture
def told(town: Town, worker: Actor) -> Town:
    """An officer with a task that is new and late, and an address that refused the letter about it."""
    town.assigned()
    since = system_now() - timedelta(days=1)
    for who in ("officer", "culture_head"):
        officer = town.accounts[who].officer
        Address.objects.create(officer=officer, channel="email", value=who, created_at=since, verified_at=since)
    actions.tick(NOW, worker)
    note_lateness(MONDAY - timedelta(hours=5), worker)
    actions.tick(MONDAY - timedelta(hours=5), worker)
    actions.bundle(MONDAY, system_now(), worker)
    Message.objects.filter(officer__code="officer").update(failed_at=system_now(), error="không có hộp thư")
    return town


def signed_in(client: Client, town: Town, who: str) -> Client:
    client.force_login(town.accounts[who])
    return client


def test_who_was_warned_of_a_task_when_and_why(told: Town, client: Client, pinned_queries) -> None:
    task = Notice.objects.get(officer__code="officer", kind="late").thing_id
    signed_in(client, told, "colleague")
    client.get("/thong-bao/")
    with pinned_queries("alerts: climb"):
        page = client.get(f"/thong-bao/viec/{task}/").content.decode()
    assert "Khi quá hạn" in page and "Nguyễn Văn culture_head" in page and "chưa đọc" in page
    assert "Tiếp theo: Quá hạn 3 ngày làm việc" in page and "lãnh đạo phụ trách" in page
    assert "Không báo riêng" in page, "the rungs before the due date were slept through"


def test_hours_kinds_and_putting_off_are_chosen_on_the_page(told: Town, client: Client, settings) -> None:
    settings.SMTP, settings.MAIL_FROM = "localhost:25", "ro-viec@example.vn"
    signed_in(client, told, "officer")
    page = client.get("/thong-bao/tuy-chon/").content.decode()
    assert "Gửi bản tổng hợp lúc" in page and 'value="07:30"' in page and 'type="time"' not in page, "24 hours, in text"
    sent = {"digest_at": "16h30", "quiet_from": "20:00", "quiet_until": "06:00", "at_once": ["new"]}
    assert client.post("/thong-bao/tuy-chon/email/", sent).status_code == 302
    chosen = Preference.objects.get()
    assert chosen.digest_at.hour == 16 and "assigned" in chosen.at_once and not chosen.days_off
    assert client.post("/thong-bao/tuy-chon/email/", sent | {"digest_at": "lúc nào cũng được"}).status_code == 422
    assert client.post("/thong-bao/tuy-chon/tat/", {"muted": ["commented"]}).status_code == 302
    assert client.post("/thong-bao/tuy-chon/tat/", {"muted": ["late"]}).status_code == 422
    assert list(Mute.objects.values_list("kind", flat=True)) == ["commented"]

    late = Notice.objects.get(officer__code="officer", kind="late")
    address = f"/thong-bao/{late.pk}/hoan/"
    assert client.post(address, {"until": "17/12/2025", "reason": "đi công tác"}).status_code == 302
    assert client.post(address, {"until": "2026-12-17", "reason": "lười"}).status_code == 422
    head = signed_in(Client(), told, "culture_head").get("/thong-bao/tinh-hinh/").content.decode()
    assert "đi công tác" in head, "the head sees what is put off and why"


def test_what_was_sent_and_what_did_not_arrive(told: Town, client: Client, pinned_queries) -> None:
    signed_in(client, told, "officer")
    client.get("/thong-bao/")
    with pinned_queries("alerts: sent"):
        page = client.get("/thong-bao/da-gui/").content.decode()
    assert "Không gửi được" in page and "Đã quá hạn" in page
    signed_in(client, told, "tracker")
    client.get("/thong-bao/")
    with pinned_queries("alerts: reaching"):
        office = client.get("/thong-bao/tinh-hinh/").content.decode()
    assert "Nguyễn Văn officer" in office and "không có hộp thư" not in office
    assert signed_in(client, told, "officer").get("/thong-bao/tinh-hinh/").status_code == 403


def test_a_day_says_by_the_hour_what_became_late_and_who_was_told_each_number_with_its_list(
    told: Town, client: Client, pinned_queries
) -> None:
    task = Notice.objects.get(officer__code="officer", kind="late").thing_id
    signed_in(client, told, "tracker")
    client.get("/thong-bao/")
    with pinned_queries("alerts: day"):
        page = client.get("/thong-bao/tinh-hinh/mot-ngay/?ngay=15/12/2025").content.decode()
    listed = {
        role: len(Notice.objects.filter(at__gte=MONDAY - timedelta(hours=9), officer__code__in=codes))
        for role, codes in {"staff": ["officer"], "head": ["culture_head"]}.items()
    }
    for role, n in listed.items():
        link = re.search(rf'href="([^"]*gio=4&amp;vai={role}#[^"]*)">{n}<', page)
        assert n and link, f"the tick at four in the morning told {role} {n} times"
        rows = client.get(html.unescape(link[1]).partition("#")[0]).content.decode()
        assert f'<span class="count">{n}</span>' in rows and f"/nhiem-vu/{task}/" in rows
    due = LateSpell.objects.get().since.astimezone(VIETNAM)
    late = client.get(f"/thong-bao/tinh-hinh/mot-ngay/?ngay={due:%d/%m/%Y}&gio={due.hour}&vai=qua-han").content.decode()
    assert f"/nhiem-vu/{task}/" in late and "Nguyễn Văn culture_head" in late
    other = signed_in(client, told, "economy_head").get("/thong-bao/tinh-hinh/mot-ngay/?ngay=15/12/2025&vai=tat-ca")
    assert "Nguyễn Văn officer" not in other.content.decode(), "the head of another unit"
    assert signed_in(client, told, "officer").get("/thong-bao/tinh-hinh/mot-ngay/").status_code == 403


def test_a_body_sets_its_ladder_after_seeing_what_it_would_tell_tomorrow(
    told: Town, client: Client, worker: Actor
) -> None:
    signed_in(client, told, "admin")
    assert "Thang cảnh báo chung" in client.get("/thong-bao/thang/").content.decode()
    start = html.unescape(
        client.get("/thong-bao/thang/moi/").content.decode().partition("<textarea")[2].partition(">")[2]
    )
    assert "valid_from = 2025-12-16" in start, "the file to begin with may be adopted as it stands"
    text = shipped_text("task").replace("2020-01-01", "2025-12-15").replace('"chung"', '"phuong"')
    text = text.replace("working_days = 3", "working_days = 2").replace("Thang cảnh báo chung", "Thang của phường")
    wrong = client.post("/thong-bao/thang/moi/", {"text": text.replace('"leader"', '"giam_doc"')})
    assert wrong.status_code == 422 and "giam_doc" in wrong.content.decode() and "Dòng 4" in wrong.content.decode()
    page = client.post("/thong-bao/thang/moi/", {"text": text}).content.decode()
    assert "Thang của phường" in page and "Thang đang dùng" in page and not BodyLadder.objects.exists()
    client.post("/thong-bao/thang/moi/", {"text": text, "buoc": "ap-dung"})
    adopted = BodyLadder.objects.get()
    assert adopted.body == told.units["ward"]
    assert Entry.objects.filter(stream_id=adopted.pk, verb="adopt_ladder").exists()
    tuesday = MONDAY + timedelta(days=1)
    note_lateness(tuesday, worker)
    actions.tick(tuesday, worker)
    assert Notice.objects.filter(kind="late_climbs", officer__code="vice").exists(), "two days late is enough here"
    client.post(f"/thong-bao/thang/{adopted.pk}/thoi/")
    assert BodyLadder.objects.get().ends_on is not None
    assert signed_in(client, told, "tracker").post("/thong-bao/thang/moi/", {"text": text}).status_code == 403
