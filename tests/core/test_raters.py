"""Cross-evaluation: whom people are asked about, what is taken off, what may be shown. The truth is known, so it can be compared."""

import math
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.core.levelling import Group, levels
from roviec.core.raters.choosing import Person, Why, choose, components
from roviec.core.raters.estimating import Answer, estimate
from roviec.core.raters.favours import favours
from roviec.core.raters.showing import columns, shown_groups
from tests.core.simulated_raters import better_by, office, run


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 6), st.integers(2, 12), st.integers(0, 9))
def test_whoever_is_asked_about_has_enough_raters_and_knows_them(units: int, size: int, seed: int) -> None:
    people, beside = office(units, size)
    chosen = choose(people, work={"u0p0": ["u0p1", "elsewhere"]}, units=beside, seed=str(seed))
    unit = {one.key: one.unit for one in people}
    received: Counter[str] = Counter()
    for rater, targets in chosen.asked.items():
        assert rater not in targets
        assert len(targets) <= 5
        received.update(targets.keys())
        for target, why in targets.items():
            assert why is not Why.UNIT or unit[rater] == unit[target]
            assert why is not Why.UNITS or unit[target] in beside[unit[rater]]
    assert all(n >= 5 for n in received.values())
    assert set(received) | set(chosen.out) == set(unit)
    assert choose(people, work={"u0p0": ["u0p1", "elsewhere"]}, units=beside, seed=str(seed)) == chosen


def test_in_an_office_all_are_connected_and_nobody_loses_the_result_when_one_does_not_answer() -> None:
    people, beside = office(8, 9)
    chosen = choose(people, work={}, units=beside, seed="s")
    assert chosen.parts == 1
    assert min(chosen.raters_of().values()) >= 6
    # who was left out comes first in the next round
    following = choose(people, work={}, units=beside, seed="t", first=chosen.out)
    assert not set(chosen.out) & set(following.out)


def test_units_without_common_work_stay_apart_and_a_handful_of_people_is_no_round() -> None:
    people, _ = office(2, 9)
    assert choose(people, work={}, units={}, seed="s").parts == 2
    assert choose([Person(f"p{n}", "u") for n in range(5)], work={}, units={}, seed="s").asked == {
        f"p{n}": {} for n in range(5)
    }


@pytest.mark.parametrize(
    ("office_like", "least_gain"),
    [
        ({}, 0.03),
        ({"severity": 0.9}, 0.07),
        ({"own": 0.6}, 0.03),
        ({"clique": 4}, 0.03),
        ({"units": 2, "size": 16, "severity": 0.8}, 0.03),
    ],
    ids=["severity", "severe and lenient", "own unit first", "cliques", "two units"],
)
def test_the_true_order_comes_back_better_than_from_plain_means(office_like: dict, least_gain: float) -> None:
    runs = [run(seed, **office_like) for seed in range(12)]
    gain, half = better_by(runs)
    assert gain - half > 0
    assert gain > least_gain


def test_raters_who_are_alike_cost_nothing_and_intervals_hold_the_truth() -> None:
    gain, _half = better_by([run(seed, severity=0.0) for seed in range(5)])
    assert abs(gain) < 0.01
    runs = [run(seed) for seed in range(12)]
    assert 0.92 < sum(one.held for one in runs) / sum(one.targets for one in runs) < 0.98


def test_favours_returned_show_in_the_round_and_honest_raters_are_not_suspected() -> None:
    assert sum(run(seed, clique=4).favours.sign for seed in range(12)) >= 7
    assert sum(run(seed).favours.sign for seed in range(12)) <= 2
    assert favours([Answer("a", "b", 5, True), Answer("b", "a", 5, True)], [1, 1], seed=1).p is None


