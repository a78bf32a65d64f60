"""Plans under plans: a programme and what belongs to it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.actions import lock, record
from roviec.organisation.models import UnitClosure
from roviec.work.actions.fields import id_of
from roviec.work.models import Plan
from roviec.work.permissions import PERMISSIONS


def place_plan(
    plan: Plan | UUID, parent: Plan | UUID | None, *, by: Actor, at: datetime, version: int | None = None
) -> Plan:
    """Puts the plan under a programme of its own body or of one above, or (None) takes it out.

    Who keeps the programme decides what belongs to it; taking out may also who keeps the plan.
    """
    with transaction.atomic():
        locked = lock(Plan, id_of(plan), version=version)
        PERMISSIONS.require(by, "place_plan", locked)
        home = None if parent is None else Plan.objects.get(pk=id_of(parent))
        if home is not None:
            PERMISSIONS.require(by, "edit_plan", home)
            _check(locked, home, at)
        if locked.parent_id != (home.pk if home else None):
            before, locked.parent = locked.parent, home
            data = {
                "parent": home.pk if home else None,
                "parent_title": home.title if home else (before.title if before else ""),
                "before": before.pk if before else None,
            }
            record(
                locked, "joined_programme" if home else "left_programme", by=by, at=at, data=data, changed=["parent"]
            )
    return locked


def _check(plan: Plan, home: Plan, at: datetime) -> None:
    if home.closed_at is not None:
        raise Invalid("parent", Reason("plan.closed"))
    above: set[UUID] = set()
    one: Plan | None = home
    while one is not None and one.pk not in above:
        above.add(one.pk)
        one = one.parent
    if plan.pk in above:
        raise Invalid("parent", Reason("programme.circle"))
    day = at.astimezone(VIETNAM).date()
    below = UnitClosure.objects.on(day).filter(ancestor=home.body_id, descendant=plan.body_id).exists()
    if plan.body_id != home.body_id and not below:
        raise Invalid("parent", Reason("programme.elsewhere"))
