"""The API does what the pages do, says what version it left, and tells the second of two that they are second."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from roviec.core.standing import Standing
from roviec.work.models import Task
from tests.work.town import Town

Api = Callable[..., Any]


@pytest.fixture
def api(town: Town, monkeypatch: pytest.MonkeyPatch) -> Api:
    """Calls as one of the town's people, on the business day of the town."""
    monkeypatch.setattr("roviec.web.clock._offset_source", lambda: timedelta(0))
    clients: dict[str, Client] = {}

    def call(who: str, method: str, path: str, data: object = None, **headers: str) -> Any:
        if who not in clients:
            clients[who] = Client()
            clients[who].force_login(town.accounts[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        given = {f"HTTP_{name}": value for name, value in headers.items()}
        send = getattr(clients[who], method)
        if method == "get":
            return send(f"/api/v1{path}", **given)
        return send(f"/api/v1{path}", data=data if data is not None else {}, content_type="application/json", **given)

    return call


def body(town: Town, **changed: object) -> dict[str, object]:
    fields = {
        "plan": str(town.plan.pk),
        "title": "Xây dựng phương án tổ chức lễ hội đường hoa",
        "deliverable": "Phương án",
        "lead_unit": str(town.units["culture"].pk),
        "person_post": str(town.posts["officer"].pk),
        "accountable_post": str(town.posts["culture_head"].pk),
        "authority": "Chủ tịch UBND phường",
        "due": "2030-12-12",
    }
    return fields | changed


def test_a_task_goes_from_draft_to_done(town: Town, api: Api) -> None:
    made = api("tracker", "post", "/tasks", body(town))
    assert made.status_code == 201, made.content
    task = f"/tasks/{made.json()['id']}"
    assert api("chairman", "post", f"{task}/assign_task").status_code == 200
    assert api("officer", "post", f"{task}/accept_task", {"note": "Đã nhận"}).status_code == 200
    done = api("officer", "post", f"{task}/report_progress", {"progress": 50, "text": "Đã có dự thảo"})
    assert done.json()["state"] == "in_progress"
    shown = api("officer", "get", task)
    assert shown["ETag"] == f'"{shown.json()["version"]}"' == done["ETag"]
    assert "submit_deliverable" in shown.json()["verbs"]
    handed_in = api("officer", "post", f"{task}/submit_deliverable", {"link": "https://a.vn/1"}, IF_MATCH=shown["ETag"])
    assert handed_in.status_code == 200, handed_in.content
    assert api("chairman", "post", f"{task}/accept_deliverable").json()["state"] == "done"
    told = api("culture_head", "get", f"{task}/history").json()
    assert [line["verb"] for line in told][-1] == "deliverable_accepted"
    assert told[1]["what"].endswith("hạn 12/12/2030")


def test_a_stale_version_is_refused_and_nothing_is_overwritten(town: Town, api: Api) -> None:
    task = town.assigned()
    path = f"/tasks/{task.pk}"
    etag = api("officer", "get", path)["ETag"]
    assert api("officer", "post", f"{path}/accept_task", IF_MATCH=etag).status_code == 200
    second = api("chairman", "post", f"{path}/cancel_task", {"reason": "Rút"}, IF_MATCH=etag)
    assert second.status_code == 412
    assert Task.objects.get(pk=task.pk).state == "in_progress"


def test_what_is_missing_is_said_field_by_field(town: Town, api: Api) -> None:
    made = api("tracker", "post", "/tasks", body(town, due=None, authority="")).json()
    refused = api("chairman", "post", f"/tasks/{made['id']}/assign_task")
    assert refused.status_code == 422
    assert set(refused.json()["errors"]) == {"schedule", "authority"}


def test_who_may_not_is_told_and_who_does_not_see_finds_nothing(town: Town, api: Api) -> None:
    task = town.assigned()
    assert api("colleague", "post", f"/tasks/{task.pk}/accept_task").status_code == 403
    assert api("secretary", "get", f"/tasks/{task.pk}").status_code == 404
    assert api("secretary", "get", f"/tasks/{task.pk}/history").status_code == 404


def test_lists_are_filtered_and_paged_by_cursor(town: Town, api: Api) -> None:
    tasks = [town.assigned() for _ in range(5)]
    town.assigned(lead_unit=town.units["economy"], person_post=None)
    first = api("tracker", "get", f"/tasks?unit={town.units['culture'].pk}&limit=3").json()
    rest = api("tracker", "get", f"/tasks?unit={town.units['culture'].pk}&limit=3&cursor={first['next_cursor']}").json()
    assert {row["id"] for row in first["items"] + rest["items"]} == {str(task.pk) for task in tasks}
    assert rest["next_cursor"] is None
    assert api("tracker", "get", "/tasks?standing=done_on_time").json()["items"] == []
    late = api("tracker", "get", "/tasks?standing=open_late").json()["items"]
    assert {row["standing"] for row in late} <= {Standing.OPEN_LATE.value}
    assert len(api("tracker", "get", "/tasks?q=duong hoa").json()["items"]) == 6


def test_many_are_assigned_in_one_call(town: Town, api: Api) -> None:
    good, unclear = town.draft(), town.draft(due=None)
    answer = api("chairman", "post", "/tasks/assign", {"tasks": [str(good.pk), str(unclear.pk)]}).json()
    assert answer["assigned"] == [str(good.pk)]
    assert list(answer["refused"]) == [str(unclear.pk)]


def test_a_file_is_sent_and_then_handed_in(town: Town, api: Api, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    task = town.assigned()
    api("officer", "post", f"/tasks/{task.pk}/accept_task")
    client = Client()
    client.force_login(town.accounts["officer"], backend="allauth.account.auth_backends.AuthenticationBackend")
    sent = client.post("/api/v1/files", {"file": SimpleUploadedFile("bao-cao.pdf", b"%PDF-1.7 xin")})
    assert sent.status_code == 201, sent.content
    files = [{"digest": sent.json()["digest"], "name": "bao-cao.pdf"}]
    assert api("officer", "post", f"/tasks/{task.pk}/submit_deliverable", {"files": files}).status_code == 200
    shown = api("chairman", "get", f"/tasks/{task.pk}").json()
    assert shown["submissions"][0]["files"] == files
    unknown = [{"digest": "0" * 64, "name": "khác.pdf"}]
    task = town.assigned()
    api("officer", "post", f"/tasks/{task.pk}/accept_task")
    assert api("officer", "post", f"/tasks/{task.pk}/submit_deliverable", {"files": unknown}).status_code == 422


def test_plans_are_made_shown_and_drawn(town: Town, api: Api) -> None:
    made = api("chairman", "post", "/plans", {"title": "Kế hoạch chuyển đổi số", "code": "617/KH-UBND"})
    assert made.status_code == 201, made.content
    path = f"/plans/{made.json()['id']}"
    assert api("chairman", "patch", path, {"note": "Bổ sung"}, IF_MATCH=made["ETag"]).status_code == 200
    assert api("chairman", "patch", path, {"note": "Cũ"}, IF_MATCH=made["ETag"]).status_code == 412
    town.assigned()
    shown = api("officer", "get", f"/plans/{town.plan.pk}").json()
    assert sum(shown["counts"][name] for name in ("open_on_time", "open_late")) == 1
    chart = api("officer", "get", f"/plans/{town.plan.pk}/gantt").json()
    assert [row["text"] for row in chart["tasks"]] == ["Xây dựng phương án tổ chức lễ hội đường hoa xuân"]
    assert len(api("officer", "get", "/plans").json()["items"]) == 2


def test_an_opinion_is_asked_and_answered(town: Town, api: Api) -> None:
    task = town.assigned()
    api("officer", "post", f"/tasks/{task.pk}/accept_task")
    asked = {"unit": str(town.units["economy"].pk), "question": "Góp ý dự thảo"}
    assert api("officer", "post", f"/tasks/{task.pk}/ask_opinion", asked).status_code == 200
    (opinion,) = api("economy_head", "get", f"/tasks/{task.pk}").json()["opinions"]
    answered = api("economy_head", "post", f"/opinions/{opinion['id']}/answer", {"answer": "Thống nhất"})
    assert answered.status_code == 204
