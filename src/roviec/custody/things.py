"""What a clock belongs to, in words: the apps above tell how their things are called and where their pages are.

Custody keeps the clocks of things it does not know. Each app registers in its `AppConfig.ready()`:
`things.register("task", titles, reopenings)`, where `titles` gives (title, address) by id for those of the ids that the actor may see,
and `reopenings` the address where a closed one is opened again, for those of the ids that the actor may open again now.
"""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from roviec.core.actor import Actor

Titles = Callable[[Iterable[UUID], Actor], Mapping[UUID, tuple[str, str]]]
Reopenings = Callable[[Iterable[UUID], Actor], Mapping[UUID, str]]

_titles: dict[str, Titles] = {}
_reopenings: dict[str, Reopenings] = {}


def register(kind: str, titles: Titles, reopenings: Reopenings | None = None) -> None:
    """`kind` is that of the clock; the same kind again replaces it."""
    _titles[kind] = titles
    if reopenings is not None:
        _reopenings[kind] = reopenings


def titles_of(clocks: Iterable[tuple[UUID, str]], actor: Actor) -> dict[UUID, tuple[str, str]]:
    """(id, kind) -> (title, address), for what the actor may see; one question per kind."""
    by_kind = _by_kind(clocks)
    return {
        pk: said for kind, ids in by_kind.items() if kind in _titles for pk, said in _titles[kind](ids, actor).items()
    }


def reopenings_of(clocks: Iterable[tuple[UUID, str]], actor: Actor) -> dict[UUID, str]:
    """(id, kind) -> where it is opened again, for what is closed and the actor may open again; one question per kind."""
    by_kind = _by_kind(clocks)
    return {
        pk: address
        for kind, ids in by_kind.items()
        if kind in _reopenings
        for pk, address in _reopenings[kind](ids, actor).items()
    }


def _by_kind(clocks: Iterable[tuple[UUID, str]]) -> dict[str, list[UUID]]:
    by_kind: dict[str, list[UUID]] = {}
    for pk, kind in clocks:
        by_kind.setdefault(kind, []).append(pk)
    return by_kind
