"""Giao nhanh: a spoken order in ten seconds; and the suggestions for "who?"."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from roviec.core.problems import Invalid
from roviec.web.idempotency import new_key
from roviec.work import actions, queries
from roviec.work.forms.tasks import QuickForm
from roviec.work.permissions import PERMISSIONS
from roviec.work.views.answers import asked, done, show

LATEST = 5


@require_http_methods(["GET", "POST"])
def quick(request: HttpRequest) -> HttpResponse:
    """Another order can follow at once: the page comes back empty, with what was just given."""
    PERMISSIONS.require(request.actor, "give_spoken_order")
    form = QuickForm(request.POST or None, asked=asked(request), auto_id="quick_%s")
    if request.method == "POST" and form.is_valid():
        try:
            task = actions.give_spoken_order(**form.arguments(), by=request.actor, at=request.now)
        except Invalid as refused:
            form.take(refused)
        else:
            said = _("Đã giao “%(title)s” cho %(whom)s.")
            facts = {"title": task.title, "whom": form.cleaned_data["who"].name}
            return done(request, said % facts, reverse("work:quick"))
    given = queries.tasks_visible_to(request.actor).filter(is_spoken=True, assigned_by_post=request.actor.post_id)
    latest = queries.listed(given, request.now).order_by("-created_at")[:LATEST]
    context = {"form": form, "rows": queries.rows_of(list(latest), request.now), "key": new_key()}
    return show(request, "work/quick.html", context, 422 if form.errors else 200)


@require_GET
def who(request: HttpRequest) -> HttpResponse:
    """Units and people for what was typed so far, as options of a list."""
    text = request.GET.get("q", "").strip()
    found = []
    if len(text) >= 2:
        units, people = request.GET.get("units") == "1", request.GET.get("people") == "1"
        found = queries.choices_for(
            text, request.now, body_id=request.actor.body_id, units=units, people=people, limit=8
        )
    return render(request, "work/_who_found.html", {"found": found, "text": text})
