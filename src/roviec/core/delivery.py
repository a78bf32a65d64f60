"""When something that could not be sent is tried again, and when it is given up. Values in, values out."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
# A relay that is down over a weekend and is mended on Monday has lost nothing.
GIVEN_UP_AFTER = timedelta(days=4)


class Fault(StrEnum):
    """Why a message was given up: a person is told."""

    NO_ADDRESS = "no_address"  # nothing live to send it to
    REFUSED = "refused"  # every address refused it for good
    GAVE_UP = "gave_up"  # tried for GIVEN_UP_AFTER


class Outcome(StrEnum):
    """What came of one address."""

    REACHED = "reached"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Verdict:
    """At most one of them: sent, failed (why), or tried again (when)."""

    sent: bool = False
    fault: Fault | None = None
    again: datetime | None = None


def wait_after(attempts: int) -> timedelta:
    """30 s, 1, 2, 4… minutes, at most an hour. `attempts` counts the one that has just failed."""
    doubled: int = 2 ** min(max(attempts, 1) - 1, 12)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def judge(
    outcomes: Collection[Outcome],
    *,
    reached_before: bool,
    attempts: int,
    created_at: datetime,
    now: datetime,
    after: timedelta = timedelta(0),
) -> Verdict:
    """What becomes of a message when its addresses have answered: the person counts as reached when one address took it, but the
    others are tried on. `after`: how long the other side asked to be left alone. Without outcomes there was no address."""
    if Outcome.LATER in outcomes:
        if now - created_at < GIVEN_UP_AFTER:
            return Verdict(again=now + max(wait_after(attempts), min(after, LONGEST_WAIT)))
        if not reached_before and Outcome.REACHED not in outcomes:
            return Verdict(fault=Fault.GAVE_UP)
    if reached_before or Outcome.REACHED in outcomes:
        return Verdict(sent=True)
    return Verdict(fault=Fault.REFUSED if outcomes else Fault.NO_ADDRESS)
