"""A chart as one HTML file that opens anywhere, without a server or anything from elsewhere.

The chart is the table: every row carries its bar in the last cell, so that a screen reader, a printer and a spreadsheet get the
same rows. Colours come with words and signs. One script searches and folds; the file forbids itself everything else, so that it
can neither fetch nor send.
"""

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from html import escape
from importlib import resources

from roviec.paper.gantt.chart import Bar, Chart, Gettext, State, TimeLine, say_state

_SIGNS = {
    State.OPEN: "●",
    State.SOON: "◔",
    State.LATE: "!",
    State.CRITICAL: "◆",
    State.DONE: "✓",
    State.DONE_LATE: "✓",
    State.HALTED: "‖",
    State.SUMMARY: "▬",
    State.UNDATED: "○",
}
_PER_DAY = ((62, 22), (280, 8), (1100, 2.2))


def write_html(
    chart: Chart, gettext: Gettext, language: str, rows: Callable[[Iterable[Bar]], Iterable[Bar]] = iter
) -> bytes:
    """The whole file. `rows` may wrap the rows to show progress while they are written."""
    return "".join(_document(chart, gettext, language, rows)).encode("utf-8")


def _document(
    chart: Chart, gettext: Gettext, language: str, rows: Callable[[Iterable[Bar]], Iterable[Bar]]
) -> Iterator[str]:
    line = TimeLine(*chart.span)
    package = resources.files("roviec.paper.gantt")
    style = package.joinpath("chart.css").read_text(encoding="utf-8")
    script = f"\n{package.joinpath('chart.js').read_text(encoding='utf-8')}"
    yield f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">\n'
    digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-{digest}'"
    yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"<title>{escape(chart.title)}</title>\n<style>\n{style}{_lane(chart, line)}</style>\n</head>\n<body>\n"
    if chart.heading:
        motto = "".join(f"<br>{escape(one)}" for one in chart.heading.motto).removeprefix("<br>")
        yield '<div class="official"><p>' + escape(chart.heading.above) + ("<br>" if chart.heading.above else "")
        yield f"<b>{escape(chart.heading.name)}</b></p><p><b>{motto}</b></p></div>\n"
    yield f"<h1>{escape(chart.title)}</h1>\n"
    if chart.subtitle:
        yield f'<p class="subtitle">{escape(chart.subtitle)}</p>\n'
    yield from _legend(chart, gettext)
    yield (
        f'<form class="tools" hidden data-fold="{escape(gettext("Thu gọn hoặc mở nhóm này"))}"><label>{escape(gettext("Tìm"))} '
        f'<input type="search" id="search"></label> <button type="button" id="fold">{escape(gettext("Thu gọn, mở tất cả"))}</button> '
        '<output id="shown"></output></form>\n'
    )
    yield (
        '<div class="scroll" tabindex="0" role="region" aria-label="' + escape(chart.title) + '">\n<table>\n<thead><tr>'
    )
    for heading in _headings(chart, gettext):
        yield f'<th scope="col">{escape(heading)}</th>'
    time = escape(gettext("Thời gian"))
    yield f'<th scope="col" class="time"><span class="said">{time}</span>{_axis(line)}</th></tr></thead>\n<tbody>\n'
    columns = _columns(chart)
    span = len(_headings(chart, gettext)) + 1
    group = ""
    for bar in rows(chart.bars):
        if bar.group != group:
            group = bar.group
            yield f'<tr class="group" data-level="0" data-said=""><th scope="rowgroup" colspan="{span}">{escape(group)}</th></tr>\n'
        yield _row(bar, columns, line, gettext)
    yield f"</tbody>\n</table>\n</div>\n<script>{script}</script>\n</body>\n</html>\n"


def _columns(chart: Chart) -> tuple[bool, bool, bool, bool]:
    """Which optional columns have anything in them: lead, supports, deliverable, progress."""
    bars = chart.bars
    return (
        any(b.lead for b in bars),
        any(b.supports for b in bars),
        any(b.deliverable for b in bars),
        any(b.progress for b in bars),
    )


def _headings(chart: Chart, gettext: Gettext) -> list[str]:
    lead, supports, deliverable, progress = _columns(chart)
    headings = [gettext("STT"), gettext("Nhiệm vụ")]
    headings += [gettext("Chủ trì")] * lead + [gettext("Phối hợp")] * supports + [gettext("Sản phẩm")] * deliverable
    headings += [gettext("Bắt đầu"), gettext("Thời hạn")] + [gettext("Tiến độ")] * progress
    return [*headings, gettext("Tình trạng")]


