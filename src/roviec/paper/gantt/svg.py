"""A chart as one SVG picture, drawn by us: labels, bars, links, days off, today."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from xml.sax.saxutils import escape

from roviec.paper.gantt.chart import Bar, Chart, Gettext, State, TimeLine, say_state

_ROW, _HEAD, _TITLE, _LABEL, _DUE = 30, 44, 64, 420, 150
_INK, _QUIET, _RULE = "#1d2733", "#5b6877", "#d7dde5"
_FILL = {
    State.OPEN: "#2f6f9f",
    State.SOON: "#9a6700",
    State.LATE: "url(#late)",
    State.CRITICAL: "#8a5a00",
    State.DONE: "#3c7d4b",
    State.DONE_LATE: "#3c7d4b",
    State.HALTED: "#8894a3",
    State.SUMMARY: "#3b4652",
    State.UNDATED: "#5b6877",
}
_LETTER = 6.4  # mean width of a letter at 12 px, a little more than Be Vietnam Pro's
_LATE_PATTERN = (
    '<pattern id="late" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect width="8" height="8" fill="#b3261e"/><rect width="2.5" height="8" fill="#d3524a"/></pattern>'
    '<marker id="tip" viewBox="0 0 6 6" refX="6" refY="3" markerWidth="6" markerHeight="6" orient="auto">'
    '<path d="M0 0 6 3 0 6z" fill="#5b6877"/></marker>'
)


def write_svg(chart: Chart, gettext: Gettext, rows: Callable[[Iterable[Bar]], Iterable[Bar]] = iter) -> bytes:
    """The whole picture; its width grows with the time shown, up to 4,000 px of time line."""
    return "\n".join(_drawing(chart, gettext, rows)).encode("utf-8")


def _time_width(line: TimeLine) -> int:
    per_day = 22 if line.days <= 62 else 8 if line.days <= 280 else 2.2
    return min(max(round(line.days * per_day), 700), 4000)


def picture_size(chart: Chart) -> tuple[int, int]:
    """Width and height in pixels."""
    return _LABEL + _DUE + _time_width(TimeLine(*chart.span)) + 20, _TITLE + _HEAD + _ROW * len(chart.bars) + 50


def _drawing(chart: Chart, gettext: Gettext, rows: Callable[[Iterable[Bar]], Iterable[Bar]]) -> Iterator[str]:
    line = TimeLine(*chart.span)
    left, top = _LABEL + _DUE, _TITLE + _HEAD
    time_width = _time_width(line)
    width, height = picture_size(chart)

    def x(share: float) -> float:
        return left + time_width * share

    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" font-family="Be Vietnam Pro, Segoe UI, Noto Sans, Liberation Sans, Arial, sans-serif" font-size="12" fill="{_INK}">'
    )
    yield f"<title>{escape(chart.title)}</title><defs>{_LATE_PATTERN}</defs>"
    yield f'<rect width="{width}" height="{height}" fill="#fff"/>'
    yield f'<text x="16" y="28" font-size="18" font-weight="600">{escape(_cut(chart.title, int(width / 10)))}</text>'
    yield f'<text x="16" y="48" fill="{_QUIET}">{escape(chart.subtitle)}</text>'
    bottom = top + _ROW * len(chart.bars)
    for tick in line.shaded(chart.off):
        yield f'<rect x="{x(tick.left):.1f}" y="{top}" width="{time_width * tick.width:.1f}" height="{bottom - top}" fill="#edf0f4"/>'
    yield from _axis(line, x, top, bottom)
    for place, heading in ((16, gettext("Nhiệm vụ")), (_LABEL, gettext("Thời hạn"))):
        yield f'<text x="{place}" y="{top - 8}" font-weight="600">{escape(heading)}</text>'
    yield from _links(chart, line, x, top)
    for number, bar in enumerate(rows(chart.bars)):
        yield _row(bar, line, x, top + _ROW * number, width, gettext)
    if chart.today is not None and line.first <= chart.today < line.last:
        noon = x(line.at(datetime.combine(chart.today, datetime.min.time()) + timedelta(hours=12)))
        today = escape(gettext("Hôm nay"))
        yield f'<path d="M{noon:.1f} {top - 4}V{bottom}" stroke="#0b5cad" stroke-width="2"/>'
        yield f'<text x="{noon:.1f}" y="{bottom + 14}" fill="#0b5cad" text-anchor="middle">{today} {chart.today:%d/%m/%Y}</text>'
    yield from _legend(chart, gettext, bottom + 32)
    yield "</svg>"


def _axis(line: TimeLine, x: Callable[[float], float], top: int, bottom: int) -> Iterator[str]:
    for tick in line.major():
        yield f'<path d="M{x(tick.left):.1f} {top - _HEAD}V{bottom}" stroke="{_RULE}"/>'
        if x(tick.width) - x(0) > len(tick.label) * _LETTER:
            yield f'<text x="{x(tick.left) + 4:.1f}" y="{top - 28}" font-weight="600">{tick.label}</text>'
    for tick in line.minor():
        if tick.label and x(tick.width) - x(0) > len(tick.label) * _LETTER:
            yield f'<text x="{x(tick.left) + 3:.1f}" y="{top - 8}" font-size="11" fill="{_QUIET}">{tick.label}</text>'


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: max(letters - 1, 1)].rstrip() + "…"


def _two_lines(text: str, letters: int) -> list[str]:
    """Broken at a space into at most two lines, the second cut with an ellipsis."""
    if len(text) <= letters:
        return [text]
    cut = text.rfind(" ", 0, letters + 1)
    cut = cut if cut > letters // 2 else letters
    return [text[:cut].rstrip(), _cut(text[cut:].strip(), letters)]


def _row(bar: Bar, line: TimeLine, x: Callable[[float], float], y: int, width: int, gettext: Gettext) -> str:
    word = bar.said(gettext)
    colour = "#b3261e" if bar.state is State.LATE else _INK
    weight = ' font-weight="600"' if bar.state is State.SUMMARY else ""
    indent = 16 + 14 * min(max(bar.level - 1, 0), 6)
    name = f"{bar.number}. {bar.name}" if bar.number else bar.name
    lines = _two_lines(name, int((_LABEL - indent - 10) / _LETTER))
    base = y + (19 if len(lines) == 1 else 13)
    parts = [f'<path d="M16 {y + _ROW}H{width - 20}" stroke="{_RULE}"/>']
    parts += [
        f'<text x="{indent}" y="{base + 13 * i}" fill="{colour}"{weight}>{escape(text)}</text>'
        for i, text in enumerate(lines)
    ]
    due = bar.due_said
    parts.append(f'<text x="{_LABEL}" y="{y + 13}" fill="{colour}">{escape(_cut(due, 22))}</text>')
    parts.append(
        f'<text x="{_LABEL}" y="{y + 26}" font-size="11" fill="{colour if bar.state is State.LATE else _QUIET}">{escape(word)}</text>'
    )
    if bar.start is not None and bar.finish is not None:
        left, right = x(line.at(bar.start)), x(line.at(bar.finish))
        tip = f"<title>{escape(f'{bar.name} · {bar.start:%d/%m/%Y} – {bar.finish:%d/%m/%Y} · {word}')}</title>"
        if bar.milestone:
            parts.append(f'<path d="M{left:.1f} {y + 8}l7 7-7 7-7-7z" fill="{_FILL[bar.state]}">{tip}</path>')
        else:
            thick = 7 if bar.state is State.SUMMARY else 13
            parts.append(
                f'<rect x="{left:.1f}" y="{y + 9}" width="{max(right - left, 3):.1f}" height="{thick}" rx="2" fill="{_FILL[bar.state]}">{tip}</rect>'
            )
            if bar.progress:
                done = (right - left) * bar.progress / 100
                parts.append(
                    f'<rect x="{left:.1f}" y="{y + 9}" width="{done:.1f}" height="{thick}" rx="2" fill="#fff" fill-opacity=".45"/>'
                )
    if bar.due is not None and line.shows(bar.due):
        at = x(line.at(bar.due))
        parts.append(f'<path d="M{at - 5:.1f} {y + 2}h10l-5 8z" fill="{_INK}"/>')
    return "".join(parts)


def _links(chart: Chart, line: TimeLine, x: Callable[[float], float], top: int) -> Iterator[str]:
    place = {bar.name_of_row: i for i, bar in enumerate(chart.bars)}
    for row, bar in enumerate(chart.bars):
        for number in bar.before:
            other = chart.bars[place[number]] if number in place else None
            if other is None or other.finish is None or bar.start is None:
                continue
            x1, y1 = x(line.at(other.finish)), top + _ROW * place[number] + 15
            x2, y2 = x(line.at(bar.start)), top + _ROW * row + 15
            bend = max(x1 + 6, x2 - 6) if x2 > x1 + 12 else x1 + 6
            yield f'<path d="M{x1:.1f} {y1}H{bend:.1f}V{y2}H{x2:.1f}" fill="none" stroke="{_QUIET}" stroke-opacity=".55" marker-end="url(#tip)"/>'


def _legend(chart: Chart, gettext: Gettext, y: int) -> Iterator[str]:
    at = 16
    for state in State:
        count = sum(bar.state is state for bar in chart.bars)
        if count:
            label = f"{say_state(state, gettext)}: {count}"
            yield f'<rect x="{at}" y="{y - 9}" width="22" height="10" rx="2" fill="{_FILL[state]}"/><text x="{at + 28}" y="{y}">{escape(label)}</text>'
            at += 50 + round(len(label) * _LETTER)
