"""Grades of a year: the list, one grade with its steps, the shares, publication."""

from functools import partial
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.scoring.grading import months_of
from roviec.evaluation.actions import grades as actions
from roviec.evaluation.actions import grading
from roviec.evaluation.actions.viewing import note_view
from roviec.evaluation.actions.viewing_grades import note_grades_listed
from roviec.evaluation.forms.grades import STEPS, DecideAll, Meeting, Quota
from roviec.evaluation.grades_shown import (
    may_read_result,
    months_rows,
    open_steps,
    parts_rows,
    places_rows,
    reasons_said,
    row,
    tighter,
)
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.permissions.grades import Deciding
from roviec.evaluation.queries import grades as queries
from roviec.evaluation.queries.sheets import body_named
from roviec.evaluation.queries.year_file import grades_of_year, titles_of, year_file
from roviec.evaluation.queries.years import work_out
from roviec.evaluation.views.answering import take_step, year_asked
from roviec.evaluation.views.sheets import day_of
from roviec.organisation.reauthentication import confirmation_of
from roviec.web.idempotency import new_key
from roviec.work.actions import store_file
from roviec.work.views.answers import asked, done, found, go, show

PAGE = 50
MOST_AT_ONCE = 200
STATES = ("open", "sent", "met", "proposed", "decided")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """One's own grades; for who heads, leads or keeps the register the list of the year."""
    actor, year, day = request.actor, year_asked(request), day_of(request)
    body = body_named(actor.body_id) if actor.body_id else None
    own = list(queries.grades_visible_to(actor).filter(officer=actor.officer_id, replaced_at=None).order_by("-year"))
    state = request.GET.get("trang_thai", "")
    wanted = queries.Narrowed(request.GET.get("ten", "")[:100], state if state in STATES else "")
    listed = queries.listed_grades(actor.body_id, year, actor, wanted) if actor.body_id else None
    counts = queries.counts_by_state(actor.body_id, year, actor) if actor.body_id else {}
    page = Paginator(listed if listed is not None else (), PAGE).get_page(request.GET.get("trang"))
    rows = list(page.object_list)
    grading_year = queries.grading_year(actor.body_id, year) if actor.body_id else None
    keeps = body is not None and PERMISSIONS.allows(actor, "open_grading", body)
    sees_list = keeps or any(one.officer_id != actor.officer_id for one in rows)
    worked = work_out([*rows, *own], day)
    titles = titles_of([one.officer_id for one in (*rows, *own)], year)
    if sees_list and any(one.officer_id != actor.officer_id for one in rows) and grading_year is not None:
        note_grades_listed(grading_year, by=actor, at=request.now)
    context = {
        "year": year,
        "years": [year - 1, year, year + 1] if year < day.year else [year - 1, year],
        "own": [row(one, worked[one.pk], titles.get(one.officer_id, ""), actor) for one in own],
        "sees_list": sees_list,
        "page": page,
        "rows": [row(one, worked[one.pk], titles.get(one.officer_id, ""), actor) for one in rows],
        "counts": counts,
        "total": sum(counts.values()),
        "wanted": wanted,
        "grading": grading_year,
        "keeps": keeps,
        "may_open": keeps and year >= 2026,
        "key": new_key(),
        "states": [(name, counts.get(name, 0)) for name in STATES],
    }
    return render(request, "evaluation/grades.html", context)


@require_POST
def open_year(request: HttpRequest) -> HttpResponse:
    """Grades for everybody of one's own body; again, to take in who came since."""
    text = request.POST.get("year", "")
    if not (text.isdecimal() and len(text) == 4) or request.actor.body_id is None:
        raise Http404
    grading.open_grading(request.actor.body_id, int(text), by=request.actor, at=request.now)
    return done(
        request, _("Đã lập phiếu xếp loại năm %(year)s.") % {"year": text}, f"{reverse('evaluation:grades')}?nam={text}"
    )


