"""From draft to done, and every way back."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.custody.models import Clock, HandoverKind, Hold, HoldKind
from roviec.ledger.actions import Conflict
from roviec.ledger.models import Entry, OutboxMessage
from roviec.work import actions
from roviec.work.models import TaskState
from tests.work.town import NOW, Town, later


def codes(invalid: Invalid) -> set[str]:
    return {reason.code for _field, reason in invalid.problems}


def test_a_draft_may_have_gaps_but_is_not_counted_and_lies_with_who_drafts_it(town: Town) -> None:
    task = actions.create_task(
        town.plan, actions.TaskFields(title="Việc chưa rõ ai làm và bao giờ xong"), by=town.actor("tracker"), at=NOW
    )
    assert task.state == TaskState.DRAFT
    assert not task.clock.counts
    assert task.clock.holder_post == town.posts["tracker"]
    assert task.clock.hold_kind == HoldKind.DRAFTING


def test_a_task_with_no_deadline_cannot_be_assigned(town: Town) -> None:
    task = town.draft(due=None)
    with pytest.raises(Invalid) as caught:
        actions.assign_task(task, by=town.actor("chairman"), at=NOW)
    assert codes(caught.value) == {"clarity.schedule_missing"}
    assert Entry.objects.filter(stream_id=task.pk).count() == 1


def test_a_leader_may_assign_with_gaps_for_a_reason_which_is_kept(town: Town) -> None:
    task = town.draft(due=None, authority="")
    task = actions.assign_task(task, by=town.actor("chairman"), at=NOW, unclear_reason="Chờ văn bản của Thành phố")
    task.refresh_from_db()
    assert task.unclear_reason == "Chờ văn bản của Thành phố"
    assert "clarity.schedule_missing" in Entry.objects.get(stream_id=task.pk, verb="assigned").data


def test_no_reason_replaces_a_lead(town: Town) -> None:
    task = town.draft(lead_unit=None)
    with pytest.raises(Invalid):
        actions.assign_task(task, by=town.actor("chairman"), at=NOW, unclear_reason="Gấp")


def test_a_unit_without_a_person_waits_for_a_name(town: Town) -> None:
    task = town.assigned(person_post=None)
    assert task.clock.hold_kind == HoldKind.UNNAMED
    assert (task.clock.holder_unit_id, task.clock.holder_post_id) == (town.units["culture"].pk, None)
    task = actions.name_person(task, post=town.posts["officer"], by=town.actor("culture_head"), at=later(hours=1))
    assert task.clock.hold_kind == HoldKind.WORKING
    assert task.clock.holder_post == town.posts["officer"]


def test_a_person_of_another_unit_cannot_be_named(town: Town) -> None:
    task = town.assigned(person_post=None)
    with pytest.raises(Invalid) as caught:
        actions.name_person(task, post=town.posts["economy_officer"], by=town.actor("culture_head"), at=NOW)
    assert codes(caught.value) == {"task.outside_lead"}


def test_from_assignment_to_acceptance_every_hand_is_recorded(town: Town) -> None:
    officer, head, chairman = town.actor("officer"), town.actor("culture_head"), town.actor("chairman")
    task = town.assigned()
    actions.accept_task(task, by=officer, at=later(hours=1))
    actions.report_progress(task, progress=60, text="Đã xong dự thảo", by=officer, at=later(1))
    actions.hand_up_for_signature(task, by=officer, at=later(2))
    actions.sign(task, by=head, at=later(3))
    actions.submit_deliverable(task, link="https://hopthu.gov.vn/van-ban/1", by=officer, at=later(4))
    task = actions.accept_deliverable(task, by=chairman, at=later(5))
    assert task.state == TaskState.DONE
    assert task.done_at == task.clock.finished_at == later(4)
    assert task.clock.closed_at == later(5)
    holds = list(Hold.objects.filter(clock=task.clock_id).order_by("since", "pk").values_list("kind", "how"))
    assert holds[0] == (HoldKind.DRAFTING, HandoverKind.ASSIGNED)
    assert [kind for kind, _how in holds[1:]] == [
        HoldKind.WORKING,
        HoldKind.SIGNATURE,
        HoldKind.WORKING,
        HoldKind.ACCEPTANCE,
    ]
    assert list(
        OutboxMessage.objects.filter(thing_id=task.pk).order_by("created_at").values_list("topic", flat=True)
    ) == [
        "work.task_assigned",
        "work.task_accepted",
        "work.handed_up",
        "work.signed",
        "work.submitted",
        "work.deliverable_accepted",
    ]


def test_submitting_in_time_stays_in_time_however_long_acceptance_takes(town: Town) -> None:
    task = town.assigned(due=date(2025, 12, 5))
    actions.accept_task(task, by=town.actor("officer"), at=later(hours=1))
    actions.submit_deliverable(task, link="https://a.vn/1", by=town.actor("officer"), at=later(2))
    task = actions.accept_deliverable(task, by=town.actor("chairman"), at=later(20))
    assert task.clock.finished_at < task.clock.due < task.clock.closed_at


def test_a_deliverable_that_was_asked_for_must_be_handed_in(town: Town) -> None:
    task = town.assigned()
    actions.accept_task(task, by=town.actor("officer"), at=NOW)
    with pytest.raises(Invalid) as caught:
        actions.submit_deliverable(task, text="Xong rồi", by=town.actor("officer"), at=NOW)
    assert codes(caught.value) == {"task.deliverable_missing"}


def test_what_is_returned_lies_with_the_doer_again(town: Town) -> None:
    task = town.assigned()
    actions.accept_task(task, by=town.actor("officer"), at=NOW)
    actions.submit_deliverable(task, link="https://a.vn/1", by=town.actor("officer"), at=later(1))
    task = actions.return_deliverable(task, reason="Thiếu dự toán", by=town.actor("chairman"), at=later(2))
    assert task.state == TaskState.IN_PROGRESS
    assert task.clock.finished_at is None
    assert task.clock.holder_post == town.posts["officer"]


def test_nobody_accepts_their_own_work(town: Town) -> None:
    task = town.draft(person_post=town.posts["culture_head"])
    task = actions.assign_task(task, by=town.actor("culture_head"), at=NOW)
    actions.accept_task(task, by=town.actor("culture_head"), at=NOW)
    task = actions.submit_deliverable(task, link="https://a.vn/1", by=town.actor("culture_head"), at=later(1))
    assert task.clock.holder_post == town.posts["chairman"]
    with pytest.raises(Denied):
        actions.accept_deliverable(task, by=town.actor("culture_head"), at=later(2))
    assert actions.accept_deliverable(task, by=town.actor("chairman"), at=later(2)).state == TaskState.DONE


def test_a_refusal_needs_a_reason_and_goes_back_to_who_gave_it(town: Town) -> None:
    task = town.assigned()
    with pytest.raises(Invalid):
        actions.refuse_task(task, reason=" ", by=town.actor("officer"), at=NOW)
    task = actions.refuse_task(task, reason="Không đúng chức năng", by=town.actor("officer"), at=later(1))
    assert task.state == TaskState.REFUSED
    assert task.clock.holder_post == town.posts["chairman"]
    assert task.clock.counts
    fields = town.fields(lead_unit=town.units["economy"])
    actions.edit_task(task, fields, by=town.actor("chairman"), at=later(2))
    task = actions.assign_task(task, by=town.actor("chairman"), at=later(2))
    assert task.clock.unit == town.units["economy"]


def test_the_second_of_two_who_change_a_task_is_told(town: Town) -> None:
    task = town.assigned()
    shown = task.version
    actions.accept_task(task, by=town.actor("officer"), at=NOW, version=shown)
    with pytest.raises(Conflict):
        actions.refuse_task(task, reason="Nhầm", by=town.actor("officer"), at=NOW, version=shown)


def test_a_step_that_cannot_follow_is_refused_with_its_reason(town: Town) -> None:
    task = town.assigned()
    with pytest.raises(Invalid) as caught:
        actions.submit_deliverable(task, link="https://a.vn/1", by=town.actor("officer"), at=NOW)
    assert codes(caught.value) == {"task_flow.state_assigned"}


def test_a_cancelled_task_is_over(town: Town) -> None:
    task = town.assigned()
    task = actions.cancel_task(task, reason="Thành phố rút nhiệm vụ", by=town.actor("chairman"), at=later(1))
    assert task.clock.closing == Clock.Closing.CANCELLED
    with pytest.raises(Invalid):
        actions.accept_task(task, by=town.actor("officer"), at=later(2))


def test_an_action_costs_few_statements(town: Town) -> None:
    task = town.draft(person_post=town.posts["officer"])
    chairman, officer = town.actor("chairman"), town.actor("officer")
    costs = {}
    for name, call in {
        "assign": lambda: actions.assign_task(task, by=chairman, at=NOW),
        "accept": lambda: actions.accept_task(task, by=officer, at=NOW),
        "report": lambda: actions.report_progress(task, progress=10, text="Đang làm", by=officer, at=NOW),
        "hand_up": lambda: actions.hand_up_for_signature(task, by=officer, at=NOW),
        "sign": lambda: actions.sign(task, by=town.actor("culture_head"), at=NOW),
        "submit": lambda: actions.submit_deliverable(task, link="https://a.vn/1", by=officer, at=NOW),
    }.items():
        with CaptureQueriesContext(connection) as queries:
            call()
        asked = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN"))]
        costs[name] = len(asked)
    assert all(cost <= 14 for cost in costs.values()), costs
