"""What of meetings a unit holds, and how it goes to its successor."""

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roviec.custody.estates import moving
from roviec.meetings.models import Committee
from roviec.organisation.estates import Estate, register


def committees_of(unit_ids: Iterable[UUID]) -> Mapping[UUID, int]:
    return Counter(Committee.objects.filter(body__in=list(unit_ids), closed_at=None).values_list("body_id", flat=True))


def register_estates() -> None:
    register(
        Estate(
            "meetings.committees",
            "meetings.Committee.body",
            holds=committees_of,
            # Open ones go on under the successor; what they concluded goes with their plan.
            move=moving(Committee, "body", Q(closed_at=None)),
            label=_("Ban chỉ đạo, cuộc họp định kỳ"),
        )
    )
