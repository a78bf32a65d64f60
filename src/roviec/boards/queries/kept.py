"""Large sums are worked out once a minute per process; small ones at every look, so that whoever acts sees it at once."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from threading import Lock
from typing import TypeVar

Value = TypeVar("Value")
FRESH = timedelta(seconds=60)
# Sums over fewer things than this take milliseconds.
LARGE = 5_000
MOST = 200

_kept: OrderedDict[Hashable, tuple[datetime, object]] = OrderedDict()
_lock = Lock()


def kept(key: Hashable, now: datetime, make: Callable[[], Value], size: Callable[[Value], int]) -> Value:
    """What `make` gives, at most a minute old in business time. Kept only when its `size` (things counted) is large."""
    with _lock:
        found = _kept.get(key)
    if found is not None and timedelta(0) <= now - found[0] < FRESH:
        return found[1]  # type: ignore[return-value]
    value = make()
    if size(value) >= LARGE:
        with _lock:
            _kept[key] = (now, value)
            _kept.move_to_end(key)
            while len(_kept) > MOST:
                _kept.popitem(last=False)
    return value
