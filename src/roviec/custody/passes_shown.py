"""The process map of a unit in words: its parts, what went from one to another, and the table behind the picture."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from roviec.custody.hands_shown import days, with_query
from roviec.custody.queries.passes import Pass
from roviec.paper.logs.map import Arc, Node, ProcessMap, draw, drawn

if TYPE_CHECKING:
    from roviec.organisation.models import Unit

# A picture with more boxes is not read; the table has all.
MOST_PARTS, MOST_ROWS = 14, 200


def process_map(
    unit: "Unit",
    names: Mapping[UUID | None, str],
    passes: Sequence[Pass],
    kept: Mapping[UUID, tuple[int, int]],
    span_days: int,
    may_open: Callable[[UUID], bool],
) -> dict[str, Any]:
    """`svg` ("" without any pass) and `rows`, most first. `names` of the parts, the unit itself among them; `may_open` says for which
    units the reader may see single turns."""
    outside = _("Ngoài %(name)s") % {"name": unit.short_name or unit.name}
    told = {**names, None: outside}
    order = _order(passes)
    place = {part: n for n, part in enumerate(order[:MOST_PARTS])}
    nodes = [Node(told.get(part, ""), _note(part, kept), kept.get(part, (0, 0))[0] if part else 0) for part in place]
    arcs = [
        Arc(place[one.source], place[one.target], one.n, _tip(told, one))
        for one in passes
        if one.source in place and one.target in place
    ]
    hidden = len(passes) - len(drawn(arcs))
    chart = ProcessMap(
        title=_("Việc đi giữa các đơn vị"),
        subtitle=_("Nơi chuyển đi nhiều hơn nhận về đứng trên; đường đậm là chuyển nhiều."),
        onward=_("chuyển xuống dưới"),
        back=_("chuyển ngược lên"),
        nodes=nodes,
        arcs=arcs,
        left_out=_("Không vẽ đường ít chuyển (%(n)s); bảng dưới có đủ.") % {"n": hidden} if hidden else "",
    )
    return {
        # The picture escapes every name that it writes.
        "svg": SafeString(draw(chart).decode()) if arcs else "",
        "rows": [
            {
                "source": told.get(one.source, ""),
                "target": told.get(one.target, ""),
                "n": one.n,
                "median": days(one.minutes),
                "url": _turns(unit, one, span_days, may_open),
            }
            for one in passes[:MOST_ROWS]
        ],
        "total": sum(one.n for one in passes),
        "pairs": len(passes),
        "more": max(0, len(passes) - MOST_ROWS),
    }


def _order(passes: Sequence[Pass]) -> list[UUID | None]:
    """The parts that pass most, each time the one next that gives most beyond what it gets from those left: few lines go back up
    (after Eades, Lin, Smyth: A fast and effective heuristic for the feedback arc set problem, 1993)."""
    sums: dict[UUID | None, int] = {}
    for one in passes:
        for part in (one.source, one.target):
            sums[part] = sums.get(part, 0) + one.n
    most = sorted(sums, key=lambda part: (-sums[part], str(part)))
    left, shown = most[:MOST_PARTS], []
    while left:
        beyond = dict.fromkeys(left, 0)
        for one in passes:
            if one.source in beyond and one.target in beyond:
                beyond[one.source] += one.n
                beyond[one.target] -= one.n
        # Who gives and gets nothing among those left comes after them: `left` is in the order of the sums.
        shown.append(max(left, key=lambda part: beyond[part]))
        left.remove(shown[-1])
    return [*shown, *most[MOST_PARTS:]]


def _note(part: UUID | None, kept: Mapping[UUID, tuple[int, int]]) -> str:
    if part is None or part not in kept:
        return ""
    n, minutes = kept[part]
    return _("giữ %(n)s lượt, trung vị %(days)s ngày") % {
        "n": number_format(n, force_grouping=True),
        "days": days(minutes),
    }


def _tip(told: Mapping[UUID | None, str], one: Pass) -> str:
    return _("%(source)s → %(target)s: %(n)s lượt, rồi nằm đó trung vị %(days)s ngày") % {
        "source": told.get(one.source, ""),
        "target": told.get(one.target, ""),
        "n": one.n,
        "days": days(one.minutes),
    }


def _turns(unit: "Unit", one: Pass, span_days: int, may_open: Callable[[UUID], bool]) -> str:
    """The address of exactly these turns; "" where the reader may not open them."""
    if not any(may_open(part or unit.pk) for part in (one.source, one.target)):
        return ""
    query: dict[str, object] = {"ky": span_days}
    for name, part in (("don_vi", one.target), ("tu_don_vi", one.source)):
        query[name] = part or unit.pk
        if part is None:
            query[f"{name}_la"] = "ngoai"
        elif part == unit.pk:
            query[f"{name}_la"] = "rieng"
    return with_query(reverse("custody:turns"), query)
