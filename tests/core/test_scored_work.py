"""Which work counts in which month, for whom and how: art. 14.2 and 18.1.d, and each reading that the text leaves open."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.core.scoring.model import Facts, Item, Origin, Role
from roviec.core.scoring.scoring import score
from roviec.core.scoring.stored import as_json, from_json, item_as_json, item_from_json
from roviec.core.scoring.work import Failure, Lateness, Line, Produce, Span, Turn, Work, lines_of
from roviec.evaluation.rulesets import rulesets

RULES = rulesets()["nd-335-2025"]
LITERAL = RULES.chosen({})
HANH, BAO, LAN = UUID(int=1), UUID(int=2), UUID(int=3)
MARCH = Span(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC))
APRIL = Span(MARCH.end, datetime(2026, 5, 1, tzinfo=UTC))
MAY = Span(APRIL.end, datetime(2026, 6, 1, tzinfo=UTC))
ONE = Produce("BC.02", Fraction(2), Fraction(1))


def day(month: int, number: int) -> datetime:
    return datetime(2026, month, number, 9, tzinfo=UTC)


def work(due: datetime | None, finished: datetime | None = None, **more: Any) -> Work:
    values = {"accepted": finished is not None, "turns": (Turn(HANH, day(3, 2)),), "produces": (ONE,)}
    return Work(UUID(int=9), due, finished, **(values | more))


def lines(one: Work, span: Span = MARCH, **readings: str) -> list[Line]:
    return list(lines_of(one, span, RULES.chosen(readings)))


def said(one: Work, span: Span = MARCH, **readings: str) -> list[tuple[Any, ...]]:
    """(who, origin, given, done, late, failures)"""
    return [
        (line.who, line.item.origin.value, line.item.given, line.item.done, line.item.late, line.item.quality_failures)
        for line in lines(one, span, **readings)
        if line.item
    ]


def test_work_counts_in_the_month_of_its_due_date_unless_set_otherwise() -> None:
    ahead = work(day(5, 20), day(4, 10))
    assert [bool(said(ahead, span)) for span in (MARCH, APRIL, MAY)] == [False, False, True]
    done = {"month_of_work": "done"}
    assert [bool(said(ahead, span, **done)) for span in (MARCH, APRIL, MAY)] == [False, True, False]
    assert said(ahead, MAY) == [(HANH, "planned", 2, 1, 0, 0)]
    without_due = work(None, day(4, 10))
    assert [bool(said(without_due, span)) for span in (MARCH, APRIL, MAY)] == [False, True, False]


def test_what_was_not_done_in_its_month_is_given_again_until_it_is_done() -> None:
    late = Lateness(uuid4(), day(3, 20), day(3, 20))
    one = work(day(3, 20), day(5, 4), late=(late,))
    assert [said(one, span) for span in (MARCH, APRIL, MAY)] == [
        [(HANH, "planned", 2, 0, 1, 0)],
        [(HANH, "planned", 2, 0, 1, 0)],
        [(HANH, "planned", 2, 1, 1, 0)],
    ]
    once = [bool(said(one, span, carried_over="once")) for span in (MARCH, APRIL, MAY)]
    assert once == [True, False, False]


def test_handed_in_is_done_and_waiting_for_acceptance_costs_nothing_unless_set_otherwise() -> None:
    waiting = work(day(3, 20), day(3, 19), accepted=False)
    assert said(waiting)[0][3] == 1
    assert said(waiting, done_when="accepted")[0][3] == 0


def test_a_lateness_is_a_due_date_missed_or_each_spell_of_it() -> None:
    twice = tuple(Lateness(uuid4(), day(3, 10), since) for since in (day(3, 10), day(3, 15)))
    moved = Lateness(uuid4(), day(3, 20), day(3, 20), excused=True)
    one = work(day(3, 20), day(3, 25), late=(*twice, moved))
    assert (lines(one)[0].item.late, lines(one)[0].item.excused_late) == (2, 1)  # type: ignore[union-attr]
    assert said(one, lateness="spell")[0][4] == 3


def test_work_done_late_of_which_nobody_noted_a_spell_is_late_all_the_same() -> None:
    assert said(work(day(3, 20), day(3, 21)))[0][4] == 1
    assert said(work(day(3, 20), day(3, 20)))[0][4] == 0


def test_sent_back_and_reopened_are_failures_of_quality_or_reopened_alone() -> None:
    failures = (Failure(uuid4(), day(3, 11)), Failure(uuid4(), day(3, 18), reopened=True))
    one = work(day(3, 20), day(3, 19), failures=failures)
    assert said(one)[0][5] == 2
    assert said(one, quality_failure="reopened")[0][5] == 1


HANDED = [
    # how, giver stays by the letter, receiver's origin by the letter
    ("beyond_ability", True, "taken_over"),
    ("rearranged", False, "taken_over"),
    ("absence", False, "taken_over"),
    ("leaving", False, "taken_over"),
    ("wrongly_given", False, "planned"),
    ("restructuring", False, "planned"),
    ("seat", False, "planned"),
]


@pytest.mark.parametrize(("how", "stays", "origin"), HANDED)
def test_how_work_changed_hands_decides_whose_total_it_is_in(how: str, stays: bool, origin: str) -> None:
    turns = (Turn(HANH, day(3, 2)), Turn(BAO, day(3, 10), how))
    late = (Lateness(uuid4(), day(3, 8), day(3, 8)), Lateness(uuid4(), day(3, 20), day(3, 20)))
    one = work(day(3, 20), day(3, 22), turns=turns, late=late)
    given = 2 if origin == "planned" else 0
    expected: list[tuple[Any, ...]] = [(BAO, origin, given, 1, 1, 0)]
    if stays:
        expected.append((HANH, "handed_over", 2, 0, 0, 0))
    assert said(one) == expected


def test_readings_of_handing_over_can_be_chosen() -> None:
    turns = (Turn(HANH, day(3, 2)), Turn(BAO, day(3, 10), "rearranged"))
    one = work(day(3, 20), day(3, 19), turns=turns)
    chosen = said(one, given_stays="any", taken_over_of="beyond_ability")
    assert [(who, origin) for who, origin, *_rest in chosen] == [(BAO, "planned"), (HANH, "handed_over")]


def test_who_gives_up_what_was_taken_over_or_takes_it_back_has_no_part_left_behind() -> None:
    passed_on = (Turn(HANH, day(3, 2)), Turn(BAO, day(3, 5), "beyond_ability"), Turn(LAN, day(3, 9), "beyond_ability"))
    assert [line[:2] for line in said(work(day(3, 20), day(3, 19), turns=passed_on))] == [
        (LAN, "taken_over"),
        (HANH, "handed_over"),
    ]
    back = (Turn(HANH, day(3, 2)), Turn(BAO, day(3, 5), "beyond_ability"), Turn(HANH, day(3, 9), "beyond_ability"))
    assert [who for who, *_rest in said(work(day(3, 20), day(3, 19), turns=back))] == [HANH]


def test_who_sat_there_when_it_was_due_answers_for_what_was_not_done() -> None:
    turns = (Turn(HANH, day(3, 2)), Turn(BAO, day(3, 25), "seat"))
    one = work(day(3, 20), turns=turns)
    assert [line[0] for line in said(one)] == [HANH]
    assert [line[0] for line in said(one, APRIL)] == [BAO]


def test_group_work_is_counted_by_the_share_of_each_and_sudden_work_on_top() -> None:
    shares = tuple(
        Produce("DA.01", Fraction(10), share, turns=(Turn(who, day(3, 2)),))
        for who, share in ((HANH, Fraction(2, 5)), (BAO, Fraction(3, 5)))
    )
    assert [(who, given, done) for who, _o, given, done, *_ in said(work(day(3, 20), day(3, 19), produces=shares))] == [
        (HANH, 4, Fraction(2, 5)),
        (BAO, 6, Fraction(3, 5)),
    ]
    sudden = Produce("HT.03", Fraction(1), Fraction(1), sudden=True)
    assert said(work(day(3, 20), day(3, 19), produces=(sudden,))) == [(HANH, "sudden", 0, 1, 0, 0)]


def test_work_without_a_product_is_named_and_counts_nothing() -> None:
    found = lines(work(day(3, 20), day(3, 19), produces=()))
    assert [(line.who, line.item) for line in found] == [(HANH, None)]


instants = st.integers(0, 120).map(lambda n: datetime(2026, 2, 1, 9, tzinfo=UTC) + timedelta(days=n))
hows = st.sampled_from([how for how, _stays, _origin in HANDED])
people = st.sampled_from([HANH, BAO, LAN, None])


@st.composite
def works(draw: st.DrawFn) -> Work:
    starts = sorted(draw(st.lists(instants, min_size=1, max_size=4, unique=True)))
    turns = tuple(Turn(draw(people), since, draw(hows) if place else "") for place, since in enumerate(starts))
    return work(draw(st.none() | instants), draw(st.none() | instants), turns=turns)


@settings(max_examples=40)
@given(works())
def test_nobody_is_given_the_same_work_twice_in_a_month_and_it_is_done_once_at_most(one: Work) -> None:
    done = 0
    for span in (MARCH, APRIL, MAY):
        found = said(one, span)
        assert len({who for who, *_rest in found}) == len(found)
        done += sum(1 for line in found if line[3])
    assert done <= 1


items = st.builds(
    Item,
    product=st.sampled_from(["VB.01", "BC.02"]),
    coefficient=st.fractions(Fraction(1, 10), 40, max_denominator=10),
    quantity=st.fractions(Fraction(1, 4), 20, max_denominator=4),
    done=st.just(Fraction(0)),
    late=st.integers(0, 5),
    quality_failures=st.integers(0, 5),
    origin=st.sampled_from([Origin.PLANNED, Origin.TAKEN_OVER, Origin.SUDDEN]),
).flatmap(lambda one: st.integers(0, 4).map(lambda n: _with_done(one, one.quantity * n / 4)))


def _with_done(one: Item, done: Fraction) -> Item:
    return Item(
        one.product, one.coefficient, one.quantity, done, one.quality_failures, one.late, origin=one.origin
    )  # fmt: skip


@settings(max_examples=40)
@given(st.lists(items, min_size=1, max_size=6), st.randoms())
def test_order_does_not_matter_more_work_never_lowers_and_storing_keeps_every_number(
    listed: list[Item], random: Any
) -> None:
    def scored(of: list[Item]) -> Any:
        return score(Facts(Role.STAFF, "2026-03", dict(RULES.general), tuple(of)), RULES)

    found = scored(listed)
    shuffled = list(listed)
    random.shuffle(shuffled)
    assert scored(shuffled).total == found.total
    more = scored([*listed, Item("HT.03", Fraction(1), Fraction(1), Fraction(1), origin=Origin.SUDDEN)])
    if found.results is not None:
        assert found.results <= more.results <= 70
    back = from_json(as_json(found), [item_from_json(item_as_json(one)) for one in listed])
    assert (back.total, back.ratios, back.own) == (found.total, found.ratios, found.own)
