"""The late spells of one piece of work: what its history does not hold line by line, because ten thousand share one entry."""

from uuid import UUID

from django.db.models import QuerySet

from roviec.custody.models import LateSpell


def spells_of(clock_id: UUID) -> QuerySet[LateSpell]:
    """Oldest first, with unit and head. Whoever may see the task may see its lateness."""
    spells = LateSpell.objects.filter(clock=clock_id).order_by("since")
    return spells.select_related("unit", "head_mandate__officer", "head_mandate__post")
