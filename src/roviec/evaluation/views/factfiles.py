"""Files of facts: those that one may see, making one for a stated purpose, reading it, its print, the person's comment."""

from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from roviec.core.problems import Invalid
from roviec.evaluation.actions import factfiles as actions
from roviec.evaluation.actions.viewing import note_view
from roviec.evaluation.actions.viewing_notes import note_taken_away
from roviec.evaluation.forms.factfiles import Comment, Make
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries import factfiles as queries
from roviec.evaluation.views.answering import send_word, take_step
from roviec.evaluation.views.pledges import day_of
from roviec.evaluation.word.factfiles import factfile_paper, verdict
from roviec.organisation.queries import officers_visible_to
from roviec.web.idempotency import new_key
from roviec.work.views.answers import asked, done, found

PAGE = 50


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    PERMISSIONS.require(request.actor, "list_factfiles")
    page = Paginator(queries.factfiles_visible_to(request.actor), PAGE).get_page(request.GET.get("trang"))
    context = {"page": page, "rows": page.object_list, "own_id": request.actor.officer_id}
    return render(request, "evaluation/factfiles.html", context)


@require_http_methods(["GET", "POST"])
def of_officer(request: HttpRequest, officer_pk: UUID) -> HttpResponse:
    """The files about one person, and for the competent level the form for another."""
    officer = found(officers_visible_to(request.actor).get, pk=officer_pk)
    may_make = PERMISSIONS.allows(request.actor, "make_factfile", officer)
    if not may_make and officer.pk != request.actor.officer_id:
        PERMISSIONS.require(request.actor, "make_factfile", officer)
    today = day_of(request)
    form = Make(
        request.POST or None,
        asked=asked(request),
        initial={"since": date(today.year - 1, today.month, 1), "until": today},
    )
    if request.method == "POST":
        PERMISSIONS.require(request.actor, "make_factfile", officer)
        if form.is_valid():
            try:
                made = actions.make_factfile(officer, **form.arguments(), by=request.actor, at=request.now)
            except Invalid as refused:
                form.take(refused)
            else:
                return done(request, form.done, reverse("evaluation:factfile", args=[made.pk]))
    context = {
        "officer": officer,
        "form": form if may_make else None,
        "rows": queries.factfiles_visible_to(request.actor).filter(officer=officer)[:PAGE],
        "key": new_key(),
    }
    return render(request, "evaluation/factfiles_of_officer.html", context, status=422 if form.errors else 200)


@require_GET
def factfile(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Looking is noted in the file's own ledger, once a day for each who looks."""
    file = found(queries.factfiles_visible_to(request.actor).get, pk=pk)
    note_view(file, by=request.actor, at=request.now)
    late = [{**one, "verdict": verdict(one)} for one in file.facts.get("late", ())]
    context = {
        "file": file,
        "facts": file.facts,
        "late": late,
        "more_late": file.facts.get("late_total", 0) - len(late),
        "may_comment": PERMISSIONS.allows(request.actor, "comment_factfile", file),
    }
    return render(request, "evaluation/factfile.html", context)


@require_GET
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    file = found(queries.factfiles_visible_to(request.actor).get, pk=pk)
    note_taken_away(file, "docx", by=request.actor, at=request.now)
    return send_word(factfile_paper(file), "ho-so-su-viec")


@require_http_methods(["GET", "POST"])
def comment(request: HttpRequest, pk: UUID) -> HttpResponse:
    file = found(queries.factfiles_visible_to(request.actor).get, pk=pk)
    PERMISSIONS.require(request.actor, "comment_factfile", file)
    return take_step(
        request,
        Comment,
        actions.comment_factfile,
        file,
        about=file.why,
        back=reverse("evaluation:factfile", args=[pk]),
        action=reverse("evaluation:factfile_comment", args=[pk]),
        initial={"comment": file.comment},
    )
