"""Forecast of lateness: what is learnt, what is said, and when nothing is said."""

import csv
import gzip
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.core.forecast.axis import WorkingAxis
from roviec.core.forecast.curves import draw_curves
from roviec.core.forecast.forecasting import forecast
from roviec.core.forecast.judging import brier, difference, reliability, share_interval
from roviec.core.forecast.learning import Learnt, chances, learn
from roviec.core.forecast.lives import Life, Turn, What, as_they_stood, lives_of, remember
from roviec.core.forecast.logs import Columns, read_log
from roviec.core.forecast.reasons import Explained, why_unknown
from roviec.core.packaged import vietnam_calendar

LOG = Path(__file__).parents[2] / "benchmarks" / "data" / "receipt.csv.gz"
SOON, LATER = "quick", "slow"


def life(
    start: float, end: float | None, *, unit: str = SOON, given_days: float = 20, turns: tuple[Turn, ...] = ()
) -> Life:
    return Life(start, start + given_days, end, (unit,), unit, turns)


def history(n: int = 120) -> list[Life]:
    """One unit that needs half of its time, one that needs one and a half; a case begins every day."""
    return [
        one for day in range(n) for one in (life(day, day + 8 + day % 5), life(day, day + 28 + day % 5, unit=LATER))
    ]


@pytest.fixture(scope="module")
def learnt() -> Learnt:
    return learn(history(), 200.0)


def open_work(unit: str, used: float, **more: object) -> Life:
    return replace(life(200.0 - used * 20, None, unit=unit), **more)  # type: ignore[arg-type]


def said(learnt: Learnt, lives: list[Life], now: float = 200.0) -> list[float]:
    return forecast(learnt, as_they_stood(lives, [(i, now) for i in range(len(lives))])).late.round(3).tolist()


def test_a_unit_that_was_always_late_will_be_late_and_the_other_will_not(learnt: Learnt) -> None:
    quick, slow = said(learnt, [open_work(SOON, 0.3), open_work(LATER, 0.3)])
    assert quick < 0.15
    assert slow > 0.85


def test_the_likely_end_is_when_such_work_ended(learnt: Learnt) -> None:
    lives = [open_work(SOON, 0.1), open_work(LATER, 0.1)]
    found = forecast(learnt, as_they_stood(lives, [(0, 200.0), (1, 200.0)]))
    # Begun two days ago; such work took 8 to 12 and 28 to 32 days.
    assert found.p50.tolist() == pytest.approx([208, 228], abs=3)
    assert (found.p85 > found.p50).all()


def test_a_unit_without_history_is_forecast_by_the_whole(learnt: Learnt) -> None:
    (unknown,) = said(learnt, [open_work("new", 0.3)])
    quick, slow = said(learnt, [open_work(SOON, 0.3), open_work(LATER, 0.3)])
    assert quick < unknown < slow


def test_little_history_draws_a_unit_only_part_of_the_way() -> None:
    past = history()
    two, twenty = ([life(day, day + 28, unit="young") for day in range(n)] for n in (2, 20))
    at = as_they_stood([open_work("young", 0.3)], [(0, 200.0)])
    none, some, many = (float(chances(learn(past + more, 200.0), at)[0]) for more in ([], two, twenty))
    assert none < some < many


def test_work_that_is_late_is_late_whatever_is_learnt(learnt: Learnt) -> None:
    assert said(learnt, [open_work(SOON, 1.2)]) == [1.0]


def test_what_custody_says_counts_as_far_as_the_past_shows_it() -> None:
    """In this past whoever began early was in time; suspensions never made a difference, because there were none."""
    past = [
        life(day, day + (10 if day % 2 else 30), turns=(Turn(day + 1.0, What.BEGUN),) if day % 2 else ())
        for day in range(200)
    ]
    learnt = learn(past, 300.0)
    begun = (Turn(191.0, What.BEGUN),)
    untouched, started, suspended = said(
        learnt,
        [
            life(190.0, None),
            life(190.0, None, turns=begun),
            life(190.0, None, turns=(*begun, Turn(191.0, What.SUSPENDED))),
        ],
    )
    assert started < 0.25 < 0.75 < untouched
    assert suspended == pytest.approx(started, abs=0.02)


