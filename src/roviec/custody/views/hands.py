"""Who holds it: one's own hands first, then the unit's for who heads it, then units side by side. Each number leads to its events."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.custody import hands_shown as shown
from roviec.custody import things
from roviec.custody.actions.remarks import remark_trace
from roviec.custody.permissions import PERMISSIONS
from roviec.custody.queries import hands, traces
from roviec.custody.queries.hands import Staffing
from roviec.custody.views.periods import frame, span_of
from roviec.web.idempotency import new_key

A_PAGE = 50
FIRST_TRACES = 12


def _may_compare(actor: Actor) -> bool:
    return actor.body_id is not None and PERMISSIONS.allows(actor, "compare_units", actor.body_id)


@require_GET
def own(request: HttpRequest) -> HttpResponse:
    actor, now = request.actor, request.now
    PERMISSIONS.require(actor, "see_own_hands")
    span, days = span_of(request)
    posts = [pk for pk, _since in hands.posts_of_officer(actor.officer_id, now.astimezone(VIETNAM).date())]
    sums = hands.of_posts(posts, span)
    beside = hands.by_kind_in_body(actor.body_id, span) if actor.body_id else {}
    mine = hands.traces(span, now=now, viewer=actor.officer_id).filter(officer=actor.officer_id)
    context = frame(request, days) | {
        "waiting": shown.queues(hands.waiting_with(posts), now, posts),
        "rows": shown.rows_of_kinds(sums, beside, {"nguoi": "toi", "ky": days}),
        "traces": _traces(request, traces.with_remarks(mine)[:FIRST_TRACES]),
        "signs": shown.sign_rows(hands.signs_of(mine), {"nguoi": "toi", "ky": days}),
        "unit_url": reverse("custody:unit_hands", args=[actor.unit_id]) if _sees_own_unit(actor) else "",
        "compare_url": reverse("custody:hands_compared") if _may_compare(actor) else "",
        "checks_url": reverse("custody:spot_checks")
        if PERMISSIONS.allows(actor, "see_spot_checks", actor.body_id)
        else "",
        "key": new_key(),
    }
    return render(request, "custody/hands_own.html", context)


def _sees_own_unit(actor: Actor) -> bool:
    if actor.unit_id is None:
        return False
    return PERMISSIONS.allows(actor, "see_unit_hands", hands.unit_named(actor.unit_id))


@require_GET
def unit(request: HttpRequest, pk: UUID) -> HttpResponse:
    actor, now = request.actor, request.now
    one = _unit(pk)
    PERMISSIONS.require(actor, "see_unit_hands", one)
    span, days = span_of(request)
    day = now.astimezone(VIETNAM).date()
    ids = hands.family(one, day)
    held = hands.of_units(ids, span)
    peers = hands.by_kind_in_body(one.body_id, span) if one.body_id else {}
    where = {"don_vi": str(pk), "ky": days}
    of_unit = hands.traces(span, now=now, viewer=actor.officer_id).filter(unit__in=ids)
    came, went = hands.passed(ids, span)
    names = hands.names_of_units(u for u, _n in (*came[:8], *went[:8]))
    by_name = PERMISSIONS.allows(actor, "see_people_hands", one)
    context = frame(request, days) | {
        "unit": one,
        "staffing": sum(hands.staffing(ids, now).values(), Staffing()),
        "below": len(ids) - 1,
        "rows": shown.rows_of_kinds(shown.by_kind(held), peers, where),
        "people": shown.people(held, hands.people_on({p for p, _k in held if p}, day), hands.open_of_posts(ids), where)
        if by_name
        else None,
        "came": [(names.get(u, ""), n, _turns_url(ky=days, don_vi=pk, tu_don_vi=u)) for u, n in came[:8]],
        "went": [(names.get(u, ""), n, _turns_url(ky=days, don_vi=u, tu_don_vi=pk)) for u, n in went[:8]],
        "signs": shown.sign_rows(hands.signs_of(of_unit), where),
        "power": [(who, shown.SIGNS[kind], n, kind) for who, kind, n in hands.power_used(of_unit)[:10]],
        "traces": _traces(request, traces.with_remarks(shown.without_power(of_unit))[:FIRST_TRACES]),
        "traces_url": _traces_url(**where),
        "compare_url": reverse("custody:hands_compared") if _may_compare(actor) else "",
        "passing_url": shown.with_query(reverse("custody:passing", args=[pk]), {"ky": days}),
        "key": new_key(),
    }
    return render(request, "custody/hands_unit.html", context)


def _unit(pk: UUID) -> Any:
    try:
        return hands.unit_named(pk)
    except ObjectDoesNotExist:
        raise Http404 from None


@require_GET
def compared(request: HttpRequest) -> HttpResponse:
    """Units of the body side by side; `?co_quan=` another body that is seen from here."""
    actor, now = request.actor, request.now
    body = _uuid(request.GET.get("co_quan")) or actor.body_id
    if body is None:
        raise Denied("custody.compare_units")
    PERMISSIONS.require(actor, "compare_units", body)
    span, days = span_of(request)
    tops, belongs = hands.parts_of(_unit(body), now.astimezone(VIETNAM).date())
    ids = list(belongs)
    table = shown.comparison(
        tops,
        belongs,
        hands.by_unit(ids, span),
        hands.opinions_given(ids, span),
        hands.signs_by(hands.traces(span, now=now, viewer=None).filter(unit__in=ids), "unit"),
        hands.staffing(ids, now),
        days,
    )
    context = frame(request, days) | {
        "table": table,
        "bodies": hands.bodies_seen(actor),
        "body": body,
        "passing_url": shown.with_query(reverse("custody:passing", args=[body]), {"ky": days}),
    }
    return render(request, "custody/hands_compared.html", context)


@require_GET
def turns(request: HttpRequest) -> HttpResponse:
    """The single holds behind a number, longest first; one's own unless a unit is asked for."""
    actor = request.actor
    span, days = span_of(request)
    asked = {name: _uuid(request.GET.get(name)) for name in ("don_vi", "tu_don_vi", "vi_tri")}
    posts: list[UUID] = []
    if not (asked["don_vi"] or asked["tu_don_vi"]):
        PERMISSIONS.require(actor, "see_own_hands")
        posts = [pk for pk, _since in hands.posts_of_officer(actor.officer_id, request.now.astimezone(VIETNAM).date())]
        asked = dict.fromkeys(asked)
    else:
        _require_unit(actor, asked["don_vi"], asked["tu_don_vi"])
        if asked["vi_tri"] and asked["don_vi"]:
            PERMISSIONS.require(actor, "see_people_hands", _unit(asked["don_vi"]))
            posts = [asked["vi_tri"]]
    day = request.now.astimezone(VIETNAM).date()
    at = _which(asked["don_vi"], request.GET.get("don_vi_la", ""), day)
    giver = _which(asked["tu_don_vi"], request.GET.get("tu_don_vi_la", ""), day)
    kind = request.GET.get("loai", "")
    if not posts and not (asked["don_vi"] or asked["tu_don_vi"]):
        raise Denied("custody.see_own_hands")
    rows = traces.turns_ended(span, at=at, posts=posts, kind=kind if kind in shown.KINDS else "", came_from=giver)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("trang"))
    titles = things.titles_of([(hold.clock_id, hold.clock.kind) for hold in page], actor)
    lines = [shown.turn_line(hold, titles.get(hold.clock_id)) for hold in page]
    return render(request, "custody/hands_turns.html", frame(request, days) | {"page": page, "lines": lines})


