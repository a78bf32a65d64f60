"""One step of a task: a small form, then the action of the same name. Forms open as dialogs, or as pages of their own."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.task_flow import why_not
from roviec.ledger.actions import Conflict
from roviec.organisation.queries import children
from roviec.web.idempotency import new_key
from roviec.work import actions, queries
from roviec.work.forms.step import StepForm
from roviec.work.forms.steps import STEPS
from roviec.work.permissions import PERMISSIONS
from roviec.work.task_shown import changes_since, missing_things
from roviec.work.views.answers import asked, done, found, show, version_of
from roviec.work.views.task import task_edit

BY_FULL_FORM = ("edit_task", "complete_spoken_order")
WITH_FILES = ("submit_deliverable", "finish_with_document", "give_explanation")
OF_A_CONSULTATION = ("answer_opinion", "withdraw_opinion")


@require_http_methods(["GET", "POST"])
def task_do(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    if verb in BY_FULL_FORM:
        return task_edit(request, pk, verb)
    kind = STEPS.get(verb)
    if kind is None:
        raise Http404
    task = found(queries.task_seen, pk, request.actor)
    if request.method == "GET":
        refuse_early(request, task, verb)
    extra = offered(request, task, verb)
    form = kind(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        asked=asked(request, task=task, **extra),
        initial={"consultation": request.GET.get("consultation"), "progress": task.progress, "title": task.title},
    )
    status, overtaken = 200, []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act(request, task, form)
            except Invalid as refused:
                form.take(refused)
            except Conflict as conflict:
                status, overtaken = 409, changes_since(task, conflict.expected)
            else:
                return done(request, kind.done, reverse("work:task", args=[pk]))
    context = {
        "form": form,
        "step": kind,
        "task": task,
        "extension": extra.get("extension"),
        "explanation": extra.get("explanation"),
        "question": extra.get("question"),
        "missing": extra.get("missing", ()),
        "overtaken": overtaken,
        "version": task.version if kind.versioned else None,
        "key": new_key(),
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "action": reverse("work:task_do", args=[pk, verb]),
    }
    return show(request, "work/step.html", context, status)


def refuse_early(request: HttpRequest, task: Any, verb: str) -> None:
    """A form that could only be refused is not shown: Denied or Invalid with the reason."""
    if verb not in OF_A_CONSULTATION and verb != "unwatch_task":
        PERMISSIONS.require(request.actor, verb, task)
    clock = task.clock
    suspended, closed = clock.suspended_since is not None, clock.closed_at is not None
    if reason := why_not(verb, state=task.state, hold=clock.hold_kind, suspended=suspended, closed=closed):
        raise Invalid(None, reason)


def act(request: HttpRequest, task: Any, form: StepForm) -> None:
    verb, arguments = form.verb, form.arguments()
    who = {"by": request.actor, "at": request.now}
    if form.versioned:
        who["version"] = version_of(request)
    if verb in OF_A_CONSULTATION:
        getattr(actions, verb)(arguments.pop("consultation"), **arguments, **who)
        return
    if verb in WITH_FILES:
        arguments["files"] = [
            (actions.store_file(file.read(), file.name, at=request.now), file.name) for file in arguments["files"]
        ]
    if verb == "split_into_parts":
        before = actions.fields_of(task)
        arguments = {"parts": parts_of(before, arguments)}
    getattr(actions, verb)(task, **arguments, **who)


def parts_of(whole: actions.TaskFields, asked_for: dict[str, Any]) -> list[actions.TaskFields]:
    """One part per unit; what the form leaves open is as in the whole."""
    return [
        actions.TaskFields(
            title=asked_for["title"],
            lead_unit=unit,
            deliverable=asked_for["deliverable"] or whole.deliverable,
            due=asked_for["due"] or whole.due,
            budget=None if asked_for["due"] else whole.budget,
            recurrence=whole.recurrence,
            accountable_post=whole.accountable_post,
            authority=whole.authority,
        )
        for unit in asked_for["units"]
    ]


def offered(request: HttpRequest, task: Any, verb: str) -> dict[str, Any]:
    """What the form of this step needs to know of the task."""
    if verb == "name_person":
        return {"seats": seats(task, request)}
    if verb == "assign_task":
        return {"missing": missing_things(task)}
    if verb == "decide_extension":
        return {"extension": queries.asked_extension(task)}
    if verb == "decide_explanation":
        return {"explanation": queries.waiting_explanation(task)}
    if verb in OF_A_CONSULTATION:
        pk = request.POST.get("consultation") or request.GET.get("consultation", "")
        return {"question": found(queries.consultation_of, task, pk)}
    return {}


def seats(task: Any, request: HttpRequest) -> list[tuple[Any, Any]]:
    """The people of the unit that has it, each with what they have in hand, and the units directly below."""
    clock = task.clock
    unit_id = clock.holder_unit_id if clock.hold_kind == "unnamed" else task.lead_unit_id
    people = [
        (f"post:{one.post.pk}", load_line(one))
        for one in queries.loads([unit_id], request.now)
        if one.post.unit_id == unit_id and one.officer is not None
    ]
    below = [(f"unit:{unit.pk}", unit.name) for unit in children(unit_id, request.now.astimezone(VIETNAM).date())]
    groups = [("", _("Chọn người")), (_("Người"), sorted(people, key=lambda pair: pair[1]))]
    return [*groups, (_("Đơn vị bên dưới, để phân công tiếp"), below)] if below else groups


def load_line(one: queries.Load) -> str:
    facts = {"name": one.officer.full_name, "title": one.post.title, "open": one.open, "late": one.late}
    line = _("%(name)s, %(title)s: %(open)s việc, %(late)s quá hạn") % facts
    return _("%(line)s (đang nghỉ)") % {"line": line} if one.away else line
