"""Bodies outside this installation: they may lead work that a document names, but have no accounts here."""

import hashlib
from datetime import datetime

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.unit_names import name_key
from roviec.ledger.actions import record
from roviec.organisation.actions.tree import rebuild_closure
from roviec.organisation.actions.units import set_keys
from roviec.organisation.models import Unit
from roviec.organisation.models.unit import Level
from roviec.organisation.permissions import PERMISSIONS


def add_outside_body(name: str, *, by: Actor, at: datetime) -> Unit:
    """The outside body of that name; made when there is none. The same name in another spelling is the same body."""
    name = " ".join(name.split())
    key = name_key(name)
    if not key:
        raise Invalid("name", Reason("organisation.required"))
    with transaction.atomic():
        PERMISSIONS.require(by, "add_outside_body")
        code = f"NGOAI-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
        known = Unit.objects.filter(code=code).first()
        if known:
            return known
        unit = Unit(
            code=code,
            name=name[:300],
            level=Level.CENTRAL,
            is_body=True,
            is_external=True,
            valid_from=at.astimezone(VIETNAM).date().replace(month=1, day=1),
        )
        unit.body_id = unit.pk
        set_keys(unit)
        record(unit, "outside_body_added", by=by, at=at, data={"name": unit.name})
        rebuild_closure([unit.pk])
    return unit
