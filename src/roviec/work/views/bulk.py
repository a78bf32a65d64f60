"""One step for many tasks of a list: give out, name a person, remind."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.web.idempotency import new_key
from roviec.web.reasons import sentence
from roviec.work import actions, queries
from roviec.work.forms.bulk import BULK, BulkForm
from roviec.work.views.answers import asked, done

MOST = 500


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """First the picked tasks with a small form; with `apply`, the step. What is refused is listed with the reason."""
    kind = BULK.get(request.POST.get("do", ""))
    if kind is None:
        raise Http404
    ids = picked(request)
    tasks = list(
        queries.listed(queries.tasks_visible_to(request.actor).filter(pk__in=ids), request.now).order_by("order")
    )
    applying = "apply" in request.POST
    form = kind(request.POST if applying else None, asked=asked(request))
    refused: list[tuple[Any, str]] = []
    if applying and tasks and form.is_valid():
        made, refused = act(form, tasks, request)
        if made and not refused:
            said = ngettext("Đã làm với %(n)s nhiệm vụ.", "Đã làm với %(n)s nhiệm vụ.", made) % {"n": made}
            return done(request, said, reverse("work:plans"))
        if made:
            left = [task for task, _why in refused]
            tasks = [task for task in tasks if task in left]
    context = {
        "form": form,
        "step": kind,
        "tasks": tasks,
        "made": len(ids) - len(tasks) if refused else 0,
        "refused": refused,
        "next": request.POST.get("next", ""),
        "key": new_key(),
    }
    return render(request, "work/bulk.html", context, status=200 if not form.errors else 422)


def picked(request: HttpRequest) -> list[UUID]:
    ids = []
    for text in request.POST.getlist("task")[:MOST]:
        try:
            ids.append(UUID(text))
        except ValueError:
            continue
    return ids


def act(form: BulkForm, tasks: Iterable[Any], request: HttpRequest) -> tuple[int, list[tuple[Any, str]]]:
    """How many were done, and which were refused why. Each stands alone: one refusal stops no other."""
    who = {"by": request.actor, "at": request.now}
    if form.do == "assign":
        answer = actions.assign_tasks([task.pk for task in tasks], **form.arguments(), **who)
        return len(answer.done), [(task, why_of(why)) for task, why in answer.refused]
    made, refused = 0, []
    for task in tasks:
        try:
            with transaction.atomic():
                getattr(actions, form.verb)(task.pk, **form.arguments(), **who)
        except (Invalid, Denied) as why:
            refused.append((task, why_of(why)))
        else:
            made += 1
    return made, refused


def why_of(why: Invalid | Denied) -> str:
    if isinstance(why, Invalid):
        return " ".join(dict.fromkeys(sentence(reason) for _field, reason in why.problems))
    return sentence(why.reason) or _("Không được phép.")
