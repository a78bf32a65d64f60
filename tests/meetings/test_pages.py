"""The pages of meetings: who opens them, and a session run through them from call to notice."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roviec.ledger.system_time import system_now
from roviec.meetings.models import Committee, Meeting
from roviec.organisation.models import Account
from roviec.web import clock
from roviec.work.models import Task, TaskState
from tests.work.town import NOW, Town, build

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]


@pytest.fixture(autouse=True)
def morning_of_1_december() -> Iterator[None]:
    before, offset = clock._offset_source, NOW + timedelta(hours=1) - system_now()
    clock.set_offset_source(lambda: offset)
    yield
    clock.set_offset_source(before)


@pytest.fixture
def town() -> Town:
    town = build()
    Account.objects.update(must_change_password=False)
    return town


@pytest.fixture
def browser_of(town: Town) -> Browser:
    def of(key: str) -> Client:
        client = Client()
        client.force_login(town.accounts[key])
        return client

    return of


def post_key(town: Town, name: str) -> str:
    return f"post:{town.posts[name].pk}"


def found(town: Town, client: Client) -> Committee:
    sent = {
        "name": "Giao ban tuần",
        "chair": post_key(town, "chairman"),
        "secretary": post_key(town, "tracker"),
        "members": "Nguyễn Văn culture_head\nNguyễn Văn economy_head",
        "rhythm": "weekly",
    }
    assert client.post(reverse("meetings:new"), sent | {"members": "Không Ai Cả"}).status_code == 422
    assert client.post(reverse("meetings:new"), sent).status_code == 302
    return Committee.objects.get()


def test_a_session_from_call_to_notice(town: Town, browser_of: Browser) -> None:
    client = browser_of("tracker")
    committee = found(town, client)
    assert committee.members.count() == 2
    call = reverse("meetings:call", args=[committee.pk])
    assert client.post(call, {"day": "02/12/2025", "hour": "25h"}).status_code == 422
    client.post(call, {"day": "02/12/2025", "hour": "8h30", "place": "Phòng họp A"})
    meeting = Meeting.objects.get()
    page = reverse("meetings:meeting", args=[meeting.pk])
    client.post(reverse("meetings:matter", args=[meeting.pk]), {"title": "Chợ hoa Tết"})
    sent = {"title": "Lập phương án chợ hoa", "lead": f"unit:{town.units['culture'].pk}", "due": "12/12/2025"}
    assert client.post(reverse("meetings:conclude", args=[meeting.pk]), {"title": "Thiếu chủ trì"}).status_code == 422
    client.post(reverse("meetings:conclude", args=[meeting.pk]), sent)
    shown = client.get(page).content.decode()
    assert "Chợ hoa Tết" in shown and "Lập phương án chợ hoa" in shown and "Còn thiếu" in shown
    issue = reverse("meetings:issue", args=[meeting.pk])
    refused = client.post(issue, {"number": "45/TB-UBND", "on": "01/12/2025"})
    assert refused.status_code == 422 and "Lập phương án chợ hoa" in refused.content.decode()
    client.post(issue, {"number": "45/TB-UBND", "on": "01/12/2025", "unclear_reason": "Sản phẩm bổ sung sau"})
    task = Task.objects.get(plan=committee.plan)
    assert task.state == TaskState.ASSIGNED
    assert "45/TB-UBND" in client.get(page).content.decode()
    assert "Giao ban tuần" in browser_of("culture_head").get(reverse("work:task", args=[task.pk])).content.decode()
    for name in ("notice", "report"):
        answer = client.get(reverse(f"meetings:{name}", args=[meeting.pk]))
        assert answer.content.startswith(b"PK") and "wordprocessingml" in answer["Content-Type"]


def test_members_read_and_only_those_who_run_it_write(town: Town, browser_of: Browser) -> None:
    client = browser_of("tracker")
    committee = found(town, client)
    client.post(reverse("meetings:call", args=[committee.pk]), {"day": "02/12/2025", "hour": "8:00"})
    meeting = Meeting.objects.get()
    page = reverse("meetings:meeting", args=[meeting.pk])
    statuses = {who: browser_of(who).get(page).status_code for who in ("chairman", "officer", "mayor", "secretary")}
    assert statuses == {"chairman": 200, "officer": 200, "mayor": 200, "secretary": 404}
    assert "Ghi kết luận" not in browser_of("officer").get(page).content.decode()
    for who, status in (("officer", 403), ("mayor", 403), ("secretary", 404)):
        for name in ("matter", "minutes"):
            sent = {"title": "Việc", "assessment": "Tốt"}
            assert browser_of(who).post(reverse(f"meetings:{name}", args=[meeting.pk]), sent).status_code == status


def test_what_two_write_at_once_is_not_overwritten(town: Town, browser_of: Browser) -> None:
    client = browser_of("tracker")
    committee = found(town, client)
    client.post(reverse("meetings:call", args=[committee.pk]), {"day": "02/12/2025", "hour": "8:00"})
    meeting = Meeting.objects.get()
    where = reverse("meetings:minutes", args=[meeting.pk])
    client.post(where, {"assessment": "Của người thứ nhất", "version": meeting.version})
    second = browser_of("chairman").post(where, {"assessment": "Của người thứ hai", "version": meeting.version})
    assert second.status_code == 422 and "Của người thứ hai" in second.content.decode()
    meeting.refresh_from_db()
    assert meeting.assessment == "Của người thứ nhất"


def test_the_pages_ask_as_often_for_many_as_for_few(town: Town, browser_of: Browser, pinned_queries: Callable) -> None:
    client = browser_of("tracker")
    committee = found(town, client)
    client.post(reverse("meetings:call", args=[committee.pk]), {"day": "02/12/2025", "hour": "8:00"})
    meeting = Meeting.objects.get()
    for n in range(8):
        sent = {"title": f"Việc {n}", "lead": f"unit:{town.units['culture'].pk}", "due": "12/12/2025"}
        client.post(reverse("meetings:conclude", args=[meeting.pk]), sent)
    index, one = reverse("meetings:index"), reverse("meetings:committee", args=[committee.pk])
    page = reverse("meetings:meeting", args=[meeting.pk])
    for where in (index, one, page):
        client.get(where)
    with pinned_queries("meetings:index tracker"):
        client.get(index)
    with pinned_queries("meetings:committee tracker"):
        client.get(one)
    with pinned_queries("meetings:meeting tracker"):
        client.get(page)
