"""The schedule on plans small enough to check on paper. January 2026: 5 is a Monday, 9 a Friday, 12 the next Monday."""

import pytest

from roviec.core.schedule import (
    Constraint,
    ConstraintType,
    CycleError,
    Driver,
    LinkType,
    Plan,
    PlanCalendar,
    Rescheduler,
    TooLongError,
    because,
    schedule,
)
from tests.core.plans import DAY, MONDAY, STANDARD, at, early, late, link, plan, rows, task


def constraint(kind: str, when: str | None = None) -> Constraint:
    return Constraint(ConstraintType(kind), at(when) if when else None)


@pytest.mark.parametrize(
    ("kind", "lag", "start", "finish"),
    [
        ("FS", 0, "8", "9 17"),
        ("FS", 2, "12", "13 17"),
        ("FS", -1, "7", "8 17"),
        ("SS", 0, "5", "6 17"),
        ("SS", 1, "6", "7 17"),
        ("FF", 0, "6", "7 17"),
        ("FF", 1, "7", "8 17"),
        ("SF", 0, "5", "6 17"),
        ("SF", 4, "7", "8 17"),
    ],
)
def test_each_link_type_places_its_successor(kind: str, lag: int, start: str, finish: str) -> None:
    """A takes 3 days (5 to 7 January), B 2 days."""
    result = rows([task(1, 3), task(2, 2)], [link(1, 2, kind, lag)])
    assert early(result[2]) == (at(start), at(finish))


def test_nothing_is_planned_before_the_plan_starts() -> None:
    assert early(rows([task(1, 1), task(2, 5)], [link(1, 2, "FF", -3)])[2])[0] == MONDAY


def test_an_elapsed_lag_runs_through_nights_and_weekends() -> None:
    result = rows([task(1, 5), task(2)], [link(1, 2, lag=3 * 1440, elapsed=True)])
    assert early(result[2]) == (at("13"), at("13 17"))  # Friday 17:00 + 72 h is Monday 17:00


def test_a_percent_lag_is_of_the_predecessor() -> None:
    assert early(rows([task(1, 4), task(2)], [link(1, 2, lag=50, percent=True)])[2])[0] == at("13")
    assert early(rows([task(1, 4), task(2)], [link(1, 2, lag=-50, percent=True)])[2])[0] == at("7")


def test_slack_and_the_critical_path() -> None:
    """1 (2 days) leads to 2 (3 days) and 3 (1 day), both to 4 (1 day)."""
    result = rows([task(1, 2), task(2, 3), task(3), task(4)], [link(1, 2), link(1, 3), link(2, 4), link(3, 4)])
    assert [uid for uid, row in result.items() if row.critical] == [1, 2, 4]
    assert (result[3].total_slack, result[3].free_slack) == (2 * DAY, 2 * DAY)
    assert late(result[3]) == (at("9"), at("9 17"))
    assert result[4].driven_by == Driver("link", 2, "FS")


def test_free_slack_is_what_moves_nobody() -> None:
    result = rows([task(1), task(2), task(3), task(4, 5)], [link(1, 2), link(2, 3)])
    assert (result[1].total_slack, result[1].free_slack) == (2 * DAY, 0)
    assert result[3].free_slack == 2 * DAY


@pytest.mark.parametrize(
    ("kind", "when", "start", "slack_days"),
    [
        ("ASAP", None, "7", 3),
        ("SNET", "8", "8", 2),
        ("SNET", "6", "7", 3),
        ("FNET", "9 17", "8", 2),
        ("SNLT", "8", "7", 1),
        ("SNLT", "6", "6", -1),
        ("FNLT", "9 17", "7", 1),
        ("FNLT", "7 17", "6", -1),
        ("MSO", "8", "8", 0),
        ("MFO", "9 17", "8", 0),
    ],
)
def test_each_constraint_type(kind: str, when: str | None, start: str, slack_days: int) -> None:
    """1 (2 days), then 2 (2 days) with the constraint; 3 (7 days) lets the plan end on Tuesday 13 January."""
    result = rows([task(1, 2), task(2, 2, constraint=constraint(kind, when)), task(3, 7)], [link(1, 2)])
    assert (result[2].early_start, result[2].total_slack) == (at(start), slack_days * DAY)


