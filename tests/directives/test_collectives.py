"""Each pattern of collectives.toml is tried on the examples that stand beside it."""

import tomllib
from importlib.resources import files

import pytest

from roviec.directives.queries.collectives import collective_of

ENTRIES = tomllib.loads((files("roviec.directives") / "collectives.toml").read_text(encoding="utf-8"))["collective"]


@pytest.mark.parametrize(("name", "takes"), [(name, entry["takes"]) for entry in ENTRIES for name in entry["examples"]])
def test_a_collective_name_says_what_it_takes(name: str, takes: str) -> None:
    assert collective_of(name) == takes


@pytest.mark.parametrize("name", [name for entry in ENTRIES for name in entry["not_examples"]])
def test_the_name_of_one_body_is_no_collective(name: str) -> None:
    assert collective_of(name) is None
