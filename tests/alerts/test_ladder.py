"""The ladder climbs: who hears at which step, over vacant posts, delegated power and a merger; once, and quiet while work stands still."""

from datetime import UTC, date, datetime, timedelta

import pytest

from roviec.alerts import actions as alerts
from roviec.alerts.models import Enclosure, Message, Notice, Transition
from roviec.alerts.queries.ladders import shipped_problems, shipped_texts
from roviec.alerts.sentences import sentence
from roviec.core.actor import Actor
from roviec.custody.actions import note_lateness
from roviec.custody.models import Clock, Explanation
from roviec.jobs.models import Heartbeat
from roviec.jobs.queries import worker_state
from roviec.jobs.silence import tell_of
from roviec.ledger.models import Entry
from roviec.ledger.system_time import system_now
from roviec.organisation import estates
from roviec.organisation.models import Delegation, Mandate, Portfolio
from roviec.organisation.models.post import Rank
from roviec.work import actions as work
from roviec.work.models import Task
from tests.work.town import NOW, Town

HOUR = timedelta(hours=1)


def nine(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC)


def tick(worker: Actor, now: datetime) -> None:
    note_lateness(now, worker)
    alerts.tick(now, worker)


def heard(kind: str, code: str = "") -> set[str]:
    notices = Notice.objects.filter(kind=kind, key__startswith=f"{code}:" if code else "")
    return set(notices.values_list("officer__code", flat=True))


@pytest.fixture
def city_office(town: Town) -> Town:
    town.unit("city_office", "Văn phòng UBND Thành phố", parent="city")
    town.seat("city_tracker", "city_office", "Chánh Văn phòng", Rank.HEAD, tracks_work=True)
    return town


# Due Friday 12 December 2025.
def test_it_climbs_day_by_day_from_the_holder_to_the_city(city_office: Town, worker: Actor) -> None:
    town = city_office
    task = town.assigned()
    told: dict[int, set[str]] = {}
    for day in range(2, 31):
        before = set(Notice.objects.values_list("pk", flat=True))
        tick(worker, nine(date(2025, 12, day)))
        new = Notice.objects.exclude(pk__in=before).filter(kind__in=("due_soon", "late", "late_climbs"))
        if new:
            told[day] = set(new.values_list("officer__code", flat=True))
    assert told == {
        5: {"officer"},
        11: {"officer"},
        13: {"officer", "culture_head"},
        17: {"officer", "culture_head", "vice"},  # the vice chairman has the unit in the portfolio
        19: {"vice", "tracker", "city_tracker"},
        26: {"vice", "mayor"},
    }
    rungs = Transition.objects.filter(thing_id=task.pk).exclude(ladder="").order_by("at")
    assert [(one.kind, one.step, one.passed) for one in rungs] == [
        ("due_soon", -5, False),
        ("due_last", -1, False),
        ("late", 0, False),
        ("late_leader", 3, False),
        ("late_above_office", 5, False),
        ("late_above", 10, False),
    ]
    leader = Notice.objects.get(officer__code="vice", key__startswith="late_leader")
    assert leader.top and sentence(leader.kind, leader.params) == "Đã quá hạn 3 ngày làm việc"
    assert Notice.objects.get(officer__code="officer", kind="late").params["explain"]


def test_a_worker_that_slept_fires_the_highest_rung_and_notes_the_others_as_passed(town: Town, worker: Actor) -> None:
    task = town.assigned()
    tick(worker, nine(date(2025, 12, 17)))
    assert heard("late_climbs", "late_leader") == {"officer", "culture_head", "vice"}
    assert heard("late") == set() and heard("due_soon") == set()
    passed = Transition.objects.filter(thing_id=task.pk, passed=True)
    assert set(passed.values_list("kind", flat=True)) == {"due_soon", "due_last", "late"}


def test_a_vacant_portfolio_is_heard_where_its_power_was_entrusted_else_by_the_body(town: Town, worker: Actor) -> None:
    Mandate.objects.filter(pk=town.mandates["vice"].pk).update(valid_to=date(2025, 12, 10))
    town.assigned()
    tick(worker, nine(date(2025, 12, 17)))
    assert heard("late_climbs") == {"officer", "culture_head", "chairman"}, "the body's head: nobody sits on the post"
    Notice.objects.all().delete()
    Transition.objects.all().delete()
    Delegation.objects.create(
        giver=town.posts["vice"],
        receiver=town.posts["tracker"],
        scope="Lĩnh vực văn hóa",
        valid_from=date(2025, 12, 10),
    )
    tick(worker, nine(date(2025, 12, 17)) + HOUR)
    assert heard("late_climbs") == {"officer", "culture_head", "tracker"}


def test_after_a_merger_it_climbs_in_the_unit_that_took_the_work_over(town: Town, worker: Actor) -> None:
    """Seats are read when the rung fires, and three working days count from when the new unit had it late."""
    task = town.assigned()
    tick(worker, nine(date(2025, 12, 13)))
    Portfolio.objects.create(post=town.posts["chairman"], unit=town.units["economy"], valid_from=date(2025, 12, 1))
    mapping = {town.units["culture"].pk: town.units["economy"].pk}
    for estate in estates.in_order():
        if estate.name.startswith(("work.", "custody.")):
            estate.hand_over(mapping, date(2025, 12, 15), town.actor("admin"), nine(date(2025, 12, 15)))
    assert Clock.objects.get(pk=task.pk).unit == town.units["economy"]
    tick(worker, nine(date(2025, 12, 17)))
    assert "economy_head" in heard("late") and heard("late_climbs") == set()
    tick(worker, nine(date(2025, 12, 18)))
    assert heard("late_climbs") >= {"economy_head", "chairman"} and "vice" not in heard("late_climbs")


