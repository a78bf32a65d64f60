"""When a digest is due and when something that cannot wait may be sent."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.core.bundling import Wish, last_slot, next_slot, not_before
from roviec.core.calendars import VIETNAM
from roviec.core.packaged import vietnam_calendar

CALENDAR = vietnam_calendar()


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), VIETNAM).astimezone(UTC)


FRIDAY, SATURDAY, MONDAY = date(2025, 12, 12), date(2025, 12, 13), date(2025, 12, 15)


def test_a_digest_comes_once_a_working_day_at_the_chosen_hour() -> None:
    wish = Wish(digest_at=time(7, 30))
    assert last_slot(wish, CALENDAR, local(FRIDAY, 7, 29)) == local(date(2025, 12, 11), 7, 30)
    assert last_slot(wish, CALENDAR, local(FRIDAY, 7, 30)) == local(FRIDAY, 7, 30)
    assert last_slot(wish, CALENDAR, local(SATURDAY, 12)) == local(FRIDAY, 7, 30)
    assert next_slot(wish, CALENDAR, local(FRIDAY, 7, 30)) == local(MONDAY, 7, 30)
    assert next_slot(Wish(days_off=True), CALENDAR, local(FRIDAY, 7, 30)) == local(SATURDAY, 7, 30)


def test_tet_is_passed_over() -> None:
    # Tết 2026: 14 to 22 February.
    assert last_slot(Wish(), CALENDAR, local(date(2026, 2, 20), 9)) == local(date(2026, 2, 13), 7, 30)
    assert not_before(Wish(), CALENDAR, local(date(2026, 2, 20), 9)) == local(date(2026, 2, 23), 6, 30)


def test_what_cannot_wait_keeps_quiet_hours_and_days_off_unless_told_otherwise() -> None:
    assert not_before(Wish(), CALENDAR, local(FRIDAY, 10)) == local(FRIDAY, 10)
    assert not_before(Wish(), CALENDAR, local(FRIDAY, 2)) == local(FRIDAY, 6, 30)
    assert not_before(Wish(), CALENDAR, local(FRIDAY, 20)) == local(MONDAY, 6, 30)
    assert not_before(Wish(days_off=True), CALENDAR, local(FRIDAY, 20)) == local(SATURDAY, 6, 30)
    none = Wish(quiet_from=time(0), quiet_until=time(0), days_off=True)
    assert not_before(none, CALENDAR, local(SATURDAY, 3)) == local(SATURDAY, 3)


times = st.times().map(lambda one: one.replace(second=0, microsecond=0))
wishes = st.builds(Wish, digest_at=times, quiet_from=times, quiet_until=times, days_off=st.booleans())
moments = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 1)).map(lambda one: one.replace(tzinfo=UTC))


@settings(max_examples=50, deadline=None)
@given(wishes, moments)
def test_slots_follow_each_other_and_nothing_is_sent_in_quiet_hours(wish: Wish, now: datetime) -> None:
    before, after = last_slot(wish, CALENDAR, now), next_slot(wish, CALENDAR, now)
    assert before <= now < after
    assert last_slot(wish, CALENDAR, after) == after and next_slot(wish, CALENDAR, before) == after
    sent = not_before(wish, CALENDAR, now)
    assert sent >= now and sent - now < timedelta(days=40)
    moment = sent.astimezone(VIETNAM)
    assert not wish.is_quiet(moment.time())
    assert wish.days_off or CALENDAR.is_working_day(moment.date())
