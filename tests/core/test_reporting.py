"""Periods that are reported on, and the figures of a report: each is the number of lines of its list."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.core.report_periods import Span, bounds, following, named, open_on, previous, span_of
from roviec.core.reporting import Frame, Kind, Line, by_plan, by_unit, narrowed, of_period, sums
from roviec.core.standing import Standing

DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))
SINCE = datetime(2025, 12, 1, tzinfo=UTC)
FRAME = Frame(SINCE, SINCE + timedelta(days=31), SINCE + timedelta(days=62))
UNITS, PLANS = [uuid4() for _ in range(3)], [uuid4() for _ in range(2)]


@given(DAYS, st.sampled_from(Span), st.integers(0, 28))
def test_every_day_lies_in_the_period_open_on_it_and_periods_follow_without_a_gap(
    day: date, span: Span, closing: int
) -> None:
    name = open_on(day, span, closing)
    first, last = bounds(name, closing)
    assert span_of(name) is span and previous(following(name)) == name
    if span is not Span.NINE:
        assert first <= day <= last
        assert bounds(following(name), closing)[0] == last + timedelta(days=1)
    else:
        assert day <= last


@pytest.mark.parametrize(
    ("name", "closing", "first", "last"),
    [
        ("2025-12", 0, date(2025, 12, 1), date(2025, 12, 31)),
        ("2025-12", 14, date(2025, 11, 15), date(2025, 12, 14)),
        ("2025-Q1", 14, date(2024, 12, 15), date(2025, 3, 14)),
        ("2025-H1", 0, date(2025, 1, 1), date(2025, 6, 30)),
        ("2025-9M", 14, date(2024, 12, 15), date(2025, 9, 14)),
        ("2025", 0, date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_begins_the_day_after_the_one_before_was_closed(
    name: str, closing: int, first: date, last: date
) -> None:
    assert bounds(name, closing) == (first, last)


@pytest.mark.parametrize("name", ["", "2025-13", "2025-Q5", "2025-H3", "2025-8M", "25-01", "2025-1"])
def test_what_names_no_period_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no period"):
        bounds(name)


def test_the_month_of_a_day_is_its_own() -> None:
    assert named(date(2025, 12, 31), "month") == "2025-12"


@st.composite
def lines(draw: st.DrawFn) -> Line:
    standing = draw(st.sampled_from([one for one in Standing if one is not Standing.CANCELLED]))
    done = standing in (Standing.DONE_ON_TIME, Standing.DONE_LATE)
    when = st.integers(-40, 70).map(lambda n: SINCE + timedelta(days=n))
    return Line(
        task=uuid4(),
        title="Việc",
        standing=standing.value,
        unit=draw(st.sampled_from(UNITS)),
        plan=draw(st.sampled_from(PLANS)),
        given_at=draw(when),
        due=draw(when),
        finished_at=draw(when) if done else None,
        at_risk=not done and draw(st.booleans()),
    )


@settings(max_examples=50)
@given(st.lists(lines(), max_size=20))
def test_a_figure_is_as_large_as_its_list_and_shares_add_up_to_the_whole(listed: list[Line]) -> None:
    current = of_period(listed, FRAME)
    total = sums(current)
    for name in (
        "total",
        "done",
        "open",
        "done_on_time",
        "done_late",
        "open_on_time",
        "open_late",
        "due_soon",
        "at_risk",
    ):
        assert getattr(total, name) == len(narrowed(current, name, FRAME)), name
        for shares, key in ((by_unit(current), "unit"), (by_plan(current), "plan")):
            assert sum(getattr(one.sums, name) for one in shares) == getattr(total, name)
            for one in shares:
                assert getattr(one.sums, name) == len(narrowed(current, name, FRAME, **{key: one.key}))
    assert all(line.finished_at is None or FRAME.since <= line.finished_at <= FRAME.until for line in current)
    assert all(line.due > FRAME.until for line in narrowed(current, Kind.NEXT, FRAME) if line.due)
