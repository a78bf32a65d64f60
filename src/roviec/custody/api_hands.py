"""Who holds work and for how long, over the API: the same queries, actions and permissions as the pages."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest
from ninja import Query, Router

from roviec.core.calendars import VIETNAM
from roviec.core.custody import comparing
from roviec.core.custody.comparing import Estimate
from roviec.core.permission import Denied
from roviec.custody import things
from roviec.custody.actions.remarks import remark_trace
from roviec.custody.api_hands_outputs import ComparisonOut, OwnOut, RemarkIn, TraceOut, TurnOut, UnitOut, WayOut
from roviec.custody.hands_shown import by_kind
from roviec.custody.permissions import PERMISSIONS
from roviec.custody.queries import hands, traces
from roviec.custody.queries.hands import Held, Span, Staffing

router = Router(tags=["hands"])
Days = Annotated[int, Query(ge=1, le=3660)]
Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0, le=100_000)]
LATEST = 50


@router.get("/hands", response=OwnOut, summary="Việc qua tay tôi: đang giữ, đã giữ bao lâu, dấu hiệu")
def own_hands(request: HttpRequest, days: Days = 90) -> dict[str, Any]:
    actor, now = request.actor, request.now
    PERMISSIONS.require(actor, "see_own_hands")
    span = _span(now, days)
    posts = [pk for pk, _since in hands.posts_of_officer(actor.officer_id, now.astimezone(VIETNAM).date())]
    mine = hands.traces(span, now=now, viewer=actor.officer_id).filter(officer=actor.officer_id)
    return {
        "counted_until": hands.counted_until(now),
        "waiting": [{"kind": k, "count": n, "oldest": since} for k, n, since in hands.waiting_with(posts)],
        "held": _held(hands.of_posts(posts, span)),
        "usual": _held(hands.by_kind_in_body(actor.body_id, span)) if actor.body_id else [],
        "signs": hands.signs_of(mine),
        "traces": _traces(request, traces.with_remarks(mine)[:LATEST]),
    }


@router.get("/hands/units", response=ComparisonOut, summary="Các đơn vị cạnh nhau, có khoảng tin cậy")
def compared_hands(request: HttpRequest, body: UUID | None = None, days: Days = 90) -> dict[str, Any]:
    actor, now = request.actor, request.now
    which = body or actor.body_id
    if which is None:
        raise Denied("custody.compare_units")
    PERMISSIONS.require(actor, "compare_units", which)
    span = _span(now, days)
    tops, belongs = hands.parts_of(_unit(which), now.astimezone(VIETNAM).date())
    ids = list(belongs)
    held, given = hands.by_unit(ids, span), hands.opinions_given(ids, span)
    signs = hands.signs_by(hands.traces(span, now=now, viewer=None).filter(unit__in=ids), "unit")
    there = hands.staffing(ids, now)
    sums: dict[UUID, Held] = {}
    answers: dict[UUID, tuple[int, int]] = {}
    found: dict[UUID, dict[str, int]] = {one.pk: {} for one in tops}
    staff: dict[UUID, Staffing] = {}
    for pk, row in belongs.items():
        sums[row] = sums.get(row, Held()) + held.get(pk, Held())
        late, n = given.get(pk, (0, 0))
        answers[row] = (answers.get(row, (0, 0))[0] + late, answers.get(row, (0, 0))[1] + n)
        staff[row] = staff.get(row, Staffing()) + there.get(pk, Staffing())
        for kind, count in signs.get(pk, {}).items():
            found[row][kind] = found[row].get(kind, 0) + count
    times, usual = comparing.times({pk: one.times for pk, one in sums.items()})
    slow, usual_slow = comparing.shares(answers)
    return {
        "counted_until": hands.counted_until(now),
        "usual": usual,
        "usual_answers_late": usual_slow,
        "fewest": comparing.FEWEST,
        "units": [
            {
                "unit": one.pk,
                "name": one.name,
                "time": _estimate(times.get(one.pk)),
                "answers_late": _estimate(slow.get(one.pk)),
                "signs": found[one.pk],
                "staffing": _staffing(staff.get(one.pk, Staffing())),
            }
            for one in tops
        ],
    }


@router.get("/hands/units/{uuid:unit_id}", response=UnitOut, summary="Việc nằm ở đơn vị bao lâu, với ai, đến từ đâu")
def unit_hands(request: HttpRequest, unit_id: UUID, days: Days = 90) -> dict[str, Any]:
    actor, now = request.actor, request.now
    one = _unit(unit_id)
    PERMISSIONS.require(actor, "see_unit_hands", one)
    span, day = _span(now, days), now.astimezone(VIETNAM).date()
    ids = hands.family(one, day)
    held = hands.of_units(ids, span)
    came, went = hands.passed(ids, span)
    names = hands.names_of_units(pk for pk, _n in (*came, *went))
    found = hands.traces(span, now=now, viewer=actor.officer_id).filter(unit__in=ids)
    people = None
    if PERMISSIONS.allows(actor, "see_people_hands", one):
        people = _people(held, hands.open_of_posts(ids), hands.people_on({p for p, _k in held if p}, day))
    return {
        "counted_until": hands.counted_until(now),
        "staffing": _staffing(sum(hands.staffing(ids, now).values(), Staffing())),
        "held": _held(by_kind(held)),
        "usual": _held(hands.by_kind_in_body(one.body_id, span)) if one.body_id else [],
        "people": people,
        "came_from": [{"unit": pk, "name": names.get(pk, ""), "count": n} for pk, n in came],
        "went_to": [{"unit": pk, "name": names.get(pk, ""), "count": n} for pk, n in went],
        "signs": hands.signs_of(found),
    }


@router.get("/hands/turns", response=list[TurnOut], summary="Từng lượt giữ sau một con số, lâu nhất trước")
def turns(
    request: HttpRequest,
    unit: UUID | None = None,
    from_unit: UUID | None = None,
    post: UUID | None = None,
    kind: str = "",
    days: Days = 90,
    limit: Limit = 50,
    offset: Offset = 0,
) -> list[dict[str, Any]]:
    """One's own, unless a unit is asked for; one of the units must be one whose hands one may see, a post one of a unit one heads."""
    actor, now = request.actor, request.now
    day = now.astimezone(VIETNAM).date()
    if unit is None and from_unit is None:
        PERMISSIONS.require(actor, "see_own_hands")
        at = giver = traces.Which()
        posts = [pk for pk, _since in hands.posts_of_officer(actor.officer_id, day)]
        if not posts:
            return []
    else:
        asked = [_unit(pk) for pk in (unit, from_unit) if pk]
        if not any(PERMISSIONS.allows(actor, "see_unit_hands", one) for one in asked):
            raise Denied("custody.see_unit_hands")
        at, giver = (traces.Which(tuple(hands.family(_unit(pk), day)) if pk else ()) for pk in (unit, from_unit))
        posts = []
        if post is not None:
            if unit is None:
                raise Denied("custody.see_people_hands")
            PERMISSIONS.require(actor, "see_people_hands", _unit(unit))
            posts = [post]
    rows = traces.turns_ended(_span(now, days), at=at, posts=posts, kind=kind[:12], came_from=giver)
    page = list(rows[offset : offset + limit])
    titles = things.titles_of([(hold.clock_id, hold.clock.kind) for hold in page], actor)
    return [
        {
            "work": hold.clock_id,
            "title": titles.get(hold.clock_id, ("", ""))[0],
            "unit": hold.unit.name,
            "post": hold.post.title if hold.post else "",
            **{
                name: getattr(hold, name) for name in ("kind", "how", "since", "until", "minutes", "after_due", "delay")
            },
        }
        for hold in page
    ]


