"""Reading a whole plan makes some hundred thousand small objects that all live until the answer is given: looking through them for
garbage meanwhile finds none and takes as long as the work itself."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_inside = 0


@contextmanager
def collecting_later() -> Iterator[None]:
    """Circular garbage is not looked for until the last of those inside has left; everything else is freed as always."""
    global _inside
    with _lock:
        _inside += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                gc.enable()
