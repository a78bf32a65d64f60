"""Rules of clocks: when a due date is near, when an extension counts, and holds without gap or overlap."""

import itertools
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from roviec.core.calendars import VIETNAM, WorkingCalendar, WorkingDays, end_of_day
from roviec.core.reasons import Reason

SOON = WorkingDays(3)


def due_instant_of(due: date | datetime | None) -> datetime | None:
    """`instant_of`, for work that may have no due date."""
    return None if due is None else instant_of(due)


def instant_of(due: date | datetime) -> datetime:
    """A date is due at its end; an instant (aware) is due as it stands."""
    if isinstance(due, datetime):
        if due.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return due.astimezone(UTC)
    return end_of_day(due)


def soon_from(due: datetime | None, calendar: WorkingCalendar, window: WorkingDays = SOON) -> datetime | None:
    """The first instant at which the due date is near: midnight, `window` working days before the due day. None without one."""
    if due is None:
        return None
    day = calendar.table.add_days(calendar.local_day(due), -window.n)
    return datetime.combine(day, time(), VIETNAM).astimezone(UTC)


def why_no_extension(*, due: datetime | None, new_due: datetime, decided_at: datetime) -> Reason | None:
    """Why a later due date cannot be granted at `decided_at`; None when it counts: only before the old one ran out."""
    if due is None:
        return Reason("extension.no_due")
    if new_due <= due:
        return Reason("extension.not_later")
    if decided_at > due:
        return Reason("extension.ran_out")
    return None


@dataclass(frozen=True)
class Interval:
    """[since, until); `until` None is still open."""

    since: datetime
    until: datetime | None


def broken_holds(
    holds: Sequence[Interval], *, opened: datetime, closed: datetime | None, closures: Collection[Interval] = ()
) -> list[Reason]:
    """What is wrong with the holds of one clock, given in order of `since`; empty when each moment has exactly one holder.

    `closures`: from closing to reopening, when nobody had it. Nothing else may be a gap.
    """
    if not holds:
        return [Reason("holds.none")]
    wrong = []
    if holds[0].since != opened:
        wrong.append(Reason("holds.begins_elsewhere"))
    for place, (one, following) in enumerate(itertools.pairwise(holds)):
        if one.until is None or one.until > following.since:
            wrong.append(Reason("holds.overlap", {"place": place}))
        elif one.until < following.since and Interval(one.until, following.since) not in closures:
            wrong.append(Reason("holds.gap", {"place": place}))
    if holds[-1].until != closed:
        wrong.append(Reason("holds.open_after_closing" if closed else "holds.closed_while_running"))
    wrong.extend(Reason("holds.backwards", {"place": i}) for i, h in enumerate(holds) if h.until and h.until < h.since)
    return wrong
