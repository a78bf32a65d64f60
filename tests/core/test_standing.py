"""The one rule of where work stands."""

from datetime import datetime, timedelta

import pytest

from roviec.core.calendars import VIETNAM, WorkingDays, end_of_day
from roviec.core.packaged import vietnam_calendar
from roviec.core.standing import Standing, four_count, four_counts, lateness_days, standing

DUE = end_of_day(datetime(2025, 12, 5, tzinfo=VIETNAM).date())
MINUTE = timedelta(minutes=1)


def stands(**facts: object) -> Standing:
    given: dict[str, object] = {
        "due": DUE,
        "finished_at": None,
        "cancelled": False,
        "suspended": False,
        "now": DUE - MINUTE,
        "soon_until": None,
    }
    return standing(**(given | facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"now": DUE}, Standing.OPEN_ON_TIME),
        ({"now": DUE + timedelta(seconds=1)}, Standing.OPEN_LATE),
        ({"soon_until": DUE}, Standing.DUE_SOON),
        ({"soon_until": DUE - MINUTE}, Standing.OPEN_ON_TIME),
        ({"now": DUE + MINUTE, "soon_until": DUE + MINUTE}, Standing.OPEN_LATE),
        ({"finished_at": DUE, "now": DUE + MINUTE}, Standing.DONE_ON_TIME),
        ({"finished_at": DUE + MINUTE, "now": DUE + MINUTE}, Standing.DONE_LATE),
        ({"finished_at": DUE + MINUTE, "due": None}, Standing.DONE_ON_TIME),
        ({"now": DUE + MINUTE, "suspended": True}, Standing.SUSPENDED),
        ({"finished_at": DUE + MINUTE, "suspended": True}, Standing.DONE_LATE),
        ({"due": None}, Standing.NO_DUE),
        ({"now": DUE + MINUTE, "cancelled": True}, Standing.CANCELLED),
    ],
)
def test_where_work_stands(facts: dict[str, object], expected: Standing) -> None:
    assert stands(**facts) is expected


def test_due_soon_counts_as_open_in_time_and_work_outside_the_counts_does_not_count() -> None:
    assert four_count(Standing.DUE_SOON) is Standing.OPEN_ON_TIME
    counts = four_counts(Standing)
    assert counts == {Standing.DONE_ON_TIME: 1, Standing.DONE_LATE: 1, Standing.OPEN_ON_TIME: 2, Standing.OPEN_LATE: 1}


def test_lateness_is_told_in_working_days() -> None:
    late = lambda day: lateness_days(vietnam_calendar(), DUE, datetime(2025, 12, day, 9, tzinfo=VIETNAM))  # noqa: E731 - a table reads better
    assert [late(day) for day in (5, 6, 8, 10)] == [WorkingDays(0), WorkingDays(0), WorkingDays(1), WorkingDays(3)]
