"""Lines of tasks, made in Python: a board has dozens, and a template takes several times as long for each."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django import template
from django.template import RequestContext
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roviec.boards.lines import Line
from roviec.web.addresses import addresses_of
from roviec.web.markup import markup, markup_join
from roviec.web.states import state_view
from roviec.web.templatetags.roviec import clipped, due_mark, icon, state_mark

register = template.Library()
NOTHING = SafeString("")


@register.simple_tag(takes_context=True)
def close_lines(context: RequestContext, lines: Iterable[Line]) -> SafeString:
    """`<li>`s of tasks close together: what, with whom, how late."""
    task_url, why_url, next_url = addresses_of("work:task"), addresses_of("custody:due"), _next(context)
    return markup_join(
        "\n",
        '<li class="rows__line{}"><a class="rows__what" href="{}" title="{}">{}</a>\n'
        '<span class="rows__who">{}{} {}{}</span>\n<span class="rows__when">{}{}</span>\n{}</li>',
        (
            (
                f" is-{line.tone}" if line.tone else "",
                task_url(line.task.pk),
                clipped(line.label, 400),
                clipped(line.label, 240),
                f"{holder}, " if (holder := line.holder or _unit(line.task.clock.holder_unit)) else "",
                str(state_view(line.task.clock.hold_kind).word).lower(),
                _waited(line.waits),
                _pressed(line, f" · {line.task.plan.code}" if line.task.plan.code else ""),
                _standing(line),
                due_mark(line.task.clock.due, line.task.clock.due_original, why_url(line.task.pk)),
                _steps(line, next_url, "rows__steps", other="btn-plain"),
            )
            for line in lines
        ),
    )


@register.simple_tag(takes_context=True)
def table_lines(
    context: RequestContext,
    lines: Iterable[Line],
    with_holder: bool = False,
    no_steps: bool = False,
    picks: bool = False,
) -> SafeString:
    """`<tr>`s of tasks under the heads of boards/_lines.html; `picks` adds a box to each."""
    pick = _("Chọn")
    task_url, why_url, next_url = addresses_of("work:task"), addresses_of("custody:due"), _next(context)
    where, due, state = _("Đang ở"), _("Hạn"), _("Tình trạng")
    return markup_join(
        "\n",
        '<tr{}>{}<td class="subject"><a href="{}">{}</a><span class="under">{}{}</span></td>{}'
        '<td class="d" data-label="{}">{}</td><td data-label="{}">{}</td>{}</tr>',
        (
            (
                markup(' class="is-{}"', line.tone) if line.tone else NOTHING,
                _box(line, pick) if picks else NOTHING,
                task_url(line.task.pk),
                clipped(line.label, 180),
                _unit(line.task.lead_unit) or line.task.lead_text,
                _pressed(line, f" · {line.task.plan.code}" if line.task.plan.code else ""),
                _holder(line, where) if with_holder else NOTHING,
                due,
                due_mark(line.task.clock.due, line.task.clock.due_original, why_url(line.task.pk)),
                state,
                _standing(line),
                NOTHING
                if no_steps
                else markup('<td class="fit">{}</td>', _steps(line, next_url, "line-steps", other="btn-quiet")),
            )
            for line in lines
        ),
    )


@register.simple_tag
def card_lines(lines: Iterable[Line]) -> SafeString:
    """`<li>`s of a column: what, with whom, until when."""
    task_url = addresses_of("work:task")
    return markup_join(
        "\n",
        '<li class="card-line{}"><a href="{}">{}</a><span class="under">{}</span><span class="card-line__foot">{}{}</span></li>',
        (
            (
                f" is-{line.tone}" if line.tone else "",
                task_url(line.task.pk),
                clipped(line.label, 140),
                line.holder or line.task.clock.holder_unit.name,
                due_mark(line.task.clock.due, line.task.clock.due_original),
                state_mark(line.standing, line.days, bare=True),
            )
            for line in lines
        ),
    )


def _box(line: Line, pick: str) -> SafeString:
    return markup(
        '<td class="pick"><input class="form-check-input" type="checkbox" name="task" value="{}" aria-label="{} {}"></td>',
        line.task.pk,  # type: ignore[attr-defined]
        pick,
        line.label[:60],
    )


def _next(context: RequestContext) -> str:
    """The address to come back to, as a value of a query."""
    return quote(context["request"].get_full_path())


def _unit(unit: Any) -> str:
    return (unit.short_name or unit.name) if unit else ""


def _pressed(line: Line, after: str) -> str:
    """How often it was pressed for, after what else is said."""
    n = line.task.reminders  # type: ignore[attr-defined]
    if not n:
        return after
    times = ngettext("đã đôn đốc %(n)s lần", "đã đôn đốc %(n)s lần", n) % {"n": n}
    return f"{after} · {times}"


def _waited(days: int) -> str:
    return ngettext("%(n)s ngày làm việc", "%(n)s ngày làm việc", days) % {"n": days}


def _holder(line: Line, label: str) -> SafeString:
    clock = line.task.clock  # type: ignore[attr-defined]
    return markup(
        '<td data-label="{}"><span>{}<span class="under">{}, {}</span></span></td>',
        label,
        line.holder or clock.holder_unit.name,
        state_view(clock.hold_kind).word,
        _waited(line.waits),
    )


def _standing(line: Line) -> SafeString:
    """Where it stands; where it will probably end late, that, with its chance."""
    if line.risk is None:
        return state_mark(line.standing, line.days)
    view = state_view("at_risk")
    short = _("Nguy cơ %(percent)s%%") % {"percent": line.risk}
    return markup('<span class="state state--{}" title="{}">{}{}</span>', view.tone, view.word, icon(view.icon), short)


def _steps(line: Line, next_url: str, css: str, *, other: str) -> SafeString:
    """The steps offered beside a line, the first plain and those after it in the look `other`."""
    if not line.steps:
        return NOTHING
    pk: UUID = line.task.pk  # type: ignore[attr-defined]
    made = []
    for n, step in enumerate(line.steps):
        address = f"{addresses_of('work:task_do', step.verb)(pk)}?next={next_url}"
        look = other if n else "btn-plain"
        made.append((look, address, address, step.label))
    buttons = markup_join("", '<a class="btn btn-sm {}" href="{}" hx-get="{}" hx-target="#modal-body">{}</a>', made)
    return markup('<span class="{}">{}</span>', css, buttons)
