"""Cross-evaluation and the spread of scores over the API, to read. Answering is done at the screen, by the person who was asked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from roviec.core.permission import Denied
from roviec.evaluation.actions.peers import note_results_view
from roviec.evaluation.queries import peers as queries
from roviec.evaluation.queries import spread as spreads
from roviec.evaluation.queries.rules import ruleset_of

router = Router(tags=["peers"])
MOST = 200


class RoundOut(Schema):
    """`state`: open, closed, dropped. `estimates` is empty until it is closed; nothing in it is of one person."""

    id: UUID
    unit_id: UUID | None
    body_id: UUID
    period: str
    title: str
    questions: list[str]
    state: str
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    estimates: dict[str, Any]


class ResultOut(Schema):
    """Means on the scale 1 to 5. No numbers where fewer raters answered than this reader may be shown."""

    officer_id: UUID
    officer: str
    unit_id: UUID
    raters: int | None
    raw: float | None
    adjusted: float | None
    low: float | None
    high: float | None


class ShareOut(Schema):
    """`k` of `n`; `low` to `high` is the 95 % interval, drawn towards the whole."""

    n: int
    k: int
    low: float
    high: float


class SpreadOut(Schema):
    """First the whole body (`unit_id` null), then one's unit, then those below; null again: small ones together. `signs`: codes of what stands out."""

    unit_id: UUID | None
    sheets: int
    mean: float
    spread: float
    bands: list[int]
    late: ShareOut | None
    returned: ShareOut | None
    signs: list[str]


@router.get("/peer-rounds", response=list[RoundOut], summary="Các đợt đánh giá chéo của cơ quan")
def peer_rounds(request: HttpRequest, limit: int = 50) -> Any:
    return list(queries.rounds_visible_to(request.actor)[: max(1, min(limit, MOST))])


@router.get(
    "/peer-rounds/{uuid:pk}/results",
    response=list[ResultOut],
    summary="Kết quả đánh giá chéo được xem; việc xem được ghi",
)
def peer_results(request: HttpRequest, pk: UUID, limit: int = 50, offset: int = 0) -> Any:
    actor = request.actor
    one = queries.rounds_visible_to(actor).get(pk=pk)
    rows = queries.results_visible_to(actor).filter(round=one)[max(0, offset) :][: max(1, min(limit, MOST))]
    made = [_result(row, row.officer_id == actor.officer_id) for row in rows]
    if any(row["officer_id"] != actor.officer_id for row in made):
        note_results_view(one, by=actor, at=request.now)
    return made


def _result(row: Any, own: bool) -> dict[str, Any]:
    numbers = ("raters", "raw", "adjusted", "low", "high")
    enough = row.raters >= row.round.smallest_group + (0 if own else 1)
    who = {"officer_id": row.officer_id, "officer": row.officer.full_name, "unit_id": row.unit_id}
    return who | {name: getattr(row, name) if enough else None for name in numbers}


@router.get("/score-spread", response=list[SpreadOut], summary="Phân bố điểm đã xác nhận theo đơn vị, cả cơ quan trước")
def score_spread(request: HttpRequest, period: str = "") -> Any:
    actor = request.actor
    place = spreads.place_of(actor)
    if place is None:
        raise Denied("evaluation.view_spread")
    periods = spreads.scored_periods(place.body_id or place.pk)
    chosen = (periods.filter(period=period) if period else periods).first()
    if chosen is None:
        if period:
            raise Http404
        return []
    found = spreads.spread(chosen, place, len(ruleset_of(chosen).bands))
    return [_spread(row) for row in (found.whole, found.own, *found.units) if row is not None]


def _spread(row: spreads.Row) -> dict[str, Any]:
    level = row.level
    return {
        "unit_id": row.key,
        "sheets": level.n,
        "mean": round(level.mean, 2),
        "spread": round(level.spread, 2),
        "bands": list(row.bands),
        "late": _share(level.late),
        "returned": _share(level.returned),
        "signs": [sign.code for sign in level.signs],
    }


def _share(one: Any) -> dict[str, Any] | None:
    return one and {"n": one.n, "k": round(one.own * one.n), "low": round(one.low, 3), "high": round(one.high, 3)}