def test_as_late_as_possible_is_planned_at_its_late_dates() -> None:
    result = rows([task(1, constraint=constraint("ALAP")), task(2, 5)])
    assert early(result[1]) == (at("5"), at("5 17"))
    assert (result[1].start, result[1].finish) == (at("9"), at("9 17"))
    assert result[1].driven_by.type == "ALAP"


def test_a_constraint_that_breaks_a_link_is_reported_with_its_task() -> None:
    result = schedule(plan([task(1, 3), task(2, constraint=constraint("MSO", "6"))], [link(1, 2)]))
    assert [(p.reason.code, p.tasks) for p in result.problems] == [("schedule.constraint_breaks_link", (2,))]
    by_uid = {row.uid: row for row in result.rows}
    assert by_uid[1].total_slack == -2 * DAY and by_uid[1].critical


def test_without_honouring_constraints_links_win() -> None:
    result = rows([task(1, 3), task(2, constraint=constraint("MSO", "6"))], [link(1, 2)], honour_constraints=False)
    assert result[2].early_start == at("8")
    assert result[2].total_slack == -2 * DAY


def test_a_deadline_pulls_late_dates_but_not_early_ones() -> None:
    result = rows([task(1, 2), task(2, 2, deadline=at("7 17"))], [link(1, 2)])
    assert early(result[2]) == (at("7"), at("8 17"))
    assert result[2].total_slack == -DAY and result[1].total_slack == -DAY


def test_a_milestone_stands_at_the_end_of_the_day_before_not_at_the_next_morning() -> None:
    result = rows([task(1), task(2, 0), task(3)], [link(1, 2), link(2, 3)])
    assert early(result[2]) == (at("5 17"), at("5 17"))
    assert late(result[2]) == (at("6"), at("6"))
    assert result[2].total_slack == 0 and early(result[3])[0] == at("6")


def test_a_task_works_by_its_own_calendar() -> None:
    result = rows([task(1, 3, calendar="24h"), task(2)], [link(1, 2)])
    assert early(result[1]) == (at("5 8"), at("6 8"))
    assert early(result[2]) == (at("6"), at("6 17"))


def test_an_elapsed_task_runs_through_the_weekend() -> None:
    assert early(rows([task(1, 21, elapsed=True)])[1])[1] == at("12")  # 168 hours


def test_a_holiday_is_skipped() -> None:
    days = {at("6").date(): ()}
    result = rows([task(1, 2)], calendars={"standard": PlanCalendar("standard", STANDARD.week, days)})
    assert early(result[1])[1] == at("7 17")


def test_a_summary_spans_its_children_and_passes_links_on() -> None:
    """10 holds 1 and 2; 3 follows the summary; 20 holds 3."""
    tasks = [task(10, 0), task(1, 2, parent=10), task(2, 3, parent=10), task(20, 0), task(3, parent=20)]
    result = rows(tasks, [link(10, 20)])
    assert early(result[10]) == (at("5"), at("7 17"))
    assert early(result[3]) == (at("8"), at("8 17")) and result[10].critical
    assert result[1].total_slack == DAY


def test_a_start_to_start_link_of_a_summary_counts_from_its_first_child() -> None:
    tasks = [task(10, 0), task(1, 2, parent=10, constraint=constraint("SNET", "6")), task(2, 3, parent=10), task(3)]
    assert early(rows(tasks, [link(10, 3, "SS", 1)])[3])[0] == at("6")


def test_constraints_and_deadlines_of_a_summary_bind_its_children() -> None:
    opens = rows([task(10, 0, constraint=constraint("SNET", "7")), task(1, parent=10)])
    assert opens[1].early_start == at("7")
    ends = rows([task(10, 0, deadline=at("5 17")), task(1, 2, parent=10)])
    assert ends[1].total_slack == -DAY


def test_finished_work_keeps_its_dates_and_successors_follow_them() -> None:
    done = task(1, 2, actual_start=at("5"), actual_finish=at("8 12"))
    result = rows([done, task(2)], [link(1, 2)])
    assert early(result[1]) == late(result[1]) == (at("5"), at("8 12"))
    assert early(result[2]) == (at("8 13"), at("9 12"))
    assert not result[1].critical


def test_work_under_way_ends_when_the_rest_is_done() -> None:
    started = task(1, 3, actual_start=at("6"), remaining=2 * DAY, resume=at("9"))
    assert early(rows([started])[1]) == (at("6"), at("12 17"))


