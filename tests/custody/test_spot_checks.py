"""Closed work is looked at again by lot: once, verifiably, by somebody else."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from roviec.core.custody.spot import drawn, seed_of
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.custody.actions.spots import draw_spot_checks, record_spot_check
from roviec.custody.models import SpotCheck, SpotDraw
from roviec.ledger.models import Entry
from roviec.organisation.queries.actors import worker_actor
from roviec.work import actions as work
from tests.work.town import Town, later

JANUARY = datetime(2026, 1, 2, 2, tzinfo=UTC)


def closed(town: Town) -> UUID:
    task = town.assigned()
    work.accept_task(task, by=town.actor("officer"), at=later(1))
    work.submit_deliverable(task, link="https://a.vn/x", by=town.actor("officer"), at=later(2))
    work.accept_deliverable(task, by=town.actor("chairman"), at=later(3))
    return task.pk


def test_the_lot_is_drawn_once_and_anybody_can_draw_it_again_from_the_ledger(town: Town) -> None:
    population = sorted(closed(town) for _ in range(4))
    before = Entry.objects.order_by("-number").first()
    assert before is not None
    assert draw_spot_checks(JANUARY, worker_actor()) == 1
    lot = SpotDraw.objects.get()
    data = json.loads(Entry.objects.get(stream_id=lot.pk).data)
    assert lot.seed == seed_of(str(lot.body_id), "2025-12-01", before.hash)
    assert data["drawn"] == [str(pk) for pk in drawn(lot.seed, population, 5)]
    assert [str(check.clock_id) for check in SpotCheck.objects.all()] == data["drawn"]
    assert draw_spot_checks(JANUARY, worker_actor()) == 0
    assert draw_spot_checks(later(60), worker_actor()) == 0, "January: nothing was closed in it"
    with pytest.raises(Denied):
        draw_spot_checks(JANUARY, town.actor("chairman"))


def test_neither_who_accepted_nor_who_did_it_checks_it_and_what_is_recorded_stays(town: Town) -> None:
    closed(town)
    draw_spot_checks(JANUARY, worker_actor())
    check = SpotCheck.objects.get()
    for who in ("chairman", "officer", "culture_head", "mayor"):
        with pytest.raises(Denied):
            record_spot_check(check, sound=True, note="", by=town.actor(who), at=JANUARY)
    with pytest.raises(Invalid):
        record_spot_check(check, sound=False, note=" ", by=town.actor("tracker"), at=JANUARY)
    record_spot_check(check, sound=False, note="Sản phẩm chưa có phụ lục.", by=town.actor("tracker"), at=JANUARY)
    with pytest.raises(Invalid):
        record_spot_check(check, sound=True, note="", by=town.actor("vice"), at=JANUARY)
    verbs = list(Entry.objects.filter(stream_id=check.pk).order_by("seq").values_list("verb", flat=True))
    assert verbs == ["drawn_for_check", "spot_checked"]


def test_work_is_not_closed_without_a_deliverable_nor_by_who_did_it(town: Town) -> None:
    task = town.assigned()
    officer = town.actor("officer")
    work.accept_task(task, by=officer, at=later(1))
    with pytest.raises(Invalid):
        work.submit_deliverable(task, text="Đã xong.", by=officer, at=later(2))
    with pytest.raises(Invalid):
        work.accept_deliverable(task, by=town.actor("chairman"), at=later(2))
    work.submit_deliverable(task, link="https://a.vn/x", by=officer, at=later(2))
    for who in ("officer", "colleague", "culture_head"):
        with pytest.raises(Denied):
            work.accept_deliverable(task, by=town.actor(who), at=later(3))