def _legend(chart: Chart, gettext: Gettext) -> Iterator[str]:
    counts = {state: sum(bar.state is state for bar in chart.bars) for state in State}
    yield '<ul class="legend">'
    for state, count in counts.items():
        if count:
            yield f'<li><i class="bar {state}" aria-hidden="true"></i>{escape(say_state(state, gettext))}: <b>{count}</b></li>'
    if chart.today is not None:
        today = escape(gettext("Hôm nay"))
        yield f'<li><i class="key-today" aria-hidden="true"></i>{today}: <b>{chart.today:%d/%m/%Y}</b></li>'
    if any(bar.due for bar in chart.bars):
        mark = escape(gettext("Mốc thời hạn"))
        yield f'<li><i class="key-due" aria-hidden="true"></i>{mark}</li>'
    if TimeLine(*chart.span).shaded(chart.off):
        yield f'<li><i class="key-off" aria-hidden="true"></i>{escape(gettext("Ngày nghỉ"))}</li>'
    if chart.is_cut:
        yield f"<li>{escape(gettext('Việc ở xa hơn bị cắt ở mép; xem cột Thời hạn'))}</li>"
    yield "</ul>\n"


def _axis(line: TimeLine) -> str:
    cut = [
        "".join(
            f'<span style="left:{100 * t.left:.3f}%;width:{100 * t.width:.3f}%">{escape(t.label)}</span>' for t in ticks
        )
        for ticks in (line.major(), line.minor())
    ]
    return f'<div class="axis" aria-hidden="true"><div>{cut[0]}</div><div>{cut[1]}</div></div>'


def _lane(chart: Chart, line: TimeLine) -> str:
    """The background of every row, drawn once: days off, months, today."""
    parts = [
        f'<rect x="{1000 * t.left:.3f}" width="{1000 * t.width:.3f}" height="10" fill="#edf0f4"/>'
        for t in line.shaded(chart.off)
    ]
    parts += [f'<rect x="{1000 * t.left:.3f}" width="0.6" height="10" fill="#cbd3dd"/>' for t in line.major()]
    if chart.today is not None and line.first <= chart.today < line.last:
        noon = datetime.combine(chart.today, datetime.min.time()) + timedelta(hours=12)
        parts.append(f'<rect x="{1000 * line.at(noon):.3f}" width="1.6" height="10" fill="#0b5cad"/>')
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 10" preserveAspectRatio="none">{"".join(parts)}</svg>'
    width = next((round(line.days * per) for most, per in _PER_DAY if line.days <= most), 1600)
    encoded = b64encode(picture.encode()).decode()
    return (
        f".time{{min-width:{max(width, 480)}px}}td.time{{background-image:url(data:image/svg+xml;base64,{encoded})}}\n"
    )


def _row(bar: Bar, columns: tuple[bool, bool, bool, bool], line: TimeLine, gettext: Gettext) -> str:
    lead, supports, deliverable, progress = columns
    shown = [
        f'<td class="no">{escape(bar.number)}</td>',
        f'<th scope="row" class="l{min(bar.level, 6)}">{escape(bar.name)}</th>',
    ]
    for wanted, value in ((lead, bar.lead), (supports, bar.supports), (deliverable, bar.deliverable)):
        if wanted:
            shown.append(f'<td class="who">{escape(value)}</td>')
    due = bar.due_said
    kind = "who" if bar.due_words else "date"
    shown.append(
        f'<td class="date">{f"{bar.start:%d/%m/%Y}" if bar.start else ""}</td><td class="{kind}">{escape(due)}</td>'
    )
    if progress:
        shown.append(f'<td class="no">{"" if bar.progress is None else f"{bar.progress}%"}</td>')
    word = bar.said(gettext)
    shown.append(
        f'<td class="state {bar.state}"><span aria-hidden="true">{_SIGNS[bar.state]}</span> {escape(word)}</td>'
    )
    return f'<tr class="{bar.state}" data-level="{max(bar.level, 1)}">{"".join(shown)}<td class="time">{_bar(bar, line, word)}</td></tr>\n'


def _bar(bar: Bar, line: TimeLine, word: str) -> str:
    marks = ""
    if bar.due is not None and line.shows(bar.due):
        marks = f'<i class="due" style="left:{100 * line.at(bar.due):.3f}%" title="{bar.due:%d/%m/%Y}"></i>'
    if bar.start is None or bar.finish is None:
        return f'<div class="lane">{marks}</div>'
    left, right = 100 * line.at(bar.start), 100 * line.at(bar.finish)
    tip = escape(f"{bar.name} · {bar.start:%d/%m/%Y} – {bar.finish:%d/%m/%Y} · {word}", quote=True)
    if bar.milestone:
        return f'<div class="lane">{marks}<i class="milestone {bar.state}" style="left:{left:.3f}%" title="{tip}"></i></div>'
    done = f'<b style="width:{bar.progress}%"></b>' if bar.progress else ""
    return f'<div class="lane"><i class="bar {bar.state}" style="left:{left:.3f}%;width:{right - left:.3f}%" title="{tip}">{done}</i>{marks}</div>'
