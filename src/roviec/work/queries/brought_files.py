"""Files that an account sent to a plan."""

from uuid import UUID

from django.db.models import QuerySet

from roviec.core.actor import Actor
from roviec.work.models import PlanImport


def imports_of_account(plan_id: UUID, actor: Actor) -> QuerySet[PlanImport]:
    """Newest first, without their lines: nobody else sees what somebody sent."""
    return PlanImport.objects.filter(plan=plan_id, account_id=actor.account_id).defer("lines").order_by("-created_at")
