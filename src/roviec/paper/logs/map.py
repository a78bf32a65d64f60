"""A process map as one picture: steps from top to bottom in the order in which cases reach them, arcs for what follows what.

To the right what goes on, to the left what comes back: rework is seen at a glance, and the picture is always the same for the same
log. Thicker is more often. The table with all numbers stands beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

_ROW, _TOP, _BOX, _SIDE = 58, 84, 330, 300
_INK, _QUIET, _ON, _BACK, _FILL, _RULE = "#1d2733", "#5b6877", "#2f6f9f", "#9a5b00", "#eef3f8", "#d7dde5"
_LETTER = 6.6  # mean width of a letter at 12 px
_FONTS = "Be Vietnam Pro, Segoe UI, Noto Sans, Liberation Sans, Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Node:
    """`note` stands under the name."""

    name: str
    note: str
    weight: int


@dataclass(frozen=True, slots=True)
class Arc:
    """Between places in the list of nodes; `tip` is told when the pointer rests on it."""

    source: int
    target: int
    count: int
    tip: str


@dataclass(frozen=True, slots=True)
class ProcessMap:
    """Words come from outside, in the reader's language. `left_out` says what was too rare to be drawn; empty: nothing."""

    title: str
    subtitle: str
    onward: str
    back: str
    nodes: Sequence[Node]
    arcs: Sequence[Arc]
    left_out: str = ""


def drawn(arcs: Sequence[Arc], share: float = 0.97) -> list[Arc]:
    """The most frequent arcs that together make up the share, and the strongest into and out of each node, so that none stands alone."""
    ordered = sorted(
        (arc for arc in arcs if arc.source != arc.target), key=lambda arc: (-arc.count, arc.source, arc.target)
    )
    total, passed = sum(arc.count for arc in ordered), 0
    reached: set[int] = set()
    left: set[int] = set()
    kept = []
    for arc in ordered:
        if passed < share * total or arc.target not in reached or arc.source not in left:
            kept.append(arc)
        passed += arc.count
        reached.add(arc.target)
        left.add(arc.source)
    return kept


def draw(chart: ProcessMap) -> bytes:
    """The picture as SVG."""
    return "\n".join(_drawing(chart)).encode("utf-8")


def _drawing(chart: ProcessMap) -> Iterator[str]:
    arcs = drawn(chart.arcs)
    height = _TOP + _ROW * max(1, len(chart.nodes)) + 40
    width = _BOX + 2 * _SIDE
    most = max((arc.count for arc in arcs), default=1)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" font-family="{_FONTS}" font-size="12" fill="{_INK}">'
    )
    yield f"<title>{escape(chart.title)}</title><desc>{escape(chart.subtitle)}</desc>"
    yield (
        "<defs>"
        + "".join(
            f'<marker id="{name}" viewBox="0 0 6 6" refX="5.5" refY="3" markerWidth="9" markerHeight="9" '
            f'markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 6 3 0 6z" fill="{colour}"/></marker>'
            for name, colour in (("on", _ON), ("back", _BACK))
        )
        + "</defs>"
    )
    yield f'<rect width="{width}" height="{height}" fill="#fff"/>'
    yield f'<text x="20" y="28" font-size="17" font-weight="600">{escape(chart.title)}</text>'
    yield f'<text x="20" y="48" fill="{_QUIET}">{escape(chart.subtitle)}</text>'
    yield f'<text x="{_SIDE - 14}" y="{_TOP - 14}" text-anchor="end" fill="{_BACK}">◀ {escape(chart.back)}</text>'
    yield f'<text x="{_SIDE + _BOX + 14}" y="{_TOP - 14}" fill="{_ON}">{escape(chart.onward)} ▶</text>'
    labels: list[str] = []
    for arc in reversed(arcs):
        line, label = _arc(arc, most, len(chart.nodes))
        yield line
        labels.append(label)
    for place, node in enumerate(chart.nodes):
        yield from _node(place, node)
    yield from labels
    if chart.left_out:
        yield f'<text x="20" y="{height - 14}" fill="{_QUIET}">{escape(chart.left_out)}</text>'
    yield "</svg>"


def _middle(place: int) -> float:
    return _TOP + _ROW * place + 20


def _node(place: int, node: Node) -> Iterator[str]:
    top = _middle(place) - 20
    room = int((_BOX - 24) / _LETTER)
    name = node.name if len(node.name) <= room else node.name[: room - 1] + "…"
    yield f'<rect x="{_SIDE}" y="{top}" width="{_BOX}" height="40" rx="6" fill="{_FILL}" stroke="{_RULE}"><title>{escape(node.name)}</title></rect>'
    yield f'<text x="{_SIDE + 12}" y="{top + 17}" font-weight="600">{escape(name)}</text>'
    yield f'<text x="{_SIDE + 12}" y="{top + 33}" fill="{_QUIET}">{escape(node.note)}</text>'


def _arc(arc: Arc, most: int, nodes: int) -> tuple[str, str]:
    onward = arc.target > arc.source
    span = abs(arc.target - arc.source)
    edge = _SIDE + _BOX if onward else _SIDE
    way = 1 if onward else -1
    # Leaves below the middle and arrives above it (or the other way round), so that no two ends lie on each other.
    shift = 6 if onward else -6
    start, end = _middle(arc.source) + shift, _middle(arc.target) - shift
    thick = 1 + 5 * (arc.count / most) ** 0.5
    colour, tip = (_ON, "on") if onward else (_BACK, "back")
    if onward and span == 1:
        x = _SIDE + _BOX - 26
        y1, y2 = _middle(arc.source) + 20, _middle(arc.target) - 21
        line = f'<path d="M{x} {y1:.0f} L{x} {y2:.0f}"'
        at, where, anchor = x + 8, (y1 + y2) / 2 + 4, "start"
    else:
        reach = edge + way * (26 + (_SIDE - 76) * (span / max(2, nodes - 1)) ** 0.7)
        line = f'<path d="M{edge} {start:.0f} C{reach:.0f} {start:.0f} {reach:.0f} {end:.0f} {edge} {end:.0f}"'
        at, where = edge + way * 0.75 * abs(reach - edge), (start + end) / 2 + 4
        anchor = "start" if onward else "end"
        at += way * (4 + thick / 2)
    line += f' fill="none" stroke="{colour}" stroke-opacity=".75" stroke-width="{thick:.1f}" marker-end="url(#{tip})"><title>{escape(arc.tip)}</title></path>'
    label = (
        f'<text x="{at:.0f}" y="{where:.0f}" text-anchor="{anchor}" font-size="11" fill="{colour}" '
        f'stroke="#fff" stroke-width="3" paint-order="stroke">{arc.count:,}</text>'.replace(",", ".")
    )
    return line, label


def page(chart: ProcessMap, heading: Sequence[str], rows: Sequence[Sequence[str]], language: str) -> bytes:
    """One HTML file: the picture, and under it the table behind."""
    cells = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    heads = "".join(f'<th scope="col">{escape(one)}</th>' for one in heading)
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(chart.title)}</title>'
        f"<style>body{{font:14px/1.5 {_FONTS};color:{_INK};margin:1rem}}svg{{max-width:100%;height:auto}}"
        f"table{{border-collapse:collapse;margin-top:1rem}}th,td{{border-bottom:1px solid {_RULE};padding:.3rem .6rem;text-align:left}}"
        "td:nth-child(n+3){text-align:right;font-variant-numeric:tabular-nums}</style>"
        f"{draw(chart).decode()}<table><thead><tr>{heads}</tr></thead><tbody>{cells}</tbody></table></html>"
    ).encode()
