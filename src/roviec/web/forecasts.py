"""What is expected of tasks, for pages of apps that stand below the one that forecasts.

The app that forecasts registers its query in `AppConfig.ready`; a chart or list asks here and gets nothing where nobody registered.
"""

from collections.abc import Callable, Collection, Mapping
from typing import TypedDict
from uuid import UUID


class Expected(TypedDict):
    """`late`: chance 0..1 to end after the due date; `p50`, `p85`: local ISO days of the likely end, None beyond the calendar."""

    late: float
    p50: str | None
    p85: str | None


_Query = Callable[[Collection[UUID]], Mapping[UUID, Expected]]
_queries: list[_Query] = []


def register_forecasts(query: _Query) -> None:
    """Registering the same query twice changes nothing."""
    if query not in _queries:
        _queries.append(query)


def forecasts_of(task_ids: Collection[UUID]) -> dict[UUID, Expected]:
    """Task -> what is expected of it; tasks of which nothing is known are left out. Ask only for tasks that the reader may see."""
    found: dict[UUID, Expected] = {}
    for query in _queries:
        found |= query(task_ids)
    return found
