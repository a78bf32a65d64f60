"""Work that is handed round: passed back to who had it, or on to a third and a fourth within a short time."""

from collections.abc import Hashable, Sequence

MANY = 3


def goes_round(holders: Sequence[Hashable]) -> bool:
    """`holders` in order, each pass one step, without repeats in a row: back to somebody who had it, or MANY of them."""
    return len(set(holders)) < len(holders) or len(set(holders)) >= MANY
