"""Changing a scheduled plan step by step gives what a full pass gives, and moves only what follows from the change."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.core.schedule import Constraint, ConstraintType, CycleError, Link, Plan, PlannedTask, Rescheduler, schedule
from tests.core.plans import DAY, MONDAY, at, link, plan, task

LENGTHS = st.sampled_from([0, 0.5, 1, 2, 7])
MOMENTS = st.integers(-3, 20).map(lambda days: MONDAY + timedelta(days=days))
DATED = [kind for kind in ConstraintType if kind not in (ConstraintType.ASAP, ConstraintType.ALAP)]


@st.composite
def shapes(draw: st.DrawFn, uid: int, parent: int | None) -> PlannedTask:
    """A task with whatever may decide about its dates."""
    kind = draw(
        st.sampled_from(["plain"] * 4 + ["constraint", "deadline", "done", "begun", "fixed", "levelled", "late"])
    )
    one = task(uid, draw(LENGTHS), parent=parent, calendar=draw(st.sampled_from([None, None, None, "24h"])))
    when = draw(MOMENTS)
    if kind == "constraint":
        return replace(one, constraint=Constraint(draw(st.sampled_from(DATED)), when))
    if kind == "late":
        return replace(one, constraint=Constraint(ConstraintType.ALAP)) if draw(st.integers(0, 3)) == 0 else one
    if kind == "done":
        return replace(one, actual_start=when, actual_finish=when + timedelta(days=1, hours=9))
    facts = {
        "deadline": {"deadline": when},
        "begun": {"actual_start": when, "remaining": one.duration // 2},
        "fixed": {"fixed": (when, when + timedelta(hours=4))},
        "levelled": {"delay": 1440},
    }
    return replace(one, **facts.get(kind, {}))


@st.composite
def links(draw: st.DrawFn, count: int) -> Link:
    before = draw(st.integers(1, count - 1))
    after = draw(st.integers(before + 1, count))
    lag = draw(st.sampled_from([0, 0, 0, 1, -1]))
    return link(before, after, draw(st.sampled_from(["FS", "FS", "SS", "FF", "SF"])), lag)


@st.composite
def histories(draw: st.DrawFn) -> tuple[Plan, list[dict[str, object]]]:
    """A plan of up to nine tasks, some of them under a summary, and up to five changes."""
    count = draw(st.integers(3, 9))
    held = draw(st.sets(st.integers(1, count), max_size=3))
    tasks = [task(0, 0)] if held else []
    tasks += [draw(shapes(uid, 0 if uid in held else None)) for uid in range(1, count + 1)]
    drawn = draw(st.lists(links(count), max_size=10, unique=True))
    changes: list[dict[str, object]] = []
    for _ in range(draw(st.integers(1, 5))):
        change: dict[str, object] = {}
        if draw(st.booleans()):
            uid = draw(st.integers(1, count))
            change["tasks"] = [draw(shapes(uid, 0 if uid in held else None))]
        if draw(st.booleans()):
            drawn = [one for one in drawn if draw(st.integers(0, 3))] + draw(st.lists(links(count), max_size=2))
            change["links"] = drawn
        changes.append(change)
    return plan(tasks, drawn), changes


@given(histories())
@settings(max_examples=250, deadline=None)
def test_every_change_gives_what_a_full_pass_gives(history: tuple[Plan, list[dict[str, object]]]) -> None:
    first, changes = history
    live = Rescheduler(first)
    for change in changes:
        before = {row.uid: row for row in live.schedule.rows}
        moved = live.change(**change)  # type: ignore[arg-type]
        assert live.schedule == schedule(live.plan)
        assert list(moved) == [row for row in live.schedule.rows if before.get(row.uid) != row]


def test_only_what_follows_is_moved() -> None:
    chain = [task(uid) for uid in range(1, 6)]
    live = Rescheduler(plan([*chain, task(9, 20)], [link(uid, uid + 1) for uid in range(1, 5)]))
    moved = live.change(tasks=[task(3, 2)])
    assert {row.uid for row in moved if row.early_start != at("5")} >= {4, 5}
    assert live.row(1).early_start == at("5") and live.row(4).early_start == at("9")
    assert 9 not in {row.uid for row in moved}


def test_tasks_come_and_go() -> None:
    live = Rescheduler(plan([task(1), task(2)], [link(1, 2)]))
    assert [row.uid for row in live.change(tasks=[task(3, 4)], links=[link(1, 2), link(2, 3)])] == [1, 2, 3][2:]
    live.change(removed=[2])
    assert [row.uid for row in live.schedule.rows] == [1, 3]
    assert live.schedule == schedule(live.plan)
    live.change(removed=[1, 3])
    assert live.schedule.rows == ()


@pytest.mark.parametrize("links_then", [[link(1, 2), link(2, 3), link(3, 1)], [link(1, 2), link(2, 1)]])
def test_a_change_that_makes_a_circle_is_refused_and_nothing_is_changed(links_then: list[Link]) -> None:
    live = Rescheduler(plan([task(1), task(2), task(3)], [link(1, 2), link(2, 3)]))
    before = live.schedule
    with pytest.raises(CycleError):
        live.change(tasks=[task(1, 5)], links=links_then)
    assert live.schedule == before == schedule(live.plan)


def test_a_change_far_beyond_the_calendars_is_computed_too() -> None:
    live = Rescheduler(plan([task(1), task(2)], [link(1, 2)]))
    live.change(tasks=[task(1, 260 * 20)])
    assert live.schedule == schedule(live.plan)
    live.change(
        tasks=[replace(task(1), constraint=Constraint(ConstraintType.START_NO_EARLIER, at("5").replace(year=2090)))]
    )
    assert live.row(2).early_start.year == 2090 and live.row(2).total_slack == 0 * DAY
