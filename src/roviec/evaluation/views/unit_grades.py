"""Grades of units: the list of a body, one unit's year with its facts and conditions, self-assessment, recognition, weights."""

from fractions import Fraction
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from roviec.core.problems import Invalid
from roviec.core.scoring.units import grade_unit
from roviec.evaluation.actions import unit_grades as actions
from roviec.evaluation.forms.unit_grades import AssessUnit, RecogniseUnit, Weights
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.permissions.grades import Recognising
from roviec.evaluation.queries import unit_grades as queries
from roviec.evaluation.queries.grades import grading_years_kept_by
from roviec.evaluation.queries.sheets import body_named
from roviec.evaluation.sheets_shown import TONES, number
from roviec.evaluation.views.answering import take_step, year_asked
from roviec.evaluation.views.sheets import day_of
from roviec.web.idempotency import new_key
from roviec.web.reasons import sentence
from roviec.work.views.answers import asked, done, found, show

LOOKS = {"open": ("soon", "open"), "sent": ("plain", "submitted"), "decided": ("good", "done")}
MOST = 500


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Units of one's own body, and the bodies below that its head recognises."""
    year, day = year_asked(request), day_of(request)
    body = body_named(request.actor.body_id) if request.actor.body_id else None
    if body is None:
        raise Http404
    inside = list(queries.units_graded(body.pk, day)[:MOST])
    below = list(queries.bodies_below(body.pk, day)[:MOST])
    known = queries.grades_of_units([one.pk for one in (*inside, *below)], year)
    context = {
        "body": body,
        "year": year,
        "years": [year - 1, year],
        "inside": [_row(one, known.get(one.pk), year) for one in inside],
        "below": [_row(one, known.get(one.pk), year) for one in below],
        "grading": grading_years_kept_by(request.actor).filter(year=year).first(),
    }
    return render(request, "evaluation/unit_grades.html", context)


def _row(unit: Any, grade: Any, year: int) -> dict[str, Any]:
    state = grade.state if grade else "open"
    tone, sign = LOOKS[state]
    names = queries.rules_of_units().bands
    decided = grade is not None and grade.state == "decided" and grade.band is not None
    return {
        "unit": unit,
        "url": reverse("evaluation:unit_grade", args=[unit.pk, year]),
        "total": number(grade.total) if decided else "",
        "band": names[grade.band].name if decided else "",
        "band_tone": TONES[grade.band] if decided else "none",
        "own": names[grade.own_band].name if grade and grade.own_band is not None else "",
        "tone": tone,
        "sign": sign,
        "word": grade.get_state_display() if grade else _("Chưa tự đánh giá"),
    }


@require_GET
def unit(request: HttpRequest, pk: UUID, year: int) -> HttpResponse:
    one, grade = _unit(request, pk, year)
    day, rules = day_of(request), queries.rules_of_units()
    settings = queries.settings_of_units(one, year, day)
    said = grade.conditions.get("said", {}) if grade else {}
    facts = queries.with_said(queries.work_of_year(one.pk, year, request.now), said)
    points = _points(grade)
    total = sum((Fraction(value) for value in points.values()), Fraction(0)) if points else None
    result = grade_unit(total, facts, rules, settings.get("settings"))
    recogniser = queries.recogniser(one, day)
    words = {c.key: c.text for c in rules.criteria} | {
        "general": _("Tiêu chí chung"),
        "results": _("Kết quả thực hiện nhiệm vụ"),
    }
    state = grade.state if grade else "open"
    context = {
        **_row(one, grade, year),
        "year": year,
        "grade": grade,
        "facts": facts,
        "conditions": [(sentence(c.reason), c.met) for c in result.conditions],
        "reasons": [sentence(reason) for reason in result.reasons],
        "worked": rules.bands[result.band].name if result.band is not None else "",
        "total_now": number(total),
        "points": [
            (words.get(key, key), _said(value.get("own")), _said(value.get("confirmed")))
            for key, value in grade.points.items()
        ]
        if grade
        else [],
        "weights": settings.get("basis", ""),
        "may_assess": state != "decided" and PERMISSIONS.allows(request.actor, "assess_unit", one),
        "may_recognise": state == "sent"
        and PERMISSIONS.allows(request.actor, "recognise_unit", Recognising(one, recogniser)),
        "by": queries.seat_named(recogniser.post) if recogniser else "",
    }
    return render(request, "evaluation/unit_grade.html", context)


