"""What actions announced is told once, by the system, and one message that cannot be told holds up no other."""

import pytest

from roviec.alerts import actions as alerts
from roviec.alerts.models import Notice
from roviec.alerts.sources.events import EVENTS
from roviec.core.actor import Actor
from roviec.core.permission import Denied
from roviec.ledger import outbox
from roviec.ledger.models import OutboxMessage
from roviec.work import actions as work
from roviec.work.models import Task
from tests.work.town import NOW, Town


def test_only_the_system_tells(town: Town) -> None:
    with pytest.raises(Denied):
        alerts.tell([], NOW, town.actor("chairman"))


def test_a_message_that_cannot_be_told_waits_and_does_not_hold_up_the_others(town: Town, worker: Actor) -> None:
    town.assigned()
    bad = OutboxMessage.objects.earliest("created_at")
    OutboxMessage.objects.filter(pk=bad.pk).update(payload={"count": "nhiều"})
    work.comment_task(Task.objects.get(), text="a", by=town.actor("culture_head"), at=NOW)
    done = alerts.take_outbox(NOW, worker)
    assert len(done.problems) == 1
    assert set(Notice.objects.values_list("kind", flat=True)) == {"commented"}
    bad.refresh_from_db()
    assert bad.done_at is None and "nhiều" not in bad.error and bad.error
    assert bad.attempts == 1 and bad.leased_until is not None


def test_a_message_told_by_another_worker_meanwhile_is_told_once(town: Town, worker: Actor) -> None:
    """The first worker was slow and its lease ran out: what it does now is not committed."""
    town.assigned()
    slow = outbox.claim(EVENTS)
    OutboxMessage.objects.update(leased_until=NOW)
    assert alerts.take_outbox(NOW, worker).news == 2
    for message in slow:
        with pytest.raises(outbox.LostLease):
            outbox.finish(message)


def test_a_leased_message_is_left_alone(town: Town, worker: Actor) -> None:
    town.assigned()
    assert len(outbox.claim(EVENTS)) == 1
    assert outbox.claim(EVENTS) == []
    assert alerts.take_outbox(NOW, worker).news == 0