def test_nothing_after_the_moment_is_looked_at() -> None:
    """Two pasts that differ only after the moment of forecasting say the same."""
    now = 100.0
    one = history()
    other = [
        replace(
            each, end=each.end + 500 if each.end and each.end > now else each.end, turns=(Turn(now + 1, What.BEGUN),)
        )
        for each in one
    ]
    at = [(0, now)]
    opened = [open_work(SOON, 0.3), *one], [open_work(SOON, 0.3), *other]
    first, second = (learn(lives[1:], now) for lives in opened)
    assert chances(first, as_they_stood(opened[0], at)) == pytest.approx(chances(second, as_they_stood(opened[1], at)))


def test_a_later_due_date_is_unknown_before_it_was_decided() -> None:
    extended = Life(0, 40, 35, (SOON,), SOON, (Turn(15, What.EXTENDED, 40.0),), first_due=20)
    before, after = as_they_stood([extended], [(0, 10.0), (0, 16.0)]).due.tolist()
    assert (before, after) == (20, 40)
    assert not remember([extended], 100.0).late.any()


def test_the_same_seed_gives_the_same_answer() -> None:
    assert learn(history(), 200.0, seed=3).proof == learn(history(), 200.0, seed=3).proof


def test_too_few_cases_are_no_history() -> None:
    few = learn(history(20), 200.0)
    assert not few.trusted
    assert why_unknown(few).code == "forecast.little_history"
    assert why_unknown(few).params == {"cases": 40, "enough": 60}


def test_no_work_at_all_is_no_history() -> None:
    none = learn([], 0.0)
    assert (none.trusted, none.cases) == (False, 0)
    assert len(forecast(none, as_they_stood([], [])).late) == 0


def test_what_is_not_better_than_simple_rules_is_not_trusted() -> None:
    """Ends by lot: nothing to learn, so nothing is claimed."""
    rng = np.random.default_rng(5)
    lives = [life(day / 2, day / 2 + float(rng.uniform(2, 40)), unit=str(rng.integers(0, 8))) for day in range(400)]
    learnt = learn(lives, 400.0)
    assert learnt.cases > 300
    assert not learnt.trusted
    assert why_unknown(learnt).code == "forecast.not_better"


def test_what_is_clearly_better_is_trusted(learnt: Learnt) -> None:
    assert learnt.trusted
    assert learnt.proof is not None
    assert learnt.proof.model < learnt.proof.by_time < 0.3


def test_open_work_counts_for_as_long_as_it_has_run() -> None:
    """Five that still run after three times their time are no sign that such work ends early."""
    ended = [life(0, 10) for _ in range(5)]
    runs = [life(0, None) for _ in range(5)]
    at = np.array([0.0])
    chain = [(SOON,)]
    alone, beside = (draw_curves(lives_of(lives), 60.0) for lives in (ended, ended + runs))
    assert np.exp(-alone.ahead(alone.rows_of(chain), at)) < np.exp(-beside.ahead(beside.rows_of(chain), at))


def test_reasons_name_the_class_first_and_then_what_moved_it(learnt: Learnt) -> None:
    lives = [open_work(LATER, 0.4)]
    moments = as_they_stood(lives, [(0, 200.0)])
    why = Explained(learnt, moments, forecast(learnt, moments)).of(0)
    assert why[0].reason.code == "forecast.class"
    assert why[0].reason.params["used"] == 40
    assert why[0].reason.params["cases"] == 120
    assert all(abs(one.points) >= 2 for one in why[1:])


@given(
    st.lists(st.tuples(st.floats(0, 100), st.one_of(st.none(), st.floats(0, 200)), st.sampled_from("ab")), max_size=40)
)
@settings(max_examples=60, deadline=None)
def test_chances_are_chances_and_ends_lie_ahead(cases: list[tuple[float, float | None, str]]) -> None:
    past = [life(start, start + took if took is not None else None, unit=unit) for start, took, unit in cases]
    learnt = learn(past, 150.0)
    lives = [
        open_work(unit, used, start=150 - used * 20, due=170 - used * 20)
        for unit in "abc"
        for used in (0.0, 0.5, 0.99, 3.0)
    ]
    found = forecast(learnt, as_they_stood(lives, [(i, 150.0) for i in range(len(lives))]))
    assert ((found.late >= 0) & (found.late <= 1)).all()
    assert ((found.p50 >= 150) & (found.p85 >= found.p50)).all()


