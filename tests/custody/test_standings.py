"""The rule in SQL is the rule in core, on whatever rows there may be."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roviec.core.standing import Standing, four_count
from roviec.custody.models import Clock
from roviec.custody.queries import four_counts, four_counts_by, standing_expression, standing_of
from tests.work.town import NOW, Town, build

OFFSETS = st.integers(min_value=-6, max_value=6)


@pytest.fixture
def town(db: None) -> Town:
    return build()


def moment(offset: int | None) -> datetime | None:
    return None if offset is None else NOW + timedelta(hours=offset)


@st.composite
def states(draw: st.DrawFn) -> dict:
    due = draw(st.none() | OFFSETS)
    closing = draw(st.sampled_from(["", "done", "cancelled"]))
    past = st.integers(min_value=-6, max_value=0)
    finished = draw(past) if closing == "done" else draw(st.none() | past)
    return {
        "due": moment(due),
        "soon_from": None if due is None else moment(due - draw(st.integers(min_value=0, max_value=4))),
        "finished_at": moment(finished),
        "suspended_since": None if closing else moment(draw(st.none() | past)),
        "closed_at": moment(draw(past)) if closing else None,
        "closing": closing,
        "counts": draw(st.booleans()),
    }


@given(rows=st.lists(states(), min_size=1, max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sql_and_core_agree_on_every_row(town: Town, rows: list[dict]) -> None:
    Clock.objects.all().delete()
    unit = town.units["culture"]
    common = {"kind": "task", "body": town.units["ward"], "unit": unit, "holder_unit": unit}
    times = {"held_since": NOW, "started_at": NOW, "last_sign_at": NOW}
    Clock.objects.bulk_create(Clock(**common, **times, **row) for row in rows)
    expected = dict.fromkeys(Standing, 0)
    for clock in Clock.objects.annotate(standing=standing_expression(NOW)):
        one = standing_of(clock, NOW)
        assert clock.standing == one.value
        if clock.counts:
            expected[one] += 1
    with CaptureQueriesContext(connection) as queries:
        counts = four_counts(Clock.objects.all(), NOW)
    assert len(queries) == 1
    for four in (Standing.DONE_ON_TIME, Standing.DONE_LATE, Standing.OPEN_ON_TIME, Standing.OPEN_LATE):
        assert getattr(counts, four.value) == sum(n for one, n in expected.items() if four_count(one) is four)
    assert counts.due_soon == expected[Standing.DUE_SOON]
    assert (counts.suspended, counts.no_due) == (expected[Standing.SUSPENDED], expected[Standing.NO_DUE])
    by_unit = four_counts_by(Clock.objects.all(), NOW, "unit")
    assert by_unit.get(unit.pk, counts) == counts


def test_handed_in_on_time_is_not_late_while_somebody_takes_weeks_to_accept_it(town: Town) -> None:
    clock = Clock(due=NOW, finished_at=NOW - timedelta(hours=1))
    assert standing_of(clock, NOW + timedelta(days=30)) is Standing.OPEN_ON_TIME


@pytest.mark.parametrize(
    ("question", "index"),
    [
        ("open_by_post", "custody_open_by_post"),
        ("open_by_unit", "custody_open_by_unit"),
        ("unnamed", "custody_open_by_holder"),
        ("late_of_unit", "custody_open_by_unit"),
    ],
)
def test_the_main_lists_go_through_their_index(town: Town, question: str, index: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the plan depends on statistics elsewhere")
    unit, post = town.units["culture"].pk, town.posts["officer"].pk
    queries = {
        "open_by_post": Clock.objects.filter(holder_post__in=[post], closed_at=None).order_by("due"),
        "open_by_unit": Clock.objects.filter(unit__in=[unit], closed_at=None).order_by("due"),
        "unnamed": Clock.objects.filter(holder_unit__in=[unit], hold_kind="unnamed", closed_at=None).order_by("due"),
        "late_of_unit": Clock.objects.filter(unit=unit, closed_at=None, due__lt=NOW).order_by("due"),
    }
    assert index in queries[question].explain()
