"""Obstacles: the list, one of them with its story, raising one from a task, and each step."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from roviec.core.obstacles import why_not
from roviec.core.problems import Invalid
from roviec.ledger.actions import Conflict
from roviec.voice import actions, queries
from roviec.voice.forms import STEPS, Raise
from roviec.voice.permissions import PERMISSIONS
from roviec.voice.shown import shown
from roviec.web.idempotency import new_key
from roviec.work.queries import task_seen
from roviec.work.views.answers import asked, done, found, show, version_of

PAGE = 50
WORDS: dict[str, str | Promise] = {
    "for_me": gettext_lazy("Tôi phải tháo gỡ"),
    "mine": gettext_lazy("Tôi đã nêu"),
    "open": gettext_lazy("Chờ tháo gỡ"),
    "late": gettext_lazy("Quá hạn trả lời"),
    "answered": gettext_lazy("Đã trả lời, chờ xác nhận"),
    "cleared": gettext_lazy("Đã tháo gỡ"),
}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Whose obstacles wait for whom. Which list is in the address."""
    which = request.GET.get("loc", "open")
    if which not in queries.LISTS:
        which = "open"
    page = Paginator(queries.listed_obstacles(which, request.actor, request.now), PAGE).get_page(
        request.GET.get("trang")
    )
    context = {
        "page": page,
        "rows": [shown(one, request) for one in page.object_list],
        "tabs": [{"label": word, "url": f"?loc={key}", "active": key == which} for key, word in WORDS.items()],
        "heading": WORDS[which],
    }
    return render(request, "voice/index.html", context)


@require_GET
def obstacle(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = found(queries.obstacles_visible_to(request.actor).get, pk=pk)
    queries.with_turns([one])
    return render(request, "voice/obstacle.html", {"row": shown(one, request), "steps": STEPS, "one": one})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, task_pk: UUID) -> HttpResponse:
    """Raised from the task's page, in a dialog or as a page of its own."""
    task = found(task_seen, task_pk, request.actor)
    PERMISSIONS.require(request.actor, "raise_obstacle", task)
    form = Raise(request.POST or None, asked=asked(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.raise_obstacle(task, **form.arguments(), by=request.actor, at=request.now)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, form.done, reverse("work:task", args=[task_pk]))
    context = {
        "form": form,
        "heading": form.label,
        "about": task.title,
        "back": reverse("work:task", args=[task_pk]),
        "key": new_key(),
        "action": reverse("voice:new", args=[task_pk]),
    }
    return show(request, "voice/step.html", context, 422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    kind = STEPS.get(verb)
    if kind is None:
        raise Http404
    one = found(queries.obstacles_visible_to(request.actor).get, pk=pk)
    PERMISSIONS.require(request.actor, verb, one)
    if why := why_not(verb, one.state):
        raise Invalid(None, why)
    form = kind(request.POST or None, asked=asked(request))
    if request.method == "POST" and form.is_valid():
        try:
            getattr(actions, verb)(
                pk, **form.arguments(), by=request.actor, at=request.now, version=version_of(request)
            )
        except Invalid as refused:
            form.take(refused)
        except Conflict:
            form.add_error(None, _("Người khác vừa sửa; hãy tải lại trang."))
        else:
            return done(request, kind.done, reverse("voice:obstacle", args=[pk]))
    context = {
        "form": form,
        "heading": kind.label,
        "about": one.text,
        "back": reverse("voice:obstacle", args=[pk]),
        "key": new_key(),
        "version": one.version,
        "action": reverse("voice:step", args=[pk, verb]),
    }
    return show(request, "voice/step.html", context, 422 if form.errors else 200)
