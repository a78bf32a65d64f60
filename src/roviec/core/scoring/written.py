"""Exact fractions written as decimals: half up, without zeros at the end."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

PLACES = 4


@lru_cache(maxsize=4096)
def written(value: Fraction, places: int = PLACES) -> str:
    """ "82.5", "33.3333". Exact up to the last place shown."""
    scaled = value * 10**places
    whole = (Decimal(scaled.numerator) / Decimal(scaled.denominator)).quantize(Decimal(1), ROUND_HALF_UP)
    text = f"{whole.scaleb(-places):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
