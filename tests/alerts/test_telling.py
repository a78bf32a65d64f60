"""Who is told what, by whom, and how often: from the actions that people do to the notices that people get."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roviec.alerts import actions as alerts
from roviec.alerts.models import Notice, Transition
from roviec.alerts.sentences import GROUPS, SENTENCES, details, sentence
from roviec.alerts.sources.events import EVENTS
from roviec.alerts.sources.states import STATES
from roviec.core.actor import Actor
from roviec.core.calendars import end_of_day
from roviec.core.notices import KINDS, Group
from roviec.custody.actions import note_lateness
from roviec.ledger.actions import announce
from roviec.ledger.models import OutboxMessage
from roviec.organisation.models import Absence, Mandate, Restructuring, Succession
from roviec.work import actions as work
from roviec.work.models import Task
from tests.work.town import NOW, Town

DUE = end_of_day(date(2025, 12, 12))
HOUR = timedelta(hours=1)
MONDAY = datetime(2025, 12, 15, 1, 0, tzinfo=UTC)
SOURCE = Path(alerts.__file__).parents[2]


def told(worker: Actor, now: datetime, kind: str | None = None) -> set[str]:
    """Who has notices of the kind after a tick at `now`, by the code of the officer."""
    alerts.tick(now, worker)
    notices = Notice.objects.filter(kind=kind) if kind else Notice.objects.all()
    return set(notices.values_list("officer__code", flat=True))


def forget(worker: Actor, now: datetime) -> None:
    alerts.tick(now, worker)
    Notice.objects.all().delete()


def accepted(town: Town, **changed: object) -> Task:
    return work.accept_task(town.assigned(**changed), by=town.actor("officer"), at=NOW)


def submitted(town: Town) -> Task:
    return work.submit_deliverable(
        accepted(town), link="https://vanban.example/1", by=town.actor("officer"), at=NOW + HOUR
    )


def handed_up(town: Town) -> Task:
    return work.hand_up_for_signature(
        accepted(town), signer=town.posts["vice"], by=town.actor("officer"), at=NOW + HOUR
    )


def extension(town: Town) -> Task:
    return work.ask_extension(
        accepted(town), new_due=date(2025, 12, 19), reason="chờ dữ liệu", by=town.actor("officer"), at=NOW + HOUR
    )


def asked(town: Town) -> Task:
    task = accepted(town)
    work.ask_opinion(
        task, unit=town.units["economy"], question="Kinh phí?", due=date(2025, 12, 3), by=town.actor("officer"), at=NOW
    )
    return task


Done = Callable[[Town], object]
LATER = NOW + 2 * HOUR

# kind, what was there before, what is done, who must know
EVENT_TABLE: list[tuple[str, Done | None, Callable[[Town, Task], object] | None, set[str]]] = [
    ("assigned", None, lambda t, _: t.assigned(), {"officer", "culture_head"}),
    ("assigned", None, lambda t, _: t.assigned(person_post=None), {"culture_head"}),
    (
        "supporting",
        None,
        lambda t, _: t.assigned(supports=[t.units["economy"]]),
        {"economy_head"},
    ),
    (
        "accepted",
        lambda t: t.assigned(),
        lambda t, task: work.accept_task(task, by=t.actor("officer"), at=LATER),
        {"chairman"},
    ),
    (
        "refused",
        lambda t: t.assigned(),
        lambda t, task: work.refuse_task(task, reason="sai chức năng", by=t.actor("officer"), at=LATER),
        {"chairman"},
    ),
    (
        "person_named",
        lambda t: t.assigned(person_post=None),
        lambda t, task: work.name_person(task, post=t.posts["colleague"], by=t.actor("culture_head"), at=LATER),
        {"colleague"},
    ),
    ("for_signature", None, lambda t, _: handed_up(t), {"vice"}),
    ("signed", handed_up, lambda t, task: work.sign(task, by=t.actor("vice"), at=LATER), {"officer"}),
    (
        "sent_back",
        handed_up,
        lambda t, task: work.send_back_from_signature(task, reason="sửa mục 2", by=t.actor("vice"), at=LATER),
        {"officer"},
    ),
    ("submitted", None, lambda t, _: submitted(t), {"chairman"}),
    (
        "deliverable_accepted",
        submitted,
        lambda t, task: work.accept_deliverable(task, by=t.actor("chairman"), at=LATER),
        {"officer", "culture_head"},
    ),
    (
        "returned",
        submitted,
        lambda t, task: work.return_deliverable(task, reason="thiếu", by=t.actor("chairman"), at=LATER),
        {"officer", "culture_head"},
    ),
    ("extension_asked", None, lambda t, _: extension(t), {"chairman"}),
    (
        "extension_decided",
        extension,
        lambda t, task: work.decide_extension(task, approve=True, by=t.actor("chairman"), at=LATER),
        {"officer", "culture_head"},
    ),
    ("opinion_asked", None, lambda t, _: asked(t), {"economy_head"}),
    (
        "opinion_answered",
        asked,
        lambda t, task: work.answer_opinion(
            task.clock.consultations.get(), answer="Đủ kinh phí", by=t.actor("economy_head"), at=LATER
        ),
        {"officer"},
    ),
    (
        "suspended",
        accepted,
        lambda t, task: work.suspend_task(task, reason="chờ", by=t.actor("chairman"), at=LATER),
        {"officer", "culture_head"},
    ),
    (
        "due_changed",
        accepted,
        lambda t, task: work.move_due(task, due=date(2025, 12, 10), reason="gấp", by=t.actor("chairman"), at=LATER),
        {"officer", "culture_head"},
    ),
    (
        "handed_over",
        accepted,
        lambda t, task: work.hand_over(
            task, kind="rearranged", reason="cân đối", post=t.posts["colleague"], by=t.actor("culture_head"), at=LATER
        ),
        {"colleague"},
    ),
    (
        "cancelled",
        accepted,
        lambda t, task: work.cancel_task(task, reason="thôi", by=t.actor("chairman"), at=LATER),
        {"officer", "culture_head"},
    ),
    (
        "commented",
        accepted,
        lambda t, task: work.comment_task(
            task,
            text="xem giúp",
            mentions=[t.accounts["colleague"].officer_id],
            by=t.actor("culture_head"),
            at=LATER,
        ),
        {"colleague", "officer"},
    ),
]


@pytest.mark.parametrize(
    ("kind", "before", "act", "who"), EVENT_TABLE, ids=[f"{row[0]}-{i}" for i, row in enumerate(EVENT_TABLE)]
)
def test_who_is_told_of_what_happened(
    kind: str, before: Done | None, act: Callable[[Town, Task], object], who: set[str], town: Town, worker: Actor
) -> None:
    task = before(town) if before else None
    forget(worker, NOW + HOUR)
    act(town, task)
    assert told(worker, LATER, kind) == who


def test_every_announced_topic_is_told_or_known() -> None:
    """A topic without an event would stay in the outbox for ever."""
    topics: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        topics |= set(re.findall(r'(?:tell=|announce\()\s*"([a-z_.]+)"', text))
        topics |= set(re.findall(r'else "((?:work|directives|custody)\.[a-z_]+)"', text))
    assert topics - set(EVENTS) == set()


def test_every_kind_has_a_sentence_and_every_group_a_name() -> None:
    assert set(SENTENCES) == set(KINDS)
    assert set(GROUPS) == set(Group)
    assert set(STATES) <= set(KINDS)
    said = {"count": 40, "day": "01/01/2026", "days": 5, "ready": 3, "all": 9}
    said |= {"least": 2, "period": "03/2026", "year": 2026, "until": "12/2026"}
    for kind in KINDS:
        assert sentence(kind, said)


def test_details_say_dates_as_people_read_them() -> None:
    params = {"old_due": DUE.isoformat(), "due": (DUE - 6 * HOUR).isoformat(), "by": "Lê An", "reason": "gấp"}
    assert details(params) == ["Hạn cũ: 12/12/2025", "Hạn: 17:59 12/12/2025", "Người thực hiện: Lê An", "Lý do: gấp"]


def test_late_reaches_holder_head_and_who_answers_once(town: Town, worker: Actor) -> None:
    task = accepted(town, accountable_post=town.posts["vice"])
    forget(worker, NOW)
    note_lateness(MONDAY, worker)
    assert told(worker, MONDAY, "late") == {"officer", "culture_head", "vice"}
    note_lateness(MONDAY + HOUR, worker)
    alerts.tick(MONDAY + HOUR, worker)
    assert Notice.objects.filter(kind="late").count() == 3
    assert Transition.objects.get(kind="late").mark == task.clock.due


def test_suspended_late_work_is_told_again_when_it_goes_on(town: Town, worker: Actor) -> None:
    """It is another spell: quiet while it stands still, not silent for ever."""
    task = accepted(town)
    note_lateness(MONDAY, worker)
    alerts.tick(MONDAY, worker)
    work.suspend_task(task, reason="chờ", by=town.actor("chairman"), at=MONDAY + HOUR)
    work.resume_task(task, by=town.actor("chairman"), at=MONDAY + 2 * HOUR)
    note_lateness(MONDAY + 3 * HOUR, worker)
    alerts.tick(MONDAY + 3 * HOUR, worker)
    assert Notice.objects.filter(kind="late", officer__code="officer").count() == 2


def test_late_work_that_was_finished_before_anybody_was_told_is_not_news(town: Town, worker: Actor) -> None:
    task = accepted(town)
    note_lateness(MONDAY, worker)
    work.cancel_task(task, reason="thôi", by=town.actor("chairman"), at=MONDAY + HOUR)
    assert told(worker, MONDAY + HOUR, "late") == set()


def test_due_soon_begins_five_working_days_before_and_is_told_once_per_due_date(town: Town, worker: Actor) -> None:
    task = accepted(town)
    forget(worker, NOW)
    # Due Friday 12 December; five working days before begins Friday the 5th.
    assert told(worker, datetime(2025, 12, 4, 16, 59, tzinfo=UTC), "due_soon") == set()
    soon = datetime(2025, 12, 4, 17, 0, tzinfo=UTC)
    assert told(worker, soon, "due_soon") == {"officer"}
    alerts.tick(soon + HOUR, worker)
    assert Notice.objects.filter(kind="due_soon").count() == 1
    work.move_due(task, due=date(2025, 12, 11), reason="gấp", by=town.actor("chairman"), at=soon + HOUR)
    alerts.tick(soon + 2 * HOUR, worker)
    assert Notice.objects.filter(kind="due_soon").count() == 2


def test_a_unit_that_names_nobody_for_over_a_working_day_hears_of_it(town: Town, worker: Actor) -> None:
    town.assigned(person_post=None)
    # Given out on Monday at 08:00.
    assert told(worker, NOW + timedelta(days=1) - HOUR, "unnamed") == set()
    assert told(worker, NOW + timedelta(days=1, hours=1), "unnamed") == {"culture_head"}


def test_a_weekend_does_not_count_towards_the_working_day(town: Town, worker: Actor) -> None:
    friday = datetime(2025, 12, 5, 8, 0, tzinfo=UTC)
    task = work.create_task(town.plan, town.fields(), by=town.actor("tracker"), at=friday)
    work.assign_task(task, by=town.actor("chairman"), at=friday)
    assert told(worker, friday + timedelta(days=2), "unnamed") == set()
    assert told(worker, friday + timedelta(days=3, hours=1), "unnamed") == {"culture_head"}


def test_what_nobody_accepts_is_told_to_both_sides(town: Town, worker: Actor) -> None:
    town.assigned()
    assert told(worker, NOW + timedelta(days=2, hours=1), "not_accepted") == {"officer", "chairman"}


def test_an_extension_that_waits_and_an_opinion_that_is_owed(town: Town, worker: Actor) -> None:
    extension(town)
    asked(town)
    assert told(worker, NOW + timedelta(days=1, hours=3), "extension_waiting") == {"chairman"}
    assert told(worker, datetime(2025, 12, 4, 1, tzinfo=UTC), "opinion_overdue") == {"economy_head", "officer"}


def test_a_spoken_order_is_to_be_completed_the_next_day(town: Town, worker: Actor) -> None:
    work.give_spoken_order(
        title="Kiểm tra ngập đường Lê Lợi", post=town.posts["officer"], by=town.actor("chairman"), at=NOW
    )
    assert told(worker, NOW + timedelta(days=1, hours=1), "spoken_incomplete") == {"officer", "chairman"}


def test_forty_tasks_of_a_meeting_are_one_notice(town: Town, worker: Actor) -> None:
    drafts = [
        town.draft(person_post=town.posts["officer"], title=f"Việc số {n} của cuộc họp giao ban") for n in range(40)
    ]
    drafts += [town.draft(lead_unit=town.units["economy"], title="Việc của phòng kinh tế, hạ tầng") for _ in range(2)]
    work.assign_tasks(drafts, by=town.actor("chairman"), at=NOW)
    alerts.tick(NOW, worker)
    got = {n.officer.code: (n.kind, n.params) for n in Notice.objects.select_related("officer")}
    assert got["officer"] == ("assigned_many", {"count": 40})
    assert got["economy_head"] == ("assigned_many", {"count": 2})
    # Head of the unit, and the post that answers for all of them.
    assert got["culture_head"] == ("assigned_many", {"count": 42})
    assert Notice.objects.count() == 3
    assert sentence("assigned_many", {"count": 40}) == "Bạn được giao 40 nhiệm vụ của kế hoạch"


def test_a_bulk_for_many_units_is_counted_once(town: Town, worker: Actor) -> None:
    """One announcement for each unit, and the whole of it read once: not once for each of them."""
    units = [town.unit(f"u{n}", f"Phòng số {n}", parent="ward") for n in range(6)]
    leads = [town.units["culture"], town.units["economy"], *units]
    work.assign_tasks([town.draft(lead_unit=unit) for unit in leads for _ in (1, 2)], by=town.actor("chairman"), at=NOW)
    waiting = OutboxMessage.objects.filter(topic="work.task_assigned", done_at=None)
    assert waiting.count() == len(leads)
    with CaptureQueriesContext(connection) as asked:
        alerts.take_outbox(NOW, worker)
    assert sum('"work_task"."assigned_at" = ' in query["sql"] for query in asked) == 1
    assert not waiting.exists()
    got = {n.officer.code: n.params["count"] for n in Notice.objects.select_related("officer")}
    assert got["economy_head"] == 2
    # Head of one unit, and the post that answers for all of them.
    assert got["culture_head"] == 2 * len(leads)


def test_who_is_away_and_who_stands_in_are_both_told(town: Town, worker: Actor) -> None:
    Absence.objects.create(
        officer=town.accounts["officer"].officer,
        substitute=town.accounts["colleague"].officer,
        valid_from=date(2025, 12, 1),
        valid_to=date(2025, 12, 8),
    )
    town.assigned()
    assert told(worker, NOW, "assigned") == {"officer", "colleague", "culture_head"}


def test_a_vacant_seat_climbs_to_the_head_and_a_headless_unit_to_the_body(town: Town, worker: Actor) -> None:
    Mandate.objects.filter(pk=town.mandates["officer"].pk).update(valid_to=date(2025, 11, 30))
    town.assigned()
    assert told(worker, NOW, "assigned") == {"culture_head"}
    Notice.objects.all().delete()
    Mandate.objects.filter(pk=town.mandates["culture_head"].pk).update(valid_to=date(2025, 12, 10))
    note_lateness(MONDAY, worker)
    # The chairman heads the ward, which the unit stands under; nobody in the unit is left to hear of it.
    assert told(worker, MONDAY, "late") == {"chairman"}


def test_work_of_an_outside_body_comes_back_to_the_office_that_tracks_it(town: Town, worker: Actor) -> None:
    town.unit("ministry", "Bộ Nội vụ", body=True, is_external=True)
    task = town.assigned()
    Task.objects.filter(pk=task.pk).update(lead_unit=town.units["ministry"], accountable_post=None)
    type(task.clock).objects.filter(pk=task.pk).update(
        unit=town.units["ministry"], holder_unit=town.units["ministry"], holder_post=None
    )
    forget(worker, NOW)
    note_lateness(MONDAY, worker)
    assert told(worker, MONDAY, "late") == {"tracker"}


def test_the_clock_jumps_months_ahead_and_everything_is_told_once(town: Town, worker: Actor) -> None:
    accepted(town)
    town.assigned(person_post=None)
    forget(worker, NOW)
    summer = datetime(2026, 6, 1, 1, tzinfo=UTC)
    note_lateness(summer, worker)
    # The highest rung fires, and is told to those of the rungs below it too.
    assert {"officer", "culture_head", "mayor"} <= told(worker, summer, "late_climbs")
    counted = Notice.objects.count()
    note_lateness(summer, worker)
    alerts.tick(summer, worker)
    assert Notice.objects.count() == counted


def test_successors_hear_of_a_restructuring(town: Town, worker: Actor) -> None:
    event = Restructuring.objects.create(kind="merge", title="Nhập hai phòng", effective_on=date(2025, 12, 1))
    Succession.objects.create(restructuring=event, old=town.units["economy"], new=town.units["culture"])
    announce("organisation.restructured", event, at=NOW, payload={})
    assert told(worker, NOW, "restructured") == {"culture_head"}
