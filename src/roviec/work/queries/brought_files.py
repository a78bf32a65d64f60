"""Files that an account sent to a plan."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.organisation.queries import find_units
from roviec.work.models import PlanImport


def leads_known(names: set[str], now: datetime) -> dict[str, bool]:
    """Whether each name stands for exactly one unit today."""
    found = find_units(names, now.astimezone(VIETNAM).date())
    return {name: len(units) == 1 for name, units in found.items()}


def imports_of_account(plan_id: UUID | None, actor: Actor) -> QuerySet[PlanImport]:
    """Newest first, without their lines: nobody else sees what somebody sent. Without a plan those that are to become one."""
    return PlanImport.objects.filter(plan=plan_id, account_id=actor.account_id).defer("lines").order_by("-created_at")
