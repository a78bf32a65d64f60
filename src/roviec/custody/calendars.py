"""The working calendars that clocks run on, by the name that a unit carries, and the settings of terms."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from roviec.core.calendars import WorkingCalendar, WorkingDays, end_of_day
from roviec.core.deadlines import Reading, Term, due_of, read_deadline, term_of
from roviec.organisation.queries import calendars

NATIONAL = calendars.NATIONAL


def calendar_named(name: str) -> WorkingCalendar:
    """The calendar of a unit, as it is now. Costs no query on a page. KeyError for a name that no calendar has."""
    return calendars.calendar(name or NATIONAL)


def calendar_of_label(label: str) -> WorkingCalendar:
    """The calendar, as it is now, of the label that a clock carries ("vn@3f2a…"); the national one where there is none (any more)."""
    try:
        return calendar_named(label.partition("@")[0])
    except KeyError:
        return calendar_named(NATIONAL)


def version_of_label(label: str) -> WorkingCalendar:
    """The calendar exactly as it was under the label; as it is now where nobody kept that version."""
    return calendars.calendar_of_version(label) or calendar_of_label(label)


def calendar_of(unit_ids: Iterable[UUID]) -> Mapping[UUID, WorkingCalendar]:
    """Unit -> the calendar that it works by now, in one query; unknown units are left out."""
    return {pk: calendar_named(code) for pk, code in calendars.codes_of_units(unit_ids).items()}


def soon_window() -> WorkingDays:
    """How long before its due date work is "sắp đến hạn"."""
    return WorkingDays(settings.SOON_WORKING_DAYS)


def reading() -> Reading:
    """How phrases are read where letter and practice differ: the settings of this installation."""
    return Reading(
        before_day_counts=settings.BEFORE_DAY_COUNTS,
        terms_roll_over=settings.TERMS_ROLL_OVER,
        dates_roll_over=settings.DATES_ROLL_OVER,
    )


def due_as_set(phrase: str, due: date | None, issued: date) -> date | None:
    """The due day of a phrase of a document by the settings of this installation, given as it was read without them.

    A day that was settled otherwise (by a column, by hand) stays.
    """
    without = read_deadline(phrase, issued)
    if without is None or without.due != due:
        return due
    by_settings = read_deadline(phrase, issued, calendar_named(NATIONAL), reading())
    return by_settings.due if by_settings is not None else due


def term_as_read(phrase: str, due: date | None, issued: date, received: date) -> tuple[Term, date] | None:
    """The term of days that a phrase of a document sets, with its last day by the national calendar; `due` as it was read.

    None for what is no such term, and for a day that was settled otherwise (by a column, by hand).
    """
    read = read_deadline(phrase, issued)
    term = term_of(read, received) if read is not None and read.due == due else None
    if term is None:
        return None
    calendar = calendar_named(NATIONAL)
    derivation = term.derivation(rolls=reading().terms_roll_over, said_at=end_of_day(received))
    return term, calendar.local_day(due_of(derivation, calendar))


def working_days_ago(now: datetime, n: WorkingDays, calendar: str = NATIONAL) -> datetime:
    """What began before this instant has lasted over `n` working days at `now`.

    Before opening and on days off nothing has been added since the last closing time: a Friday's work is not a day old on Sunday.
    """
    days = calendar_named(calendar)
    today = days.local_day(now)
    hours = days.opening(today)
    if hours is None or now < hours[0]:
        last = days.opening(days.table.add_days(today, -1))
        now = last[1] if last else now
    return days.add_working_days(now, WorkingDays(-n.n))
