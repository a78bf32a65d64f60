"""Why a rule answered as it did, in a form that can be stored and said in any language.

`core` never writes sentences: a reason names itself by a code, and the catalogue makes the sentence from the parameters.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Reason:
    """`code` is dotted and stable ("calendar.holiday"), `params` fill the sentence, `cite` is the article of law, if any."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=lambda: MappingProxyType({}))
    cite: str = ""

    def as_dict(self) -> dict[str, object]:
        """The reason as plain JSON-able values: {"code", "params", "cite"}."""
        return {"code": self.code, "params": dict(self.params), "cite": self.cite}

    def __hash__(self) -> int:
        return hash((self.code, tuple(sorted(self.params.items(), key=str)), self.cite))
