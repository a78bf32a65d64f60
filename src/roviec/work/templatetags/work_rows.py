"""Rows of tasks and their counts, made in Python: a page has fifty of them, and a template takes ten times as long."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roviec.custody.queries import Counts
from roviec.web.addresses import addresses_of
from roviec.web.markup import joined, markup, markup_join
from roviec.web.templatetags.roviec import DASH, clipped, due_mark, icon, state_mark, vi_number
from roviec.work.queries import Row

register = template.Library()
NOTHING = SafeString("")


@register.simple_tag
def mini_counts(counts: Counts) -> SafeString:
    """The four counts in one line, what is zero left out."""
    shown = (
        (counts.open_late, "state--late", "late", _("%(n)s quá hạn")),
        (counts.open_on_time, "state--plain", "open", _("%(n)s trong hạn")),
        (counts.done_on_time, "state--good", "done", _("%(n)s xong đúng hạn")),
        (counts.done_late, "state--late-done", "done-late", _("%(n)s xong quá hạn")),
        (counts.suspended, "state--halt", "halt", _("%(n)s tạm dừng")),
        (counts.no_due, "", "none", _("%(n)s không có hạn")),
    )
    items = markup_join(
        "\n",
        '<li class="{}">{}{}</li>',
        ((f"state {tone}".strip(), icon(sign), words % {"n": vi_number(n)}) for n, tone, sign, words in shown if n),
    )
    return markup('<ul class="mini-counts">{}</ul>', items or markup('<li class="quiet small">{}</li>', _("Chưa giao")))


@register.simple_tag
def task_rows(rows: Iterable[Row], picks: bool = False, are_parts: bool = False) -> SafeString:
    """`<tr>`s of a table whose heads are work/_rows_head.html; `picks` adds a box to each, `are_parts` folds them out below their whole."""
    made = _Rows(bool(picks), bool(are_parts))
    return joined(made.row(row) for row in rows)


class _Rows:
    """Words and addresses of one table, said once for all its rows."""

    def __init__(self, picks: bool, are_parts: bool) -> None:
        self.picks, self.are_parts = picks, are_parts
        self.task_url, self.parts_url = addresses_of("work:task"), addresses_of("work:parts")
        self.why_url = addresses_of("custody:due")
        self.labels = (_("STT"), _("Chủ trì"), _("Người thực hiện"), _("Hạn hoàn thành"), _("Trạng thái"))
        self.pick = _("Chọn")
        self.deliverable, self.supports = _("Sản phẩm:"), _("Phối hợp:")

    def row(self, row: Row) -> SafeString:
        task = row.task
        number, lead, person, due, state = self.labels
        part = markup(' data-part-of="{}"', task.parent_id) if self.are_parts else NOTHING
        return markup(
            '<tr class="{}{}"{}>{}<td class="fit stt" data-label="{}">{}</td>'
            '<td class="subject"><a href="{}">{}</a>\n{}{}</td><td data-label="{}">{}</td><td data-label="{}">{}</td>'
            '<td class="d" data-label="{}">{}</td><td data-label="{}">{}</td></tr>',
            f"is-{row.tone}" if row.tone else "",
            " is-part" if self.are_parts else "",
            part,
            self._box(task) if self.picks else NOTHING,
            number,
            task.number,
            self.task_url(task.pk),
            clipped(task.title, 280),
            self._under(row),
            self._fold(row.parts, task.pk) if row.parts else NOTHING,
            lead,
            (task.lead_unit.short_name or task.lead_unit.name) if task.lead_unit else task.lead_text or DASH,
            person,
            _person(row),
            due,
            _due(task, self.why_url(task.pk)),
            state,
            mini_counts(row.counts) if row.counts else _state(row),
        )

    def _box(self, task: Any) -> SafeString:
        return markup(
            '<td class="pick"><input class="form-check-input" type="checkbox" name="task" value="{}" aria-label="{} {}"></td>',
            task.pk,
            self.pick,
            task.title[:60],
        )

    def _under(self, row: Row) -> SafeString:
        said = []
        if row.task.deliverable:
            said.append(f"{self.deliverable} {clipped(row.task.deliverable, 160)}")
        if row.supports:
            said.append(f"{self.supports} {clipped('; '.join(row.supports), 200)}")
        return markup('<span class="under">{}</span>', " · ".join(said)) if said else NOTHING

    def _fold(self, parts: int, pk: UUID) -> SafeString:
        words = ngettext("%(total)s phần việc", "%(total)s phần việc", parts) % {"total": vi_number(parts)}
        return markup(
            '<a class="fold" href="{}#phan-viec" data-fold="{}" data-fold-url="{}" aria-expanded="false">{}{}</a>',
            self.task_url(pk),
            pk,
            self.parts_url(pk),
            icon("right"),
            words,
        )


def _person(row: Row) -> str:
    if row.person:
        return row.person.full_name
    waits = row.task.clock.hold_kind in ("unnamed", "outside") and not row.parts
    return state_mark(row.task.clock.hold_kind, bare=True) if waits else NOTHING


def _due(task: Any, why: str) -> str:
    clock = task.clock
    if clock.due:
        return due_mark(clock.due, clock.due_original, why)
    if clock.budget_days:
        return _("%(n)s ngày làm việc") % {"n": clock.budget_days}
    return task.get_recurrence_display() if task.recurrence else DASH


def _state(row: Row) -> SafeString:
    """The standing, and below it what the work waits for."""
    return markup("{}{}", state_mark(row.standing, row.days_late), _waits(row.task))


def _waits(task: Any) -> SafeString:
    clock = task.clock
    if clock.hold_kind == "signature" and not clock.closed_at:
        words = _("Đã trình, chờ ký")
    elif task.state == "submitted":
        words = _("Đã nộp, chờ duyệt")
    elif task.state == "assigned" and clock.hold_kind == "working":
        words = _("Chờ tiếp nhận")
    elif task.state == "refused":
        words = _("Từ chối nhận")
    else:
        return NOTHING
    return markup('<span class="under">{}</span>', words)
