"""Reads of documents, of what was read in them, and of whom their names mean."""

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
    "blocks",
    "directives_visible_to",
    "meanings",
    "proposals_of",
    "search_directives",
    "source_of",
    "unhandled",
    "with_counts",
]
