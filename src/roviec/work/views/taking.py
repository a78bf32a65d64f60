"""Rows taken out of the house, as a chart and as a file of the shape wanted."""

import json
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.standing import Standing
from roviec.core.text import fold
from roviec.custody.calendars import calendar_named
from roviec.paper.gantt import Bar, Chart, Heading, State
from roviec.paper.gantt.html import write_html
from roviec.paper.gantt.printing import MOST_ROWS_OF_A_PICTURE, write_pdf, write_png
from roviec.paper.gantt.svg import write_svg
from roviec.paper.gantt.workbook import write_workbook
from roviec.web.states import state_view
from roviec.web.templatetags.roviec import vi_datetime, working_days_late
from roviec.work.forms.taking import Wish
from roviec.work.queries import Taken
from roviec.work.tracking import kept_of, term_of

MOTTO = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "html": "text/html; charset=utf-8",
    "xml": "application/xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
STATES = {
    Standing.OPEN_ON_TIME.value: State.OPEN,
    Standing.DUE_SOON.value: State.SOON,
    Standing.OPEN_LATE.value: State.LATE,
    Standing.DONE_ON_TIME.value: State.DONE,
    Standing.DONE_LATE.value: State.DONE_LATE,
    Standing.SUSPENDED.value: State.HALTED,
    Standing.CANCELLED.value: State.HALTED,
}
# A bar of days is drawn from the opening of the first to the closing of the last.
OPENS, CLOSES = time(7, 30), time(17, 30)
LONGEST_SHADED = 420


def chosen(rows: Iterable[Taken], wish: Wish) -> list[Taken]:
    """What the page shows of them: the tones ticked and the words sought, a whole as long as one of its parts is left."""
    words = fold(wish.words).split()
    listed = list(rows)
    if not words and not wish.tones:
        return listed
    kept = [_shown(row, wish.tones, words) for row in listed]
    for at in range(len(listed) - 1, 0, -1):
        if kept[at] and listed[at].level > 1:
            above = next((i for i in range(at - 1, -1, -1) if listed[i].level < listed[at].level), None)
            if above is not None:
                kept[above] = True
    return [row for row, keep in zip(listed, kept, strict=True) if keep]


def _shown(row: Taken, tones: frozenset[str], words: list[str]) -> bool:
    said = fold(f"{row.number} {row.title} {row.lead} {row.person} {row.deliverable}")
    return (not tones or state_view(row.state).tone in tones) and all(word in said for word in words)


def chart_of(
    rows: list[Taken], wish: Wish, *, title: str, heading: tuple[str, str, bool], now: datetime, narrowed: bool
) -> Chart:
    above, name, motto = heading
    bars = [_bar(row, wish.group) for row in rows]
    if wish.group:
        bars.sort(key=lambda bar: (not bar.group, fold(bar.group)))
    calendar = calendar_named("vn")
    today = calendar.local_day(now)
    chart = Chart(title, tuple(bars), today, {}, _subtitle(rows, now, narrowed), Heading(name, above, MOTTO * motto))
    first, last = chart.span
    days = (first + timedelta(days=n) for n in range(min((last - first).days + 1, LONGEST_SHADED)))
    off = {day: "" for day in days if not calendar.is_working_day(day)}
    return Chart(chart.title, chart.bars, today, off, chart.subtitle, chart.heading)


def _bar(row: Taken, group: str) -> Bar:
    local = row.due.astimezone(VIETNAM).replace(tzinfo=None) if row.due else None
    start = datetime.combine(row.start, OPENS) if row.start and row.end else None
    finish = datetime.combine(row.end, CLOSES) if start and row.end else None
    view = state_view(row.state)
    late = row.state == Standing.OPEN_LATE.value and row.days_late is not None
    undated = finish is None and local is None
    state = State.SUMMARY if row.whole else State.UNDATED if undated else STATES.get(row.state, State.OPEN)
    word = working_days_late(row.days_late) if late else str(view.word)
    groups = {"don-vi": row.lead, "nguoi": row.person, "trang-thai": str(view.word), "chuong-trinh": row.plan}
    return Bar(
        row.number,
        row.title,
        start,
        finish,
        state,
        lead=row.lead,
        supports="; ".join(row.supports),
        deliverable=row.deliverable,
        due=local,
        due_words=term_of(row),
        progress=row.progress,
        level=1 if group else row.level,
        before=tuple(str(pk) for pk in row.before),
        key=str(row.id),
        kept=json.dumps(kept_of(row), ensure_ascii=False),
        word="" if row.whole else word,
        group=groups.get(group, "") or (_("Chưa rõ") if group else ""),
        person=row.person,
        mark=row.milestone and finish is not None,
    )


def _subtitle(rows: list[Taken], now: datetime, narrowed: bool) -> str:
    leaves = [row for row in rows if not row.whole]
    late = sum(row.state == Standing.OPEN_LATE.value for row in leaves)
    count = ngettext("%(n)s nhiệm vụ", "%(n)s nhiệm vụ", len(leaves)) % {"n": len(leaves)}
    said = _("Số liệu đến %(at)s: %(count)s, %(late)s quá hạn") % {
        "at": vi_datetime(now),
        "count": count,
        "late": late,
    }
    return f"{said} ({_('theo bộ lọc đang chọn')})" if narrowed else said


def write(chart: Chart, wish: Wish) -> bytes:
    """The file; Invalid when the shape cannot hold so many rows."""
    language = get_language() or "vi"
    if wish.shape == "png" and len(chart.bars) > MOST_ROWS_OF_A_PICTURE:
        raise Invalid("loai", Reason("taking.too_many_for_picture", {"most": MOST_ROWS_OF_A_PICTURE}))
    makers: dict[str, Any] = {
        "pdf": lambda: write_pdf(chart, _, language, wish.paper),
        "png": lambda: write_png(chart, _, language),
        "svg": lambda: write_svg(chart, _),
        "html": lambda: write_html(chart, _, language),
        "xlsx": lambda: write_workbook(chart, _),
    }
    return bytes(makers[wish.shape]())


def attached(request: HttpRequest, data: bytes, name: str, shape: str) -> HttpResponse:
    response = HttpResponse(data, content_type=TYPES[shape])
    file = "-".join(fold(name).replace("/", " ").split())[:80] or "ke-hoach"
    response["Content-Disposition"] = f'attachment; filename="{file}.{shape}"'
    return response
