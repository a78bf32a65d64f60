"""Work that was accepted and was not done is opened again: by whom, to whom, and what it counts for."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from roviec.alerts import actions as alerts
from roviec.alerts.models import Notice
from roviec.core.holding import Interval, broken_holds
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.standing import Standing
from roviec.custody.actions.hands import count_hands
from roviec.custody.actions.lateness import note_lateness
from roviec.custody.actions.spots import draw_spot_checks, record_spot_check
from roviec.custody.calendars import calendar_named
from roviec.custody.models import Clock, Hold, LateSpell, SpotCheck
from roviec.custody.queries import reopenings_of, standing_of
from roviec.organisation.models import Restructuring, Succession, Unit
from roviec.organisation.queries.actors import worker_actor
from roviec.web import clock
from roviec.work import actions as work
from roviec.work.models import Task, TaskState
from roviec.work.queries import verbs_for
from tests.work.town import NOW, Town, later

JANUARY = datetime(2026, 1, 2, 2, tzinfo=UTC)
WHY = "Sản phẩm chưa có phụ lục."


def closed(town: Town, **changed: object) -> Task:
    """Handed in on 3 December, accepted by the chairman on the 4th; due on the 12th."""
    task = town.assigned(**changed)
    work.accept_task(task, by=town.actor("officer"), at=later(1))
    work.report_progress(task, progress=80, text="Dự thảo", by=town.actor("officer"), at=later(1))
    work.submit_deliverable(task, link="https://a.vn/x", by=town.actor("officer"), at=later(2))
    return work.accept_deliverable(task, by=town.actor("chairman"), at=later(3))


def unsound(task: Task, town: Town) -> SpotCheck:
    draw_spot_checks(JANUARY, worker_actor())
    check = SpotCheck.objects.get(clock=task.pk)
    return record_spot_check(check, sound=False, note=WHY, by=town.actor("tracker"), at=JANUARY)


def test_an_unsound_spot_check_leads_from_its_page_to_work_that_runs_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole way: found unsound, opened again on the page, told, late from now on, handed in again, kept for scoring."""
    monkeypatch.setattr(clock, "system_now", lambda: JANUARY)
    task = closed(town)
    count_hands(later(4), worker_actor())
    assert "reopen_task" not in verbs(town, "tracker", task), "nobody has checked it yet"
    check = unsound(task, town)
    tracker = Client()
    tracker.force_login(town.accounts["tracker"])
    page = reverse("custody:spot_checks")
    step = reverse("work:task_do", args=[task.pk, "reopen_task"])
    assert f'{step}?next={page}"' in tracker.get(page).content.decode()
    assert "lỗi chất lượng" in tracker.get(step).content.decode()
    task.refresh_from_db()
    answer = tracker.post(step, {"reason": WHY, "version": task.version, "next": page})
    assert answer.headers["Location"] == page
    shown = tracker.get(page).content.decode()
    assert "Đã mở lại ngày 02/01/2026" in shown
    assert step not in shown, "opened once"

    task.refresh_from_db()
    assert (task.state, task.done_at, task.progress) == (TaskState.IN_PROGRESS, None, 80)
    running = Clock.objects.get(pk=task.pk)
    assert (running.holder_post_id, running.hold_kind) == (town.posts["officer"].pk, "working")
    assert standing_of(running, JANUARY) is Standing.OPEN_LATE
    (kept,) = reopenings_of([task.pk])
    assert (kept.check_of, kept.finished_at, kept.closed_at, kept.post) == (
        check,
        later(2),
        later(3),
        town.posts["officer"],
    )
    assert list(reopenings_of([task.pk], until=JANUARY)) == []
    held = [Interval(one.since, one.until) for one in Hold.objects.filter(clock=task.pk).order_by("since", "pk")]
    assert broken_holds(held, opened=NOW, closed=None, closures=[Interval(later(3), JANUARY)]) == []

    note_lateness(JANUARY.replace(hour=4), worker_actor())
    assert LateSpell.objects.get(clock=task.pk).since == JANUARY, "while it counted as done nobody was late"
    alerts.tick(JANUARY.replace(hour=4), worker_actor())
    told = Notice.objects.filter(kind="reopened").values_list("officer__code", flat=True)
    assert set(told) == {"officer", "culture_head"}

    officer, again = town.actor("officer"), JANUARY.replace(day=6)
    work.submit_deliverable(task, link="https://a.vn/y", by=officer, at=again)
    work.accept_deliverable(task, by=town.actor("chairman"), at=again.replace(day=7))
    count_hands(again.replace(day=8), worker_actor())
    done = Clock.objects.get(pk=task.pk)
    assert standing_of(done, JANUARY) is Standing.DONE_LATE
    used = sum(Hold.objects.filter(clock=task.pk).values_list("delay", flat=True))
    late = calendar_named("vn").working_minutes_between(JANUARY, again).n
    assert used == late, "the days on which it counted as done are nobody's delay"


