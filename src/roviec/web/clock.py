"""The business clock: what "now" is for deadlines and lateness. Leases, sessions and tokens use `ledger.system_time`."""

from collections.abc import Callable
from datetime import datetime, timedelta

from roviec.ledger.system_time import system_now

OffsetSource = Callable[[], timedelta]


def _no_offset() -> timedelta:
    return timedelta(0)


_offset_source: OffsetSource = _no_offset


def set_offset_source(source: OffsetSource) -> None:
    """Registered once, by the demo app in `ready()`: how far business time runs from real time. It is called for every `now()`."""
    global _offset_source
    _offset_source = source


def now() -> datetime:
    """Business time in UTC, aware."""
    return system_now() + _offset_source()
