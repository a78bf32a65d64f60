"""Search over the passages of all documents that the actor sees, with what became of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Case, QuerySet, When

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

    Marks and case do not matter, words are whole. Ten queries at most, however many hits.
    """
    words = searched_words(text)
    if sum(map(len, words)) < LEAST:
        return [], False
    keys = _keys(actor, words, most + 1)
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


def _keys(actor: Actor, words: Sequence[str], most: int) -> list[UUID]:
    """Where the words stand together, then where they stand apart, newest documents first.

    First what has the words, then of this what the actor sees: the other way round a rare word is looked for in everything. Of common
    words the newest are read off the index backwards.
    """
    together = f" {' '.join(words)} "
    having = Provision.objects.order_by()
    for word in words:
        having = having.filter(words__contains=f" {word} ")
    keys = list(having.values_list("pk", flat=True)[: CANDIDATES + 1])
    if len(keys) <= CANDIDATES:
        apart = Case(When(words__contains=together, then=0), default=1)
        seen = _seen(Provision.objects.filter(pk__in=keys), actor).order_by(apart, "-directive", "order")
        return list(seen.values_list("pk", flat=True)[:most])
    newest = ("-directive", "-order")
    phrase = _seen(having.filter(words__contains=together), actor).order_by(*newest)
    keys = list(phrase.values_list("pk", flat=True)[:most])
    if len(keys) < most:
        others = _seen(having, actor).exclude(pk__in=keys).order_by(*newest)
        keys += others.values_list("pk", flat=True)[: most - len(keys)]
    return keys


def _seen(rows: QuerySet[Provision], actor: Actor) -> QuerySet[Provision]:
    return rows if actor.kind is ActorKind.WORKER else rows.filter(directive__body__in=actor.bodies_seen)


def _waiting(rows: Sequence[Provision]) -> Mapping[UUID, list[Guidance]]:
    states = (Guidance.State.PROPOSED, Guidance.State.WAITING)
    found: dict[UUID, list[Guidance]] = {}
    for one in Guidance.objects.filter(provision__in=[row.pk for row in rows], state__in=states):
        found.setdefault(one.provision_id, []).append(one)
    return found
