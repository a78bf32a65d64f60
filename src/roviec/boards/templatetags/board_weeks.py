"""Weeks as bars with their numbers above and their days below: a list, so that it is read aloud, prints and needs no script.

The bars are drawn, the words are not: they keep their size on every screen.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from roviec.boards.queries.trend import Week
from roviec.boards.tiles import list_url
from roviec.web.markup import joined, markup
from roviec.web.templatetags.roviec import vi_number

register = template.Library()
TALL = 100


@register.simple_tag
def weeks_late(weeks: Sequence[Week], links: dict[str, Any] | None = None) -> SafeString:
    """`<li>`s: how much was late when each week ended."""
    most = max((week.late_then for week in weeks), default=0)
    bars = ((week, [("late", week.late_then, "was_late")]) for week in weeks)
    return _columns(bars, most, links, _("%(n)s việc quá hạn vào cuối tuần"))


@register.simple_tag
def weeks_done(weeks: Sequence[Week], links: dict[str, Any] | None = None) -> SafeString:
    """`<li>`s: how much was done in each week, what was late of it on top."""
    most = max((week.done for week in weeks), default=0)
    bars = (
        (week, [("good", week.done_on_time, "done_on_time"), ("late-done", week.done_late, "done_late")])
        for week in weeks
    )
    return _columns(bars, most, links, _("%(n)s việc xong trong tuần"))


Bar = tuple[str, int, str]


def _columns(bars: Iterable[tuple[Week, list[Bar]]], most: int, links: dict[str, Any] | None, said: str) -> SafeString:
    made = []
    for week, parts in bars:
        under, drawn = 0.0, []
        for tone, n, _standing in parts:
            height = TALL * n / most if most else 0
            drawn.append(
                markup(
                    '<rect class="{}" x="0" y="{}" width="1" height="{}"/>',
                    *(tone, f"{TALL - under - height:.2f}", f"{height:.2f}"),
                )
            )
            under += height
        numbers = [_number(n, tone, standing, week, links) for tone, n, standing in parts if n or len(parts) == 1]
        made.append(
            markup(
                '<li><span class="weeks__n">{}</span><svg viewBox="0 0 1 {}" preserveAspectRatio="none" aria-hidden="true">{}</svg>'
                '<span class="weeks__day" title="{}">{}</span></li>',
                joined(numbers or ["0"], " "),
                TALL,
                joined(drawn, ""),
                said % {"n": sum(n for _tone, n, _standing in parts)},
                f"{week.first:%d/%m}",
            )
        )
    return joined(made)


def _number(n: int, tone: str, standing: str, week: Week, links: dict[str, Any] | None) -> SafeString:
    if not n or links is None:
        return markup('<span class="is-{}">{}</span>', tone, vi_number(n))
    url = list_url(trang_thai=standing, tuan=week.first.isoformat(), **links)
    return markup('<a class="is-{}" href="{}">{}</a>', tone, url, vi_number(n))
