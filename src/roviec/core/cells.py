"""What the cells of a tracking table say: dates as date, serial number, text or phrase; progress as fraction, percent or number.

Spreadsheets hand over what a cell holds, not what it shows: a date may come as "2025-12-31", as the number 46022 where somebody took
its format away, or as the text "31/12/2025". A cell that is not clear is never guessed: the reason says what to write instead.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from roviec.core.calendars import CalendarDays, WorkingDays
from roviec.core.deadlines import Recurrence, read_deadline
from roviec.core.reasons import Reason

FIRST_YEAR, LAST_YEAR = 2000, 2100
# Day 0 of spreadsheets; they count 29 February 1900, which never was, so that this holds from March 1900 on.
SERIAL_ZERO = date(1899, 12, 30)
_SERIAL = re.compile(r"\d{5}")
_ISO = re.compile(r"(\d{1,4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::\d{2})?)?")
_TEXT = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,5})")
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)\s*(%?)")


@dataclass(frozen=True, slots=True)
class DueCell:
    """One of `due` (a day, or a local moment where an hour is written), `recurrence` or `budget`; nothing of an empty cell.

    `note` says how a phrase was read, for the eye; `wrong` why nothing could be read.
    """

    due: date | datetime | None = None
    recurrence: str = ""
    budget: WorkingDays | None = None
    note: Reason | None = None
    wrong: Reason | None = None


def read_due(text: str, today: date) -> DueCell:
    """`today` gives the years that are not written."""
    said = " ".join(text.split())
    if not said:
        return DueCell()
    if match := _ISO.fullmatch(said):
        year, month, day, hour, minute = match.groups()
        found = _day(int(year), int(month), int(day), said)
        if hour is None or found.wrong or not isinstance(found.due, date) or (hour, minute) == ("00", "00"):
            return found
        at = datetime(found.due.year, found.due.month, found.due.day, int(hour) % 24, int(minute) % 60)
        return DueCell(at)
    if _SERIAL.fullmatch(said):
        found = _in_range(SERIAL_ZERO + timedelta(days=int(said)), said)
        return found if found.wrong else DueCell(found.due, note=Reason("cell.serial", _shown(found.due, said)))
    if match := _TEXT.fullmatch(said):
        day, month, year = (int(part) for part in match.groups())
        if len(match[3]) < 3:
            return DueCell(wrong=Reason("cell.short_year", {"text": said}))
        return _day(year, month, day, said)
    return _phrase(said, today)


def _day(year: int, month: int, day: int, said: str) -> DueCell:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return DueCell(wrong=Reason("cell.year", {"text": said, "first": FIRST_YEAR, "last": LAST_YEAR}))
    try:
        return DueCell(date(year, month, day))
    except ValueError:
        return DueCell(wrong=Reason("cell.no_such_day", {"text": said}))


def _in_range(day: date, said: str) -> DueCell:
    return _day(day.year, day.month, day.day, said)


def _phrase(said: str, today: date) -> DueCell:
    read = read_deadline(said, today)
    if read is None:
        return DueCell(wrong=Reason("cell.no_date", {"text": said[:80]}))
    if read.due is not None:
        found = _in_range(read.due, said[:80])
        if found.wrong:
            return found
        due = datetime.combine(read.due, read.at) if read.at else read.due
        return DueCell(due, note=Reason("cell.read_as", _shown(read.due, said)))
    if read.recurrence in (Recurrence.MONTHLY, Recurrence.QUARTERLY, Recurrence.YEARLY, Recurrence.CONTINUOUS):
        return DueCell(recurrence=read.recurrence.value)
    if isinstance(read.budget, WorkingDays):
        return DueCell(budget=read.budget)
    if isinstance(read.budget, CalendarDays):
        return DueCell(wrong=Reason("cell.calendar_days", {"text": said[:80]}))
    return DueCell(wrong=Reason("cell.no_date", {"text": said[:80]}))


def _shown(day: object, said: str) -> dict[str, str]:
    return {"text": said[:80], "day": f"{day:%d/%m/%Y}"}


def read_progress(text: str) -> int | Reason:
    """Percent. "0.4" and "1" are what a cell formatted as percent holds (40 %, 100 %), "40" and "40%" what people type."""
    said = " ".join(text.split())
    match = _NUMBER.fullmatch(said)
    if match is None:
        return Reason("cell.no_percent", {"text": said[:80]})
    number = float(match[1].replace(",", "."))
    percent = number * 100 if not match[2] and number <= 1 else number
    if not 0 <= percent <= 100:
        return Reason("cell.no_percent", {"text": said[:80]})
    return round(percent)


def listed_units(text: str) -> tuple[str, ...]:
    """Names in a cell, by semicolon or line: a comma stands inside names ("Sở Văn hóa, Thể thao và Du lịch")."""
    return tuple(name for part in re.split(r"[;\n]", text) if (name := " ".join(part.split()).strip("+-• ")))
