"""Large sums are kept for a minute, small ones never."""

from collections.abc import Callable
from datetime import timedelta

from roviec.boards.queries.kept import LARGE, kept
from tests.work.town import NOW


def counter(size: int) -> tuple[list[int], Callable[[], int]]:
    calls: list[int] = []

    def make() -> int:
        calls.append(size)
        return size

    return calls, make


def test_a_small_sum_is_worked_out_at_every_look() -> None:
    calls, make = counter(LARGE - 1)
    assert kept("small", NOW, make, int) == kept("small", NOW, make, int) == LARGE - 1
    assert len(calls) == 2


def test_a_large_sum_serves_a_minute_and_no_longer() -> None:
    calls, make = counter(LARGE)
    for seconds in (0, 30, 59):
        kept("large", NOW + timedelta(seconds=seconds), make, int)
    assert len(calls) == 1
    kept("large", NOW + timedelta(seconds=60), make, int)
    assert len(calls) == 2


def test_a_clock_that_was_set_back_makes_it_anew() -> None:
    calls, make = counter(LARGE)
    kept("back", NOW, make, int)
    kept("back", NOW - timedelta(hours=1), make, int)
    assert len(calls) == 2
