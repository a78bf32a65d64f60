"""Reads of documents, of what was read in them, and of whom their names mean."""

from roviec.directives.queries.arrivals import (
    arrival_of_task,
    arrivals_visible_to,
    arrivals_waiting,
    decision_counts,
    leaders_of,
    search_arrivals,
)
from roviec.directives.queries.became import Doing, Item, became_of, items_of, tasks_linked_to, tasks_to_link, total
from roviec.directives.queries.documents import (
    blocks,
    directives_visible_to,
    plans_to_join,
    proposals_of,
    search_directives,
    source_of,
    unhandled,
    with_counts,
)
from roviec.directives.queries.effect import (
    Article,
    Ready,
    effect_of,
    effects_before,
    effects_coming,
    effects_visible_to,
    fulfilling,
    readiness,
)
from roviec.directives.queries.finding import Hit, search_provisions
from roviec.directives.queries.likeness import Alike, Edition, alike_tasks, compared, earlier_edition
from roviec.directives.queries.names import Meaning, likeliest, meanings

__all__ = [
    "Alike",
    "Article",
    "Doing",
    "Edition",
    "Hit",
    "Item",
    "Meaning",
    "Ready",
    "alike_tasks",
    "arrival_of_task",
    "arrivals_visible_to",
    "arrivals_waiting",
    "became_of",
    "blocks",
    "compared",
    "decision_counts",
    "directives_visible_to",
    "earlier_edition",
    "effect_of",
    "effects_before",
    "effects_coming",
    "effects_visible_to",
    "fulfilling",
    "items_of",
    "leaders_of",
    "likeliest",
    "meanings",
    "plans_to_join",
    "proposals_of",
    "readiness",
    "search_arrivals",
    "search_directives",
    "search_provisions",
    "source_of",
    "tasks_linked_to",
    "tasks_to_link",
    "total",
    "unhandled",
    "with_counts",
]
