"""Instants on the axis of forecasts: working days of a calendar, so that Tết and weekends are no time lost."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np

from roviec.core.calendars import FIRST, LAST, VIETNAM, WorkingCalendar
from roviec.core.forecast.model import Floats
from roviec.core.working_table import from_minutes

DAY_MINUTES = 480.0
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LOCAL = int(timedelta(hours=7).total_seconds() // 60)  # Ho Chi Minh City has kept one offset since 1975


class WorkingAxis:
    """Working days of 480 minutes since the calendar begins. What lies outside its years counts as its first or last day."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self._table = calendar.table
        self._first = int((datetime(FIRST.year, 1, 1, tzinfo=UTC) - _EPOCH).total_seconds() // 60)
        self._last = int((datetime(LAST.year, 12, 31, tzinfo=UTC) - _EPOCH).total_seconds() // 60)

    def days(self, instants: Sequence[datetime | None]) -> Floats:
        """Aware instants as days; nan for None."""
        known = np.array([one is not None for one in instants], dtype=np.bool_)
        minutes = np.array([one.timestamp() // 60 if one else 0 for one in instants], dtype=np.int64) + _LOCAL
        clipped = np.clip(minutes, self._first, self._last)
        return np.where(known, self._table.position(clipped) / DAY_MINUTES, np.nan)

    def day(self, instant: datetime) -> float:
        return float(self.days([instant])[0])

    def instants(self, days: Floats) -> list[datetime | None]:
        """When so much work is done, in UTC; None for nan and for what lies beyond the calendar."""
        minutes = np.ceil(days * DAY_MINUTES - 1e-6)
        inside = np.isfinite(minutes) & (minutes >= 0) & (minutes <= self._table.total)
        local = self._table.finish_at(np.where(inside, minutes, 0).astype(np.int64))
        return [
            from_minutes(one).replace(tzinfo=VIETNAM).astimezone(UTC) if fits else None
            for one, fits in zip(local.tolist(), inside.tolist(), strict=True)
        ]
