"""The choice of the period on pages of hands."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from roviec.custody.queries import hands
from roviec.custody.queries.hands import Span

PERIODS = (30, 90, 365)
USUAL = 90


def span_of(request: HttpRequest) -> tuple[Span, int]:
    """`?ky=30`: what ended in so many days up to now."""
    asked = request.GET.get("ky", "")
    days = int(asked) if asked.isdecimal() and asked in map(str, PERIODS) else USUAL
    now: datetime = request.now
    return Span(now - timedelta(days=days), now + timedelta(seconds=1)), days


def frame(request: HttpRequest, days: int) -> dict[str, Any]:
    """What every page of hands shows: the choice of the period, and up to when the sums are."""
    return {
        "days": days,
        "periods": [(one, one == days) for one in PERIODS],
        "counted_until": hands.counted_until(request.now),
    }
