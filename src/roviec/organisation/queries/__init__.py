"""Reads of the organisation, for a given day and, where it matters, a given actor."""

from roviec.organisation.queries.holders import head_of, holder_of, officers_of, posts_continuing
from roviec.organisation.queries.names import find_unit, find_units
from roviec.organisation.queries.officers import officers_visible_to, search_officers
from roviec.organisation.queries.pages import officer_page, unit_page
from roviec.organisation.queries.units import (
    ancestors,
    body_by_code,
    children,
    descendants,
    search_units,
    units_visible_to,
)

__all__ = [
    "ancestors",
    "body_by_code",
    "children",
    "descendants",
    "find_unit",
    "find_units",
    "head_of",
    "holder_of",
    "officer_page",
    "officers_of",
    "officers_visible_to",
    "posts_continuing",
    "search_officers",
    "search_units",
    "unit_page",
    "units_visible_to",
]
