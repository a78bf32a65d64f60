"""A meeting that repeats comes again at the same hour."""

from datetime import UTC, datetime

import pytest

from roviec.core.rhythm import next_session


@pytest.mark.parametrize(
    ("last", "rhythm", "following"),
    [
        (datetime(2025, 12, 1, 1, tzinfo=UTC), "weekly", datetime(2025, 12, 8, 1, tzinfo=UTC)),
        (datetime(2025, 12, 31, 1, 30, tzinfo=UTC), "monthly", datetime(2026, 1, 31, 1, 30, tzinfo=UTC)),
        (datetime(2026, 1, 31, 1, tzinfo=UTC), "monthly", datetime(2026, 2, 28, 1, tzinfo=UTC)),
        (datetime(2025, 11, 30, 1, tzinfo=UTC), "quarterly", datetime(2026, 2, 28, 1, tzinfo=UTC)),
        # 23:30 UTC on the 30th is the morning of the 31st in Ho Chi Minh City.
        (datetime(2025, 12, 30, 23, 30, tzinfo=UTC), "monthly", datetime(2026, 1, 30, 23, 30, tzinfo=UTC)),
    ],
)
def test_the_next_session_is_at_the_same_hour_on_the_same_day_of_the_period(
    last: datetime, rhythm: str, following: datetime
) -> None:
    assert next_session(last, rhythm) == following


def test_without_a_rhythm_nobody_knows() -> None:
    assert next_session(datetime(2025, 12, 1, tzinfo=UTC), "none") is None
