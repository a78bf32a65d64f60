"""A number with its word, leading to the list behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlencode

from django.urls import reverse

from roviec.web.states import state_view


@dataclass(frozen=True)
class Tile:
    """`tone` and `icon` as in web.states; `whole` gives the share beside the number; `side` sets it apart from the counts before it."""

    n: int
    word: str
    url: str
    tone: str = "plain"
    icon: str = "open"
    whole: int | None = None
    side: bool = False


def list_url(**wanted: object) -> str:
    """The address of the list of tasks with these filters; what is empty is left out."""
    query = urlencode({name: str(value) for name, value in wanted.items() if value})
    return f"{_list()}?{query}" if query else _list()


@cache
def _list() -> str:
    """Reversed once: a page has a hundred of them."""
    return reverse("boards:tasks")


def standing_tiles(numbers: Iterable[tuple[str, int]], *, whole: int | None = None, **filters: object) -> list[Tile]:
    """Tiles in the words and colours of the standings ("open_late", "unnamed"), each leading to its list under the filters."""
    return [
        Tile(
            n=n,
            word=str(state_view(standing).word),
            url=list_url(trang_thai=standing, **filters),
            tone=state_view(standing).tone,
            icon=state_view(standing).icon,
            whole=whole,
        )
        for standing, n in numbers
    ]
