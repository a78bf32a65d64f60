"""When somebody is sent what they were told of: one digest a working day at the hour they chose, and at once what cannot wait.

Hours are wall-clock times of Ho Chi Minh City, instants are aware. The calendar is the one that the person works by.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from roviec.core.calendars import VIETNAM, WorkingCalendar

DAY = timedelta(days=1)
# The longest run of days off that is looked over; Tết is nine or ten days.
LONGEST_BREAK = 40


@dataclass(frozen=True, slots=True)
class Wish:
    """How one person wants one channel; these values hold until they choose others. Equal quiet hours: none."""

    digest_at: time = time(7, 30)
    quiet_from: time = time(19, 0)
    quiet_until: time = time(6, 30)
    days_off: bool = False  # digests and immediate messages on days off too
    at_once: frozenset[str] = field(default_factory=frozenset)

    def is_quiet(self, moment: time) -> bool:
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= moment < self.quiet_until
        return moment >= self.quiet_from or moment < self.quiet_until


def last_slot(wish: Wish, calendar: WorkingCalendar, now: datetime) -> datetime:
    """The last instant, `now` included, at which a digest was due."""
    local = now.astimezone(VIETNAM)
    day = local.date() if local.timetz().replace(tzinfo=None) >= wish.digest_at else local.date() - DAY
    for _ in range(LONGEST_BREAK):
        if wish.days_off or calendar.is_working_day(day):
            break
        day -= DAY
    return _at(day, wish.digest_at)


def next_slot(wish: Wish, calendar: WorkingCalendar, now: datetime) -> datetime:
    """The first instant after `now` at which a digest will be due."""
    day = now.astimezone(VIETNAM).date()
    for _ in range(LONGEST_BREAK):
        slot = _at(day, wish.digest_at)
        if slot > now and (wish.days_off or calendar.is_working_day(day)):
            break
        day += DAY
    return _at(day, wish.digest_at)


def not_before(wish: Wish, calendar: WorkingCalendar, now: datetime) -> datetime:
    """When something that cannot wait may be sent: now, or the end of the quiet hours and days off that `now` lies in."""
    moment = now
    for _ in range(2 * LONGEST_BREAK):
        local = moment.astimezone(VIETNAM)
        clock = local.time()
        if not wish.days_off and not calendar.is_working_day(local.date()):
            moment = _at(local.date() + DAY, time())
        elif wish.is_quiet(clock):
            ends_today = clock < wish.quiet_until
            moment = _at(local.date() if ends_today else local.date() + DAY, wish.quiet_until)
        else:
            break
    return moment


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, VIETNAM).astimezone(UTC)
