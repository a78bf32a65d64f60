"""The worker's loop: one step's failure is one step's failure, silence shows, a signal ends it cleanly."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError
from django.test import Client

from roviec.alerts.models import Notice
from roviec.custody.models import LateSpell
from roviec.jobs.actions import beat
from roviec.jobs.models import Heartbeat
from roviec.jobs.queries import worker_state
from roviec.jobs.steps import STEPS, Job, Step
from roviec.jobs.worker import Worker, run
from roviec.ledger.system_time import system_now
from roviec.web import clock
from tests.work.town import NOW, Town, build


@pytest.fixture
def town(db: None) -> Town:
    return build()


@pytest.fixture
def business_time():
    """Sets the business clock to an instant, as the demo clock does: by an offset."""

    def to(instant: datetime) -> None:
        clock.set_offset_source(lambda: instant - system_now())

    before = clock._offset_source
    yield to
    clock.set_offset_source(before)


def late_told() -> list[str]:
    """Who heard of the lateness; after a long silence its highest rung tells those of the rungs below too. Nobody hears it twice."""
    told = Notice.objects.filter(kind__startswith="late").values_list("officer__code", flat=True)
    assert len(told) == len(set(told))
    return list(told)


def test_a_tick_takes_a_task_from_the_calendar_to_the_bell(town: Town, business_time) -> None:
    town.assigned()
    business_time(NOW + timedelta(days=30))
    assert Worker(threading.Event()).tick() == []
    assert LateSpell.objects.filter(until=None).count() == 1
    assert {"officer", "culture_head"} <= set(late_told())


def test_the_clock_jumps_ahead_and_the_next_tick_catches_up(town: Town, business_time) -> None:
    town.assigned()
    worker = Worker(threading.Event())
    business_time(NOW)
    worker.tick()
    assert not LateSpell.objects.exists()
    business_time(NOW + timedelta(days=90))
    worker.tick()
    assert LateSpell.objects.count() == 1
    worker.tick()
    assert {"officer", "culture_head"} <= set(late_told())


def test_a_failing_step_is_named_and_stops_no_other(transactional_db: None) -> None:
    ran: list[str] = []

    def fails(job: Job) -> list[str]:
        raise DatabaseError("no such table")

    def works(job: Job) -> list[str]:
        ran.append("works")
        return []

    worker = Worker(threading.Event(), steps=[Step("fails", fails), Step("works", works)])
    assert worker.tick() == ["fails: DatabaseError('no such table')"]
    assert ran == ["works"]
    assert Heartbeat.objects.get(worker=worker.name).note == "fails"
    assert worker_state(system_now()).note == "fails"


def test_what_is_urgent_is_done_between_the_commits_of_a_long_step(transactional_db: None, settings) -> None:
    settings.TICK_SECONDS = 0
    ran: list[str] = []

    def urgent(job: Job) -> list[str]:
        ran.append("urgent")
        return ["urgent: one problem"] if len(ran) > 3 else []

    def long(job: Job) -> list[str]:
        for _commit in range(3):
            ran.append("commit")
            job.stop()
        return []

    worker = Worker(threading.Event(), steps=[Step("long", long), Step("urgent", urgent, urgent=True)])
    assert set(worker.tick()) == {"urgent: one problem"}
    assert ran == [*("commit", "urgent") * 3, "urgent"]


def test_a_step_with_an_interval_waits_for_it_or_for_a_new_day() -> None:
    step = Step("seal", lambda job: [], every=timedelta(hours=1))
    noon = datetime(2025, 12, 5, 5, tzinfo=UTC)
    assert step.is_due(None, noon)
    assert not step.is_due(noon, noon + timedelta(minutes=59))
    assert step.is_due(noon, noon + timedelta(hours=1))
    late = datetime(2025, 12, 5, 16, 50, tzinfo=UTC)
    assert step.is_due(late, late + timedelta(minutes=15)), "midnight in Ho Chi Minh City has passed"


def test_the_steps_come_in_their_order() -> None:
    names = [step.name for step in STEPS]
    assert names.index("lateness") < names.index("states") < len(names) - 1 - names[::-1].index("outbox")


def test_silence_of_more_than_three_ticks_is_seen(db: None, settings) -> None:
    settings.TICK_SECONDS = 30
    now = system_now()
    assert not worker_state(now).alive, "never having run is silence too"
    beat("host-1", now - timedelta(seconds=90), tick=7)
    assert worker_state(now).alive
    assert not worker_state(now + timedelta(seconds=1)).alive
    beat("host-2", now, tick=1)
    assert worker_state(now + timedelta(seconds=1)).workers == 1


def test_a_stop_ends_between_steps_and_signs_off(db: None) -> None:
    stop = threading.Event()
    ran: list[str] = []

    def first(job: Job) -> list[str]:
        ran.append("first")
        stop.set()
        assert job.stop()
        return []

    worker = Worker(stop, steps=[Step("first", first), Step("second", lambda job: ran.append("second") or [])])
    worker.tick()
    worker.sign_off()
    assert ran == ["first"]
    assert not Heartbeat.objects.exists()


def test_once_is_one_tick(db: None) -> None:
    assert run(threading.Event(), once=True) == 0
    assert Heartbeat.objects.get().tick == 1


@pytest.mark.parametrize(("who", "sees"), [("tracker", True), ("admin", True), ("officer", False)])
def test_a_silent_worker_is_shown_to_those_who_can_act(
    town: Town, client: Client, who: str, sees: bool, business_time
) -> None:
    business_time(NOW)
    client.force_login(town.accounts[who])
    type(town.accounts[who]).objects.update(must_change_password=False)
    page = client.get("/thong-bao/").content.decode()
    assert ("Tiến trình nền im lặng" in page) is sees
    beat("host-1", system_now(), tick=1)
    assert "Tiến trình nền im lặng" not in client.get("/thong-bao/").content.decode()
