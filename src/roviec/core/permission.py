"""What is not listed is denied: a table from action name to predicate, one per app."""

from collections.abc import Callable, Iterator
from typing import Any

from roviec.core.actor import Actor
from roviec.core.reasons import Reason

Predicate = Callable[[Actor, Any], bool]


class Denied(Exception):
    """The actor may not do this. `reason` says why in words that can be shown."""

    def __init__(self, action: str, reason: Reason | None = None) -> None:
        super().__init__(action)
        self.action = action
        self.reason = reason or Reason("permission.denied", {"action": action})


class Permissions:
    """The rules of one app, e.g. `Permissions("work", {"assign_task": leads_unit_of})`."""

    def __init__(self, app: str, rules: dict[str, Predicate]) -> None:
        self.app = app
        self.rules = rules

    def allows(self, actor: Actor, action: str, thing: Any = None) -> bool:
        predicate = self.rules.get(action)
        return predicate is not None and predicate(actor, thing)

    def require(self, actor: Actor, action: str, thing: Any = None) -> None:
        if not self.allows(actor, action, thing):
            raise Denied(f"{self.app}.{action}")

    def __iter__(self) -> Iterator[str]:
        return iter(self.rules)
