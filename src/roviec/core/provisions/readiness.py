"""Whether an article is ready for the day it takes effect."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from roviec.core.standing import Standing


class Readiness(StrEnum):
    """Each article is in exactly one of these; the first that holds, in this order."""

    LATE = "late"  # work for it is overdue
    WAITING = "waiting"  # guidance that it needs is not there
    WORKING = "working"  # its work goes on in time
    READY = "ready"  # it applies by itself, or all that it needed is there


_DONE = (Standing.DONE_ON_TIME, Standing.DONE_LATE, Standing.CANCELLED)


def readiness_of(*, waits_for: int, standings: Iterable[Standing]) -> Readiness:
    """`waits_for`: pieces of guidance that are not there yet; `standings` of the work made for the article and what stands in it."""
    found = list(standings)
    if Standing.OPEN_LATE in found:
        return Readiness.LATE
    if waits_for:
        return Readiness.WAITING
    return Readiness.READY if all(one in _DONE for one in found) else Readiness.WORKING


def tally(articles: Iterable[Readiness]) -> dict[Readiness, int]:
    """How many of each, always with all four."""
    counts = Counter(articles)
    return {one: counts[one] for one in Readiness}
