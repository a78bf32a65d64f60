"""What of meetings a unit holds, and how it goes to its successor."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from roviec.core.actor import Actor
from roviec.custody.estates import target
from roviec.ledger.bulk import record_each
from roviec.meetings.models import Committee
from roviec.organisation.estates import Estate, Mapping_, register


def committees_of(unit_ids: Iterable[UUID]) -> Mapping[UUID, int]:
    return Counter(Committee.objects.filter(body__in=list(unit_ids), closed_at=None).values_list("body_id", flat=True))


def move_committees(mapping: Mapping_, by: Actor, at: datetime) -> int:
    """Open ones go on under the successor; what they concluded goes with their plan."""
    rows = list(
        Committee.objects.select_for_update(of=("self",)).filter(body__in=list(mapping), closed_at=None).order_by("pk")
    )
    before = {one.pk: one.body_id for one in rows}
    for one in rows:
        one.body_id = target(mapping, one.body_id)
    record_each(
        rows,
        "moved",
        by=by,
        at=at,
        data=lambda one: {"unit": one.body_id, "before": {"unit": before[one.pk]}},
        changed=["body"],
    )
    return len(rows)


def register_estates() -> None:
    register(
        Estate(
            "meetings.committees",
            "meetings.Committee.body",
            holds=committees_of,
            move=move_committees,
            label=_("Ban chỉ đạo, cuộc họp định kỳ"),
        )
    )