@router.get("/hands/traces", response=list[TraceOut], summary="Dấu hiệu trên đường đi của việc, mới nhất trước")
def found_traces(
    request: HttpRequest,
    unit: UUID | None = None,
    kind: str = "",
    days: Days = 90,
    limit: Limit = 50,
    offset: Offset = 0,
) -> list[dict[str, Any]]:
    """One's own, unless a unit is asked for."""
    actor, now = request.actor, request.now
    rows = hands.traces(_span(now, days), now=now, viewer=actor.officer_id)
    if unit is None:
        PERMISSIONS.require(actor, "see_own_hands")
        rows = rows.filter(officer=actor.officer_id)
    else:
        one = _unit(unit)
        PERMISSIONS.require(actor, "see_unit_hands", one)
        rows = rows.filter(unit__in=hands.family(one, now.astimezone(VIETNAM).date()))
    if kind:
        rows = rows.filter(kind=kind[:16])
    return _traces(request, traces.with_remarks(rows)[offset : offset + limit])


@router.post("/hands/traces/{uuid:trace_id}/remark", response={204: None}, summary="Ghi ý kiến của người liên quan")
def add_remark(request: HttpRequest, trace_id: UUID, data: RemarkIn) -> Any:
    remark_trace(trace_id, text=data.text, by=request.actor, at=request.now)
    return 204, None


