"""The page of one task, and its files."""

from uuid import UUID

from django.forms import BoundField
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from roviec.core.problems import Invalid
from roviec.ledger.actions import Conflict
from roviec.web.idempotency import new_key
from roviec.work import actions, queries
from roviec.work.actions.files import path_of
from roviec.work.forms.steps import STEPS
from roviec.work.forms.tasks import FIXED_ONCE_GIVEN, TaskForm
from roviec.work.permissions import PERMISSIONS
from roviec.work.task_shown import changes_since, shown_task
from roviec.work.views.answers import asked, done, found, version_of

GIVEN = ("assigned", "in_progress", "submitted")


@require_GET
def task(request: HttpRequest, pk: UUID) -> HttpResponse:
    page = found(queries.task_page, pk, request.actor, request.now)
    talk = STEPS["comment_task"](asked=asked(request))
    context = shown_task(page, request.actor, request.now)
    return render(request, "work/task.html", {**context, "talk": talk, "key": new_key()})


@require_GET
def parts(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The parts of a whole as rows, to be folded out in the table of its plan."""
    whole = found(queries.task_seen, pk, request.actor)
    seen = queries.tasks_visible_to(request.actor).filter(parent=whole)
    listed = queries.listed(seen, request.now).order_by("order", "pk")[:PARTS]
    rows = queries.rows_of(list(listed), request.now)
    return render(request, "work/_rows.html", {"rows": rows, "are_parts": True, "picks": True})


PARTS = 500


@require_http_methods(["GET", "POST"])
def task_new(request: HttpRequest, plan: UUID) -> HttpResponse:
    """A draft in the plan; with `giao` pressed it is given out at once, when nothing is missing."""
    home = found(queries.plans_visible_to(request.actor).get, pk=plan)
    PERMISSIONS.require(request.actor, "create_task", home)
    form = TaskForm(request.POST or None, asked=asked(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_task(home, form.task_fields(), by=request.actor, at=request.now)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(
                request, _("Đã lưu dự thảo. Xem lại sáu điều rõ rồi giao."), reverse("work:task", args=[made.pk])
            )
    context = {"form": form, "plan": home, "key": new_key(), "groups": groups(form)}
    return render(request, "work/task_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def task_edit(request: HttpRequest, pk: UUID, verb: str = "edit_task") -> HttpResponse:
    """Corrects a task, or completes a spoken order. Who comes second is told what changed; their own text stays in the form."""
    one = found(queries.task_seen, pk, request.actor)
    PERMISSIONS.require(request.actor, verb, one)
    before = actions.fields_of(one)
    initial = TaskForm.initial_of(before, lambda key: queries.choice_of(key, request.now))
    form = TaskForm(request.POST or None, asked=asked(request), initial=initial)
    form.without(*not_asked(verb, one, before))
    status, overtaken, differences = 200, [], []
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                act = getattr(actions, verb)
                fields = form.task_fields(before)
                act(one, fields, by=request.actor, at=request.now, version=version_of(request))
            except Invalid as refused:
                form.take(refused)
            except Conflict as conflict:
                status, overtaken = 409, changes_since(one, conflict.expected)
                differences = form.differences()
            else:
                return done(request, _("Đã lưu."), reverse("work:task", args=[pk]))
    context = {
        "form": form,
        "task": one,
        "plan": one.plan,
        "completing": verb == "complete_spoken_order",
        "version": one.version,
        "overtaken": overtaken,
        "differences": differences,
        "key": new_key(),
        "groups": groups(form),
    }
    return render(request, "work/task_form.html", context, status=status)


def not_asked(verb: str, one: object, before: actions.TaskFields) -> tuple[str, ...]:
    """Once given out, lead, person and dates move by steps of their own; a spoken order may still get its first date."""
    if verb == "complete_spoken_order":
        return ("lead", "person", *(("due", "budget") if before.due or before.budget else ()))
    return FIXED_ONCE_GIVEN if one.state in GIVEN else ()


def groups(form: TaskForm) -> list[tuple[str, list[BoundField]]]:
    """The fields under the heading of the clear thing that they make clear."""
    wanted = (
        (_("Rõ việc, rõ sản phẩm"), ("title", "deliverable", "detail")),
        (_("Rõ người, rõ trách nhiệm, rõ thẩm quyền"), ("lead", "person", "accountable", "authority", "supports")),
        (_("Rõ thời gian"), ("due", "budget", "recurrence", "planned_start", "planned_end", "urgent")),
        (_("Trong văn bản"), ("number",)),
    )
    made = [(title, [form[name] for name in names if name in form.fields]) for title, names in wanted]
    return [(title, fields) for title, fields in made if fields]


@require_GET
def file(request: HttpRequest, pk: UUID) -> FileResponse:
    """A file handed in, for who sees the task. Always as a download: nothing that people upload runs on our pages."""
    attached = found(queries.attachment_seen, pk, request.actor)
    path = path_of(attached.file_id)
    if not path.exists():
        raise Http404
    response = FileResponse(path.open("rb"), as_attachment=True, filename=attached.name)
    response["Content-Type"] = attached.file.media_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
