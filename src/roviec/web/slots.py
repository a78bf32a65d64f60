"""Named places in pages that higher apps fill: the page knows the place, never who stands in it.

A template writes `{% slot "task.side" task=task %}`; an app registers a panel in its `AppConfig.ready()`:
`slots.register("task.side", obstacle_panel, order=20)`.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

# (request, context of the slot tag) -> html as templates return it, or "" to stay away.
Panel = Callable[[HttpRequest, dict[str, Any]], str]

_panels: dict[str, list[tuple[int, str, Panel]]] = {}


def register(slot: str, panel: Panel, *, order: int = 50) -> None:
    """Adds a panel; lower `order` stands first. Registering the same panel twice changes nothing."""
    entry = (order, f"{panel.__module__}.{panel.__qualname__}", panel)
    panels = _panels.setdefault(slot, [])
    if entry not in panels:
        panels.append(entry)
        panels.sort(key=lambda item: item[:2])


def render(slot: str, request: HttpRequest, context: dict[str, Any]) -> SafeString:
    """All panels of a slot, one after the other; what a panel did not mark as html is escaped."""
    return format_html_join("", "{}", ((panel(request, context),) for _, _, panel in _panels.get(slot, ())))
