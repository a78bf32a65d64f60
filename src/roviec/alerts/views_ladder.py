"""The ladder: how one task climbs it, and which ladder a body has."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.alerts import actions
from roviec.alerts.forms_told import LadderForm
from roviec.alerts.ladder_words import KIND_NAMES, roles, rung_name, step_name
from roviec.alerts.queries.climbs import Climb, climb_of
from roviec.alerts.queries.ladders import ladder_among, ladders_of, scopes_on, shipped_ladder, shipped_text
from roviec.alerts.sentences import READ_HOW
from roviec.alerts.sources.ladder import Foreseen, foresee
from roviec.core.actor import Duty
from roviec.core.calendars import VIETNAM
from roviec.core.ladder import Ladder, read_ladder
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.web.idempotency import new_key
from roviec.web.reasons import sentence
from roviec.work.queries import task_seen


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    read_at: datetime | None
    how: str
    snoozed_until: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """One rung of the page: fired (with whoever heard), passed by, or still to come."""

    name: str
    who: str
    why: str
    at: datetime | None
    passed: bool = False
    people: tuple[Person, ...] = ()
    coming: bool = False


@require_GET
def climb(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Which warnings of one task went to whom, when and why, and what comes next."""
    try:
        task = task_seen(pk, request.actor)
    except ObjectDoesNotExist:
        raise Http404 from None
    found = climb_of(pk, request.now, with_people=True)
    if found is None:
        raise Http404
    return render(
        request, "alerts/climb.html", {"task": task, "lines": _lines(found, request.now), "ladder": found.ladder}
    )


def _lines(found: Climb, now: datetime) -> list[Line]:
    lines = []
    for one in found.fired:
        people = tuple(
            Person(
                notice.officer.full_name,
                notice.read_at,
                str(READ_HOW.get(notice.read_how, "")),
                notice.snoozed_until if notice.snoozed_until and notice.snoozed_until > now else None,
            )
            for notice in one.heard
        )
        rung = one.rung
        lines.append(
            Line(
                name=rung_name(rung) if rung else step_name(one.step),
                who=roles(rung.tell) if rung else "",
                why=rung.why if rung else "",
                at=one.at,
                passed=one.passed,
                people=people,
            )
        )
    if found.coming:
        rung = found.coming.rung
        lines.append(Line(rung_name(rung), roles(rung.tell), rung.why, found.coming.at, coming=True))
    return lines


@require_GET
def ladders(request: HttpRequest) -> HttpResponse:
    """Which ladders the work of one's body climbs today, and those that the body has set itself."""
    body = request.actor.body_id
    day = _today(request)
    scopes = scopes_on(day)
    shown = []
    for kind, name in KIND_NAMES.items():
        ladder = ladder_among(scopes, body, urgent=kind == "task.urgent") if body else shipped_ladder(kind, day)
        shown.append({"name": name, "ladder": ladder, "rungs": _rungs(ladder)})
    context = {
        "ladders": shown,
        "own": ladders_of(body) if body else (),
        "may": _may(request),
        "kind_names": KIND_NAMES,
        "today": day,
    }
    return render(request, "alerts/ladders.html", context)


@require_http_methods(["GET", "POST"])
def ladder_new(request: HttpRequest) -> HttpResponse:
    """A file is read, shown as a table with what it would tell tomorrow beside what the present one would, and then adopted."""
    body = _require(request)
    kind = request.GET.get("loai", "task")
    text = shipped_text(kind if kind in KIND_NAMES else "task")
    start = {"text": _from_on(text, _today(request) + timedelta(days=1))} if request.method == "GET" else None
    form = LadderForm(request.POST or None, request.FILES or None, initial=start)
    if not form.is_bound:
        return render(request, "alerts/ladder_new.html", {"form": form})
    if not form.is_valid():
        return render(request, "alerts/ladder_new.html", {"form": form}, status=422)
    text = form.said()
    try:
        ladder = read_ladder(text)
        if why := actions.why_not_from(ladder, request.now):
            raise Invalid("text", why)
        if request.POST.get("buoc") == "ap-dung":
            actions.adopt_ladder(text, body_id=body, by=request.actor, at=request.now)
            messages.success(request, _("Đã đặt thang cảnh báo."))
            return redirect("alerts:ladders")
    except Invalid as invalid:
        for _field, reason in invalid.problems:
            form.add_error("text", sentence(reason))
        return render(request, "alerts/ladder_new.html", {"form": form}, status=422)
    tomorrow = request.now + timedelta(days=1)
    present = ladder_among(scopes_on(_today(request)), body, urgent=ladder.kind == "task.urgent")
    context = {
        "text": text,
        "ladder": ladder,
        "kind_name": KIND_NAMES[ladder.kind],
        "rungs": _rungs(ladder, foresee(ladder, body, tomorrow)),
        "present": present,
        "present_rungs": _rungs(present, foresee(present, body, tomorrow)),
        "tomorrow": tomorrow,
        "key": new_key(),
    }
    return render(request, "alerts/ladder_preview.html", context)


@require_POST
def ladder_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From today on the one before it, or the shipped one, is in force again."""
    body = _require(request)
    if not ladders_of(body).filter(pk=pk).exists():
        raise Http404
    try:
        actions.end_ladder(pk, on=_today(request), by=request.actor, at=request.now)
    except Invalid as invalid:
        messages.error(request, sentence(invalid.reason))
    else:
        messages.success(request, _("Đã thôi áp dụng."))
    return redirect("alerts:ladders")


def _rungs(ladder: Ladder, foreseen: Foreseen | None = None) -> list[dict[str, object]]:
    return [
        {
            "name": rung_name(rung),
            "who": roles(rung.tell),
            "why": rung.why,
            "at_once": rung.at_once,
            "explain": rung.explain,
            "count": foreseen.fires[rung.code] if foreseen else None,
        }
        for rung in ladder.rungs
    ]


def _from_on(text: str, day: date) -> str:
    """The file to start from, in force from a day that is not over: as it is shipped it would be refused as rewriting the past."""
    return re.sub(r"^valid_from = .*$", f"valid_from = {day:%Y-%m-%d}", text, count=1, flags=re.MULTILINE)


def _today(request: HttpRequest) -> date:
    return request.now.astimezone(VIETNAM).date()


def _may(request: HttpRequest) -> bool:
    return request.actor.body_id is not None and request.actor.has(Duty.ADMIN)


def _require(request: HttpRequest) -> UUID:
    """The body that the administrator serves. Raises Denied for everybody else."""
    if request.actor.body_id is None or not request.actor.has(Duty.ADMIN):
        raise Denied("alerts.set_ladder")
    return request.actor.body_id