def test_suspended_work_is_quiet_and_what_was_handed_in_climbs_no_further(town: Town, worker: Actor) -> None:
    still, given = town.assigned(), town.assigned()
    tick(worker, nine(date(2025, 12, 13)))
    work.suspend_task(still, reason="chờ Trung ương", by=town.actor("chairman"), at=nine(date(2025, 12, 13)) + HOUR)
    work.accept_task(given, by=town.actor("officer"), at=NOW)
    work.submit_deliverable(
        given, link="https://vanban.example/1", by=town.actor("officer"), at=nine(date(2025, 12, 14))
    )
    tick(worker, nine(date(2025, 12, 30)))
    assert heard("late_climbs") == set()


def test_a_calendar_learnt_late_repeats_nothing_and_swallows_nothing(town: Town, worker: Actor) -> None:
    task = town.assigned()
    tick(worker, nine(date(2025, 12, 5)))
    assert heard("due_soon") == {"officer"}
    # The due date moves by a day, as when a make-up Saturday is announced: that is another date, warned of once.
    Clock.objects.filter(pk=task.pk).update(due=nine(date(2025, 12, 13)))
    tick(worker, nine(date(2025, 12, 8)))
    tick(worker, nine(date(2025, 12, 8)) + HOUR)
    assert Notice.objects.filter(kind="due_soon").count() == 2
    Clock.objects.filter(pk=task.pk).update(due=nine(date(2025, 12, 13)), late_since=None)
    tick(worker, nine(date(2025, 12, 14)))
    assert heard("late") == {"officer", "culture_head"}


def test_urgent_work_climbs_its_own_ladder(town: Town, worker: Actor) -> None:
    task = town.assigned()
    Task.objects.filter(pk=task.pk).update(urgent=True)
    tick(worker, nine(date(2025, 12, 13)))
    assert heard("late") == {"officer", "culture_head", "vice"}


def test_work_without_a_sign_of_life_is_told_of_once(town: Town, worker: Actor) -> None:
    work.accept_task(town.assigned(due=date(2026, 6, 30)), by=town.actor("officer"), at=NOW)
    tick(worker, nine(date(2025, 12, 26)))
    assert heard("silent") == set()
    tick(worker, nine(date(2025, 12, 31)))
    tick(worker, nine(date(2025, 12, 31)) + HOUR)
    assert heard("silent") == {"officer", "culture_head"}
    assert Notice.objects.filter(kind="silent").count() == 2


def test_the_shipped_ladders_are_in_order() -> None:
    assert shipped_problems(shipped_texts()) == []


def test_lateness_demands_an_explanation_and_says_when_it_does_not_come(town: Town, worker: Actor) -> None:
    task = town.assigned()
    tick(worker, nine(date(2025, 12, 13)))
    tick(worker, nine(date(2025, 12, 13)) + HOUR)
    demanded = Explanation.objects.get()
    assert (demanded.clock_id, demanded.given_at, demanded.demanded_at) == (task.pk, None, nine(date(2025, 12, 13)))
    assert Entry.objects.filter(verb="demand_explanations").count() == 1
    tick(worker, nine(date(2025, 12, 20)))
    assert heard("explanation_overdue") == {"officer", "culture_head"}


def test_work_that_goes_back_to_who_passed_it_on_is_told_to_head_and_who_answers(town: Town, worker: Actor) -> None:
    task = work.accept_task(town.assigned(), by=town.actor("officer"), at=NOW)
    for number, post in enumerate(("colleague", "officer"), start=1):
        later = NOW + number * HOUR
        more = {"by": town.actor("culture_head"), "at": later}
        work.hand_over(task, kind="rearranged", reason="cân đối", post=town.posts[post], **more)
        alerts.tick(later, worker)
        assert heard("handed_round") == (set() if number == 1 else {"culture_head"})


def test_a_letter_that_was_given_up_is_told_in_the_application_and_to_the_office(town: Town, worker: Actor) -> None:
    town.assigned()
    alerts.tick(NOW, worker)
    message = Message.objects.create(
        officer=town.accounts["officer"].officer, channel="email", kind="digest", key="k", created_at=NOW,
        send_from=NOW, failed_at=NOW,
    )  # fmt: skip
    Enclosure.objects.create(message=message, notice=Notice.objects.get(officer__code="officer"))
    alerts.tick(NOW, worker)
    alerts.tick(NOW + HOUR, worker)
    assert heard("unreachable") == {"officer", "tracker"} and Notice.objects.filter(kind="unreachable").count() == 2


def test_a_silent_worker_is_told_once_by_whoever_notices(town: Town, worker: Actor) -> None:
    since = system_now() - timedelta(hours=2)
    Heartbeat.objects.create(worker="đã chết", at=since)
    assert tell_of(worker_state(system_now()), NOW)
    assert not tell_of(worker_state(system_now()), NOW + HOUR)
    assert heard("worker_silent") == {"admin", "tracker"}
