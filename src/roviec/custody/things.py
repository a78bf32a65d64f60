"""What a clock belongs to, in words: the apps above tell how their things are called and where their pages are.

Custody keeps the clocks of things it does not know. Each app registers in its `AppConfig.ready()`: `things.register("task", titles)`,
where `titles` gives (title, address) by id for those of the ids that the actor may see.
"""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from roviec.core.actor import Actor

Titles = Callable[[Iterable[UUID], Actor], Mapping[UUID, tuple[str, str]]]

_titles: dict[str, Titles] = {}


def register(kind: str, titles: Titles) -> None:
    """`kind` is that of the clock; the same kind again replaces it."""
    _titles[kind] = titles


def titles_of(clocks: Iterable[tuple[UUID, str]], actor: Actor) -> dict[UUID, tuple[str, str]]:
    """(id, kind) -> (title, address), for what the actor may see; one question per kind."""
    by_kind: dict[str, list[UUID]] = {}
    for pk, kind in clocks:
        by_kind.setdefault(kind, []).append(pk)
    return {
        pk: said for kind, ids in by_kind.items() if kind in _titles for pk, said in _titles[kind](ids, actor).items()
    }
