"""The place of a task on the network: who must wait for whom."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.core.forecast.forecasting import forecast
from roviec.core.forecast.learning import Learnt, learn
from roviec.core.forecast.lives import Life, as_they_stood
from roviec.core.forecast.network import FF, FS, SF, SS, Links, Network, Nodes, in_layers


def links(*rows: tuple[int, int, int, float]) -> Links:
    table = np.array(rows, dtype=float).reshape(-1, 4)
    return Links(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2].astype(np.int64), table[:, 3])


def nodes(*remaining: float, begun: tuple[int, ...] = (), whole: tuple[int, ...] = ()) -> Nodes:
    n = len(remaining)
    return Nodes(np.isin(np.arange(n), begun), np.array(remaining, dtype=float), np.isin(np.arange(n), whole))


def settled(network: Network, *ends: float) -> list[float]:
    return network.settle(np.array(ends, dtype=float)[:, None])[:, 0].tolist()


@pytest.mark.parametrize(
    ("kind", "lag", "expected"),
    [(FS, 0, 13), (FS, 2, 15), (FS, -2, 11), (SS, 0, 9), (FF, 0, 10), (FF, 4, 14), (SF, 0, 8), (SF, 3, 9)],
)
def test_each_kind_of_link_by_hand(kind: int, lag: float, expected: float) -> None:
    """The first ends on day 10 with 4 days of work, so it begins on day 6; the second has 3 days and would end on day 8 alone."""
    assert settled(Network(nodes(4, 3), links((0, 1, kind, lag))), 10, 8) == [10, max(8, expected)]


def test_what_has_begun_waits_for_no_beginning() -> None:
    assert settled(Network(nodes(4, 3, begun=(1,)), links((0, 1, FS, 0))), 10, 8) == [10, 8]
    assert settled(Network(nodes(4, 3, begun=(1,)), links((0, 1, FF, 0))), 10, 8) == [10, 10]


def test_a_delay_runs_down_a_chain() -> None:
    chain = Network(nodes(1, 1, 1, 1), links((0, 1, FS, 0), (1, 2, FS, 0), (2, 3, FS, 0)))
    assert settled(chain, 10, 1, 1, 1) == [10, 11, 12, 13]


def test_a_whole_ends_with_the_last_of_its_parts() -> None:
    assert settled(Network(nodes(0, 1, 1, whole=(0,)), links((1, 0, FF, 0), (2, 0, FF, 0))), 99, 5, 7) == [7, 5, 7]


def test_the_predecessor_that_decides_is_named() -> None:
    network = Network(nodes(1, 1, 1), links((0, 2, FS, 0), (1, 2, FS, 0)))
    assert network.drivers(np.array([5.0, 9.0, 2.0])).tolist() == [-1, -1, 1]
    assert network.drivers(np.array([5.0, 9.0, 20.0])).tolist() == [-1, -1, -1]


def test_a_circle_holds_nobody_up_and_is_told() -> None:
    network = Network(nodes(1, 1, 1), links((0, 1, FS, 0), (1, 0, FS, 0), (1, 2, FS, 0)))
    assert network.order.stuck.tolist() == [0, 1, 2]
    assert settled(network, 5, 6, 7) == [5, 6, 7]


@given(st.lists(st.tuples(st.integers(0, 14), st.integers(0, 14)), max_size=40))
@settings(deadline=None)
def test_layers_put_every_task_after_all_before_it(pairs: list[tuple[int, int]]) -> None:
    forward = [(min(pair), max(pair), FS, 0.0) for pair in pairs if pair[0] != pair[1]]
    order = in_layers(15, links(*forward))
    place = {int(node): i for i, layer in enumerate(order.layers) for node in layer}
    assert len(place) == 15
    assert all(place[before] < place[after] for before, after, _, _ in forward)


@pytest.fixture(scope="module")
def learnt() -> Learnt:
    """Work of twenty days that takes eight to twelve."""
    return learn([Life(day, day + 20, day + 8 + day % 5, ("u",), "u") for day in range(200)], 300.0)


def work(n: int) -> list[Life]:
    return [Life(298.0, 318.0, None, ("u",), "u") for _ in range(n)]


def test_work_that_waits_for_late_work_is_late_too(learnt: Learnt) -> None:
    lives = [*work(2), Life(290.0, 350.0, None, ("u",), "u")]
    moments = as_they_stood(lives, [(i, 300.0) for i in range(3)])
    alone = forecast(learnt, moments)
    waits = forecast(learnt, moments, nodes(5, 5, 30), links((2, 1, FS, 0)))
    assert alone.late[1] < 0.15
    assert waits.late[1] > 0.5
    assert waits.driver.tolist() == [-1, 2, -1]
    assert waits.p50[1] > alone.p50[1]
    assert waits.late[0] == pytest.approx(alone.late[0])


def test_drawn_and_reckoned_agree(learnt: Learnt) -> None:
    """A link that never binds changes nothing but the noise of the draws."""
    lives = work(3)
    moments = as_they_stood(lives, [(i, 300.0) for i in range(3)])
    alone = forecast(learnt, moments)
    drawn = forecast(learnt, moments, nodes(1, 1, 1), links((0, 1, FF, -1e4), (1, 2, FF, -1e4)), draws=20_000)
    assert drawn.late == pytest.approx(alone.late, abs=0.01)
    assert drawn.p50 == pytest.approx(alone.p50, abs=0.2)
    assert drawn.p85 == pytest.approx(alone.p85, abs=0.4)


def test_the_same_seed_draws_the_same(learnt: Learnt) -> None:
    moments = as_they_stood(work(3), [(i, 300.0) for i in range(3)])
    plan = nodes(9, 9, 9), links((0, 1, FS, 0), (1, 2, FS, 0))
    one, same, other = (forecast(learnt, moments, *plan, seed=seed).late.tolist() for seed in (1, 1, 2))
    assert one == same
    assert one != other
