"""From notices to messages: one a day and channel, at once what cannot wait, nothing twice and nothing lost."""

from datetime import date, datetime, time, timedelta

import pytest

from roviec.alerts import actions as alerts
from roviec.alerts.models import Address, Message, Notice
from roviec.core.actor import Actor
from roviec.core.bundling import Wish
from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.custody.actions import note_lateness
from roviec.ledger.system_time import system_now
from roviec.work import actions as work
from tests.work.town import NOW, Town

DAY = timedelta(days=1)


def local(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), VIETNAM)


MONDAY, TUESDAY = date(2025, 12, 1), date(2025, 12, 2)
WEDNESDAY = date(2025, 12, 17)  # three working days after the due date of the town's tasks


@pytest.fixture
def reached(town: Town) -> Town:
    """Officer, head and vice chairman have given an e-mail address."""
    for who in ("officer", "culture_head", "vice"):
        Address.objects.create(
            officer=town.accounts[who].officer,
            channel="email",
            value=f"{who}@example.vn",
            created_at=system_now() - DAY,
            verified_at=system_now() - DAY,
        )
    return town


def bundled(worker: Actor, now: datetime) -> list[tuple[str, str, int]]:
    """(officer, kind, notices) of the messages that bundling at `now` makes."""
    before = set(Message.objects.values_list("pk", flat=True))
    made = alerts.bundle(now, system_now(), worker)
    new = Message.objects.exclude(pk__in=before).select_related("officer")
    assert made == len(new)
    return sorted((one.officer.code, one.kind, one.enclosures.count()) for one in new)


def test_forty_tasks_and_a_remark_are_one_letter_in_the_morning(reached: Town, worker: Actor) -> None:
    town = reached
    tasks = [town.draft(person_post=town.posts["officer"], title=f"Việc số {n} của cuộc họp") for n in range(40)]
    work.assign_tasks(tasks, by=town.actor("chairman"), at=NOW)
    work.comment_task(tasks[0].pk, text="xem giúp", by=town.actor("culture_head"), at=NOW)
    alerts.tick(NOW, worker)
    assert bundled(worker, local(MONDAY, 16)) == [], "this morning's hour is over"
    assert bundled(worker, local(TUESDAY, 7, 29)) == []
    assert bundled(worker, local(TUESDAY, 7, 31)) == [("culture_head", "digest", 1), ("officer", "digest", 2)]
    assert bundled(worker, local(TUESDAY, 7, 32)) == []


def test_what_was_read_before_the_hour_is_left_out(reached: Town, worker: Actor) -> None:
    reached.assigned()
    alerts.tick(NOW, worker)
    alerts.read_all(by=reached.actor("officer"), at=NOW)
    assert bundled(worker, local(TUESDAY, 8)) == [("culture_head", "digest", 1)]
    assert Notice.objects.get(officer__code="officer").read_how == "all"


def test_a_high_rung_does_not_wait_but_keeps_quiet_hours(reached: Town, worker: Actor) -> None:
    reached.assigned()
    night = local(WEDNESDAY, 0, 5)
    note_lateness(night, worker)
    alerts.tick(night, worker)
    made = {(who, kind) for who, kind, _ in bundled(worker, night)}
    assert {(who, "immediate") for who in ("officer", "culture_head", "vice")} <= made
    waits = Message.objects.get(officer__code="vice").send_from - system_now()
    assert timedelta(hours=6, minutes=24) < waits < timedelta(hours=6, minutes=26), "until half past six"


def test_each_chooses_hours_and_what_comes_at_once(reached: Town, worker: Actor) -> None:
    town = reached
    officer, head = town.actor("officer"), town.actor("culture_head")
    alerts.set_preference("email", Wish(at_once=frozenset({"assigned"})), by=officer, at=NOW)
    alerts.set_preference("email", Wish(digest_at=time(16, 0)), by=head, at=NOW)
    town.assigned()
    alerts.tick(NOW, worker)
    assert bundled(worker, local(MONDAY, 9)) == [("officer", "immediate", 1)]
    assert bundled(worker, local(MONDAY, 16)) == [("culture_head", "digest", 1)]
    with pytest.raises(Invalid):
        alerts.set_preference("email", Wish(at_once=frozenset({"không có"})), by=officer, at=NOW)


def test_snoozed_is_silent_until_its_day_and_a_high_rung_is_not_snoozed(reached: Town, worker: Actor) -> None:
    town = reached
    town.assigned()
    alerts.tick(NOW, worker)
    notice = Notice.objects.get(officer__code="officer")
    officer = town.actor("officer")
    alerts.snooze_notice(notice.pk, until=local(date(2025, 12, 3), 0), reason="đi công tác", by=officer, at=NOW)
    assert bundled(worker, local(TUESDAY, 8)) == [("culture_head", "digest", 1)]
    assert bundled(worker, local(date(2025, 12, 3), 8)) == [("officer", "digest", 1)]
    with pytest.raises(Denied):
        alerts.snooze_notice(notice.pk, until=NOW + DAY, reason="x", by=town.actor("culture_head"), at=NOW)
    note_lateness(local(WEDNESDAY, 8), worker)
    alerts.tick(local(WEDNESDAY, 8), worker)
    top = Notice.objects.get(officer__code="officer", top=True)
    with pytest.raises(Invalid, match="top_not_snoozed"):
        alerts.snooze_notice(top.pk, until=local(WEDNESDAY, 8) + DAY, reason="bận", by=officer, at=local(WEDNESDAY, 8))


def test_only_what_is_not_obligatory_is_muted(reached: Town, worker: Actor) -> None:
    town = reached
    officer = town.actor("officer")
    with pytest.raises(Invalid, match="obligatory"):
        alerts.mute_kinds(frozenset({"late"}), by=officer, at=NOW)
    task = town.assigned()
    alerts.mute_kinds(frozenset({"commented"}), by=officer, at=NOW)
    work.comment_task(task, text="xem giúp", by=town.actor("culture_head"), at=NOW)
    alerts.tick(NOW, worker)
    assert not Notice.objects.filter(kind="commented", officer__code="officer").exists()
    assert Notice.objects.filter(kind="assigned", officer__code="officer").exists()


def test_an_address_given_today_does_not_bring_what_came_before_it(reached: Town, worker: Actor) -> None:
    reached.assigned()
    alerts.tick(NOW, worker)
    Address.objects.update(verified_at=system_now() + timedelta(minutes=1))
    assert bundled(worker, local(TUESDAY, 8)) == []
    Address.objects.update(verified_at=system_now() - DAY, ended_at=system_now())
    assert bundled(worker, local(TUESDAY, 8)) == [], "an address that ended gets nothing"
