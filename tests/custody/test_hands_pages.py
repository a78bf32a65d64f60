"""Pages of who holds work: one's own first, the unit's for its head, units side by side, the way of one piece of work."""

import html
import re
from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from roviec.custody.actions.hands import count_hands
from roviec.custody.actions.spots import draw_spot_checks
from roviec.custody.models import Hold, SpotCheck, Trace
from roviec.custody.queries import hands
from roviec.custody.queries.hands import Span
from roviec.custody.queries.passes import passes_between
from roviec.organisation.queries.actors import worker_actor
from roviec.web import clock
from roviec.work import actions as work
from tests.work.town import NOW, Town, later


def signed_in(town: Town, who: str) -> Client:
    client = Client()
    client.force_login(town.accounts[who])
    return client


def went_round(town: Town) -> UUID:
    task = town.assigned()
    for day, to in enumerate(("colleague", "officer"), start=1):
        why = {"kind": "rearranged", "reason": "Điều chỉnh", "by": town.actor("culture_head"), "at": later(day)}
        work.hand_over(task, post=town.posts[to], **why)
    return task.pk


@pytest.fixture
def at_nine(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr(clock, "system_now", lambda: later(9))
    return later(9)


def test_the_officer_remarks_first_then_the_head_sees_it_with_the_remark(
    town: Town, at_nine: datetime, pinned_queries
) -> None:
    task = went_round(town)
    count_hands(later(2), worker_actor())
    officer, head = signed_in(town, "officer"), signed_in(town, "culture_head")
    circle = Trace.objects.get(kind="circle")
    own = reverse("custody:own_hands")
    with pinned_queries("hands, own"):
        shown = officer.get(own)
    assert "Ghi ý kiến của tôi" in shown.content.decode()
    assert reverse("custody:chain", args=[task]) in shown.content.decode()
    said = {"text": "Đồng nghiệp nghỉ ốm.", "next": own}
    assert officer.post(reverse("custody:remark", args=[circle.pk]), said).status_code == 302
    assert head.post(reverse("custody:remark", args=[circle.pk]), said).status_code == 403
    unit = reverse("custody:unit_hands", args=[town.units["culture"].pk])
    with pinned_queries("hands, unit"):
        seen = head.get(unit).content.decode()
    assert "Đồng nghiệp nghỉ ốm." in seen
    assert "Nguyễn Văn officer" in seen
    assert officer.get(unit).status_code == 403
    leader = signed_in(town, "mayor").get(unit).content.decode()
    assert "Nguyễn Văn officer" not in leader.partition('class="hands-split"')[2], (
        "a body above sees the unit, not its people"
    )


def test_every_number_leads_to_its_events(town: Town, at_nine: datetime, pinned_queries) -> None:
    task = went_round(town)
    count_hands(later(2), worker_actor())
    head = signed_in(town, "culture_head")
    culture = town.units["culture"].pk
    for address, told in (
        (f"/ai-giu/luot/?don_vi={culture}&loai=working", "<strong>2</strong> lượt"),
        (f"/ai-giu/luot/?don_vi={culture}&vi_tri={town.posts['colleague'].pk}", "<strong>1</strong> lượt"),
        (f"/ai-giu/dau-hieu/?don_vi={culture}&loai=circle", "<strong>1</strong> lần"),
    ):
        page = head.get(address).content.decode()
        assert told in page, address
        assert reverse("custody:chain", args=[task]) in page
    with pinned_queries("hands, way of a task"):
        way = head.get(reverse("custody:chain", args=[task])).content.decode()
    assert way.count("<strong>Nguyễn Văn officer</strong>") == 2
    assert signed_in(town, "party_officer").get(reverse("custody:chain", args=[task])).status_code == 404
    economy = town.units["economy"].pk
    assert head.get(f"/ai-giu/luot/?don_vi={economy}").status_code == 403
    assert head.get("/ai-giu/luot/?don_vi=x").status_code == 404


def test_units_stand_side_by_side_and_too_few_say_nothing(town: Town, at_nine: datetime, pinned_queries) -> None:
    went_round(town)
    count_hands(later(2), worker_actor())
    with pinned_queries("hands, compared"):
        page = signed_in(town, "chairman").get(reverse("custody:hands_compared")).content.decode()
    assert "Phòng Văn hóa - Xã hội" in page
    assert "Chưa đủ" in page


def test_the_process_map_counts_what_passed_between_parts_and_each_number_opens_its_turns(
    town: Town, at_nine: datetime, pinned_queries
) -> None:
    for days in (1, 4, 2):  # with the culture division for so many days, then as long with the economy division
        task = town.assigned()
        why = {"kind": "wrongly_given", "reason": "Nhầm", "by": town.actor("chairman"), "at": later(days)}
        work.hand_over(task, unit=town.units["economy"], **why)
        work.hand_over(task, unit=town.units["culture"], **{**why, "at": later(days * 2)})
    count_hands(later(9), worker_actor())
    culture, economy = town.units["culture"], town.units["economy"]
    body = hands.unit_named(culture.body_id)
    address = reverse("custody:passing", args=[body.pk])
    chairman = signed_in(town, "chairman")
    with pinned_queries("hands, passing"):
        page = chairman.get(address).content.decode()
    _parts, belongs = hands.parts_of(body, later(9).date())
    passed = {
        (one.source, one.target): (one.n, one.minutes)
        for one in passes_between(belongs, Span(later(-90), later(9)))
        if one.source == culture.pk
    }
    ended = Hold.objects.filter(unit=economy, came_from=culture).order_by("minutes").values_list("minutes", flat=True)
    n, minutes = passed.pop((culture.pk, economy.pk))
    assert (n, passed) == (3, {}) and ended[0] + 48 < ended[1]
    assert abs(minutes - ended[1]) <= 24, "the one in the middle, to a tenth of a day"
    assert "<svg" in page and economy.name in page
    turns = re.search(rf'href="([^"]*don_vi={economy.pk}&amp;tu_don_vi={culture.pk}[^"]*)">3<', page)
    assert turns, "the number leads to its turns"
    assert "<strong>3</strong> lượt" in chairman.get(html.unescape(turns[1])).content.decode()
    assert signed_in(town, "officer").get(address).status_code == 403


def test_a_drawn_check_is_recorded_on_its_page(town: Town, monkeypatch: pytest.MonkeyPatch, pinned_queries) -> None:
    task = town.assigned()
    work.accept_task(task, by=town.actor("officer"), at=NOW)
    work.submit_deliverable(task, link="https://a.vn/x", by=town.actor("officer"), at=later(1))
    work.accept_deliverable(task, by=town.actor("chairman"), at=later(2))
    monkeypatch.setattr(clock, "system_now", lambda: later(40))
    draw_spot_checks(later(40), worker_actor())
    check = SpotCheck.objects.get()
    address = reverse("custody:spot_checks")
    tracker = signed_in(town, "tracker")
    with pinned_queries("spot checks"):
        assert "12/2025" in tracker.get(address).content.decode()
    assert (
        signed_in(town, "chairman")
        .post(reverse("custody:spot_check", args=[check.pk]), {"result": "sound"})
        .status_code
        == 403
    )
    tracker.post(reverse("custody:spot_check", args=[check.pk]), {"result": "unsound", "note": "Thiếu phụ lục"})
    assert "Thiếu phụ lục" in tracker.get(address).content.decode()
