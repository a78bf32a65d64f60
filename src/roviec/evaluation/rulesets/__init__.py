"""Rule-sets as shipped: one TOML file each, dated, cited, with worked examples that run as tests. A published one is never changed."""

from functools import cache
from importlib import resources

from roviec.core.scoring.party import PartyTrack, read_party
from roviec.core.scoring.rulesets import Ruleset, read_ruleset
from roviec.core.scoring.units import UnitRuleset, read_units

# What a file is for stands at the end of its name; all others score officials.
UNITS, PARTY = "-units.toml", "-party.toml"


@cache
def rulesets() -> dict[str, Ruleset]:
    """Code -> rule-set for officials, of every such file in this folder."""
    found = [read_ruleset(text) for name, text in _files() if not name.endswith((UNITS, PARTY))]
    return {one.code: one for one in found}


@cache
def unit_rulesets() -> dict[str, UnitRuleset]:
    found = [read_units(text) for name, text in _files() if name.endswith(UNITS)]
    return {one.code: one for one in found}


@cache
def party_track() -> PartyTrack:
    return next(read_party(text) for name, text in _files() if name.endswith(PARTY))


def _files() -> list[tuple[str, str]]:
    files = sorted(resources.files(__name__).iterdir(), key=lambda file: file.name)
    return [(file.name, file.read_text(encoding="utf-8")) for file in files if file.name.endswith(".toml")]