def verbs(town: Town, who: str, task: Task) -> list[str]:
    return verbs_for(town.actor(who), Task.objects.get(pk=task.pk))


def test_who_gave_it_may_open_it_again_with_a_reason_and_nobody_else(town: Town) -> None:
    task = closed(town)
    for who in ("officer", "colleague", "culture_head", "economy_head", "tracker", "mayor", "secretary", "admin"):
        with pytest.raises(Denied):
            work.reopen_task(task, reason=WHY, by=town.actor(who), at=later(5))
    chairman = town.actor("chairman")
    with pytest.raises(Invalid):
        work.reopen_task(task, reason=" ", by=chairman, at=later(5))
    work.reopen_task(task, reason=WHY, by=chairman, at=later(5))
    assert reopenings_of([task.pk]).get().check_of is None
    assert standing_of(Clock.objects.get(pk=task.pk), later(5)) is Standing.OPEN_ON_TIME
    with pytest.raises(Invalid):
        work.reopen_task(task, reason=WHY, by=chairman, at=later(5))


def test_a_plan_that_was_closed_is_open_again_and_a_part_waits_for_its_whole(town: Town) -> None:
    chairman = town.actor("chairman")
    whole = town.draft(person_post=town.posts["officer"])
    parts = [town.fields(title="Trang trí đường hoa", person_post=town.posts["officer"])]
    (part,) = work.split_into_parts(whole, parts, by=town.actor("tracker"), at=NOW)
    work.assign_task(whole, by=chairman, at=NOW)
    officer = town.actor("officer")
    for one in (part, whole):
        work.accept_task(one, by=officer, at=later(1))
        work.submit_deliverable(one, link="https://a.vn/x", by=officer, at=later(2))
        work.accept_deliverable(one, by=chairman, at=later(3))
    work.close_plan(town.plan, by=chairman, at=later(4))
    with pytest.raises(Invalid):
        work.reopen_task(part, reason=WHY, by=chairman, at=later(5))
    work.reopen_task(whole, reason=WHY, by=chairman, at=later(5))
    town.plan.refresh_from_db()
    assert town.plan.closed_at is None
    work.reopen_task(part, reason=WHY, by=chairman, at=later(6))
    assert Task.objects.get(pk=part.pk).state == TaskState.IN_PROGRESS


def test_work_of_a_unit_that_is_no_more_goes_to_its_one_successor_and_is_not_guessed_among_several(town: Town) -> None:
    task, other = closed(town), closed(town)
    day = date(2025, 12, 6)
    merger = Restructuring.objects.create(kind="merge", effective_on=day, document="01/NQ", state="done")
    Succession.objects.create(restructuring=merger, old=town.units["culture"], new=town.units["economy"], is_main=True)
    Unit.objects.filter(pk=town.units["culture"].pk).update(valid_to=day)
    town.posts["officer"].__class__.objects.filter(pk=town.posts["officer"].pk).update(valid_to=day)
    chairman = town.actor("chairman")
    work.reopen_task(task, reason=WHY, by=chairman, at=later(9))
    running = Clock.objects.get(pk=task.pk)
    economy = town.units["economy"].pk
    assert (running.unit_id, running.holder_unit_id, running.hold_kind) == (economy, economy, "unnamed")
    Succession.objects.create(restructuring=merger, old=town.units["culture"], new=town.units["office"])
    with pytest.raises(Invalid):
        work.reopen_task(other, reason=WHY, by=chairman, at=later(9))
