"""Numbers with their words, each leading to the list behind it: made in Python, because most pages begin with a row of them."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from roviec.web.markup import joined, markup
from roviec.web.states import state_view
from roviec.web.templatetags.roviec import icon, percent, stacked_bar, vi_number

register = template.Library()
# Name of the count and of its standing, whether its share of all is said, whether it stands aside from the four.
CELLS = (
    ("done_on_time", True, False),
    ("done_late", True, False),
    ("open_on_time", True, False),
    ("open_late", True, False),
    ("at_risk", False, True),
    ("due_soon", False, True),
    ("suspended", False, True),
)
TONES = ("good", "late-done", "plain", "late")


@register.simple_tag
def four_counts(counts: Any, links: Any = None, at_risk: int | str | None = None) -> SafeString:
    """The share of each of the four as a bar, then the numbers. `links`: the same names -> addresses of the lists.

    What will probably be late is no count of the rule's: its number is said apart, and stays away where nobody says it.
    """
    found = links or {}
    cells = []
    for name, shared, side in CELLS:
        n = at_risk if name == "at_risk" else getattr(counts, name)
        if not isinstance(n, int):
            continue
        view = state_view(name)
        whole = counts.total if shared else None
        cells.append(count_cell(n, view.word, view.icon, view.tone, found.get(name), whole=whole, side=side))
    bar = stacked_bar(*(getattr(counts, name) for name, shared, _side in CELLS if shared))
    parts = (
        markup('<rect class="{}" x="{}" width="{}" height="6"/>', tone, part["x"], part["width"])
        for tone, part in zip(TONES, bar, strict=True)
    )
    return markup(
        '<svg class="share-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">{}</svg>\n<ul class="counts">\n{}\n</ul>',
        joined(parts, ""),
        joined(cells),
    )


def count_cell(
    n: int,
    word: object,
    sign: str,
    tone: str,
    url: str | None = "",
    *,
    whole: int | None = None,
    side: bool = False,
) -> SafeString:
    """One number as a cell of `<ul class="counts">`; without an address it is not a link."""
    share = markup('<span class="count__share">{}</span>', percent(n, whole)) if whole and n else ""
    inner = markup(
        '\n<span class="count__n">{}{}</span>\n<span class="count__word">{}{}</span>\n',
        vi_number(n),
        share,
        icon(sign),
        word,
    )
    css = f"count-cell count-cell--{tone}" if n else f"count-cell count-cell--{tone} count-cell--zero"
    cell = (
        markup('<a class="{}" href="{}">{}</a>', css, url, inner)
        if url
        else markup('<span class="{}">{}</span>', css, inner)
    )
    return markup('<li class="counts__side">{}</li>' if side else "<li>{}</li>", cell)
