"""Group work: each person's converted share lies within the whole (Decree 335/2025, art. 18.1.c)."""

from collections.abc import Iterable
from decimal import Decimal

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason

ART_SHARES = "Nghị định 335/2025/NĐ-CP, Điều 18.1.c"


def remainder(whole: Decimal | None, shares: Iterable[Decimal]) -> Decimal:
    """What is left for whoever does the work when `shares` of it go to others; without a `whole` the shares are all of it.

    Raises Invalid("quantity", …) with the article when they are more than the whole.
    """
    given = sum(shares, Decimal(0))
    if whole is None:
        return Decimal(0)
    if given > whole:
        params = {"shares": plain(given), "whole": plain(whole)}
        raise Invalid("quantity", Reason("yield.shares_beyond_whole", params, ART_SHARES))
    return whole - given


def plain(number: Decimal) -> str:
    """As Vietnamese write it, without zeros at the end: 2.500 -> "2,5"."""
    return f"{number.normalize():f}".replace(".", ",")
