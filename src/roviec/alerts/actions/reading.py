"""What a person does with notices."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from roviec.alerts.models import Notice
from roviec.alerts.permissions import PERMISSIONS
from roviec.core.actor import Actor


@transaction.atomic
def read_notice(notice_id: UUID, *, by: Actor, at: datetime) -> Notice:
    """Read once, and known since then: a second reading changes nothing. Raises Denied for somebody else's notice."""
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    PERMISSIONS.require(by, "read_notice", notice)
    if notice.read_at is None:
        notice.read_at = at
        notice.save(update_fields=["read_at"])
    return notice


def read_all(*, by: Actor, at: datetime) -> int:
    """Everything told up to `at`; what arrives while the page is open stays unread. Gives their number."""
    PERMISSIONS.require(by, "read_all")
    return Notice.objects.filter(officer=by.officer_id, read_at=None, at__lte=at).update(read_at=at)
