"""Quantities, points and coefficients as lists write them."""

from decimal import Decimal

from django import template

from roviec.core.catalogue.shares import plain

register = template.Library()


@register.filter
def units(value: Decimal | str | None) -> str:
    """1.6000 -> "1,6", 12.0000 -> "12"; nothing for None, and for what a page does not have ("")."""
    return plain(value) if isinstance(value, Decimal) else ""