def test_remaining_work_starts_no_earlier_than_the_data_date() -> None:
    result = rows([task(1, 3, actual_start=at("5"), remaining=2 * DAY)], data_date=at("8"))
    assert early(result[1]) == (at("5"), at("9 17"))
    assert result[1].driven_by.rule == "data_date"


def test_a_manual_task_stays_where_it_was_put() -> None:
    fixed = task(2, fixed=(at("7"), at("8 17")))
    result = rows([task(1), fixed, task(3)], [link(1, 2), link(2, 3)])
    assert early(result[2]) == (at("7"), at("8 17")) and early(result[3])[0] == at("9")


def test_an_inactive_task_moves_nobody() -> None:
    result = rows([task(1, 10, active=False), task(2)], [link(1, 2)])
    assert early(result[2])[0] == MONDAY and not result[1].critical


def test_a_circle_is_reported_with_its_tasks() -> None:
    with pytest.raises(CycleError) as caught:
        schedule(plan([task(1), task(2), task(3), task(4), task(5)], [link(1, 2), link(2, 3), link(3, 1), link(3, 4)]))
    assert [set(circle) for circle in caught.value.cycles] == [{1, 2, 3}]


def test_a_task_that_waits_for_itself_and_an_outline_that_holds_itself_are_circles() -> None:
    with pytest.raises(CycleError):
        schedule(plan([task(1)], [link(1, 1)]))
    with pytest.raises(CycleError):
        schedule(plan([task(1, parent=2), task(2, parent=1)]))


def test_links_to_nowhere_or_to_the_own_summary_are_reported_and_left_out() -> None:
    result = schedule(plan([task(10, 0), task(1, parent=10)], [link(1, 99), link(1, 10)]))
    assert [p.reason.code for p in result.problems] == ["schedule.link_to_nowhere", "schedule.link_to_own_summary"]
    assert len(result.rows) == 2


def test_an_unknown_calendar_is_reported_and_the_plans_own_is_used() -> None:
    result = schedule(plan([task(1, calendar="moon")]))
    assert result.problems[0].reason.code == "schedule.unknown_calendar"
    assert result.rows[0].early_finish == at("5 17")


def test_a_chain_of_ten_thousand_followers_works() -> None:
    chain = plan([task(i) for i in range(10_000)], [link(i, i + 1) for i in range(9_999)])
    result = schedule(chain)
    assert result.rows[-1].driven_by == Driver("link", 9_998, LinkType.FS.value)
    assert all(row.critical for row in result.rows)


def test_a_plan_without_an_end_or_without_working_days_is_an_error() -> None:
    with pytest.raises(TooLongError):
        schedule(plan([task(1, 10_000_000)]))
    with pytest.raises(TooLongError):
        schedule(plan([task(1)], calendars={"standard": PlanCalendar("never", ((),) * 7)}))


def test_an_empty_plan_starts_and_ends_at_its_start() -> None:
    result = schedule(Plan(MONDAY, ()))
    assert (result.start, result.finish, result.rows) == (MONDAY, MONDAY, ())


def test_every_start_says_what_drove_it() -> None:
    tasks = [
        task(1, 3),
        task(2),
        task(3, 2),
        task(4, constraint=constraint("SNET", "12")),
        task(5, actual_start=at("5")),
    ]
    result = rows(tasks, [link(1, 2, lag=1), link(1, 3, "FF", 1)])
    reasons = {uid: because(row, result) for uid, row in result.items()}
    assert [reason.code.removeprefix("schedule.") for reason in reasons.values()] == [
        "with_plan",
        "after_finish",
        "ends_after_finish",
        "by_constraint",
        "by_actual",
    ]
    facts = {"start": "2026-01-09T08:00", "uid": 1, "name": "task 1", "at": "2026-01-07T17:00", "lag": 480}
    assert facts.items() <= dict(reasons[2].params).items()


def test_late_dates_say_what_holds_them() -> None:
    tasks = [task(1), task(2), task(3, deadline=at("6 17")), task(4, constraint=constraint("FNLT", "7 17")), task(5, 7)]
    live = Rescheduler(plan(tasks, [link(1, 2)]))
    assert [live.held_by(uid) for uid in range(1, 6)] == [
        Driver("link", 2, "FS"),
        Driver("finish"),
        Driver("deadline"),
        Driver("constraint", None, "FNLT"),
        Driver("finish"),
    ]
