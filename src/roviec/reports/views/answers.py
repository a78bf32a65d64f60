"""What a unit owes, and the page where it enters its figures."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from roviec.core.problems import Invalid
from roviec.ledger.actions import Conflict
from roviec.reports import actions, queries
from roviec.reports.forms import AnswerForm
from roviec.reports.permissions import PERMISSIONS
from roviec.reports.views.finding import answer_or_404, crumbs, may, tabs
from roviec.reports.views.rounds import figure_url
from roviec.reports.words import period_words
from roviec.web.idempotency import new_key
from roviec.work.views.answers import asked, done, version_of

SENDABLE = ("assigned", "in_progress")


@require_GET
def owed(request: HttpRequest) -> HttpResponse:
    """Which reports are demanded of the reader's body, when, by whom, and which of them overlap."""
    rows = queries.owed_by(request.actor, request.now)
    context = {
        "rows": [(one, period_words(one.answer.round.period)) for one in rows],
        "late": sum(one.standing == "open_late" for one in rows),
        "tabs": tabs(request, "owed"),
    }
    return render(request, "reports/owed.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = answer_or_404(request, pk)
    row = queries.compilation(found.round, request.now, only=found.pk).rows[0]
    may_answer = found.task.state in SENDABLE and may(request, "answer_demand", found)
    form = AnswerForm(
        request.POST or None, asked=asked(request, cells=row.cells), initial={"text": found.text}, auto_id="so_%s"
    )
    if request.method == "POST":
        PERMISSIONS.require(request.actor, "answer_demand", found)
        if form.is_valid():
            try:
                actions.answer_demand(
                    pk,
                    form.values(),
                    form.cleaned_data["text"],
                    by=request.actor,
                    at=request.now,
                    version=version_of(request),
                )
            except Conflict:
                form.add_error(None, _("Người khác vừa sửa; hãy tải lại trang."))
            except Invalid as refused:
                form.take(refused)
            else:
                return done(request, _("Đã nộp báo cáo."), reverse("reports:owed"))
    context = {
        "answer": found,
        "row": row,
        # Whoever enters the rest sees here only what is there; what is missing has a box below.
        "cells": [(cell, figure_url(row, cell)) for cell in row.cells if not may_answer or cell.value is not None],
        "form": form,
        "may_answer": may_answer,
        "when": period_words(found.round.period),
        "key": new_key(),
        "crumbs": crumbs((_("Phải nộp"), reverse("reports:owed"))),
    }
    return render(request, "reports/answer.html", context, status=422 if form.errors else 200)
