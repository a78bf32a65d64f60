"""The process map of a unit in words: its parts, what went from one to another, and the table behind the picture."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roviec.custody.hands_shown import days, with_query
from roviec.custody.queries.passes import Pass
from roviec.paper.logs.map import Arc, Node, ProcessMap, draw, drawn

if TYPE_CHECKING:
    from roviec.organisation.models import Unit

# A picture with more boxes is not read; the table has all.
MOST_PARTS, MOST_ROWS = 14, 200
_OUTSIDE = None


def process_map(
    unit: "Unit",
    names: Mapping[UUID, str],
    passes: Sequence[Pass],
    kept: Mapping[UUID, tuple[int, int]],
    span_days: int,
    may_open: Callable[[UUID], bool],
) -> dict[str, Any]:
    """`svg` ("" without any pass) and `rows`, most first. `names` of the parts, the unit itself among them; `may_open` says for which
    units the reader may see single turns."""
    outside = _("Ngoài %(name)s") % {"name": unit.short_name or unit.name}
    told = {**names, _OUTSIDE: outside}
    order = _order(passes)
    drawn_parts = order[:MOST_PARTS]
    place = {part: n for n, part in enumerate(drawn_parts)}
    nodes = [Node(told.get(part, ""), _note(part, kept), kept.get(part, (0, 0))[0] if part else 0) for part in order]
    arcs = [
        Arc(place[one.source], place[one.target], one.n, _tip(told, one))
        for one in passes
        if one.source in place and one.target in place
    ]
    hidden = len(passes) - len(drawn(arcs))
    chart = ProcessMap(
        title=_("Việc đi giữa các đơn vị"),
        subtitle=_("Đơn vị chuyển đi nhiều hơn nhận về đứng trên; đường đậm là chuyển nhiều."),
        onward=_("chuyển xuống dưới"),
        back=_("chuyển ngược lên"),
        nodes=nodes[:MOST_PARTS],
        arcs=arcs,
        left_out=ngettext(
            "Không vẽ %(n)s đường ít chuyển; bảng dưới có đủ.",
            "Không vẽ %(n)s đường ít chuyển; bảng dưới có đủ.",
            hidden,
        )
        % {"n": hidden}
        if hidden
        else "",
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
    """The parts that pass most, those that give more than they get first: most of what is drawn then goes downwards."""
    gave: dict[UUID | None, int] = {}
    got: dict[UUID | None, int] = {}
    for one in passes:
        gave[one.source] = gave.get(one.source, 0) + one.n
        got[one.target] = got.get(one.target, 0) + one.n
    sums = {part: gave.get(part, 0) + got.get(part, 0) for part in {**gave, **got}}
    most = sorted(sums, key=lambda part: (-sums[part], str(part)))
    shown = sorted(
        most[:MOST_PARTS],
        key=lambda part: ((got.get(part, 0) - gave.get(part, 0)) / sums[part], -sums[part], str(part)),
    )
    return [*shown, *most[MOST_PARTS:]]


def _note(part: UUID | None, kept: Mapping[UUID, tuple[int, int]]) -> str:
    if part is None or part not in kept:
        return ""
    n, minutes = kept[part]
    said = ngettext("giữ %(n)s lượt", "giữ %(n)s lượt", n) % {"n": number_format(n, use_l10n=True, force_grouping=True)}
    return said + ", " + _("trung vị %(days)s ngày làm việc") % {"days": days(minutes)}


def _tip(told: Mapping[UUID | None, str], one: Pass) -> str:
    return _("%(source)s → %(target)s: %(n)s lượt, rồi nằm đó trung vị %(days)s ngày làm việc") % {
        "source": told.get(one.source, ""),
        "target": told.get(one.target, ""),
        "n": one.n,
        "days": days(one.minutes),
    }


def _turns(unit: "Unit", one: Pass, span_days: int, may_open: Callable[[UUID], bool]) -> str:
    """The address of exactly these turns; "" where the reader may not open them."""
    ends = [pk for pk in (one.source or unit.pk, one.target or unit.pk) if may_open(pk)]
    if not ends:
        return ""
    query: dict[str, object] = {"ky": span_days}
    for name, part in (("don_vi", one.target), ("tu_don_vi", one.source)):
        query[name] = part or unit.pk
        if part is None:
            query[f"{name}_la"] = "ngoai"
        elif part == unit.pk:
            query[f"{name}_la"] = "rieng"
    return with_query(reverse("custody:turns"), query)
