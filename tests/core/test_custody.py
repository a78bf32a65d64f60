"""Rules of hands: delays are shared out exactly, agreeing is told from advising, few numbers say little, a lot can be drawn again."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.core.custody.chain import Power, Sign, Turn, concerns, signs, upward
from roviec.core.custody.comparing import FEWEST, Times, shares, times
from roviec.core.custody.delay import shares_of
from roviec.core.custody.opinions import only_agrees
from roviec.core.custody.spot import drawn, seed_of

START = datetime(2026, 3, 2, 1, tzinfo=UTC)
A, B, C = (UUID(int=n) for n in (1, 2, 3))
MINUTES = st.lists(st.integers(0, 10_000), min_size=1, max_size=8)


@settings(max_examples=50, deadline=None)
@given(MINUTES, st.integers(0, 5_000))
def test_a_delay_is_shared_out_whole_and_in_proportion(used: list[int], delay: int) -> None:
    parts = shares_of(used, delay)
    total = sum(used)
    assert sum(parts) == (delay if total else 0)
    assert all(abs(part - delay * one / total) <= 1 for part, one in zip(parts, used, strict=True) if total)


@pytest.mark.parametrize(
    ("answer", "only"),
    [
        ("Thống nhất với dự thảo.", True),
        ("Nhất trí, không có ý kiến bổ sung.", True),
        ("Không có ý kiến gì thêm", True),
        ("Cơ bản thống nhất; đề nghị bổ sung nguồn kinh phí.", False),
        ("Thống nhất, tuy nhiên cần làm rõ thời hạn", False),
        ("Không đồng ý với phương án", False),
        ("Diện tích ghi sai, đúng là 2,5 ha", False),
    ],
)
def test_an_opinion_that_only_agrees_is_told_from_one_that_says_something(answer: str, only: bool) -> None:
    assert only_agrees(answer) is only


def chain(hands: list[tuple[UUID, str, str]]) -> list[Turn]:
    """(post, kind of hold, how it came) in order, a day each."""
    return [
        Turn(UUID(int=99), post, post, kind, how, START + i * timedelta(days=1), START + (i + 1) * timedelta(days=1), 4)
        for i, (post, kind, how) in enumerate(hands)
    ]


def test_handed_up_to_who_gave_that_power_away_is_told_with_its_scope() -> None:
    turns = chain([(A, "working", "named"), (B, "signature", "handed_up"), (A, "working", "signed")])
    power = Power(B, A, "Ký các văn bản về cấp phép xây dựng trên địa bàn")
    about, elsewhere = "Trả lời hồ sơ cấp phép xây dựng của ông A", "Báo cáo kết quả tiêm chủng"
    assert [(shown.place, found.scope) for shown, found in upward(turns, [[power]] * 3, about)] == [(0, power.scope)]
    assert upward(turns, [[power]] * 3, elsewhere) == []
    assert upward(turns, [[], [], []], about) == [], "no power was given away yet"
    assert upward(turns, [[Power(B, C, power.scope)]] * 3, about) == [], "it was given to somebody else"
    assert concerns("Toàn bộ công việc của đơn vị", elsewhere)
    assert signs(turns) == [], "handing up and coming back signed is how work is signed"


def test_a_long_way_round_is_one_circle_with_all_its_hands() -> None:
    turns = chain(
        [(A, "working", "named"), (B, "working", "rearranged"), (C, "working", "absence"), (A, "working", "leaving")]
    )
    circles = [shown for shown in signs(turns) if shown.sign is Sign.CIRCLE]
    assert [(shown.place, shown.turns) for shown in circles] == [(3, (0, 1, 2, 3))]


COUNTS = st.dictionaries(
    st.integers(0, 20),
    st.integers(0, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    min_size=1,
    max_size=8,
)


@settings(max_examples=50, deadline=None)
@given(COUNTS)
def test_shares_are_drawn_towards_what_is_usual_and_never_past_it(counts: dict[int, tuple[int, int]]) -> None:
    found, usual = shares(counts)
    for one in found.values():
        assert min(one.own, usual) - 1e-9 <= one.value <= max(one.own, usual) + 1e-9
        assert 0 <= one.low <= one.value <= one.high <= 1
        assert one.apart == 0 or one.n >= FEWEST


def test_a_unit_with_three_slow_holds_is_not_called_slow_and_one_with_three_hundred_is() -> None:
    usual = {name: Times(200, 200.0, 200 * (1 + 0.25)) for name in "abcdefgh"}
    few, many = Times(3, 6.0, 3 * (4 + 0.25)), Times(300, 600.0, 300 * (4 + 0.25))
    found, _typical = times({**usual, "few": few, "many": many})
    assert (found["few"].apart, found["many"].apart) == (0, 1)
    assert not found["few"].enough
    assert found["few"].value < found["few"].own
    assert abs(found["many"].value - found["many"].own) < 0.2


@settings(max_examples=50, deadline=None)
@given(st.sets(st.uuids(), max_size=60), st.floats(0, 100))
def test_a_lot_is_the_same_whoever_draws_it_and_in_whatever_order(population: set[UUID], percent: float) -> None:
    seed = seed_of("body", "2026-01-01", "hash")
    chosen = drawn(seed, population, percent)
    assert chosen == drawn(seed, sorted(population, reverse=True), percent)
    assert set(chosen) <= population
    assert len(chosen) == (0 if not population or percent <= 0 else max(1, round(len(population) * percent / 100)))
