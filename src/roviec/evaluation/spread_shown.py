"""How scores are spread, arranged for pages: percents in words, one bar of the bands, each number with the address of its list."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from roviec.core.custody.comparing import Estimate
from roviec.evaluation.queries.spread import Row
from roviec.web.reasons import sentence

WIDE = 100.0
LISTS = ("phieu", "den-han", "cham", "tra-lai")


def row(one: Row, *, body: UUID, period: str, name: str = "", head: bool = False) -> dict[str, Any]:
    """`bar`: (band, x, width, how many) from the highest band on; `urls` of its lists, None for several small units together."""
    n, x, bar = one.level.n, 0.0, []
    for band, count in enumerate(one.bands):
        bar.append((band, f"{x:.2f}", f"{WIDE * count / n:.2f}", count))
        x += WIDE * count / n
    return {
        "name": name or one.name or _("%(n)s đơn vị ít hơn 5 phiếu, gộp lại") % {"n": one.parts},
        "level": one.level,
        "bar": bar,
        "top": _share(one.level.top),
        "good": _share(one.level.good),
        "late": _share(one.level.late),
        "returned": _share(one.level.returned),
        "signs": [sentence(sign) for sign in one.level.signs],
        "urls": _urls(one.key, body, period, head) if one.key else None,
    }


def _share(one: Estimate | None) -> dict[str, Any] | None:
    """Percents: `own` as counted, `value` drawn towards all, `low`–`high` its interval; `n` how many they are of."""
    if one is None:
        return None
    percent = {name: round(100 * getattr(one, name)) for name in ("own", "value", "low", "high")}
    return percent | {"n": one.n, "k": round(one.own * one.n), "enough": one.enough, "apart": one.apart}


def _urls(key: UUID, body: UUID, period: str, head: bool) -> dict[str, str]:
    base = reverse("evaluation:spread_unit", args=[body if head else key])
    query: dict[str, str] = {"ky": period}
    if head:
        query["nguoi"] = str(key)
    lists = {name.replace("-", "_"): f"{base}?{urlencode(query | {'xem': name})}" for name in LISTS}
    return lists | {"page": f"{base}?{urlencode(query)}"}
