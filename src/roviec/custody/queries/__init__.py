"""Reads of the clocks: where work stands, who holds it, what waits."""

from roviec.custody.queries.opens import (
    open_clocks,
    open_clocks_of_post,
    open_clocks_of_unit,
    opinions_owed_by,
    unnamed_too_long,
)
from roviec.custody.queries.reopenings import reopenings_of
from roviec.custody.queries.standings import (
    Counts,
    counts_from,
    four_counts,
    four_counts_by,
    judged_at,
    standing_expression,
    standing_of,
    standing_q,
)

__all__ = [
    "Counts",
    "counts_from",
    "four_counts",
    "four_counts_by",
    "judged_at",
    "open_clocks",
    "open_clocks_of_post",
    "open_clocks_of_unit",
    "opinions_owed_by",
    "reopenings_of",
    "standing_expression",
    "standing_of",
    "standing_q",
    "unnamed_too_long",
]
