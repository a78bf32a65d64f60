"""Due dates that come near, move or stay; holds without gap or overlap."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.core.calendars import end_of_day
from roviec.core.holding import (
    Interval,
    broken_holds,
    due_instant_of,
    soon_from,
    why_no_extension,
)
from roviec.core.packaged import vietnam_calendar
from roviec.core.periods import due_day, first_day, period_of, periods_from
from roviec.core.task_flow import FLOW, Hold, State, possible, why_not

VN = vietnam_calendar()
MONDAY = datetime(2025, 12, 1, 3, 0, tzinfo=UTC)


def test_a_date_is_due_at_its_end_in_ho_chi_minh_city() -> None:
    assert due_instant_of(date(2025, 12, 5)) == datetime(2025, 12, 5, 16, 59, 59, tzinfo=UTC)


def test_friday_is_near_from_tuesday_on_with_a_window_of_three_working_days() -> None:
    assert soon_from(end_of_day(date(2025, 12, 5)), VN) == datetime(2025, 12, 1, 17, 0, tzinfo=UTC)


def test_an_extension_counts_only_before_the_old_date_ran_out() -> None:
    due = end_of_day(date(2025, 12, 5))
    later = due + timedelta(days=3)
    assert why_no_extension(due=due, new_due=later, decided_at=due) is None
    assert why_no_extension(due=due, new_due=later, decided_at=due + timedelta(seconds=1)).code == "extension.ran_out"
    assert why_no_extension(due=due, new_due=due, decided_at=due).code == "extension.not_later"


@given(st.lists(st.integers(min_value=0, max_value=100), min_size=2, max_size=8))
def test_consecutive_intervals_are_whole_and_any_gap_is_found(steps: list[int]) -> None:
    moments = [MONDAY]
    for step in steps:
        moments.append(moments[-1] + timedelta(minutes=step))
    holds = [Interval(a, b) for a, b in itertools.pairwise(moments)]
    assert broken_holds(holds, opened=moments[0], closed=moments[-1]) == []
    gap = [Interval(h.since, h.until and h.until - timedelta(seconds=1)) for h in holds[:-1]] + [holds[-1]]
    assert "holds.gap" in {reason.code for reason in broken_holds(gap, opened=moments[0], closed=moments[-1])}


@pytest.mark.parametrize(
    ("kind", "name", "following", "last"),
    [
        ("monthly", "2025-12", "2026-01", date(2025, 12, 31)),
        ("quarterly", "2025-Q4", "2026-Q1", date(2025, 12, 31)),
        ("yearly", "2025", "2026", date(2025, 12, 31)),
    ],
)
def test_periods_follow_each_other_over_new_year(kind: str, name: str, following: str, last: date) -> None:
    assert period_of(date(2025, 12, 5), kind) == name
    assert periods_from(date(2025, 12, 5), kind, 2) == [name, following]
    assert due_day(name, 0) == last
    assert period_of(first_day(name), kind) == name


def test_a_day_that_the_month_lacks_is_its_last() -> None:
    assert due_day("2026-02", 30) == date(2026, 2, 28)


def test_nothing_follows_the_end_but_talking_explaining_what_was_done_late_and_opening_it_again() -> None:
    talking = ["comment_task", "watch_task", "unwatch_task"]
    explaining = ["demand_explanation", "give_explanation", "decide_explanation"]
    for state, more in ((State.DONE, ["reopen_task", *explaining]), (State.CANCELLED, [])):
        assert possible(state=state, hold=Hold.WORKING, suspended=False) == [*more, *talking]


def test_every_open_state_can_be_left() -> None:
    for state in (State.DRAFT, State.ASSIGNED, State.REFUSED, State.IN_PROGRESS, State.SUBMITTED):
        leaving = [v for v, step in FLOW.items() if state in step.states and step.to not in (None, state)]
        assert leaving, state


def test_a_suspended_task_says_why_nothing_is_handed_in() -> None:
    why = why_not("submit_deliverable", state="in_progress", hold="working", suspended=True)
    assert why.code == "task_flow.suspended"
