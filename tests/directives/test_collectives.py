"""Names that stand for many: each pattern of collectives.toml on the examples beside it, and what is guessed of general names."""

import tomllib
from importlib.resources import files

import pytest

from roviec.directives.models import Directive
from roviec.directives.queries import likeliest
from roviec.directives.queries.collectives import collective_of
from tests.work.town import Town

ENTRIES = tomllib.loads((files("roviec.directives") / "collectives.toml").read_text(encoding="utf-8"))["collective"]


@pytest.mark.parametrize(("name", "takes"), [(name, entry["takes"]) for entry in ENTRIES for name in entry["examples"]])
def test_a_collective_name_says_what_it_takes(name: str, takes: str) -> None:
    assert collective_of(name) == takes


@pytest.mark.parametrize("name", [name for entry in ENTRIES for name in entry["not_examples"]])
def test_the_name_of_one_body_is_no_collective(name: str) -> None:
    assert collective_of(name) is None


def test_a_document_from_above_brings_guesses_for_names_that_mean_every_place(town: Town) -> None:
    body = town.units["city"]
    general = ["Các bộ, ngành, địa phương", "Các bộ, ngành liên quan", "Sở Lạ"]
    from_above = Directive(body=body, issuer="CHÍNH PHỦ")
    assert likeliest(from_above, general) == {general[0]: body, general[1]: None}
    assert likeliest(Directive(body=body, issuer=body.name), general) == {}
