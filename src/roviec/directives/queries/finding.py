"""Search over the passages of all documents that the actor sees, with what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from roviec.core.actor import Actor, ActorKind
from roviec.core.provisions.found import marked, searched_words
from roviec.directives.models import Guidance, Provision
from roviec.directives.queries.became import Doing, became_of

# So many passages with the words are looked at before visibility is asked first: a rare word has fewer.
CANDIDATES = 2_000
LEAST = 2  # letters


@dataclass(frozen=True)
class Hit:
    """`pieces` are the text around the words: (text, whether it was searched for)."""

    provision: Provision
    pieces: Sequence[tuple[str, bool]]
    doings: Sequence[Doing] = ()
    waits_for: Sequence[Guidance] = field(default_factory=tuple)


def search_provisions(actor: Actor, text: str, now: datetime, *, most: int = 30) -> tuple[list[Hit], bool]:
    """The passages that have all the words, those where they stand together first, newest documents first; whether there are more.

    Marks and case do not matter, words are whole. Nine queries at most, however many hits.
    """
    words = searched_words(text)
    if sum(map(len, words)) < LEAST:
        return [], False
    keys = _keys(actor, [" ".join(words)], most + 1)
    if len(words) > 1 and len(keys) <= most:
        keys += [key for key in _keys(actor, words, most + 1) if key not in set(keys)]
    rows = Provision.objects.select_related("directive").defer("words", "directive__content")
    by_key = rows.in_bulk(keys[:most])
    found = [by_key[key] for key in keys[:most]]
    became = became_of(found, actor, now)
    waiting = _waiting(found)
    hits = [
        Hit(row, marked(row.text or row.heading, words), became.get(row.pk, ()), waiting.get(row.pk, ()))
        for row in found
    ]
    return hits, len(keys) > most


def _keys(actor: Actor, parts: Sequence[str], most: int) -> list[UUID]:
    """Newest first. First those that have the words, then of these what the actor sees; of common words the other way round."""
    having = Provision.objects.order_by()
    for part in parts:
        having = having.filter(words__contains=f" {part} ")
    keys = list(having.values_list("pk", flat=True)[: CANDIDATES + 1])
    if len(keys) > CANDIDATES:  # of common words the newest are read off the index backwards
        seen = _seen(having, actor).order_by("-directive", "-order")
    else:
        seen = _seen(Provision.objects.filter(pk__in=keys), actor).order_by("-directive", "order")
    return list(seen.values_list("pk", flat=True)[:most])


def _seen(rows: QuerySet[Provision], actor: Actor) -> QuerySet[Provision]:
    return rows if actor.kind is ActorKind.WORKER else rows.filter(directive__body__in=actor.bodies_seen)


def _waiting(rows: Sequence[Provision]) -> Mapping[UUID, list[Guidance]]:
    states = (Guidance.State.PROPOSED, Guidance.State.WAITING)
    found: dict[UUID, list[Guidance]] = {}
    for one in Guidance.objects.filter(provision__in=[row.pk for row in rows], state__in=states):
        found.setdefault(one.provision_id, []).append(one)
    return found
