"""The merger of the demo year: two divisions of the department of tourism become one on 1 October 2025 (made up, like all divisions)."""

from datetime import datetime

from roviec.core.actor import Actor
from roviec.demo.story import MERGED, MERGED_INTO, MERGER_ON
from roviec.organisation.actions.restructuring import Plan, Successor, draft_restructuring, restructure
from roviec.organisation.models import Unit

DOCUMENT = "2468/QĐ-UBND"


def merge_divisions(*, by: Actor, at: datetime) -> None:
    """Through the real event: both close, the successor opens, posts and people go over, the former names stay findable."""
    old = [Unit.objects.get(name=name).pk for name in MERGED]
    successor = Successor(key="new", code="DL-KHNV", name=MERGED_INTO, kind="Phòng")
    draft = draft_restructuring(
        "merge",
        Plan(old=tuple(old), successors=(successor,)),
        title="Hợp nhất hai phòng thuộc Sở Du lịch",
        effective_on=MERGER_ON,
        document=DOCUMENT,
        by=by,
        at=at,
    )
    restructure(draft.pk, by=by, at=at, today=MERGER_ON)
