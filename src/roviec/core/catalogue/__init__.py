"""The work catalogue of Decree 335/2025, art. 13: its lines as written, what a reviewing department finds in it, how two editions
differ, and which product a piece of work looks like. Values in, values and reasons out."""

from roviec.core.catalogue.difference import Change, difference
from roviec.core.catalogue.lines import Finding, ProductLine, Written, read_lines
from roviec.core.catalogue.review import MOST_GROUPS, review, standard_points_of
from roviec.core.catalogue.shares import ART_SHARES, remainder
from roviec.core.catalogue.suggesting import Suggester, Suggestion

__all__ = [
    "ART_SHARES",
    "MOST_GROUPS",
    "Change",
    "Finding",
    "ProductLine",
    "Suggester",
    "Suggestion",
    "Written",
    "difference",
    "read_lines",
    "remainder",
    "review",
    "standard_points_of",
]