@require_http_methods(["GET", "POST"])
def assess(request: HttpRequest, pk: UUID, year: int) -> HttpResponse:
    one, grade = _unit(request, pk, year)
    PERMISSIONS.require(request.actor, "assess_unit", one)

    def act(form: AssessUnit) -> Any:
        return actions.assess_unit(
            one, year, points=form.points(), said=form.said(), own_band=form.cleaned_data["band"], by=request.actor,
            at=request.now,
        )  # fmt: skip

    return _take(request, AssessUnit, one, grade, year, act)


@require_http_methods(["GET", "POST"])
def recognise(request: HttpRequest, pk: UUID, year: int) -> HttpResponse:
    one, grade = _unit(request, pk, year)
    if grade is None:
        raise Http404
    PERMISSIONS.require(request.actor, "recognise_unit", Recognising(one, queries.recogniser(one, day_of(request))))

    def act(form: AssessUnit) -> Any:
        return actions.recognise_unit(
            grade, points=form.points(), said=form.said(), band=form.cleaned_data["band"],
            why=form.cleaned_data["why"], by=request.actor, at=request.now,
        )  # fmt: skip

    return _take(request, RecogniseUnit, one, grade, year, act)


@require_http_methods(["GET", "POST"])
def weights(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = found(grading_years_kept_by(request.actor).get, pk=pk)
    return take_step(
        request,
        Weights,
        actions.set_unit_weights,
        one,
        about=one.body.name,
        back=f"{reverse('evaluation:unit_grades')}?nam={one.year}",
        action=reverse("evaluation:unit_weights", args=[pk]),
        initial={"basis": one.units.get("basis", ""), "outstanding": one.units.get("outstanding", False)},
        made=partial(Weights, rules=queries.rules_of_units(), weights=one.units.get("weights", {})),
    )


def _unit(request: HttpRequest, pk: UUID, year: int) -> tuple[Any, Any]:
    one = found(queries.unit_named, pk)
    if not 2026 <= year <= 2100 or not PERMISSIONS.allows(request.actor, "view_unit_grade", one):
        raise Http404
    return one, queries.grades_of_units([pk], year).get(pk)


def _said(value: str | None) -> str:
    return number(Fraction(value)) if value else ""


def _points(grade: Any) -> dict[str, str]:
    if grade is None:
        return {}
    return {key: value.get("confirmed") or value["own"] for key, value in grade.points.items()}


def _take(request: HttpRequest, kind: Any, one: Any, grade: Any, year: int, act: Any) -> HttpResponse:
    settings = queries.settings_of_units(one, year, day_of(request))
    given = {key: Fraction(value) for key, value in settings["weights"].items()} if "weights" in settings else None
    said = grade.conditions.get("said", {}) if grade else {}
    answers = {name: {True: "yes", False: "no", None: ""}[said.get(name)] for name in queries.SAID[:3]}
    initial = {
        **answers,
        "above": said.get("above"),
        "force_majeure": said.get("force_majeure"),
        "band": grade.own_band if grade else None,
    }
    shown = {key: f"{float(Fraction(value)):g}" for key, value in _points(grade).items()}
    form = kind(
        request.POST or None, asked=asked(request), rules=queries.rules_of_units(), weights=given, points=shown,
        initial=initial,
    )  # fmt: skip
    back = reverse("evaluation:unit_grade", args=[one.pk, year])
    if request.method == "POST" and form.is_valid():
        try:
            act(form)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, kind.done, back)
    context = {
        "form": form, "heading": kind.label, "intro": kind.intro, "about": f"{one.name}, {year}", "back": back,
        "key": new_key(), "version": None, "action": request.path,
    }  # fmt: skip
    return show(request, "evaluation/asked_step.html", context, 422 if form.errors else 200)
