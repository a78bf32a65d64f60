"""Rule-sets as shipped: one TOML file each, dated, cited, with worked examples that run as tests. A published one is never changed."""

from functools import cache
from importlib import resources

from roviec.core.scoring.rulesets import Ruleset, read_ruleset


@cache
def rulesets() -> dict[str, Ruleset]:
    """Code -> rule-set, of every file in this folder."""
    files = sorted(resources.files(__name__).iterdir(), key=lambda file: file.name)
    found = [read_ruleset(file.read_text(encoding="utf-8")) for file in files if file.name.endswith(".toml")]
    return {one.code: one for one in found}
