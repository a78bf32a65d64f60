"""Whose hands used the time of work that came late.

A delay is shared among all who held the work, each in the proportion in which they used its working time from beginning to end: who
got it late and gave it on at once used little, though it was late in their hands; who kept it nine days in ten used nine tenths, though
it was still in time then. How much of the delay passed in each hand after the due date is told beside it.
"""

from collections.abc import Sequence


def shares_of(used: Sequence[int], delay: int) -> list[int]:
    """The delay in working minutes, in proportion to the minutes used; the shares add up to it exactly (largest remainders first)."""
    total = sum(used)
    if delay <= 0 or total <= 0:
        return [0] * len(used)
    shares = [delay * one // total for one in used]
    by_remainder = sorted(range(len(used)), key=lambda i: (-(delay * used[i] % total), i))
    for i in by_remainder[: delay - sum(shares)]:
        shares[i] += 1
    return shares
