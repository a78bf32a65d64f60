"""A committee from founding to notice over the API: the same rules as on the pages."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from roviec.ledger.system_time import system_now
from roviec.organisation.models import Account
from roviec.paper.office import converter
from roviec.web import clock
from roviec.work.models import Task, TaskState
from tests.work.town import NOW, Town, build

pytestmark = pytest.mark.django_db


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


def client_of(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.accounts[who])
    return client


def send(client: Client, address: str, data: dict[str, Any], method: str = "post", **headers: str) -> HttpResponse:
    call = getattr(client, method)
    return call(f"/api/v1{address}", json.dumps(data), content_type="application/json", headers=headers)


def test_a_session_is_run_over_the_api_and_its_notice_gives_the_work_out(town: Town) -> None:
    tracker, officer, party = (client_of(town, who) for who in ("tracker", "officer", "secretary"))
    fields = {"name": "Giao ban", "chair_post": str(town.posts["chairman"].pk), "rhythm": "weekly"}
    assert send(officer, "/committees", fields).status_code == 403
    committee = send(tracker, "/committees", fields).json()["id"]
    invited = [str(town.posts["economy_head"].pk)]
    called = send(tracker, f"/committees/{committee}/meetings", {"on": "2025-12-03T08:00:00+07:00", "invited": invited})
    assert called.status_code == 201
    meeting = f"/meetings/{called.json()['id']}"
    assert party.get(f"/api/v1{meeting}").status_code == 404

    task = {
        "title": "Lập phương án lễ hội đường hoa",
        "lead_unit": str(town.units["culture"].pk),
        "deliverable": "Phương án",
    }
    task |= {"due": "2025-12-20", "authority": "Chủ tịch", "accountable_post": str(town.posts["chairman"].pk)}
    assert send(officer, f"{meeting}/conclusions", task).status_code == 403
    made = send(tracker, f"{meeting}/conclusions", task).json()["task"]
    dropped = send(tracker, f"{meeting}/conclusions", task).json()["task"]
    assert tracker.delete(f"/api/v1{meeting}/conclusions/{dropped}").status_code == 204
    matter = send(tracker, f"{meeting}/matters", {"title": "Chợ hoa Tết"}).json()["id"]
    assert send(tracker, f"{meeting}/leave", {"matter": matter}).json()["outcome"] == "stays"
    shown = officer.get(f"/api/v1{meeting}").json()
    assert [one["task"] for one in shown["conclusions"]] == [made] and shown["invited"] == invited

    number = {"number": "45/TB-UBND", "on": "2025-12-01"}
    assert send(tracker, f"{meeting}/issue", number, **{"If-Match": '"1"'}).status_code == 412
    assert send(tracker, f"{meeting}/issue", number).json()["state"] == "issued"
    assert Task.objects.get(pk=made).state == TaskState.ASSIGNED
    closed = send(tracker, f"{meeting}/move", {"on": "2025-12-04T08:00:00+07:00"})
    assert closed.status_code == 422


@pytest.mark.skipif(converter() is None, reason="LibreOffice is not installed")
def test_the_notice_is_had_as_pdf(town: Town) -> None:
    tracker = client_of(town, "tracker")
    fields = {"name": "Giao ban", "chair_post": str(town.posts["chairman"].pk)}
    committee = send(tracker, "/committees", fields).json()["id"]
    meeting = send(tracker, f"/committees/{committee}/meetings", {"on": "2025-12-03T08:00:00+07:00"}).json()["id"]
    printed = tracker.get(reverse("meetings:notice_pdf", args=[meeting]))
    assert printed["Content-Type"] == "application/pdf" and printed.content.startswith(b"%PDF-")


def test_without_libreoffice_the_page_says_so_and_keeps_the_word_file(
    town: Town, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    tracker = client_of(town, "tracker")
    fields = {"name": "Giao ban", "chair_post": str(town.posts["chairman"].pk)}
    committee = send(tracker, "/committees", fields).json()["id"]
    meeting = send(tracker, f"/committees/{committee}/meetings", {"on": "2025-12-03T08:00:00+07:00"}).json()["id"]
    monkeypatch.setenv("PATH", str(tmp_path))
    page = tracker.get(reverse("meetings:notice_pdf", args=[meeting]), follow=True)
    assert "chưa cài LibreOffice" in page.content.decode()
    assert tracker.get(f"/api/v1/meetings/{meeting}/notice?kieu=pdf").status_code == 422
    assert tracker.get(reverse("meetings:notice", args=[meeting])).content.startswith(b"PK")
