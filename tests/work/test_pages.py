"""What pages read: complete, for who may see it, with the same number of queries however much there is."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from roviec.core.standing import Standing
from roviec.core.text import fold
from roviec.custody.models import Clock, HoldKind
from roviec.ledger.ids import new_id
from roviec.work import actions, queries
from roviec.work.models import Task, TaskState
from tests.work.town import NOW, Town, later

Pinned = Callable[[str], AbstractContextManager[CaptureQueriesContext]]


def many(town: Town, count: int) -> None:
    """Assigned tasks of the culture unit straight into the tables: pages only read them."""
    unit, post = town.units["culture"], town.posts["officer"]
    ids = [new_id() for _ in range(count)]
    due = later(10)
    Clock.objects.bulk_create(
        Clock(
            id=pk,
            kind="task",
            body=town.units["ward"],
            unit=unit,
            holder_unit=unit,
            holder_post=post,
            hold_kind=HoldKind.WORKING,
            held_since=NOW,
            started_at=NOW,
            last_sign_at=NOW,
            due=due,
            due_original=due,
            soon_from=later(7),
        )
        for pk in ids
    )
    Task.objects.bulk_create(
        Task(
            id=pk,
            clock_id=pk,
            plan=town.plan,
            order=place,
            state=TaskState.IN_PROGRESS,
            title=f"Nhiệm vụ thứ {place}",
            folded=fold(f"Nhiệm vụ thứ {place}"),
            lead_unit=unit,
            person_post=post,
            created_at=NOW,
        )
        for place, pk in enumerate(ids)
    )


def rich_task(town: Town) -> Task:
    officer, chairman = town.actor("officer"), town.actor("chairman")
    task = town.assigned(supports=[town.units["economy"]])
    actions.accept_task(task, by=officer, at=NOW)
    actions.report_progress(task, progress=40, text="Đã có dự thảo", by=officer, at=NOW)
    actions.ask_opinion(task, unit=town.units["economy"], question="Góp ý", by=officer, at=NOW)
    actions.ask_extension(task, new_due=date(2025, 12, 20), reason="Chờ góp ý", by=officer, at=NOW)
    actions.comment_task(task, text="Nhờ xem giúp", by=officer, at=NOW)
    actions.submit_deliverable(task, link="https://a.vn/1", by=officer, at=NOW)
    actions.return_deliverable(task, reason="Thiếu dự toán", by=chairman, at=later(1))
    actions.split_into_parts(task, [town.fields(person_post=town.posts["colleague"])], by=chairman, at=later(1))
    return task


def test_the_page_of_a_task_shows_everything_in_few_queries(town: Town, pinned_queries: Pinned) -> None:
    task = rich_task(town)
    actor = town.actor("officer")
    with pinned_queries("task page, queries") as asked:
        page = queries.task_page(task.pk, actor, later(2))
    assert len(asked) <= 13
    assert (len(page.supports), len(page.reports), len(page.comments)) == (1, 1, 1)
    # The part is a draft still: seen by who runs the body, not by who works on the whole.
    assert page.parts == []
    assert len(queries.task_page(task.pk, town.actor("chairman"), later(2)).parts) == 1
    assert page.submissions[0].accepted is False
    assert page.asked_extension is not None
    assert page.holder.full_name == "Nguyễn Văn officer"
    assert page.standing is Standing.OPEN_ON_TIME
    assert "submit_deliverable" in page.verbs
    assert "decide_extension" not in page.verbs
    assert "decide_extension" in queries.task_page(task.pk, town.actor("chairman"), later(2)).verbs


def test_a_task_that_is_not_seen_looks_like_none(town: Town) -> None:
    task = town.assigned()
    with pytest.raises(Task.DoesNotExist):
        queries.task_page(task.pk, town.actor("secretary"), NOW)


def test_the_history_reads_as_sentences_in_both_languages(town: Town) -> None:
    task = rich_task(town)
    lines = queries.history(task)
    assert [line.verb for line in lines][:3] == ["created", "assigned", "accepted"]
    assert lines[1].what == "Giao cho Chuyên viên, Phòng Văn hóa - Xã hội, hạn 12/12/2025"
    assert lines[1].who == "Nguyễn Văn chairman"
    returned = next(line for line in lines if line.verb == "returned")
    assert returned.why == "Thiếu dự toán"
    assert not any("%(" in line.what for line in lines)


def test_my_day_puts_each_task_in_one_list(town: Town, pinned_queries: Pinned) -> None:
    officer, chairman = town.actor("officer"), town.actor("chairman")
    late = town.assigned(due=date(2025, 12, 2))
    actions.accept_task(late, by=officer, at=NOW)
    new = town.assigned()
    returned = town.assigned()
    actions.accept_task(returned, by=officer, at=NOW)
    actions.submit_deliverable(returned, link="https://a.vn/1", by=officer, at=NOW)
    actions.return_deliverable(returned, reason="Thiếu", by=chairman, at=later(1))
    week = town.assigned(due=date(2025, 12, 6))
    actions.accept_task(week, by=officer, at=NOW)
    up = town.assigned()
    actions.accept_task(up, by=officer, at=NOW)
    actions.hand_up_for_signature(up, by=officer, at=later(1))
    handed_in = town.assigned()
    actions.accept_task(handed_in, by=officer, at=NOW)
    actions.submit_deliverable(handed_in, link="https://a.vn/2", by=officer, at=later(1))
    unnamed = town.assigned(person_post=None)
    now = later(3)
    with pinned_queries("my day, queries") as asked:
        day = queries.my_day(officer, now)
    few = len(asked)
    assert (day.late, day.new, day.returned, day.this_week) == ([late], [new], [returned], [week])
    assert set(day.handed_on) == {up, handed_in}
    head = queries.my_day(town.actor("culture_head"), now)
    assert (head.to_sign, head.unnamed) == ([up], [unnamed])
    assert queries.my_day(chairman, now).to_accept == [handed_in]
    many(town, 300)
    with CaptureQueriesContext(connection) as asked:
        assert len(queries.my_day(officer, now).later) == 300
    assert len(asked) == few


def test_the_page_of_a_plan_costs_the_same_for_ten_tasks_and_for_a_thousand(town: Town, pinned_queries: Pinned) -> None:
    actor = town.actor("tracker")
    many(town, 10)
    with pinned_queries("plan page, queries"):
        page = queries.plan_page(town.plan.pk, actor, NOW)
        assert len(page.tasks[:50]) == 10
    many(town, 1000)
    with pinned_queries("plan page, queries"):
        page = queries.plan_page(town.plan.pk, actor, NOW)
        assert len(page.tasks[:50]) == 50
    assert page.counts.total == 1010
    assert queries.counts_of_plans([town.plan.pk], NOW)[town.plan.pk] == page.counts


def test_the_board_of_a_unit_shows_who_has_how_much(town: Town, pinned_queries: Pinned) -> None:
    many(town, 30)
    town.assigned(person_post=None)
    town.assigned(person_post=town.posts["colleague"], due=date(2025, 12, 2))
    head = town.actor("culture_head")
    with pinned_queries("unit board, queries"):
        board = queries.unit_board([town.units["culture"].pk], head, later(3))
    assert len(board.columns["unnamed"]) == 1
    loads = {load.officer.full_name.split()[-1]: (load.open, load.late) for load in board.loads if load.officer}
    assert (loads["officer"], loads["colleague"], loads["culture_head"]) == ((30, 0), (1, 1), (0, 0))
    assert board.counts.open_late == 1


def test_ten_thousand_tasks_are_a_chart_in_a_fixed_number_of_queries(town: Town) -> None:
    many(town, 10_000)
    tasks = queries.tasks_visible_to(town.actor("tracker")).filter(plan=town.plan)
    with CaptureQueriesContext(connection) as asked:
        chart = queries.gantt_rows(tasks, later(12), town.actor("tracker"), plan=town.plan)
    assert len(asked) <= 9  # the rows, who sits where, forecasts, cursor, links and baselines
    assert len(chart["tasks"]) == 10_000
    row = chart["tasks"][0]
    assert (row["tone"], row["due"], row["lead"]) == ("late", "2025-12-11", "Phòng Văn hóa - Xã hội")


def test_search_finds_without_diacritics(town: Town) -> None:
    task = town.assigned()
    with translation.override("vi"):
        assert list(queries.search_tasks(fold("duong hoa"), town.actor("officer"))) == [task]
    assert not queries.search_tasks(fold("duong hoa"), town.actor("secretary")).exists()
