"""Committees: the list, one of them, founding and changing one, calling the next session."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.ledger.actions import Conflict
from roviec.meetings import actions, queries
from roviec.meetings.forms import CallForm, CommitteeForm
from roviec.meetings.permissions import PERMISSIONS
from roviec.meetings.views.finding import committee_or_404, day_of
from roviec.web.idempotency import new_key
from roviec.work.queries import choice_of, counts_of
from roviec.work.views.answers import asked, done, show, version_of

FIELD_OF = {"chair_post": "chair", "secretary_post": "secretary"}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Which meetings are coming, and what became of what they concluded."""
    rows = list(queries.listed_committees(request.actor))
    may = PERMISSIONS.allows(request.actor, "create_committee")
    context = {"rows": rows, "may_found": may, "coming": queries.next_meetings(request.actor, request.now)}
    return render(request, "meetings/index.html", context)


@require_GET
def committee(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = committee_or_404(request, pk)
    heard = queries.tasks_heard(found, request.actor)
    context = {
        "committee": found,
        "counts": counts_of(heard, request.now),
        "meetings": list(queries.meetings_of(found)),
        "members": queries.members_of(found, request.now),
        "may_run": PERMISSIONS.allows(request.actor, "call_meeting", found),
        "crumbs": [_all()],
    }
    return render(request, "meetings/committee.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    PERMISSIONS.require(request.actor, "create_committee")
    form = CommitteeForm(request.POST or None, asked=asked(request, plans=queries.plans_to_follow(request.actor)))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create_committee(form.committee_fields(), by=request.actor, at=request.now)
        except Invalid as refused:
            _take(form, refused)
        else:
            return done(request, _("Đã lập."), reverse("meetings:committee", args=[made.pk]))
    context = {"form": form, "key": new_key(), "crumbs": [_all()]}
    return render(request, "meetings/committee_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = committee_or_404(request, pk)
    PERMISSIONS.require(request.actor, "edit_committee", found)
    members = queries.members_of(found, request.now)
    vacant = [post.pk for post, name in members if not name and post.pk != found.chair_post_id]
    initial = {
        "name": found.name,
        "chair": choice_of(f"post:{found.chair_post_id}", request.now),
        "secretary": choice_of(f"post:{found.secretary_post_id}", request.now) if found.secretary_post_id else None,
        "members": "\n".join(queries.named(post, name) for post, name in members if name),
        "rhythm": found.rhythm,
        "follows": [str(pk) for pk in found.follows.values_list("pk", flat=True)],
    }
    extra = {"plans": queries.plans_to_follow(request.actor), "next_at": found.next_at}
    form = CommitteeForm(request.POST or None, asked=asked(request, **extra), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            # A vacant seat cannot be written as a name: it stays, and whoever is appointed sits there.
            wanted = form.committee_fields()
            wanted = replace(wanted, members=(*wanted.members, *vacant))
            actions.edit_committee(pk, wanted, by=request.actor, at=request.now, version=version_of(request))
        except Conflict:
            form.add_error(None, _("Người khác vừa sửa; hãy tải lại trang."))
        except Invalid as refused:
            _take(form, refused)
        else:
            return done(request, _("Đã lưu."), reverse("meetings:committee", args=[pk]))
    context = {"form": form, "committee": found, "key": new_key(), "crumbs": [_all()]}
    return render(request, "meetings/committee_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def call(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = committee_or_404(request, pk)
    PERMISSIONS.require(request.actor, "call_meeting", found)
    initial = {
        "day": found.next_at.astimezone(VIETNAM).date() if found.next_at else day_of(request),
        "invited": "\n".join(queries.heads_to_invite(found, request.actor, request.now)),
    }
    form = CallForm(request.POST or None, asked=asked(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = actions.call_meeting(
                pk,
                on=form.on(),
                place=form.cleaned_data["place"],
                invited=form.cleaned_data["invited"],
                by=request.actor,
                at=request.now,
            )
        except Invalid as refused:
            form.take(refused)
        else:
            return done(request, _("Đã lên lịch họp."), reverse("meetings:meeting", args=[meeting.pk]))
    context = {"form": form, "committee": found, "key": new_key(), "action": reverse("meetings:call", args=[pk])}
    return show(request, "meetings/call.html", context, 422 if form.errors else 200)


def _take(form: CommitteeForm, refused: Invalid) -> None:
    form.take(Invalid.many([(FIELD_OF.get(name or "", name), reason) for name, reason in refused.problems]))


def _all() -> dict[str, Any]:
    return {"label": _("Cuộc họp"), "url": reverse("meetings:index")}
