"""How many people stand behind the work of a unit: red is read beside load."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F

from roviec.boards.queries.kept import kept
from roviec.boards.queries.sight import large
from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.organisation.models import Mandate, UnitClosure


def people_behind(unit_ids: Collection[UUID], actor: Actor, now: datetime) -> dict[UUID, int]:
    """Unit -> officers with a seat today in it or below it within the same body. Two queries; of a large body up to a minute old."""
    day = now.astimezone(VIETNAM).date()

    def count() -> dict[UUID, int]:
        trees = UnitClosure.objects.on(day).filter(ancestor__in=unit_ids, descendant__body=F("ancestor__body"))
        pairs = list(trees.values_list("ancestor", "descendant"))
        below = {descendant for _ancestor, descendant in pairs}
        seated = Mandate.objects.on(day).filter(post__unit__in=below).order_by().values_list("post__unit")
        here = dict(seated.annotate(n=Count("officer", distinct=True)))
        found = dict.fromkeys(unit_ids, 0)
        for ancestor, descendant in pairs:
            found[ancestor] += here.get(descendant, 0)
        return found

    key = ("people behind", actor.body_id, tuple(sorted(unit_ids)))
    return kept(key, now, count, lambda _: large(actor.body_id)) if unit_ids else {}
