"""Recurring calendar exceptions fall on the days that Microsoft Project 2016 wrote beside them.

The rows are the exceptions of one calendar that Project 2016 saved: how each repeats, how often, from which day, and the last day,
which Project computed.
"""

from datetime import date

import pytest

from roviec.paper.plans.mspdi_recurrence import Recurrence


@pytest.mark.parametrize(
    ("kind", "facts", "first", "times", "last"),
    [
        ("7", {"period": 3}, "2000-02-01", 4, "2000-02-10"),
        ("7", {"period": 7}, "2000-04-01", 6, "2000-05-06"),
        ("6", {"period": 1, "days_of_week": 2}, "2001-01-01", 3, "2001-01-15"),
        ("6", {"period": 2, "days_of_week": 4}, "2001-01-01", 4, "2001-02-13"),
        ("6", {"period": 3, "days_of_week": 8}, "2001-01-01", 5, "2001-03-28"),
        ("6", {"period": 6, "days_of_week": 64}, "2001-01-01", 8, "2001-10-27"),
        ("6", {"period": 7, "days_of_week": 1}, "2001-01-01", 9, "2002-03-17"),
        ("5", {"period": 2, "item": 4, "position": 0}, "2002-01-01", 3, "2002-05-06"),
        ("5", {"period": 3, "item": 5, "position": 1}, "2002-01-01", 4, "2002-10-08"),
        ("5", {"period": 5, "item": 7, "position": 3}, "2002-01-01", 6, "2004-02-26"),
        ("5", {"period": 6, "item": 8, "position": 4}, "2002-01-01", 7, "2005-01-28"),
        ("5", {"period": 8, "item": 3, "position": 1}, "2002-01-01", 9, "2007-05-13"),
        ("4", {"period": 2, "month_day": 1}, "2003-01-01", 3, "2003-05-01"),
        ("4", {"period": 5, "month_day": 4}, "2003-01-01", 6, "2005-02-04"),
        ("3", {"month": 2, "item": 5, "position": 0}, "2004-01-01", 4, "2007-03-06"),
        ("3", {"month": 4, "item": 7, "position": 2}, "2004-01-01", 6, "2009-05-21"),
        ("2", {"month": 1, "month_day": 1}, "2005-01-01", 3, "2007-02-01"),
        ("2", {"month": 3, "month_day": 3}, "2005-01-01", 5, "2009-04-03"),
    ],
)
def test_as_often_as_project_says_and_to_the_day_that_it_says(
    kind: str, facts: dict[str, int], first: str, times: int, last: str
) -> None:
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    counted = list(Recurrence(kind, begin, date(2020, 1, 1), occurrences=times, **facts).days())
    bounded = list(Recurrence(kind, begin, end, **facts).days())
    assert (len(counted), counted[-1]) == (times, end)
    assert counted == bounded


def test_a_weekly_exception_names_several_days() -> None:
    days = Recurrence("6", date(2026, 1, 7), date(2026, 1, 20), days_of_week=0b0101010).days()
    assert [day.day for day in days] == [7, 9, 12, 14, 16, 19]  # Wednesday to Tuesday: Monday, Wednesday, Friday


def test_the_thirty_first_of_a_short_month_is_its_last_day() -> None:
    days = Recurrence("4", date(2026, 1, 1), date(2026, 4, 30), month_day=31).days()
    assert [(day.month, day.day) for day in days] == [(1, 31), (2, 28), (3, 31), (4, 30)]
