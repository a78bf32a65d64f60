"""Discipline and conclusions that bear on a grade: entered from the grade's page, withdrawn with a reason."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from roviec.evaluation.actions import conduct as actions
from roviec.evaluation.forms.grades import EnterConduct
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries.grades import grades_visible_to
from roviec.evaluation.queries.year_file import conduct_of
from roviec.evaluation.views.answering import take_step
from roviec.web.reasons import sentence
from roviec.work.views.answers import asked, found


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, grade_pk: UUID) -> HttpResponse:
    """About the graded official, for the unit of the grade."""
    one = found(grades_visible_to(request.actor).get, pk=grade_pk)
    PERMISSIONS.require(request.actor, "enter_conduct", one.unit)
    before = [(str(entry.pk), f"{entry.act} ({entry.document})") for entry in conduct_of(one.officer_id)]

    def act(pk: UUID, *, version: int | None, by: Any, at: Any, **typed: Any) -> Any:
        same = typed.pop("same_act", None)
        finding = actions.Finding(**typed, unit=one.unit_id, same_act=UUID(same) if same else None)
        _entry, why = actions.enter_conduct(one.officer_id, finding, by=by, at=at)
        messages.info(request, sentence(why))

    def made(*args: Any, **more: Any) -> EnterConduct:
        return EnterConduct(*args, **{**more, "asked": asked(request, before=before)})

    return take_step(
        request,
        EnterConduct,
        act,
        one,
        about=one.officer.full_name,
        back=reverse("evaluation:grade", args=[grade_pk]),
        action=reverse("evaluation:conduct_enter", args=[grade_pk]),
        made=made,
    )
