"""Rules of Microsoft Project that are more than links and lengths, each on a plan small enough to check on paper.

January 2026: 5 is a Monday, 9 a Friday, 12 the next Monday; 08:00-12:00 and 13:00-17:00.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from roviec.core.schedule import Constraint, ConstraintType, Crew, Driver, PlanCalendar, schedule
from roviec.core.schedule.clock import Clock
from roviec.core.working_table import to_minutes
from tests.core.plans import DAY, STANDARD, at, early, late, link, plan, rows, task

ALAP = Constraint(ConstraintType.ALAP)
_T = TypeVar("_T")


def constraint(kind: str, when: str) -> Constraint:
    return Constraint(ConstraintType(kind), at(when))


def test_a_task_as_late_as_possible_takes_its_slack_from_its_followers() -> None:
    """1 (1 day, late), then 2 (1 day); 3 (5 days) ends on Friday. 1 waits until Thursday, so 2 can only be done on Friday."""
    result = rows([task(1, constraint=ALAP), task(2), task(3, 5)], [link(1, 2)])
    assert early(result[1]) == (at("5"), at("5 17")) and (result[1].start, result[1].finish) == (at("8"), at("8 17"))
    assert early(result[2]) == (at("9"), at("9 17"))
    assert [(result[uid].total_slack, result[uid].critical) for uid in (1, 2)] == [(0, True), (0, True)]


def test_of_two_late_tasks_the_second_could_still_have_started_early() -> None:
    result = rows([task(1, constraint=ALAP), task(2, constraint=ALAP), task(3, 5)], [link(1, 2)])
    assert early(result[2])[0] == at("6") and result[2].start == at("9")


def test_a_summary_shows_late_tasks_where_they_are_planned() -> None:
    result = rows([task(10, 0), task(1, parent=10, constraint=ALAP), task(2, 5)])
    assert early(result[10]) == (at("9"), at("9 17"))


def test_a_constraint_that_beats_the_links_shows_by_how_much() -> None:
    """2 must start on Tuesday although 1 takes until Wednesday: two days too early."""
    result = rows([task(1, 3), task(2, constraint=constraint("MSO", "6"))], [link(1, 2)])
    assert early(result[2]) == late(result[2]) == (at("6"), at("6 17"))
    assert (result[2].total_slack, result[2].critical) == (-2 * DAY, True)


def test_a_constraint_before_the_start_of_the_plan_contradicts_nothing() -> None:
    result = schedule(plan([task(1, constraint=constraint("MSO", "2"))]))
    assert result.rows[0].early_start == at("2") and result.rows[0].total_slack == 0 and result.problems == ()
    assert result.start == at("2")


def test_slack_of_elapsed_work_counts_nights_and_weekends() -> None:
    """The case of Microsoft's article Q87301: 9 elapsed hours from Friday 08:00, then a day of work on Monday: 63 hours of slack."""
    friday = at("9")
    result = rows([task(1), task(2, 9 / 8, elapsed=True), task(3)], [link(1, 3), link(2, 3)], start=friday)
    assert early(result[2]) == (at("9"), at("9 17"))
    assert (result[1].total_slack, result[2].total_slack) == (0, 63 * 60)


def test_every_path_has_an_end_of_its_own_when_asked() -> None:
    tasks = [task(1), task(2, 2), task(3, 5)]
    assert [row.critical for row in rows(tasks, [link(1, 2)]).values()] == [False, False, True]
    several = rows(tasks, [link(1, 2)], several_critical_paths=True)
    assert all(row.critical for row in several.values()) and late(several[2])[1] == at("7 17")


def test_nothing_that_has_not_begun_is_planned_before_the_data_date() -> None:
    result = rows([task(1), task(2, actual_start=at("5"), actual_finish=at("5 17"))], data_date=at("8"))
    assert early(result[1]) == (at("8"), at("8 17")) and result[1].driven_by == Driver("data_date")
    assert early(result[2]) == (at("5"), at("5 17"))


