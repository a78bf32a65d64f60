"""Việc nóng, việc khó: proposed for oneself, found truly hard by a head above, followed as a task, ended honestly."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from roviec.alerts.actions import take_outbox, tell_states
from roviec.alerts.models import Notice
from roviec.alerts.sources.pledges import pledges_owed
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.evaluation.actions import pledges as actions
from roviec.evaluation.actions.pledges import Promise
from roviec.evaluation.models import Pledge
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries import pledges as queries
from roviec.ledger.models import Entry
from roviec.organisation.queries.actors import worker_actor
from roviec.work.actions import accept_deliverable, accept_task, submit_deliverable
from roviec.work.models import Task
from tests.work.town import NOW, Town, later

Pinned = Callable[[str], AbstractContextManager[CaptureQueriesContext]]
Browser = Callable[[str], Client]


def promise(**more: Any) -> Promise:
    facts = {
        "kind": "viec_kho",
        "title": "Giải phóng mặt bằng chợ Bến Thành",
        "why_hard": "Vướng từ năm 2019, 14 hộ khiếu kiện",
        "result": "Biên bản bàn giao mặt bằng của 14 hộ",
        "due_on": date(2025, 12, 20),
        **more,
    }
    return Promise(**facts)


def proposed(town: Town, who: str = "officer", **more: Any) -> Pledge:
    return actions.propose_pledge(promise(**more), by=town.actor(who), at=NOW)


@pytest.mark.parametrize(
    ("who", "deciders"),
    [
        ("officer", {"culture_head", "vice", "chairman"}),
        ("culture_deputy", {"culture_head", "vice", "chairman"}),
        ("culture_head", {"vice", "chairman"}),
        ("economy_officer", {"economy_head", "vice", "chairman"}),
        ("vice", {"chairman"}),
        ("chairman", {"mayor"}),
        ("mayor", set()),
        ("secretary", set()),
    ],
)
def test_a_head_above_decides_never_oneself(town: Town, who: str, deciders: set[str]) -> None:
    pledge = Pledge.objects.select_related(*actions.RELATED).get(pk=proposed(town, who).pk)
    allowed = {key for key in town.accounts if PERMISSIONS.allows(town.actor(key), "decide_pledge", pledge)}
    assert allowed == deciders
    listed = {key for key in town.accounts if queries.pledges_visible_to(town.actor(key)).filter(pk=pledge.pk).exists()}
    rule = {key for key in town.accounts if PERMISSIONS.allows(town.actor(key), "view_pledge", pledge)}
    assert deciders | {who} <= listed
    assert listed == rule


def test_from_a_proposal_to_a_kept_promise(town: Town) -> None:
    pledge = proposed(town)
    with pytest.raises(Denied):
        actions.decide_pledge(pledge, approved=True, by=town.actor("officer"), at=NOW)
    with pytest.raises(Invalid, match=r"task\.reason_missing"):
        actions.decide_pledge(pledge, approved=False, by=town.actor("culture_head"), at=NOW)
    taken = actions.decide_pledge(pledge, approved=True, by=town.actor("culture_head"), at=later(hours=1))
    task = Task.objects.get(pk=taken.task_id)
    assert (task.state, task.plan.title, task.person_post_id) == (
        "assigned",
        "Việc nóng, việc khó năm 2025",
        town.posts["officer"].pk,
    )
    with pytest.raises(Invalid, match=r"pledge\.task_open"):
        actions.end_pledge(pledge, outcome="kept", by=town.actor("culture_head"), at=later(2))
    accept_task(task, by=town.actor("officer"), at=later(1))
    submit_deliverable(task, by=town.actor("officer"), at=later(3), link="https://vb.example/14")
    accept_deliverable(task, by=town.actor("culture_head"), at=later(4))
    actions.review_pledge(pledge, review="14/14 hộ đã bàn giao", by=town.actor("officer"), at=later(4))
    kept = actions.end_pledge(pledge, outcome="kept", by=town.actor("chairman"), at=later(5))
    assert kept.state == "kept"
    verbs = list(Entry.objects.filter(stream_id=pledge.pk).order_by("seq").values_list("verb", flat=True))
    assert verbs == ["proposed", "decided", "reviewed", "ended"]
    with pytest.raises(Invalid, match=r"pledge\.is_kept"):
        actions.end_pledge(pledge, outcome="failed", note="x", by=town.actor("chairman"), at=later(6))


def test_an_honest_failure_is_protected_with_its_reason_and_a_proposal_is_not(town: Town) -> None:
    pledge = actions.decide_pledge(proposed(town), approved=True, by=town.actor("chairman"), at=NOW)
    clock = pledge.task.clock_id
    assert queries.protected_clocks([clock]) == set()
    with pytest.raises(Invalid, match=r"task\.reason_missing"):
        actions.end_pledge(pledge, outcome="protected", by=town.actor("chairman"), at=later(30))
    why = "Tòa án thụ lý, chưa xử"
    actions.end_pledge(pledge, outcome="protected", note=why, by=town.actor("chairman"), at=later(30))
    assert queries.protected_clocks([clock]) == {clock}


def test_a_quota_shows_who_still_owes(town: Town) -> None:
    since, by = date(2025, 1, 1), town.actor("chairman")
    with pytest.raises(Invalid, match=r"pledge\.no_basis"):
        actions.set_quota(rank="staff", least=1, since=since, by=by, at=NOW)
    for rank, least, titles in (("staff", 1, ""), ("head", 2, "Trưởng phòng"), ("leader", 3, "")):
        actions.set_quota(rank=rank, least=least, titles=titles, since=since, basis="NQ 12", by=by, at=NOW)
    actions.decide_pledge(proposed(town), approved=True, by=town.actor("culture_head"), at=NOW)
    proposed(town, "chairman")
    rows = {
        row.officer.code: (row.least, row.taken_on, row.proposed, row.short)
        for row in queries.quota_rows([town.units["ward"].pk], 2025, date(2025, 12, 1))
    }
    assert rows["chairman"] == (3, 0, 1, 3)
    assert rows["officer"] == (1, 1, 0, 0)
    assert rows["economy_head"] == (2, 0, 0, 2)
    assert not {"tracker", "vice", "culture_deputy", "mayor"} & rows.keys()
    actions.set_quota(rank="staff", least=0, since=date(2025, 11, 1), by=by, at=NOW)
    rows_after = queries.quota_rows([town.units["ward"].pk], 2025, date(2025, 12, 1))
    assert "officer" not in {row.officer.code for row in rows_after}


def test_a_programme_is_the_persons_and_the_heads_until_the_body_opens_it(town: Town) -> None:
    point = proposed(town, kind="chuong_trinh", why_hard="", title="Học và dùng chữ ký số", result="Chứng chỉ")
    agreed = actions.decide_pledge(point, approved=True, by=town.actor("culture_head"), at=NOW)
    assert agreed.task_id is None
    assert not queries.programme_of(point.officer_id, town.actor("colleague"), 2025)
    by = town.actor("chairman")
    actions.set_pledge_rules(programme_open=True, programme_years=2, quota_by_month=3, by=by, at=NOW)
    assert queries.programme_of(point.officer_id, town.actor("colleague"), 2025) == [agreed]
    assert proposed(town, kind="chuong_trinh", due_on=date(2026, 12, 31)).year == 2025
    with pytest.raises(Invalid, match=r"pledge\.due_outside"):
        proposed(town, kind="chuong_trinh", due_on=date(2027, 1, 1))


def test_the_pages_from_proposing_to_the_printed_programme(
    town: Town,
    at: Callable[..., None],
    browser_of: Browser,
    pinned_queries: Pinned,
) -> None:
    at(NOW)
    officer, head = browser_of("officer"), browser_of("culture_head")
    said = {
        "kind": "chuong_trinh",
        "title": "Số hóa 500 hồ sơ",
        "result": "500 hồ sơ trên hệ thống",
        "due_on": "20/12/2025",
    }
    refused = officer.post("/cam-ket/moi/", {**said, "kind": "viec_kho"})
    assert refused.status_code == 422
    assert "Phải ghi việc này nóng, khó ở chỗ nào." in refused.content.decode()
    assert officer.post("/cam-ket/moi/", said).status_code == 302
    point = Pledge.objects.get()
    with pinned_queries("pledges that wait for a head"):
        waiting = head.get("/cam-ket/?loc=for_me").content.decode()
    assert "Số hóa 500 hồ sơ" in waiting
    assert head.post(f"/cam-ket/{point.pk}/decide_pledge/", {"approved": "yes", "note": ""}).status_code == 302
    officer.post(f"/cam-ket/{point.pk}/review_pledge/", {"review": "Đã số hóa 480 hồ sơ"})
    assert "Đã số hóa 480 hồ sơ" in head.get(f"/cam-ket/{point.pk}/").content.decode()
    file = officer.get(f"/cam-ket/chuong-trinh/{point.officer_id}/tep/")
    assert (file.status_code, file.content[:2]) == (200, b"PK")
    assert browser_of("colleague").get(f"/cam-ket/{point.pk}/").status_code == 404
    with pinned_queries("who owes hard tasks"):
        assert head.get("/cam-ket/?loc=short").status_code == 200
    assert browser_of("chairman").get("/cam-ket/dinh-muc/").status_code == 200
    assert officer.get("/cam-ket/dinh-muc/").status_code == 403


def test_whoever_must_know_is_told_and_an_open_quota_once_a_year(town: Town) -> None:
    chairman, by = town.actor("chairman"), town.actor("culture_head")
    actions.set_quota(rank="staff", least=1, since=date(2025, 1, 1), basis="NQ 12", by=chairman, at=NOW)
    pledge = proposed(town)
    actions.decide_pledge(pledge, approved=True, by=by, at=later(1))
    actions.review_pledge(pledge, review="Đã xong", by=town.actor("officer"), at=later(2))
    actions.end_pledge(pledge, outcome="failed", note="Chậm", by=chairman, at=later(3))
    take_outbox(later(3), worker_actor())
    assert told("pledge_proposed") == told("pledge_reviewed") == ["culture_head"]
    assert told("pledge_decided") == told("pledge_ended") == ["officer"]
    for day in (3, 4):
        tell_states(later(day), worker_actor())
    assert told("pledges_owed") == ["admin", "clerk", "colleague", "economy_officer"]
    actions.set_pledge_rules(programme_open=False, programme_years=1, quota_by_month=12, by=chairman, at=NOW)
    assert pledges_owed(later(5), ()) == []
    proposed(town, "chairman")
    take_outbox(later(6), worker_actor())
    assert told("pledge_proposed") == ["culture_head", "mayor"]


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("officer__code", flat=True))
