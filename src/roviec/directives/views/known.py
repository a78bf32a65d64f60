"""Beside the review: work that was given before, and what a corrected edition changes. Loaded after the page, it holds nothing up."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_POST

from roviec.core.problems import Invalid
from roviec.directives import actions, queries
from roviec.directives.permissions import PERMISSIONS
from roviec.directives.views.finding import directive_or_404
from roviec.web.reasons import sentence

CHANGED = {
    "text": gettext_lazy("nội dung"),
    "leads": gettext_lazy("chủ trì"),
    "due": gettext_lazy("thời hạn"),
    "deliverable": gettext_lazy("sản phẩm"),
}


@require_GET
def known(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A note for each row that is like a task given before, or that an earlier edition of the document had."""
    found = directive_or_404(request, pk)
    PERMISSIONS.require(request.actor, "link_proposals", found)
    waiting = list(queries.proposals_of(found).filter(state="proposed"))
    alike = queries.alike_tasks(found, waiting, request.actor, request.now)
    before = queries.earlier_edition(found)
    edition = queries.compared(found, before, waiting) if before else None
    notes = []
    for row in waiting:
        old, changed = edition.pairs.get(row.pk, (None, [])) if edition else (None, [])
        note = {
            "row": row,
            "alike": alike.get(row.pk, []),
            "old": old,
            "changed": ", ".join(str(CHANGED[name]) for name in changed),
            "is_new": edition is not None and old is None,
        }
        if note["alike"] or edition:
            notes.append(note)
    return render(
        request,
        "directives/_known.html",
        {"directive": found, "notes": notes, "edition": edition, "links": _links(edition)},
    )


def _links(edition: Any) -> list[str]:
    """The rows that an earlier edition gave out as they are now, each with its task: "proposal:task"."""
    if edition is None:
        return []
    return [f"{pk}:{edition.pairs[pk][0].task_id}" for pk in edition.unchanged if edition.pairs[pk][0].task_id]


@require_POST
def link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Rows point at tasks that are there already; sent as "proposal:task"."""
    directive_or_404(request, pk)
    links: dict[UUID, UUID] = {}
    for pair in request.POST.getlist("link"):
        row, _colon, task = pair.partition(":")
        try:
            links[UUID(row)] = UUID(task)
        except ValueError:
            continue
    try:
        done = actions.link_proposals(pk, links, by=request.actor, at=request.now)
    except Invalid as refused:
        messages.error(request, " ".join(sentence(reason) for _field, reason in refused.problems))
    else:
        words = ngettext("Đã gắn %(n)s dòng vào nhiệm vụ có sẵn.", "Đã gắn %(n)s dòng vào nhiệm vụ có sẵn.", len(done))
        messages.success(request, words % {"n": len(done)})
    return redirect("directives:review", pk)


@require_POST
def unlink(request: HttpRequest, pk: UUID, proposal_pk: UUID) -> HttpResponse:
    directive_or_404(request, pk)
    try:
        actions.unlink_proposal(proposal_pk, by=request.actor, at=request.now)
    except Invalid as refused:
        messages.error(request, " ".join(sentence(reason) for _field, reason in refused.problems))
    return redirect("directives:review", pk)
