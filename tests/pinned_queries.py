"""Numbers of SQL queries per page, pinned in tests/query_counts.json: an N+1 shows up in review, not in production.

    def test_my_day_asks_the_same_however_much_there_is(client, pinned_queries):
        with pinned_queries("my day"):
            client.get("/")

`pytest --pin-queries` writes what it measured; the difference is then read like any other change.
"""

import contextlib
import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

PINS = Path(__file__).with_name("query_counts.json")
# Beginning, ending and savepoints differ between databases and ask for no data.
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def pins() -> dict[str, int]:
    return json.loads(PINS.read_text(encoding="utf-8"))


def pin(name: str, count: int) -> None:
    """Writes one number; locked, because tests run in several processes."""
    with PINS.open("r+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        counts = json.load(file) | {name: count}
        file.seek(0)
        file.write(json.dumps(counts, ensure_ascii=False, indent=2, sort_keys=True) + "\n")
        file.truncate()


@pytest.fixture
def pinned_queries(
    db: None, request: pytest.FixtureRequest
) -> Callable[[str], AbstractContextManager[CaptureQueriesContext]]:
    @contextlib.contextmanager
    def measure(name: str) -> Iterator[CaptureQueriesContext]:
        with CaptureQueriesContext(connection) as captured:
            yield captured
        asked = [query["sql"] for query in captured if not query["sql"].upper().startswith(NOT_COUNTED)]
        if request.config.getoption("--pin-queries"):
            pin(name, len(asked))
            return
        allowed = pins().get(name)
        assert allowed is not None, f"no number pinned for {name!r}: {len(asked)} measured; see tests/pinned_queries.py"
        listed = "\n".join(asked)
        assert len(asked) <= allowed, f"{name}: {len(asked)} queries, {allowed} pinned:\n{listed}"

    return measure
