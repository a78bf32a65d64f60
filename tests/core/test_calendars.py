"""The working calendar of 2026, checked against the official notices."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.core.calendars import (
    VIETNAM,
    OutsideTableError,
    WorkingCalendar,
    WorkingDays,
    WorkingMinutes,
    end_of_day,
    roll_over,
)
from roviec.core.packaged import BadCalendarRowError, exceptions_from, vietnam_calendar

CALENDAR = vietnam_calendar()
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(
    lambda d: d.replace(second=0, microsecond=0, tzinfo=UTC)
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def test_five_working_days_across_tet_skip_weekends_and_the_holiday() -> None:
    assert CALENDAR.add_working_days(at("2026-02-10T15:30"), WorkingDays(5)) == at("2026-02-24T15:30")
    skipped = CALENDAR.skipped(date(2026, 2, 10), date(2026, 2, 24))
    assert [s.day.day for s in skipped] == [14, 15, 16, 17, 18, 19, 20, 21, 22]
    assert skipped[2].why.params["name"] == "Giao thừa Tết Nguyên Đán"
    assert skipped[0].why.code == "calendar.weekend"


def test_a_make_up_saturday_counts_and_its_swapped_day_does_not() -> None:
    assert CALENDAR.is_working_day(date(2026, 8, 22))
    assert not CALENDAR.is_working_day(date(2026, 8, 31))
    assert CALENDAR.due_day(date(2026, 8, 21), WorkingDays(1)) == date(2026, 8, 22)
    assert CALENDAR.due_day(date(2026, 8, 28), WorkingDays(1)) == date(2026, 9, 3)


def test_an_hour_outside_office_hours_becomes_closing_time() -> None:
    assert CALENDAR.add_working_days(at("2026-03-02T20:15"), WorkingDays(1)) == at("2026-03-03T17:30")
    assert CALENDAR.add_working_days(at("2026-03-02T05:00"), WorkingDays(1)) == at("2026-03-03T17:30")


def test_working_minutes_stop_at_lunch_and_at_night() -> None:
    assert CALENDAR.add_working_minutes(at("2026-03-02T11:00"), WorkingMinutes(60)) == at("2026-03-02T14:00")
    assert CALENDAR.add_working_minutes(at("2026-03-02T16:30"), WorkingMinutes(60)) == at("2026-03-02T17:30")
    assert CALENDAR.add_working_minutes(at("2026-03-02T16:30"), WorkingMinutes(61)) == at("2026-03-03T07:31")
    assert CALENDAR.add_working_minutes(at("2026-03-03T07:30"), WorkingMinutes(-30)) == at("2026-03-02T17:00")


def test_a_due_date_lasts_until_its_last_second_in_viet_nam() -> None:
    assert end_of_day(date(2025, 11, 30)) == datetime(2025, 11, 30, 16, 59, 59, tzinfo=UTC)


def test_a_term_that_ends_on_a_day_off_rolls_over() -> None:
    assert roll_over(date(2025, 11, 30), CALENDAR) == date(2025, 12, 1)
    assert roll_over(date(2026, 2, 17), CALENDAR) == date(2026, 2, 23)
    assert roll_over(date(2026, 2, 24), CALENDAR) == date(2026, 2, 24)


def test_years_without_an_official_calendar_know_weekends_and_fixed_holidays_and_say_so() -> None:
    assert not CALENDAR.is_working_day(date(2031, 4, 30))
    assert CALENDAR.is_working_day(date(2031, 4, 29))
    warning = CALENDAR.unknown_years(date(2027, 12, 1), date(2029, 1, 2))
    assert warning is not None and dict(warning.params) == {"first": 2028, "last": 2029}
    assert CALENDAR.unknown_years(date(2025, 1, 1), date(2026, 1, 1)) is None


def test_a_day_beyond_the_table_is_an_error_not_a_guess() -> None:
    with pytest.raises(OutsideTableError):
        CALENDAR.is_working_day(date(9999, 12, 31))


def test_the_version_changes_with_any_day_and_only_then() -> None:
    days = list(CALENDAR.exceptions.values())
    without_culture_day = [day for day in days if day.day != date(2026, 11, 24)]
    assert WorkingCalendar("x", reversed(days), known=CALENDAR.known).version == CALENDAR.version
    assert WorkingCalendar("x", without_culture_day, known=CALENDAR.known).version != CALENDAR.version


def test_a_calendar_row_with_a_bad_date_names_its_row_and_column() -> None:
    with pytest.raises(BadCalendarRowError) as caught:
        exceptions_from([{"date": "2026-01-01", "kind": "holiday"}, {"date": "31/2/2026", "kind": "holiday"}])
    assert (caught.value.row, caught.value.column) == (3, "date")


@given(INSTANTS, st.integers(-3000, 3000).filter(bool))
def test_adding_working_minutes_and_measuring_them_agree(instant: datetime, n: int) -> None:
    later = CALENDAR.add_working_minutes(instant, WorkingMinutes(n))
    assert CALENDAR.working_minutes_between(instant, later) == WorkingMinutes(n)


@given(INSTANTS, st.integers(1, 400))
def test_the_nth_working_day_is_found_by_walking_day_by_day(instant: datetime, n: int) -> None:
    day, left = CALENDAR.local_day(instant), n
    while left:
        day += timedelta(days=1)
        left -= CALENDAR.is_working_day(day)
    due = CALENDAR.add_working_days(instant, WorkingDays(n))
    assert CALENDAR.local_day(due) == day
    assert CALENDAR.working_days_between(instant, due) == WorkingDays(n)


@given(INSTANTS, st.integers(-400, -1))
def test_counting_backwards_lands_on_the_working_day_before(instant: datetime, n: int) -> None:
    day, left = CALENDAR.local_day(instant), -n
    while left:
        day -= timedelta(days=1)
        left -= CALENDAR.is_working_day(day)
    assert CALENDAR.due_day(CALENDAR.local_day(instant), WorkingDays(n)) == day


def test_a_half_day_works_in_the_morning_only() -> None:
    days = exceptions_from([{"date": "2026-03-03", "kind": "half_day", "name": "Họp toàn cơ quan"}])
    calendar = WorkingCalendar("unit", days)
    assert calendar.is_working_day(date(2026, 3, 3))
    assert calendar.add_working_minutes(at("2026-03-03T11:00"), WorkingMinutes(60)) == at("2026-03-04T08:00")
    assert calendar.add_working_days(at("2026-03-02T15:00"), WorkingDays(1)) == at("2026-03-03T11:30")


def test_a_counter_that_opens_on_saturday_morning_has_its_own_week() -> None:
    counter = WorkingCalendar("counter", [], week=(*CALENDAR.week[:5], CALENDAR.week[0][:1], ()))
    assert counter.due_day(date(2026, 3, 6), WorkingDays(1)) == date(2026, 3, 7)
    assert CALENDAR.due_day(date(2026, 3, 6), WorkingDays(1)) == date(2026, 3, 9)
