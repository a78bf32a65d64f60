"""Names for lists: who sits where today."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from roviec.core.calendars import VIETNAM
from roviec.organisation.models import Mandate


def names_at(post_ids: Iterable[UUID | None], now: datetime) -> dict[UUID, str]:
    """Post -> name of who holds it today; vacant ones are left out. One query, none for no posts."""
    posts = set(post_ids) - {None}
    if not posts:
        return {}
    rows = Mandate.objects.on(now.astimezone(VIETNAM).date()).filter(post__in=posts).order_by("valid_from")
    return dict(rows.values_list("post", "officer__full_name"))


def mandate_holder(mandate_id: UUID) -> str:
    """Whose mandate it is or was; empty for none. One query."""
    return Mandate.objects.filter(pk=mandate_id).values_list("officer__full_name", flat=True).first() or ""
