"""Notices, ladders, hands and spot checks: one rule, every door. What the table refuses, page, API, filter and id refuse too."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from roviec.alerts.models import BodyLadder, Notice
from roviec.alerts.permissions import PERMISSIONS as ALERTS
from roviec.alerts.queries.ladders import shipped_text
from roviec.core.permission import Permissions
from roviec.custody.actions.hands import count_hands
from roviec.custody.actions.spots import draw_spot_checks
from roviec.custody.models import SpotCheck, Trace
from roviec.custody.permissions import PERMISSIONS as CUSTODY
from roviec.organisation.queries.actors import worker_actor
from roviec.web import clock
from roviec.work import actions as work
from tests.work.town import Town, build, later

NOW = later(40)
PEOPLE = frozenset(
    [
        "officer",
        "colleague",
        "culture_head",
        "economy_head",
        "chairman",
        "vice",
        "tracker",
        "admin",
        "mayor",
        "secretary",
        "party_officer",
    ]
)
EVERYBODY = PEOPLE
LEADING = PEOPLE - {"officer", "colleague", "admin", "party_officer"}
OF_CULTURE = frozenset({"culture_head", "chairman", "vice", "tracker", "mayor"})
# What only the worker does; and what tests/channels and tests/custody open: addresses and the queue, what passes between units.
WITHOUT_A_DOOR = {"tell", "bring_history", "send", "count_hands", "draw_spot_checks"}
ELSEWHERE = {"add_address", "use_address", "see_queue", "try_again", "see_passing"}


@dataclass(frozen=True)
class Door:
    """An address that does or shows what the action is for; `data` is sent, else it is opened. Pages take forms, the API JSON."""

    path: str
    data: Mapping[str, Any] | None = None
    method: str = "post"


@dataclass(frozen=True)
class Rule:
    """`thing`: what is asked about, or how to find it for an actor (a page of one's own body)."""

    table: Permissions
    action: str
    thing: Any
    may: frozenset[str]
    doors: tuple[Door, ...]


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A task went round in the culture unit, was closed by the chairman and drawn for a check; the officer has a notice."""
    monkeypatch.setattr(clock, "system_now", lambda: NOW)
    town = build()
    task = town.assigned()
    for day, to in enumerate(("colleague", "officer"), start=1):
        why = {"kind": "rearranged", "reason": "Điều chỉnh", "by": town.actor("culture_head"), "at": later(day)}
        work.hand_over(task, post=town.posts[to], **why)
    work.accept_task(task, by=town.actor("officer"), at=later(2))
    work.submit_deliverable(task, link="https://a.vn/x", by=town.actor("officer"), at=later(3))
    work.accept_deliverable(task, by=town.actor("chairman"), at=later(4))
    count_hands(later(5), worker_actor())
    draw_spot_checks(NOW, worker_actor())
    return town


def rules(town: Town) -> list[Rule]:
    notice = Notice.objects.create(
        officer=town.accounts["officer"].officer,
        kind="deliverable_accepted",
        thing_kind="work.task",
        thing_id=SpotCheck.objects.get().clock_id,
        at=NOW,
        key="k",
    )
    check, culture = SpotCheck.objects.get(), town.units["culture"]
    trace = Trace.objects.get(kind="circle")
    person = next(who for who in PEOPLE if town.accounts[who].officer_id == trace.officer_id)
    ward, seat = town.units["ward"], town.posts["officer"].pk
    ladder = shipped_text("task").replace("valid_from = 2020-01-01", "valid_from = 2030-01-01")
    wish = {"digest_at": "08:00", "quiet_from": "20:00", "quiet_until": "06:00"}
    put_off = {"until": f"{later(43):%Y-%m-%d}", "reason": "Đang họp"}
    own = frozenset({"officer"})
    by_name = frozenset({"culture_head", "chairman", "vice"})
    return [
        Rule(ALERTS, "snooze_notice", notice, own, (
            Door(f"/api/v1/notices/{notice.pk}/snooze", put_off), Door(f"/thong-bao/{notice.pk}/hoan/", put_off),
        )),
        Rule(ALERTS, "read_notice", notice, own, (
            Door(f"/api/v1/notices/{notice.pk}/read", {}), Door(f"/thong-bao/{notice.pk}/"), Door(f"/thong-bao/{notice.pk}/da-doc/", {}),
        )),
        Rule(ALERTS, "read_all", None, EVERYBODY, (Door("/api/v1/notices/read-all", {}), Door("/thong-bao/da-doc/", {}))),
        Rule(ALERTS, "choose", None, EVERYBODY, (
            Door("/api/v1/preferences"), Door("/api/v1/preferences/email", {**wish, "days_off": False, "at_once": []}, "put"),
            Door("/api/v1/muted-kinds", {"kinds": ["commented"]}, "put"), Door("/thong-bao/tuy-chon/"),
            Door("/thong-bao/tuy-chon/email/", wish), Door("/thong-bao/tuy-chon/tat/", {"muted": ["commented"]}),
        )),
        Rule(ALERTS, "set_ladder", ward, frozenset({"admin"}), (
            Door("/api/v1/ladders/preview", {"text": ladder}), Door("/api/v1/ladders", {"text": ladder}), Door("/thong-bao/thang/moi/"),
        )),
        Rule(CUSTODY, "see_own_hands", None, EVERYBODY, (
            Door("/api/v1/hands"), Door("/api/v1/hands/turns"), Door("/api/v1/hands/traces"),
            Door("/ai-giu/"), Door("/ai-giu/luot/"), Door("/ai-giu/dau-hieu/"),
        )),
        Rule(CUSTODY, "see_unit_hands", culture, OF_CULTURE, (
            Door(f"/api/v1/hands/units/{culture.pk}"), Door(f"/api/v1/hands/turns?unit={culture.pk}"),
            Door(f"/api/v1/hands/turns?from_unit={culture.pk}"), Door(f"/api/v1/hands/traces?unit={culture.pk}"),
            Door(f"/ai-giu/don-vi/{culture.pk}/"), Door(f"/ai-giu/luot/?don_vi={culture.pk}"),
            Door(f"/ai-giu/luot/?tu_don_vi={culture.pk}"), Door(f"/ai-giu/dau-hieu/?don_vi={culture.pk}"),
        )),
        Rule(CUSTODY, "see_people_hands", culture, by_name, (
            Door(f"/api/v1/hands/turns?unit={culture.pk}&post={seat}"), Door(f"/ai-giu/luot/?don_vi={culture.pk}&vi_tri={seat}"),
        )),
        Rule(CUSTODY, "compare_units", ward.pk, LEADING - {"secretary"}, (
            Door(f"/api/v1/hands/units?body={ward.pk}"), Door(f"/ai-giu/don-vi/?co_quan={ward.pk}"),
        )),
        Rule(CUSTODY, "remark_trace", trace, frozenset({person}), (
            Door(f"/api/v1/hands/traces/{trace.pk}/remark", {"text": "Đồng nghiệp ốm"}),
            Door(f"/ai-giu/dau-hieu/{trace.pk}/y-kien/", {"text": "Đồng nghiệp ốm"}),
        )),
        Rule(CUSTODY, "see_spot_checks", lambda actor: actor.body_id, frozenset({"chairman", "vice", "tracker", "mayor", "secretary"}), (
            Door("/api/v1/spot-checks"), Door("/ai-giu/kiem-tra-lai/"),
        )),
        # The chairman may check, but not what he accepted himself: the rule is of the action, the doors know both.
        Rule(CUSTODY, "record_spot_check", check, frozenset({"chairman", "vice", "tracker"}), (
            Door(f"/ai-giu/kiem-tra-lai/{check.pk}/", {"result": "unsound", "note": "Thiếu phụ lục"}),
            Door(f"/api/v1/spot-checks/{check.pk}", {"sound": False, "note": "Thiếu phụ lục"}),
        )),
    ]  # fmt: skip


def knock(client: Client, door: Door) -> int:
    if door.data is None:
        return client.get(door.path).status_code
    more = {"content_type": "application/json"} if door.path.startswith("/api/") else {}
    return getattr(client, door.method)(door.path, data=dict(door.data), **more).status_code


def test_every_door_keeps_the_rule_of_the_table(town: Town) -> None:
    clients = {who: Client() for who in PEOPLE}
    for who, client in clients.items():
        client.force_login(town.accounts[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    listed = rules(town)
    assert {rule.action for rule in listed} == {*ALERTS, *CUSTODY} - WITHOUT_A_DOOR - ELSEWHERE
    wrong: list[tuple[str, str, str, int]] = []
    for rule in listed:
        actors = {who: town.actor(who) for who in PEOPLE}
        things = {who: rule.thing(by) if callable(rule.thing) else rule.thing for who, by in actors.items()}
        assert {who for who, by in actors.items() if rule.table.allows(by, rule.action, things[who])} == rule.may
        for door in rule.doors:
            for who in sorted(PEOPLE - rule.may):
                if (status := knock(clients[who], door)) not in (403, 404):
                    wrong.append((rule.action, door.path, who, status))
            who = max(rule.may)
            # 422: let in, and told that it has been done already.
            if (status := knock(clients[who], door)) >= 400 and status != 422:
                wrong.append((rule.action, door.path, who, status))
    assert wrong == []
    assert BodyLadder.objects.get().body == town.units["ward"]