def test_the_score_and_the_table_by_hand() -> None:
    forecasts, came = np.array([0.1, 0.1, 0.9, 0.9]), np.array([False, True, True, True])
    assert brier(forecasts, came) == pytest.approx((0.01 + 0.81 + 0.01 + 0.01) / 4)
    low, high = reliability(forecasts, came, (0.0, 0.5, 1.0))
    assert (low.n, low.said, low.came) == (2, pytest.approx(0.1), 0.5)
    assert (high.n, high.came) == (2, 1.0)
    assert share_interval(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)  # Wilson's, as tables give it


def test_a_difference_is_better_only_outside_noise() -> None:
    came = np.array([True, False] * 50)
    case = np.arange(100)
    sure = np.where(came, 0.9, 0.1)
    half = np.full(100, 0.5)
    assert difference(sure, half, came, case, seed=1).is_better
    assert not difference(half, half + 1e-6, came, case, seed=1).is_better
    assert difference(sure, half, came, case, seed=1) == difference(sure, half, came, case, seed=1)


def test_working_days_pass_over_weekends_and_tet() -> None:
    axis = WorkingAxis(vietnam_calendar())
    friday, monday = (datetime(2025, 12, day, 1, 0, tzinfo=UTC) for day in (5, 8))
    assert axis.day(monday) - axis.day(friday) == pytest.approx(1.0)
    before, after = datetime(2026, 2, 13, 10, 30, tzinfo=UTC), datetime(2026, 2, 23, 0, 30, tzinfo=UTC)
    assert axis.day(after) - axis.day(before) == pytest.approx(0.0)
    back = axis.instants(axis.days([datetime(2025, 12, 5, 3, 15, tzinfo=UTC)]))
    assert back == [datetime(2025, 12, 5, 3, 15, tzinfo=UTC)]
    assert axis.instants(np.array([np.nan, 1e9])) == [None, None]


def axis_of_days(instant: datetime) -> float:
    return instant.timestamp() / 86_400


def test_on_a_real_log_it_beats_the_simple_rules_outside_noise() -> None:
    with gzip.open(LOG, "rt", encoding="utf-8", newline="") as file:
        read = read_log(csv.DictReader(file), Columns(steps=6), axis_of_days)
    assert (len(read.lives), read.problems) == (1434, [])
    learnt = learn(list(read.lives.values()), axis_of_days(datetime(2012, 1, 20, tzinfo=UTC)))
    assert learnt.trusted
    assert learnt.proof is not None
    assert learnt.proof.model < 0.19 < 0.22 < learnt.proof.by_time


def test_a_log_that_cannot_be_read_says_where_and_why() -> None:
    columns = Columns(case="mã", start="nhận", due="hạn", end="xong", unit="đơn vị", kind="loại")
    rows = [
        {"mã": "A", "nhận": "2025-01-02T08:00+07:00", "hạn": "2025-01-09T17:00+07:00", "xong": "", "đơn vị": "Phòng A"},
        {"mã": "B", "nhận": "hôm qua", "hạn": "2025-01-09T17:00+07:00"},
        {"mã": "", "nhận": "2025-01-02T08:00+07:00"},
        {"mã": "C", "nhận": "2025-01-09T08:00+07:00", "hạn": "2025-01-02T17:00+07:00"},
    ]
    read = read_log(rows, columns, axis_of_days)
    assert list(read.lives) == ["A"]
    assert [(one.row, one.column, one.reason.code) for one in read.problems] == [
        (3, "mã", "forecast_log.no_case"),
        (2, "nhận", "forecast_log.bad_instant"),
        (4, "hạn", "forecast_log.due_before_start"),
    ]