def _which(pk: UUID | None, how: str, day: date) -> traces.Which:
    """The unit with those below it; `rieng` it alone, `ngoai` everything outside it."""
    if pk is None:
        return traces.Which()
    one = _unit(pk)
    return traces.Which((one.pk,) if how == "rieng" else tuple(hands.family(one, day)), outside=how == "ngoai")


def _require_unit(actor: Actor, *ids: UUID | None) -> None:
    """One of the units must be one whose hands the actor may see."""
    if not any(pk and PERMISSIONS.allows(actor, "see_unit_hands", _unit(pk)) for pk in ids):
        raise Denied("custody.see_unit_hands")


def _family(actor: Actor, pk: UUID, now: datetime) -> list[UUID]:
    one = _unit(pk)
    PERMISSIONS.require(actor, "see_unit_hands", one)
    return hands.family(one, now.astimezone(VIETNAM).date())


@require_GET
def found(request: HttpRequest) -> HttpResponse:
    """The traces behind a number, newest first; one's own unless a unit is asked for."""
    actor = request.actor
    span, days = span_of(request)
    rows = hands.traces(span, now=request.now, viewer=actor.officer_id)
    pk = _uuid(request.GET.get("don_vi"))
    if pk is None:
        PERMISSIONS.require(actor, "see_own_hands")
        rows = rows.filter(officer=actor.officer_id)
    else:
        rows = rows.filter(unit__in=_family(actor, pk, request.now))
    kind = request.GET.get("loai", "")
    rows = rows.filter(kind=kind) if kind in shown.SIGNS else rows
    page = Paginator(traces.with_remarks(rows), A_PAGE).get_page(request.GET.get("trang"))
    context = frame(request, days) | {
        "page": page,
        "traces": _traces(request, page.object_list),
        "kind": shown.SIGNS.get(kind, ""),
        "key": new_key(),
    }
    return render(request, "custody/hands_found.html", context)


@require_GET
def chain(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The way of one piece of work, for who may see the work."""
    try:
        clock = traces.clock_of(pk)
    except ObjectDoesNotExist:
        raise Http404 from None
    said = things.titles_of([(pk, clock.kind)], request.actor).get(pk)
    if said is None:
        raise Http404
    way = traces.chain(clock, request.now, request.actor.officer_id)
    context = {
        "way": way,
        "steps": [shown.step_line(step) for step in way.steps],
        "title": said[0],
        "url": said[1],
        "traces": _traces(request, way.traces),
        "key": new_key(),
    }
    return render(request, "custody/hands_chain.html", context)


@require_POST
def remark(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        remark_trace(pk, text=request.POST.get("text", ""), by=request.actor, at=request.now)
    except ObjectDoesNotExist:
        raise Http404 from None
    following = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(following, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(following if safe else reverse("custody:own_hands"))


def _traces(request: HttpRequest, rows: Any) -> list[dict[str, Any]]:
    """Traces as lines: names of people only for themselves and for who heads them."""
    listed = list(rows)
    titles = things.titles_of([(one.clock_id, one.clock.kind) for one in listed], request.actor)
    return [
        shown.trace_line(
            one,
            titles.get(one.clock_id),
            named=one.officer_id == request.actor.officer_id
            or PERMISSIONS.allows(request.actor, "see_people_hands", one.unit),
            may_remark=PERMISSIONS.allows(request.actor, "remark_trace", one),
        )
        for one in listed
    ]


def _turns_url(**query: object) -> str:
    return shown.with_query(reverse("custody:turns"), query)


def _traces_url(**query: object) -> str:
    return shown.with_query(reverse("custody:found"), query)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Http404 from None
