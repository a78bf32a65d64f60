"""Kinds of notices that people do without."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from roviec.alerts.models import Mute


def mutes_of(kinds: Collection[str]) -> Mapping[str, frozenset[UUID]]:
    """Kind -> officers who muted it. No query for no kinds."""
    if not kinds:
        return {}
    muted: dict[str, set[UUID]] = defaultdict(set)
    for kind, officer in Mute.objects.filter(kind__in=kinds).values_list("kind", "officer"):
        muted[kind].add(officer)
    return {kind: frozenset(officers) for kind, officers in muted.items()}


def muted_by(officer_id: UUID | None) -> frozenset[str]:
    return (
        frozenset(Mute.objects.filter(officer=officer_id).values_list("kind", flat=True)) if officer_id else frozenset()
    )
