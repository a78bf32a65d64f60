"""Reads of incoming documents, for a given actor."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from roviec.core.actor import Actor, ActorKind
from roviec.core.text import fold
from roviec.directives.models import Arrival, Proposal
from roviec.organisation.models import Mandate, Post
from roviec.organisation.models.post import Rank
from roviec.work.models import Task

MOST_WORDS = 12


def arrivals_visible_to(actor: Actor) -> QuerySet[Arrival]:
    """Newest first. Those of the actor's own body: what came in at another one is that one's business."""
    rows = Arrival.objects.select_related("directive", "task", "task__clock", "task__lead_unit", "instructed_by_post")
    rows = rows.defer("directive__content", "task__folded").order_by("-received_at", "-pk")
    return rows if actor.kind is ActorKind.WORKER else rows.filter(body=actor.body_id)


def search_arrivals(actor: Actor, text: str, decision: str = "") -> QuerySet[Arrival]:
    """By number, sender or subject, without diacritics; `n_read`: assignments read in the text that wait."""
    found = arrivals_visible_to(actor)
    for word in fold(text).split()[:MOST_WORDS]:
        found = found.filter(folded__contains=word)
    if decision:
        found = found.filter(decision=decision)
    waiting = Q(directive__proposals__state=Proposal.State.PROPOSED)
    return found.annotate(n_read=Count("directive__proposals", filter=waiting))


def decision_counts(actor: Actor) -> Mapping[str, int]:
    """Decision → how many, in the actor's body."""
    rows = arrivals_visible_to(actor).select_related(None).order_by()
    return dict(rows.values_list("decision").annotate(n=Count("pk")))


def arrivals_waiting(actor: Actor) -> QuerySet[Arrival]:
    """Those of the actor's body that nobody has decided on."""
    return Arrival.objects.filter(body=actor.body_id, decision=Arrival.Decision.WAITING)


def leaders_of(body_id: UUID, day: date) -> list[tuple[Post, str]]:
    """The leaders of a body who may write instructions, highest first, with who holds the post that day ("" when vacant)."""
    ranks = [Rank.LEADER, Rank.DEPUTY_LEADER]
    found = Post.objects.on(day).filter(unit__body=body_id, rank__in=ranks)
    posts = sorted(found, key=lambda post: (ranks.index(Rank(post.rank)), post.title, post.seat or 0))
    held = Mandate.objects.on(day).filter(post__in=posts).values_list("post", "officer__full_name")
    names = dict(held)
    return [(post, names.get(post.pk, "")) for post in posts]


def arrival_of_task(task: Task) -> Arrival | None:
    """The incoming document that the task, or the whole it is part of, came from."""
    wanted = [pk for pk in (task.pk, task.parent_id) if pk]
    return Arrival.objects.filter(task__in=wanted).select_related("instructed_by_post").first()
