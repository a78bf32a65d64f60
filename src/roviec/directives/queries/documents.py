"""Reads of documents and of what was read in them, for a given actor."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from roviec.core.actor import Actor, ActorKind
from roviec.core.text import fold
from roviec.directives.models import Directive, Proposal
from roviec.work.models import Plan, Task

MOST_PLANS = 200
MOST_WORDS = 12  # of a search; each is a condition


def directives_visible_to(actor: Actor) -> QuerySet[Directive]:
    """Documents of the bodies that the actor sees, newest first, without their content."""
    rows = Directive.objects.defer("content").select_related("plan", "body").order_by("-received_at")
    return rows if actor.kind is ActorKind.WORKER else rows.filter(body__in=actor.bodies_seen)


def with_counts(directives: QuerySet[Directive]) -> QuerySet[Directive]:
    """Adds `n_open`, `n_confirmed`, `n_dropped`: proposals by state."""
    states = Proposal.State
    return directives.annotate(
        n_open=Count("proposals", filter=Q(proposals__state=states.PROPOSED)),
        n_confirmed=Count("proposals", filter=Q(proposals__state=states.CONFIRMED)),
        n_dropped=Count("proposals", filter=Q(proposals__state=states.DROPPED)),
    )


def search_directives(actor: Actor, text: str) -> QuerySet[Directive]:
    """By number or subject, without diacritics."""
    found = directives_visible_to(actor)
    for word in fold(text).split()[:MOST_WORDS]:
        found = found.filter(folded__contains=word)
    return found


def unhandled(actor: Actor) -> QuerySet[Directive]:
    """Documents that came in and wait for somebody to go through them."""
    return directives_visible_to(actor).filter(state=Directive.State.REVIEW)


def proposals_of(directive: Directive) -> QuerySet[Proposal]:
    return (
        directive.proposals.select_related("task", "task__clock")
        .prefetch_related("lead_units", "support_units")
        .order_by("order")
    )


def source_of(task: Task) -> Proposal | None:
    """The passage that the task was made from; of a part, that of its whole."""
    wanted: Sequence[UUID] = [pk for pk in (task.pk, task.parent_id) if pk]
    return (
        Proposal.objects.filter(task__in=wanted)
        .select_related("directive")
        .defer("directive__content")
        .order_by("task_id")
        .first()
    )


def blocks(directive: Directive) -> list[dict[str, Any]]:
    """The document for the page: paragraphs as stored, tables as rows of cells in order."""
    shown = []
    for block in directive.content.get("blocks", ()):
        if "cells" not in block:
            shown.append(block)
            continue
        rows: dict[int, list[dict[str, Any]]] = {}
        for cell in block["cells"]:
            rows.setdefault(cell["row"], []).append(cell)
        shown.append(block | {"lines": [sorted(rows[row], key=lambda c: c["column"]) for row in sorted(rows)]})
    return shown


def plans_to_join(body_id: UUID) -> list[tuple[str, str]]:
    """Open plans of the body that a document's tasks may go into, newest first, as choices."""
    rows = Plan.objects.filter(body=body_id, closed_at=None).order_by("-created_at").values_list("pk", "code", "title")
    return [(str(pk), f"{code} · {title}"[:120] if code else title[:120]) for pk, code, title in rows[:MOST_PLANS]]