def test_a_severe_rater_takes_nothing_off_whom_they_rate() -> None:
    """Six rate three each; one of them gives two points less to everybody."""
    raters = [f"r{n}" for n in range(6)]
    answers = [
        Answer(rater, target, points - (2 if rater == "r0" else 0), False)
        for n, rater in enumerate(raters)
        for target, points in zip("abc", (3.0, 4.0, 5.0), strict=True)
        if (n, target) != (0, "b")
    ]
    found = estimate(answers)
    assert found.severity["r0"] < -1.2 < 0 < found.severity["r1"]
    plain, taken_off = found.targets["a"].raw, found.targets["a"].adjusted
    assert taken_off is not None and taken_off > plain  # the others gave 3; the severe one 1
    assert found.targets["a"].adjusted < found.targets["b"].adjusted < found.targets["c"].adjusted  # type: ignore[operator]


def test_too_few_or_unconnected_answers_are_not_adjusted_and_say_why() -> None:
    four = [Answer(f"r{n}", target, 4.0, False) for n in range(4) for target in "abc"]
    assert [one.code for one in estimate(four).problems] == ["raters.few_raters"]
    assert [one.code for one in estimate(four * 2, questions=2).problems] == [
        "raters.few_questions",
        "raters.few_raters",
    ]
    once = [Answer(f"r{n}", f"t{n}", 4.0, False) for n in range(6)]
    assert [one.code for one in estimate(once).problems] == ["raters.not_connected"]
    chain = [Answer(f"r{n}", f"t{n + step}", 4.0, False) for n in range(6) for step in (0, 1)]
    assert [one.code for one in estimate(chain).problems] == ["raters.few_answers"]
    apart = [Answer(f"r{n}", t, 4.0 + n % 2, False) for n in range(6) for t in "abc"]
    apart += [Answer(f"s{n}", t, 2.0 + n % 2, False) for n in range(6) for t in "xy"]
    found = estimate(apart)
    assert [one.code for one in found.problems] == ["raters.not_connected"]
    assert found.targets["x"].adjusted is None and found.targets["a"].adjusted is not None
    assert estimate([]).targets == {}


def test_everybody_gives_everybody_the_same_and_nothing_breaks() -> None:
    same = [Answer(f"r{n}", target, 5.0, False) for n in range(6) for target in "abcd"]
    found = estimate(same)
    assert all(one.adjusted == pytest.approx(5.0, abs=1e-6) for one in found.targets.values())
    assert not any(math.isnan(one) for one in found.residuals)


def test_groups_are_those_that_share_raters() -> None:
    groups = components([("a", "x"), ("b", "x"), ("b", "y"), ("c", "z")])
    assert groups == [(frozenset("ab"), frozenset("xy")), (frozenset("c"), frozenset("z"))]


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 20), max_size=8), st.integers(1, 6))
def test_nobody_can_subtract_a_small_group_out_of_the_whole(sizes: dict[int, int], least: int) -> None:
    shown = shown_groups(sizes, least)
    hidden = sum(n for key, n in sizes.items() if key not in shown)
    assert all(sizes[key] >= least for key in shown)
    assert hidden == 0 or hidden >= least or not shown


@given(st.lists(st.floats(-2, 2), max_size=60))
def test_columns_of_severity_hold_five_or_nobody_is_shown(values: list[float]) -> None:
    made = columns(values, 0.25)
    assert all(n >= 5 for _since, _until, n in made)
    assert sum(n for *_ends, n in made) == (len(values) if made else 0)


def test_high_scores_beside_late_work_stand_out() -> None:
    good = Group([92.0, 88.0, 85.0, 79.0, 95.0, 90.0], [0, 1, 1, 1, 0, 0], late=(20, 60), returned=(0, 40))
    honest = Group([92.0, 60.0, 85.0, 79.0, 55.0], [0, 2, 1, 1, 2], late=(20, 60))
    alike = Group([90.0, 90.2, 90.1, 90.0, 90.3], [0, 0, 0, 0, 0], late=(1, 60))
    small = Group([90.0, 90.0], [0, 0], late=(20, 20))
    made = levels({"good": good, "honest": honest, "alike": alike, "small": small, "none": Group([], [])})
    assert {key: [sign.code for sign in one.signs] for key, one in made.items()} == {
        "good": ["levelling.high_and_late"],
        "honest": [],
        "alike": ["levelling.all_alike"],
        "small": [],
    }
    assert made["good"].signs[0].params == {"good": 100, "share": 33, "n": 60}