@router.get("/hands/work/{uuid:work_id}", response=WayOut, summary="Một việc đã qua tay ai, mỗi nơi bao lâu")
def way_of_work(request: HttpRequest, work_id: UUID) -> dict[str, Any]:
    clock = traces.clock_of(work_id)
    said = things.titles_of([(work_id, clock.kind)], request.actor).get(work_id)
    if said is None:
        raise Http404
    way = traces.chain(clock, request.now, request.actor.officer_id)
    return {
        "title": said[0],
        "delay_days": way.delay_days,
        "steps": [
            {
                "unit": step.hold.unit.name,
                "post": step.hold.post.title if step.hold.post else "",
                "person": step.person,
                **{name: getattr(step.hold, name) for name in ("kind", "how", "reason", "since", "until")},
                **{name: getattr(step, name) for name in ("days", "delay_days", "percent")},
            }
            for step in way.steps
        ],
        "traces": _traces(request, way.traces),
    }


def _span(now: datetime, days: int) -> Span:
    return Span(now - timedelta(days=days), now + timedelta(seconds=1))


def _unit(pk: UUID) -> Any:
    try:
        return hands.unit_named(pk)
    except ObjectDoesNotExist:
        raise Http404 from None


def _held(sums: dict[str, Held]) -> list[dict[str, Any]]:
    return [
        {"kind": kind, "count": one.n, "minutes": one.minutes, "after_due": one.after_due, "delay": one.delay}
        for kind, one in sums.items()
    ]


def _people(
    held: dict[tuple[UUID | None, str], Held], open_: dict[UUID, tuple[int, int]], named: dict[UUID, tuple[str, str]]
) -> list[dict[str, Any]]:
    of_post: dict[UUID, dict[str, Held]] = {}
    for (post, kind), one in held.items():
        if post is not None:
            of_post.setdefault(post, {})[kind] = one
    return [
        {
            "post": post,
            "title": named[post][0],
            "name": named[post][1],
            "open": open_.get(post, (0, 0))[0],
            "late": open_.get(post, (0, 0))[1],
            "held": _held(sums),
        }
        for post, sums in of_post.items()
        if post in named
    ]


def _estimate(one: Estimate | None) -> dict[str, float] | None:
    if one is None or not one.enough:
        return None
    return {"value": one.value, "low": one.low, "high": one.high, "apart": one.apart}


def _staffing(one: Staffing) -> dict[str, int]:
    return {name: getattr(one, name) for name in ("seats", "filled", "away", "open", "late")}


def _traces(request: HttpRequest, rows: Iterable[Any]) -> list[dict[str, Any]]:
    listed = list(rows)
    actor = request.actor
    titles = things.titles_of([(one.clock_id, one.clock.kind) for one in listed], actor)
    return [
        {
            "id": one.pk,
            "kind": one.kind,
            "work": one.clock_id,
            "title": titles.get(one.clock_id, ("", ""))[0],
            "unit": one.unit.name,
            "officer": one.officer.full_name if one.officer and _named(request, one) else "",
            "at": one.at,
            "minutes": one.minutes,
            "facts": one.facts if one.clock_id in titles else {},
            "remarks": [{"at": said.at, "text": said.text} for said in one.remarks.all()],
        }
        for one in listed
    ]


def _named(request: HttpRequest, trace: Any) -> bool:
    own = trace.officer_id == request.actor.officer_id
    return own or PERMISSIONS.allows(request.actor, "see_people_hands", trace.unit)
