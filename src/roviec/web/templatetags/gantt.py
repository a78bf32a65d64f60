"""Tags of the chart's templates: {% load gantt %}."""

import json

from django import template

from roviec.web import gantt_words as words

register = template.Library()


@register.simple_tag
def gantt_words() -> str:
    """What the scripts say, as JSON for an attribute."""
    return json.dumps(words.gantt_words(), ensure_ascii=False)


@register.simple_tag
def gantt_row_keys() -> list[tuple[str, str, str]]:
    """(what to do, label, key) for the row in hand."""
    return words.gantt_row_keys()