def test_work_under_way_ends_no_earlier_than_it_may() -> None:
    begun = task(1, 2, actual_start=at("5"), remaining=DAY, constraint=constraint("FNET", "9 17"))
    assert early(rows([begun])[1]) == (at("5"), at("9 17"))


def test_levelling_is_figured_into_the_early_start() -> None:
    result = rows([task(1), task(2, delay=2 * 1440), task(3)], [link(1, 2), link(2, 3)])
    assert early(result[2])[0] == at("8") and result[2].driven_by == Driver("levelling")  # Monday 17:00 + 48 hours
    assert early(result[3])[0] == at("9")


def test_people_with_calendars_of_their_own() -> None:
    """Both need two days; one works mornings only, so the task takes four. Slack is counted on the plan's calendar."""
    mornings = PlanCalendar("mornings", (((8 * 60, 12 * 60),),) * 5 + ((),) * 2)
    calendars = {"standard": STANDARD, "mornings": mornings}
    both = task(1, 2, crews=(Crew("standard", 2 * DAY), Crew("mornings", 2 * DAY)))
    result = rows([both, task(2), task(3, 7)], [link(1, 2)], calendars=calendars)
    assert early(result[1]) == (at("5"), at("8 12"))
    assert early(result[2]) == (at("8 13"), at("9 12"))
    assert result[1].total_slack == 2 * DAY and late(result[1])[1] == at("12 17")


def test_a_plan_counted_back_starts_as_late_as_it_can() -> None:
    result = schedule(plan([task(1, 2, constraint=ALAP), task(2, constraint=ALAP)], [link(1, 2)], finish=at("16 17")))
    assert (result.start, result.finish) == (at("14"), at("16 17"))
    assert [(row.start, row.total_slack) for row in result.rows] == [(at("14"), 0), (at("16"), 0)]


def test_every_link_holds_in_a_large_random_plan() -> None:
    """5,000 tasks with 10,000 links of all types: no early and no late date breaks one, and a link that drives is tight."""
    rng = random.Random(7)
    tasks = [task(uid, rng.choice([0.5, 1, 2, 5])) for uid in range(5_000)]
    drawn = [
        link(before, after, rng.choice(["FS", "FS", "SS", "FF", "SF"]), rng.choice([0, 0, 1, -1]))
        for after in range(1, 5_000)
        for before in {rng.randrange(max(0, after - 300), after) for _ in range(2)}
    ]
    result = schedule(plan(tasks, drawn))
    clock = _positions()
    by_uid = {row.uid: row for row in result.rows}
    for one in drawn:
        before, after = by_uid[one.before], by_uid[one.after]
        for which in ("early", "late"):
            ends = {"F": f"{which}_finish", "S": f"{which}_start"}
            first, second = getattr(before, ends[one.type[0]]), getattr(after, ends[one.type[1]])
            assert clock(second) - clock(first) >= one.lag
        if after.driven_by == Driver("link", one.before, one.type.value) and after.driven_by.lag == one.lag:
            first = before.early_finish if one.type[0] == "F" else before.early_start
            second = after.early_finish if one.type[1] == "F" else after.early_start
            assert clock(second) - clock(first) == one.lag
    assert min(row.total_slack for row in result.rows) == 0
    assert schedule(plan(_shuffled(tasks, rng), _shuffled(drawn, rng))).finish == result.finish


def _positions() -> Callable[[datetime], int]:
    clock = Clock(STANDARD, at("1").date() - timedelta(days=30), at("1").date() + timedelta(days=40_000))
    return lambda moment: clock.position(to_minutes(moment))


def _shuffled(things: list[_T], rng: random.Random) -> list[_T]:
    return rng.sample(things, len(things))


def test_tasks_without_a_place_in_the_plan_stay_out_of_its_way() -> None:
    """An inactive task keeps dates to show, moves nobody and is never critical."""
    result = rows([task(1, 3), replace(task(2, 9), active=False), task(3)], [link(1, 2), link(2, 3)])
    assert early(result[2])[0] == at("8") and not result[2].critical and result[2].total_slack == 0
    assert early(result[3])[0] == at("5")
