"""What a person does with notices: read, acknowledge, put off. `read_how` tells which of these it was."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from roviec.alerts.models import Notice, ReadHow
from roviec.alerts.permissions import PERMISSIONS
from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason

LONGEST_SNOOZE = timedelta(days=14)


@transaction.atomic
def read_notice(notice_id: UUID, *, by: Actor, at: datetime, how: str = ReadHow.OPENED) -> Notice:
    """Read once, and known since then: a second reading changes nothing. Raises Denied for somebody else's notice."""
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    PERMISSIONS.require(by, "read_notice", notice)
    if notice.read_at is None:
        notice.read_at, notice.read_how = at, how
        notice.save(update_fields=["read_at", "read_how"])
    return notice


def read_all(*, by: Actor, at: datetime) -> int:
    """Everything told up to `at`, kept as read all at once; what arrives while the page is open stays unread. Gives their number."""
    PERMISSIONS.require(by, "read_all")
    unread = Notice.objects.filter(officer=by.officer_id, read_at=None, at__lte=at)
    return unread.update(read_at=at, read_how=ReadHow.ALL)


@transaction.atomic
def snooze_notice(notice_id: UUID, *, until: datetime, reason: str, by: Actor, at: datetime) -> Notice:
    """Neither counted nor sent until then; head and tracker see it with its reason. Not for what a high rung told."""
    notice = Notice.objects.select_for_update().get(pk=notice_id)
    PERMISSIONS.require(by, "snooze_notice", notice)
    problems: list[tuple[str | None, Reason]] = []
    if notice.top:
        problems.append((None, Reason("notice.top_not_snoozed")))
    if notice.read_at is not None:
        problems.append((None, Reason("notice.read_already")))
    if not reason.strip():
        problems.append(("reason", Reason("notice.reason_missing")))
    if not at < until <= at + LONGEST_SNOOZE:
        problems.append(("until", Reason("notice.snooze_until", {"most": LONGEST_SNOOZE.days})))
    if problems:
        raise Invalid.many(problems)
    notice.snoozed_until, notice.snooze_reason = until, reason.strip()[:300]
    notice.save(update_fields=["snoozed_until", "snooze_reason"])
    return notice
