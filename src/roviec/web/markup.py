"""Markup made in Python, for what stands on a page many times: a template takes ten times as long for it, format_html three times."""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString


def safe(value: object) -> str:
    """The value as it may stand in markup, as Django's `conditional_escape` has it."""
    if isinstance(value, SafeString):
        return value
    return escape(value if type(value) is str else str(value))


def markup(pattern: str, *values: object) -> SafeString:
    """As `format_html`: what is not markup yet is escaped. Positions only, without formats ("{}")."""
    return SafeString(pattern.format(*[safe(value) for value in values]))


def joined(parts: Iterable[object], between: str = "\n") -> SafeString:
    """Parts, each markup or escaped, with `between` (markup of our own) between them."""
    return SafeString(between.join([safe(part) for part in parts]))


def markup_join(between: str, pattern: str, rows: Iterable[Iterable[object]]) -> SafeString:
    """As `format_html_join`: the pattern filled with each row, with `between` (markup of our own) between them."""
    return SafeString(between.join([pattern.format(*[safe(value) for value in row]) for row in rows]))
