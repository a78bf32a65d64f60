"""The file of pinned numbers holds what tests measure and nothing else."""

import re

from tests.pinned_queries import pins
from tests.walls.house import ROOT, sources

MEASURED = re.compile(r'pinned_queries\(\s*"([^"]+)"')


def test_every_pinned_number_is_still_measured() -> None:
    measured = {
        page
        for path in sources("tests")
        if path != ROOT / "tests" / "pinned_queries.py"
        for page in MEASURED.findall(path.read_text(encoding="utf-8"))
    }
    assert sorted(set(pins()) - measured) == []


def test_no_page_asks_the_database_without_end() -> None:
    """A page needs a handful of set-based queries, an action on many things a few dozen; more than fifty is a loop, however constant."""
    assert {page: count for page, count in pins().items() if count > 50} == {}
