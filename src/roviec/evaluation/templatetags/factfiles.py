"""Days of a file of facts, which are kept as text."""

from datetime import date

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def iso_day(text: str) -> str:
    """ "2025-12-05" as 05/12/2025; an open end as "nay"."""
    return f"{date.fromisoformat(text):%d/%m/%Y}" if text else _("nay")
