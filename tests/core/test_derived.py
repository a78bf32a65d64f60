"""A due date that is derived: from rule, anchor, calendar and suspensions, always the same answer; and calendars that inherit."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.core.calendar_layers import CalendarEdit, Layer, as_facts, edited, from_facts, layered
from roviec.core.calendars import OFFICE_HOURS, SpecialDay, WorkingCalendar, WorkingDays, WorkingMinutes, end_of_day
from roviec.core.deadlines import Derivation, DueRule, Stood, due_of, explain_due, inferred_term
from roviec.core.durations import MixedCalendarsError
from roviec.core.packaged import vietnam_calendar
from roviec.core.working_table import WeekFrom

VN = vietnam_calendar()
MONDAY = datetime(2025, 12, 1, 3, 0, tzinfo=UTC)
MORNING = OFFICE_HOURS[:1]
SATURDAY_MORNINGS = (*VN.week[:5], MORNING, ())

days = st.dates(date(2024, 6, 1), date(2027, 6, 30))
instants = st.builds(
    lambda day, minute: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute),
    days,
    st.integers(0, 1439),
)
terms = st.builds(
    Derivation,
    st.sampled_from([DueRule.WORKING_DAYS, DueRule.CALENDAR_DAYS]),
    instants,
    st.integers(1, 60),
    st.booleans(),
)
holidays = st.lists(days, unique=True, max_size=12).map(
    lambda chosen: tuple(SpecialDay(day, "holiday", "Nghỉ") for day in chosen)
)


@st.composite
def suspensions(draw: st.DrawFn) -> list[Stood]:
    """Up to four intervals that do not overlap."""
    edges = sorted(draw(st.lists(instants, unique=True, max_size=8)))
    return [Stood(since, until) for since, until in zip(edges[::2], edges[1::2], strict=False)]


@given(terms, suspensions())
def test_an_unchanged_calendar_moves_nothing(term: Derivation, stood: list[Stood]) -> None:
    assert due_of(term, layered("vn", VN, [Layer()]), stood) == due_of(term, VN, stood)


@given(terms, suspensions(), holidays)
def test_a_holiday_added_and_taken_back_leaves_every_date_where_it_was(
    term: Derivation, stood: list[Stood], added: tuple[SpecialDay, ...]
) -> None:
    there = edited(Layer(), CalendarEdit(days=added))
    back = edited(there, CalendarEdit(withdrawn=tuple(one.day for one in added)))
    assert back == Layer()
    assert layered("vn", VN, [back]).version == VN.version
    assert due_of(term, layered("vn", VN, [back]), stood) == due_of(term, VN, stood)


@given(terms, suspensions(), holidays)
def test_more_days_off_never_make_a_term_end_earlier(
    term: Derivation, stood: list[Stood], added: tuple[SpecialDay, ...]
) -> None:
    assert due_of(term, layered("vn", VN, [Layer(added)])) >= due_of(term, VN)


@given(terms, suspensions(), holidays)
def test_what_rolls_over_never_ends_on_a_day_off(
    term: Derivation, stood: list[Stood], added: tuple[SpecialDay, ...]
) -> None:
    calendar = layered("vn", VN, [Layer(added)])
    rolled = Derivation(term.rule, term.anchor, term.amount, rolls=True)
    assert calendar.is_working_day(calendar.local_day(due_of(rolled, calendar, stood)))


@given(terms, suspensions(), st.randoms(use_true_random=False))
def test_the_order_in_which_suspensions_are_learnt_does_not_matter(
    term: Derivation, stood: list[Stood], random
) -> None:
    shuffled = list(stood)
    random.shuffle(shuffled)
    assert due_of(term, VN, shuffled) == due_of(term, VN, stood)


@given(instants, st.integers(1, 60), suspensions())
def test_what_is_left_of_the_term_after_a_suspension_is_what_was_left_before(
    anchor: datetime, n: int, stood: list[Stood]
) -> None:
    term = Derivation(DueRule.WORKING_DAYS, anchor, n)
    for place, one in enumerate(stood):
        before = due_of(term, VN, stood[:place])
        after = due_of(term, VN, stood[: place + 1])
        if anchor <= one.since <= before:
            assert VN.working_days_between(one.until, after) == VN.working_days_between(one.since, before)


@given(terms, suspensions())
def test_the_explanation_ends_where_the_date_does(term: Derivation, stood: list[Stood]) -> None:
    said = explain_due(term, VN, stood)
    assert said.due == due_of(term, VN, stood)
    assert said.steps


@given(instants, st.integers(1, 60), suspensions())
def test_a_term_of_before_is_found_backwards(anchor: datetime, n: int, stood: list[Stood]) -> None:
    started = min([anchor, *(one.since for one in stood)])
    due = due_of(Derivation(DueRule.WORKING_DAYS, anchor, n, said_at=started), VN, stood)
    lost_after = [one for one in stood if one.since <= due]
    found = inferred_term(due, n, VN, lost_after, started)
    assert found.amount == n
    if not stood:
        assert due_of(found, VN) == due


def test_a_date_by_decision_stays_whatever_the_calendar_says() -> None:
    friday = end_of_day(date(2025, 12, 5))
    off = layered("vn", VN, [Layer((SpecialDay(date(2025, 12, 5), "holiday", "Nghỉ bão"),))])
    assert due_of(Derivation(DueRule.DATE, friday), off) == friday
    assert due_of(Derivation(DueRule.DATE, friday, rolls=True), off) == end_of_day(date(2025, 12, 8))


def test_a_term_of_working_days_leaves_out_the_weekend() -> None:
    assert due_of(Derivation(DueRule.WORKING_DAYS, MONDAY, 5), VN) == end_of_day(date(2025, 12, 8))


def test_a_term_moves_by_the_working_days_lost_and_a_date_stays() -> None:
    lost = [Stood(MONDAY, MONDAY + timedelta(days=2))]
    assert due_of(Derivation(DueRule.WORKING_DAYS, MONDAY, 5), VN, lost) == end_of_day(date(2025, 12, 10))
    due = end_of_day(date(2025, 12, 8))
    assert due_of(Derivation(DueRule.DATE, due), VN, lost) == due


def test_a_weekend_suspended_moves_nothing() -> None:
    friday_night = datetime(2025, 12, 5, 12, 0, tzinfo=UTC)
    sunday = datetime(2025, 12, 7, 12, 0, tzinfo=UTC)
    term = Derivation(DueRule.WORKING_DAYS, MONDAY, 9)
    assert due_of(term, VN, [Stood(friday_night, sunday)]) == due_of(term, VN)


def test_a_term_in_minutes_goes_on_after_standing_still() -> None:
    term = Derivation(DueRule.WORKING_MINUTES, MONDAY, 4 * 60)  # from 10:00, over the midday break, until 16:00
    assert due_of(term, VN) == datetime(2025, 12, 1, 9, 0, tzinfo=UTC)
    stood = [Stood(MONDAY, MONDAY + timedelta(hours=1))]
    assert due_of(term, VN, stood) == due_of(term, VN) + timedelta(hours=1)


def test_nothing_is_added_for_standing_still_after_the_term_ran_out() -> None:
    term = Derivation(DueRule.WORKING_DAYS, MONDAY, 2)
    late = Stood(MONDAY + timedelta(days=7), MONDAY + timedelta(days=14))
    assert due_of(term, VN, [late]) == due_of(term, VN)
    assert [step.code for step in explain_due(term, VN, [late]).steps] == ["due.working_days", "due.suspended_after"]


def test_the_nearest_calendar_decides_a_day() -> None:
    day = date(2025, 12, 5)
    city = Layer((SpecialDay(day, "holiday", "Nghỉ bão"),))
    ward = Layer((SpecialDay(day, "ordinary", ""),))
    assert not layered("x", VN, [city]).is_working_day(day)
    assert layered("x", VN, [city, ward]).is_working_day(day)
    assert not layered("x", VN, [ward, city]).is_working_day(day)


def test_opening_hours_hold_from_their_day_on() -> None:
    week = WeekFrom(date(2025, 12, 1), SATURDAY_MORNINGS)
    counter = layered("counter", VN, [Layer(weeks=(week,))])
    assert not counter.is_working_day(date(2025, 11, 29))
    assert counter.table.hours_on(date(2025, 12, 6)) == MORNING
    assert counter.due_day(date(2025, 12, 5), WorkingDays(1)) == date(2025, 12, 6)


def test_a_saturday_may_be_open_without_being_a_day_of_a_term() -> None:
    week = WeekFrom(date(2025, 12, 1), SATURDAY_MORNINGS, frozenset({5}))
    counter = layered("counter", VN, [Layer(weeks=(week,))])
    friday_closing = datetime(2025, 12, 5, 10, 30, tzinfo=UTC)
    assert counter.due_day(date(2025, 12, 5), WorkingDays(1)) == date(2025, 12, 8)
    assert counter.add_working_minutes(friday_closing, WorkingMinutes(60)) == datetime(2025, 12, 6, 1, 30, tzinfo=UTC)
    assert counter.why_not(date(2025, 12, 6)).code == "calendar.open_uncounted"


def test_a_make_up_day_has_the_hours_of_the_unit_that_works_it() -> None:
    early = ((7 * 60, 11 * 60), (13 * 60, 17 * 60))
    ward = layered("ward", VN, [Layer(weeks=(WeekFrom(date(2025, 1, 1), (*(early,) * 5, (), ())),))])
    assert ward.table.hours_on(date(2026, 1, 10)) == early
    assert VN.table.hours_on(date(2026, 1, 10)) == OFFICE_HOURS


@settings(max_examples=30)
@given(holidays, st.sampled_from([None, 2028, 2030]))
def test_a_version_kept_is_the_same_calendar(added: tuple[SpecialDay, ...], known_to: int | None) -> None:
    week = WeekFrom(date(2025, 12, 1), SATURDAY_MORNINGS, frozenset({5}))
    calendar = layered("ward", VN, [Layer(added, (week,), known_to)])
    again = from_facts("ward", as_facts(calendar))
    assert again.label == calendar.label
    assert again.known == calendar.known


def test_places_in_two_calendars_have_no_difference() -> None:
    other = WorkingCalendar("khác", [])
    with pytest.raises(MixedCalendarsError):
        VN.at(MONDAY) - other.at(MONDAY)
    with pytest.raises(ValueError, match="means nothing"):
        other.instant_of(VN.at(MONDAY))
    hour_later = VN.at(MONDAY + timedelta(hours=1)) - VN.at(MONDAY)
    assert hour_later.minutes == 60
    assert VN.instant_of(VN.at(MONDAY) + hour_later) == MONDAY + timedelta(hours=1)
