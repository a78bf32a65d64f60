"""Rounds of commendation: the list, one with its proposals, who meets the criteria, each step, and the list to take away."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from roviec.core.commending import why_not
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.evaluation.actions import commending as actions
from roviec.evaluation.actions.viewing_notes import note_taken_away, note_viewed
from roviec.evaluation.forms.commending import STEPS, Nominate, NominateNamed, Open
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries import commending as queries
from roviec.evaluation.views.answering import send_word, take_step
from roviec.evaluation.views.pledges import day_of
from roviec.evaluation.word.commending import commendation_paper, commendation_sheet
from roviec.paper.sheets import write_sheet
from roviec.web.idempotency import new_key
from roviec.web.reasons import sentence
from roviec.work.views.answers import asked, done, found, show

PAGE = 50
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    page = Paginator(queries.listed_rounds(request.actor), PAGE).get_page(request.GET.get("trang"))
    context = {
        "page": page,
        "rows": page.object_list,
        "may_open": PERMISSIONS.allows(request.actor, "open_commendation"),
    }
    return render(request, "evaluation/commendations.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    PERMISSIONS.require(request.actor, "open_commendation")
    form = Open(
        request.POST or None,
        asked=asked(request),
        bands=queries.band_names(),
        initial={"year": day_of(request).year, "no_lasting_delay": queries.LASTING_DAYS},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_commendation(**form.arguments(), by=request.actor, at=request.now)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, form.done, reverse("evaluation:commendation", args=[made.pk]))
    context = {
        "form": form,
        "heading": form.label,
        "about": _("Để trống tiêu chí nào thì không xét tiêu chí đó. Thiếu dữ kiện không bao giờ được coi là đạt."),
        "back": reverse("evaluation:commendations"),
        "key": new_key(),
        "action": reverse("evaluation:commendation_new"),
    }
    return show(request, "evaluation/asked_step.html", context, 422 if form.errors else 200)


@require_GET
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    round_ = found(queries.rounds_visible_to(request.actor).get, pk=pk)
    nominees = queries.nominees_of(round_, request.actor)
    sees_facts = PERMISSIONS.allows(request.actor, "view_commendation_facts", round_)
    if sees_facts and nominees:
        note_viewed(round_, by=request.actor, at=request.now)
    led = request.actor.units_led
    context = {
        "round": round_,
        "sees_facts": sees_facts,
        "criteria": criteria_said(round_),
        "collectives": [row_of(n, sees_facts or n.unit_id in led) for n in nominees if n.unit_id],
        "people": [row_of(n, sees_facts) for n in nominees if n.officer_id],
        "steps": {
            verb: form
            for verb, form in STEPS.items()
            if why_not(verb, round_.state) is None and PERMISSIONS.allows(request.actor, verb, round_)
        },
    }
    return render(request, "evaluation/commendation.html", context)


def row_of(nominee: Any, sees_facts: bool) -> dict[str, Any]:
    unmet = (
        [sentence(Reason(said["code"], said["params"])) for said in nominee.facts.get("unmet", ())]
        if sees_facts
        else []
    )
    return {"nominee": nominee, "facts": nominee.facts if sees_facts else None, "unmet": unmet}


def criteria_said(round_: Any) -> list[tuple[str, str]]:
    """Label and value of each criterion that was chosen."""
    bands = queries.band_names()
    form = Open.base_fields
    said = []
    for name, value in round_.criteria.items():
        shown = bands[int(value)] if name == "worst_band" else _("có") if name == "pledges_kept" else value
        said.append((str(form[name].label), str(shown)))
    return said


@require_GET
def candidates(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everybody of the body with the year's facts, those who meet all criteria first. Looking is noted."""
    round_ = found(queries.rounds_visible_to(request.actor).get, pk=pk)
    PERMISSIONS.require(request.actor, "view_commendation_facts", round_)
    note_viewed(round_, by=request.actor, at=request.now)
    of_units = request.GET.get("loai") == "tap-the"
    rows = queries.candidates(round_, request.now, day_of(request), of_units_too=of_units)
    page = Paginator(rows, PAGE).get_page(request.GET.get("trang"))
    context = {
        "round": round_,
        "of_units": of_units,
        "n_meeting": sum(row.meets for row in rows),
        "bands": queries.band_names(),
        "page": page,
        "rows": [{"row": row, "grade": grade_name(row.facts.band)} for row in page.object_list],
        "tabs": [
            {"label": _("Cá nhân"), "url": "?loai=ca-nhan", "active": not of_units},
            {"label": _("Tập thể"), "url": "?loai=tap-the", "active": of_units},
        ],
        "open": why_not("nominate", round_.state) is None,
    }
    return render(request, "evaluation/commendation_candidates.html", context)


def grade_name(band: int | None) -> str:
    names = queries.band_names()
    return names[band] if band is not None and band < len(names) else ""


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    round_ = found(queries.rounds_visible_to(request.actor).get, pk=pk)
    kind = STEPS.get(verb)
    if kind is None:
        raise Http404
    PERMISSIONS.require(request.actor, verb, round_)
    if why := why_not(verb, round_.state):
        raise Invalid(None, why)
    back = reverse("evaluation:commendation", args=[pk])
    action = reverse("evaluation:commendation_step", args=[pk, verb])
    act = getattr(actions, verb)
    named = {name: request.GET[name] for name in ("officer", "unit") if name in request.GET}
    if kind is Nominate and named:
        chosen = {name: uuid_of(value) for name, value in named.items()}
        query = "&".join(f"{name}={value}" for name, value in chosen.items())

        def nominate(thing: Any, **more: Any) -> Any:
            return act(thing, **chosen, **more)

        return take_step(
            request, NominateNamed, nominate, round_, about=round_.title, back=back, action=f"{action}?{query}"
        )
    nominees = [
        {
            "id": n.pk,
            "name": n.unit.name if n.unit else n.officer.full_name,
            "votes": f"{n.votes_for}/{n.votes_of}" if n.votes_of else "",
        }
        for n in queries.nominees_of(round_, request.actor)
    ]
    return take_step(
        request, kind, act, round_, about=round_.title, back=back, action=action, extra={"nominees": nominees}
    )


def uuid_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


@require_GET
def paper(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """The list to take away; taking it is noted."""
    round_ = found(queries.rounds_visible_to(request.actor).get, pk=pk)
    PERMISSIONS.require(request.actor, "view_commendation_facts", round_)
    nominees = queries.nominees_of(round_, request.actor)
    name = f"khen-thuong-{round_.year}"
    if kind == "docx":
        note_taken_away(round_, kind, by=request.actor, at=request.now)
        return send_word(commendation_paper(round_, nominees, day_of(request)), name)
    if kind != "xlsx":
        raise Http404
    note_taken_away(round_, kind, by=request.actor, at=request.now)
    response = HttpResponse(write_sheet(commendation_sheet(nominees)), content_type=SHEET)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.xlsx')}"
    return response
