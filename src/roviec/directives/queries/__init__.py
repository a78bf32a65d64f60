"""Reads of documents, of what was read in them, and of whom their names mean."""

from roviec.directives.queries.arrivals import (
    arrival_of_task,
    arrivals_visible_to,
    decision_counts,
    leaders_of,
    search_arrivals,
)
from roviec.directives.queries.documents import (
    blocks,
    directives_visible_to,
    proposals_of,
    search_directives,
    source_of,
    unhandled,
    with_counts,
)
from roviec.directives.queries.names import Meaning, meanings

__all__ = [
    "Meaning",
    "arrival_of_task",
    "arrivals_visible_to",
    "blocks",
    "decision_counts",
    "directives_visible_to",
    "leaders_of",
    "meanings",
    "proposals_of",
    "search_arrivals",
    "search_directives",
    "source_of",
    "unhandled",
    "with_counts",
]
