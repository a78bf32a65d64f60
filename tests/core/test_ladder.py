"""Ladders: what a file may say, which rung is reached when, and that each fires once whatever the clock or the calendar does."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.core.calendars import SpecialDay, WorkingCalendar, end_of_day
from roviec.core.ladder import (
    Facts,
    Ladder,
    When,
    Written,
    dates_problems,
    last_reaching,
    next_rung,
    reached,
    read_ladder,
    what_fires,
)
from roviec.core.notices import Seat
from roviec.core.packaged import vietnam_calendar
from roviec.core.problems import Invalid

TOP = 'code = "thu"\nname = "Thang thử"\nkind = "task"\nvalid_from = 2025-01-01\n'


def rung(code: str, when: str, days: int, tell: str = '["holder"]', more: str = "") -> str:
    return (
        f'[[rung]]\ncode = "{code}"\nwhen = "{when}"\nworking_days = {days}\ntell = {tell}\nwhy = "Vì vậy."\n{more}\n'
    )


GOOD = (
    TOP
    + rung("truoc_nam", "before", 5)
    + rung("truoc_mot", "before", 1)
    + rung("qua_han", "late", 0, '["holder", "head"]', "explain = true")
    + rung("lanh_dao", "late", 3, '["leader"]', "at_once = true")
    + rung("cap_tren", "late", 8, '["above"]', "at_once = true")
    + rung("im_lang", "silent", 10)
)
LADDER = read_ladder(GOOD)
DUE = end_of_day(date(2025, 12, 12))  # a Friday
CALENDAR = vietnam_calendar()


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour - 7, tzinfo=UTC)


def facts(now: datetime, due: datetime = DUE) -> Facts:
    """A clock that nobody touched, as the late pass leaves it."""
    return Facts(due=due, late_since=due if now > due else None, last_sign_at=due - timedelta(days=1))


def test_a_ladder_says_who_hears_at_which_step() -> None:
    assert [(one.code, one.step, one.at_once, one.explain) for one in LADDER.rungs] == [
        ("truoc_nam", -5, False, False),
        ("truoc_mot", -1, False, False),
        ("qua_han", 0, False, True),
        ("lanh_dao", 3, True, False),
        ("cap_tren", 8, True, False),
        ("im_lang", 10, False, False),
    ]
    assert LADDER.rungs[2].tell == (Seat.HOLDER, Seat.HEAD)
    assert LADDER.rungs[2].line == 19


REFUSED = {
    "no TOML": ("code = \nname", [("ladder.not_toml", 1)]),
    "a table left open": (TOP + "[[rung]\n", [("ladder.not_toml", 5)]),
    "nothing in it": ("", [("ladder.missing", 1)] * 5),
    "an unknown role": (TOP + rung("qua_han", "late", 0, '["holder", "giam_doc"]'), [("ladder.unknown_role", 9)]),
    "told to nobody": (TOP + rung("qua_han", "late", 0, "[]"), [("ladder.tells_nobody", 9)]),
    "an unknown key": (TOP + rung("qua_han", "late", 0, more="then = 'qua_han'"), [("ladder.unknown_key", 11)]),
    "an unknown kind of work": (
        TOP.replace('"task"', '"dossier"') + rung("q_h", "late", 0),
        [("ladder.unknown_kind", 3)],
    ),
    "days that are no number": (TOP + rung("qua_han", "late", 0).replace("= 0", '= "0"'), [("ladder.bad_value", 8)]),
    "days without end": (TOP + rung("qua_han", "late", 0) + rung("xa", "late", 9999), [("ladder.bad_days", 15)]),
    "the same name twice": (TOP + rung("qua_han", "late", 0) + rung("qua_han", "late", 2), [("ladder.twice", 12)]),
    "a loop: back to an earlier step": (
        TOP + rung("qua_han", "late", 0) + rung("ba", "late", 3) + rung("hai", "late", 2),
        [("ladder.loop", 19)],
    ),
    "down again after it climbed": (
        TOP + rung("qua_han", "late", 0, '["leader"]') + rung("ba", "late", 3, '["holder"]'),
        [("ladder.goes_down", 12)],
    ),
    "a gap at the day of lateness": (TOP + rung("ba", "late", 3), [("ladder.starts_late", 5)]),
    "no rung of lateness at all": (TOP + rung("truoc", "before", 3), [("ladder.starts_late", 1)]),
    "a gap in between": (TOP + rung("qua_han", "late", 0) + rung("xa", "late", 90), [("ladder.gap", 12)]),
    "it ends before it begins": (
        TOP + "valid_to = 2024-01-01\n" + rung("qua_han", "late", 0),
        [("ladder.ends_before", 5)],
    ),
    "an instant where a day belongs": (
        TOP.replace("2025-01-01", "2025-01-01T00:00:00") + rung("qua_han", "late", 0),
        [("ladder.bad_value", 4)],
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_with_faults_is_refused_with_line_and_reason(what: str) -> None:
    text, expected = REFUSED[what]
    with pytest.raises(Invalid) as refused:
        read_ladder(text)
    assert [(reason.code, reason.params.get("line")) for _, reason in refused.value.problems] == expected


def test_dates_of_ladders_neither_overlap_nor_leave_days_without_one() -> None:
    def dated(code: str, since: str, to: str = "") -> Ladder:
        text = GOOD.replace('"thu"', f'"{code}"').replace("2025-01-01", since)
        return read_ladder(text.replace("[[rung]]", f"valid_to = {to}\n[[rung]]", 1) if to else text)

    first, second = dated("cu", "2025-01-01", "2025-07-01"), dated("moi", "2025-07-01")
    assert dates_problems([second, first]) == []
    assert [one.code for one in dates_problems([dated("cu", "2025-01-01"), second])] == ["ladder.dates_overlap"]
    assert [one.code for one in dates_problems([first, dated("moi", "2025-08-01")])] == ["ladder.dates_gap"]


def test_rungs_are_reached_on_their_working_day() -> None:
    def codes(now: datetime) -> list[str]:
        return [one.rung.code for one in reached(LADDER, facts(now), CALENDAR, now)]

    assert codes(at(date(2025, 12, 4))) == []
    assert codes(at(date(2025, 12, 5))) == ["truoc_nam"]
    assert codes(at(date(2025, 12, 11))) == ["truoc_nam", "truoc_mot"]
    assert codes(at(date(2025, 12, 13)))[-1] == "qua_han", "late on Saturday, at once"
    assert codes(at(date(2025, 12, 16)))[-1] == "qua_han"
    assert codes(at(date(2025, 12, 17)))[-1] == "lanh_dao"
    coming = next_rung(LADDER, facts(at(date(2025, 12, 16))), CALENDAR, at(date(2025, 12, 16)))
    assert coming is not None and (coming.rung.code, coming.at) == (
        "lanh_dao",
        at(date(2025, 12, 17), 0 + 7) - timedelta(hours=7),
    )


def test_quiet_work_reaches_nothing_and_awaits_nothing() -> None:
    now = at(date(2025, 12, 30))
    still = Facts(DUE, DUE, DUE, quiet=True)
    assert reached(LADDER, still, CALENDAR, now) == [] and next_rung(LADDER, still, CALENDAR, now) is None


def test_a_jump_over_several_rungs_fires_the_highest_and_passes_the_others_by() -> None:
    now = at(date(2025, 12, 18))
    firing = what_fires(reached(LADDER, facts(now), CALENDAR, now), [])
    assert [one.rung.code for one in firing.fire] == ["lanh_dao"]
    assert [one.rung.code for one in firing.passed] == ["truoc_nam", "truoc_mot", "qua_han"]


def test_another_ladder_does_not_repeat_what_its_predecessor_said() -> None:
    now = at(date(2025, 12, 18))
    told = [Written("cu_lanh_dao", DUE, 3, passed=False)]
    firing = what_fires(reached(LADDER, facts(now), CALENDAR, now), told)
    assert firing.fire == () and len(firing.passed) == 4
    later = at(date(2025, 12, 30))
    assert [one.rung.code for one in what_fires(reached(LADDER, facts(later), CALENDAR, later), told).fire] == [
        "cap_tren"
    ]


moments = st.datetimes(datetime(2025, 11, 1), datetime(2026, 3, 1)).map(lambda one: one.replace(tzinfo=UTC))
holidays = st.lists(st.dates(date(2025, 11, 1), date(2026, 3, 1)), max_size=12)


def with_holidays(days: list[date]) -> WorkingCalendar:
    return WorkingCalendar("thu", [SpecialDay(day, "holiday", "nghỉ") for day in days], known=(2000, 2100))


@settings(max_examples=40, deadline=None)
@given(moments, moments, holidays)
def test_the_bound_that_queries_compare_with_agrees_with_the_rule(
    mark: datetime, now: datetime, off: list[date]
) -> None:
    calendar = with_holidays(off)
    for one in LADDER.rungs:
        clock = {
            When.BEFORE: Facts(mark, mark, mark),
            When.LATE: Facts(mark, mark, mark),
            When.SILENT: Facts(None, None, mark),
        }[one.when]
        found = {each.rung.code for each in reached(LADDER, clock, calendar, now)}
        assert (one.code in found) == (mark < last_reaching(one, calendar, now)), one.code


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(moments, holidays), min_size=1, max_size=12))
def test_each_rung_is_written_once_and_none_is_swallowed(ticks: list[tuple[datetime, list[date]]]) -> None:
    """Ticks at any instants (the worker slept, the clock jumped), each with the calendar as it was known then."""
    written: list[Written] = []
    for now, off in sorted(ticks, key=lambda one: one[0]):
        found = reached(LADDER, facts(now), with_holidays(off), now)
        firing = what_fires(found, written)
        before = {(one.code, one.mark) for one in written}
        for one, passed in [*((one, False) for one in firing.fire), *((one, True) for one in firing.passed)]:
            assert (one.rung.code, one.mark) not in before, "written twice"
            written.append(Written(one.rung.code, one.mark, one.rung.step, passed))
        assert {(one.rung.code, one.mark) for one in found} <= {(one.code, one.mark) for one in written}, "swallowed"
        climb = [one for one in written if not one.passed and one.code != "im_lang"]
        assert [one.step for one in climb] == sorted({one.step for one in climb}), "each step once, upwards"