@require_GET
def grade(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What follows from the records and why; what is written at each step; what may be done next."""
    one = found(queries.grades_visible_to(request.actor).get, pk=pk)
    day = day_of(request)
    worked = work_out([one], day)[one.pk]
    file = year_file(one.officer_id, one.year, request.actor)
    sheets = {month: sheet for sheet in file.sheets for month in _months(sheet)}
    grader = queries.graders([one], day).get(one.pk)
    above = queries.managing_head(one.body_id, day) if one.state == "decided" else None
    steps = open_steps(one, request, grader, in_body=queries.in_body(one)) if one.replaced_at is None else []
    if not steps and above is not None and one.replaced_at is None:
        steps = open_steps(one, request, above, in_body=queries.in_body(one))
    note_view(one, by=request.actor, at=request.now)
    told = may_read_result(one, request.actor)
    context = {
        "one": one,
        "own": one.officer_id == request.actor.officer_id,
        "told": told,
        "title": titles_of([one.officer_id], one.year).get(one.officer_id, ""),
        "row": row(one, worked, "", request.actor),
        "months": months_rows(worked, sheets),
        "parts": parts_rows(worked),
        "reasons": reasons_said(worked),
        "worked": worked,
        "steps": steps,
        "in_body": queries.in_body(one),
        "grader": grader,
        "tighter": tighter(one.band if one.state == "decided" and told else worked.result.band),
        "conduct": file.conduct,
        "replaced": [old for old in file.grades if old.pk != one.pk] if told else [],
        "may_appeal": told and one.published_at is not None and PERMISSIONS.allows(request.actor, "make_appeal", one),
        "may_add_paper": PERMISSIONS.allows(request.actor, "add_paper", one),
        "may_enter_conduct": PERMISSIONS.allows(request.actor, "enter_conduct", one.unit),
    }
    return render(request, "evaluation/grade.html", context)


def _months(sheet: Any) -> tuple[int, ...]:
    return months_of(sheet.period.period)


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    if verb == Meeting.verb:
        return go(request, f"{reverse('evaluation:grades_meeting')}?g={pk}")
    kind = STEPS.get(verb)
    if kind is None:
        raise Http404
    one = found(queries.grades_visible_to(request.actor).get, pk=pk)
    allowed = [_thing(one, verb, grader) for grader in _deciders(one, request, verb)]
    if not any(PERMISSIONS.allows(request.actor, verb, thing) for thing in allowed):
        PERMISSIONS.require(request.actor, verb, allowed[0])
    worked = work_out([one], day_of(request))[one.pk]
    initial = {
        "own_band": one.own_band,
        "own_report": one.own_report,
        "comment": one.party_comment,
        "band": one.proposed_band if one.proposed_band is not None else worked.result.band,
        "proposal": one.proposal,
    }
    return take_step(
        request,
        kind,
        with_paper(getattr(actions, verb), day=request.now),
        one,
        about=_("%(name)s, năm %(year)s: trung bình %(mean)s")
        % {"name": one.officer.full_name, "year": one.year, "mean": row(one, worked, "", request.actor)["mean"]},
        back=reverse("evaluation:grade", args=[pk]) if verb != "regrade" else reverse("evaluation:grades"),
        action=reverse("evaluation:grade_step", args=[pk, verb]),
        initial=initial,
        made=partial(kind, files=request.FILES or None),
    )


def _deciders(one: Any, request: HttpRequest, verb: str) -> list[Any]:
    if verb not in ("decide_grade", "regrade"):
        return [None]
    day = day_of(request)
    competent = [queries.graders([one], day).get(one.pk)]
    return [*competent, queries.managing_head(one.body_id, day)] if verb == "regrade" else competent


def _thing(one: Any, verb: str, grader: Any) -> Any:
    return Deciding(one, grader) if verb in ("decide_grade", "regrade") else one


def with_paper(act: Any, *, day: Any) -> Any:
    """The action with the uploaded file, if any, kept and handed on as `paper`."""

    def acted(pk: UUID, *, file: Any = None, **more: Any) -> Any:
        if file:
            more["paper"] = (store_file(file.read(), file.name, at=day), file.name)
        return act(pk, **more)

    return acted


def _picked(request: HttpRequest) -> list[Any]:
    ids = []
    for text in request.GET.getlist("g")[:MOST_AT_ONCE]:
        try:
            ids.append(UUID(text))
        except ValueError:
            raise Http404 from None
    rows = queries.grades_visible_to(request.actor).filter(pk__in=ids, replaced_at=None)
    return list(rows.order_by("unit__code", "officer__sort_key"))


def _many(request: HttpRequest, kind: Any, act: Any) -> HttpResponse:
    """One form for all that were picked in the list."""
    rows = _picked(request)
    if not rows:
        raise Invalid(None, Reason("grade.nobody_picked"))
    year = rows[0].year
    back = f"{reverse('evaluation:grades')}?nam={year}"
    form = kind(request.POST or None, request.FILES or None, asked=asked(request))
    if request.method == "POST" and form.is_valid():
        try:
            said = act(rows, form.cleaned_data)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, said, back)
    names = [one.officer.full_name for one in rows]
    about = ", ".join(names[:8]) + (f" … ({len(names)})" if len(names) > 8 else "")
    context = {
        "form": form, "heading": kind.label, "intro": kind.intro, "about": about, "back": back, "key": new_key(),
        "version": None, "action": request.get_full_path(),
    }  # fmt: skip
    return show(request, "evaluation/asked_step.html", context, 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def meeting(request: HttpRequest) -> HttpResponse:
    def act(rows: list[Any], data: dict[str, Any]) -> str:
        file = data.pop("file", None)
        minutes = (store_file(file.read(), file.name, at=request.now), file.name) if file else None
        actions.note_meeting(rows, **data, minutes=minutes, by=request.actor, at=request.now)
        return _("Đã ghi cuộc họp cho %(n)s người.") % {"n": len(rows)}

    return _many(request, Meeting, act)


@require_http_methods(["GET", "POST"])
def decide_many(request: HttpRequest) -> HttpResponse:
    def act(rows: list[Any], data: dict[str, Any]) -> str:
        decided, left = actions.decide_as_worked_out(rows, **data, by=request.actor, at=request.now)
        return _("Đã quyết định %(n)s người; %(left)s người cần quyết định riêng.") % {
            "n": len(decided),
            "left": len(left),
        }

    return _many(request, DecideAll, act)


@require_http_methods(["GET", "POST"])
def quota(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = found(queries.grading_years_kept_by(request.actor).get, pk=pk)
    return take_step(
        request,
        Quota,
        grading.set_quota,
        one,
        about=one.body.name,
        back=reverse("evaluation:grades_places", args=[pk]),
        action=reverse("evaluation:grades_quota", args=[pk]),
        initial={"outstanding": one.outstanding, "basis": one.outstanding_basis},
    )


@require_GET
def places(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How many may be excellent, in the agency and each group; who ties, who is over."""
    one = found(queries.grading_years_kept_by(request.actor).get, pk=pk)
    rows = grades_of_year(one.body_id, one.year, request.actor)
    worked = work_out(rows, day_of(request))
    found_places = queries.places_of(one, rows, worked, decided=True)
    names = {str(grade.pk): (grade.officer.full_name, worked[grade.pk].result.mean) for grade in rows}
    note_grades_listed(one, by=request.actor, at=request.now)
    context = {
        "one": one,
        "places": places_rows(found_places, names),
        "reading": one.settings.get("excellent_of", "good"),
        "key": new_key(),
        "decided": sum(grade.state == "decided" for grade in rows),
        "total": len(rows),
        "unpublished": sum(grade.state == "decided" and grade.published_at is None for grade in rows),
    }
    return render(request, "evaluation/grade_places.html", context)


@require_POST
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = found(queries.grading_years_kept_by(request.actor).get, pk=pk)
    if question := confirmation_of(request):
        return question
    count = grading.publish_grades(one, by=request.actor, at=request.now)
    return done(
        request,
        _("Đã công bố kết quả của %(n)s người trong cơ quan.") % {"n": count},
        reverse("evaluation:grades_public", args=[pk]),
    )


@require_GET
def public(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Inside the body, electronically (art. 21): names and grades, no points."""
    one = found(queries.grading_years_told_to(request.actor).get, pk=pk)
    page = Paginator(queries.published_of(one), PAGE).get_page(request.GET.get("trang"))
    names = queries.names_of_bands(one)
    context = {
        "one": one,
        "page": page,
        "rows": [(grade, names.get(grade.band, _("Không xếp loại"))) for grade in page.object_list],
        "counts": [(names.get(band, _("Không xếp loại")), n) for band, n in queries.published_counts(one)],
    }
    return render(request, "evaluation/grades_public.html", context)
