"""What a restructuring is to do, as it is drafted, kept as JSON and shown."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Successor:
    """A unit that takes over: an existing one (`unit`), or a new one that begins on the day. `key` names it in the mapping."""

    key: str
    unit: UUID | None = None
    code: str = ""
    name: str = ""
    short_name: str = ""
    kind: str = ""
    parent: UUID | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """`mapping`: estate -> old unit -> key of the successor; `posts`: single posts that go elsewhere than the rest of their unit.

    `name` and `short_name` are of a rename, `parent` of a move (None: it stands alone).
    """

    old: tuple[UUID, ...]
    successors: tuple[Successor, ...] = ()
    mapping: Mapping[str, Mapping[UUID, str]] = field(default_factory=dict)
    posts: Mapping[UUID, str] = field(default_factory=dict)
    name: str = ""
    short_name: str = ""
    parent: UUID | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "old": [str(pk) for pk in self.old],
            "successors": [{k: str(v) if v else "" for k, v in asdict(one).items()} for one in self.successors],
            "mapping": {estate: {str(u): key for u, key in units.items()} for estate, units in self.mapping.items()},
            "posts": {str(post): key for post, key in self.posts.items()},
            "name": self.name,
            "short_name": self.short_name,
            "parent": str(self.parent) if self.parent else "",
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "Plan":
        def successor(one: Mapping[str, str]) -> Successor:
            names = {name: one[name] for name in ("code", "name", "short_name", "kind")}
            unit, parent = (UUID(one[name]) if one[name] else None for name in ("unit", "parent"))
            return Successor(one["key"], unit, parent=parent, **names)

        return cls(
            old=tuple(UUID(pk) for pk in data.get("old", ())),
            successors=tuple(successor(one) for one in data.get("successors", ())),
            mapping={e: {UUID(u): key for u, key in units.items()} for e, units in data.get("mapping", {}).items()},
            posts={UUID(post): key for post, key in data.get("posts", {}).items()},
            name=data.get("name", ""),
            short_name=data.get("short_name", ""),
            parent=UUID(data["parent"]) if data.get("parent") else None,
        )
