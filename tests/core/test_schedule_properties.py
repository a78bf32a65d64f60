"""What must hold for any plan."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.core.schedule import Link, Plan, PlannedTask, schedule
from tests.core.plans import link, plan, task

TYPES = ("FS", "SS", "FF", "SF")


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Up to 12 tasks as soon as possible, links only forwards by uid, some milestones, some on another calendar."""
    count = draw(st.integers(2, 12))
    calendars = st.sampled_from([None, None, None, "24h"])
    tasks = [task(i, draw(st.sampled_from([0, 0.5, 1, 2, 7])), calendar=draw(calendars)) for i in range(count)]
    pairs = draw(st.sets(st.tuples(st.integers(0, count - 2), st.integers(1, count - 1)), max_size=20))
    links = [_link(draw, a, b) for a, b in sorted(pairs) if a < b]
    return plan(tasks, links)


def _link(draw: st.DrawFn, before: int, after: int) -> Link:
    kind, lag = draw(st.sampled_from(TYPES)), draw(st.sampled_from([0, 0, 1, 2.5, -1]))
    if draw(st.booleans()) and lag:
        return link(before, after, kind, round(lag * 1440), elapsed=True)
    return link(before, after, kind, lag)


@given(plans(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_the_order_of_the_input_does_not_matter(one: Plan, random: object) -> None:
    tasks, links = list(one.tasks), list(one.links)
    random.shuffle(tasks)  # type: ignore[attr-defined]
    random.shuffle(links)  # type: ignore[attr-defined]
    assert _dates(one) == _dates(replace(one, tasks=tasks, links=links))


@given(plans(), st.data())
@settings(max_examples=150, deadline=None)
def test_adding_a_link_never_makes_anything_earlier(one: Plan, data: st.DataObject) -> None:
    before = data.draw(st.integers(0, len(one.tasks) - 2))
    after = data.draw(st.integers(before + 1, len(one.tasks) - 1))
    more = replace(one, links=[*one.links, _link(data.draw, before, after)])
    old, new = schedule(one).rows, schedule(more).rows
    assert all(
        b.early_start >= a.early_start and b.early_finish >= a.early_finish for a, b in zip(old, new, strict=True)
    )


@given(plans())
@settings(max_examples=150, deadline=None)
def test_slack_is_never_negative_without_a_deadline_and_somebody_is_critical(one: Plan) -> None:
    result = schedule(one)
    assert all(row.total_slack >= row.free_slack >= 0 for row in result.rows)
    # A milestone may stand at night, on either side of the same working minute.
    bars = [row for row in result.rows if row.early_finish > row.early_start]
    assert all(row.early_finish <= row.late_finish <= result.finish for row in bars)
    assert any(row.critical for row in result.rows)


@given(plans())
@settings(max_examples=100, deadline=None)
def test_a_task_that_uses_up_its_free_slack_moves_nobody(one: Plan) -> None:
    """Starting no earlier than its early start plus free slack leaves every other early date as it was."""
    base = schedule(one)
    plain = [
        row
        for row in base.rows
        if row.free_slack and one.tasks[row.uid].duration and one.tasks[row.uid].calendar is None
    ]
    for row in plain[:2]:
        delayed = [_longer(t, row.free_slack) if t.uid == row.uid else t for t in one.tasks]
        hangs_on_its_start = any(link.type in ("SS", "SF") for link in one.links if link.before == row.uid)
        if hangs_on_its_start or any(link.type in ("FF", "SF") for link in one.links if link.after == row.uid):
            continue
        moved = schedule(replace(one, tasks=delayed))
        assert [r.early_start for r in moved.rows if r.uid != row.uid] == [
            r.early_start for r in base.rows if r.uid != row.uid
        ]


def _dates(one: Plan) -> dict[int, tuple[object, ...]]:
    rows = schedule(one).rows
    return {
        r.uid: (r.early_start, r.early_finish, r.late_start, r.late_finish, r.total_slack, r.free_slack) for r in rows
    }


def _longer(one: PlannedTask, minutes: int) -> PlannedTask:
    return replace(one, duration=one.duration + minutes)
