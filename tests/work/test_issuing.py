"""Work that ends with a document of the body's own: entering its number closes the task."""

from datetime import date, timedelta

import pytest

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.custody.actions.lateness import note_lateness
from roviec.custody.models import LateSpell
from roviec.ledger.models import OutboxMessage
from roviec.organisation.queries.actors import worker_actor
from roviec.work import actions
from roviec.work.models import TaskState
from roviec.work.queries import history
from tests.work.town import NOW, Town, build, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return build()


def test_the_number_of_the_answer_closes_the_task_on_the_day_it_was_issued(town: Town) -> None:
    task = town.assigned()
    done = actions.finish_with_document(
        task, number="215/UBND-VX", issued_on=date(2025, 12, 3), by=town.actor("tracker"), at=later(4)
    )
    assert (done.state, done.progress) == (TaskState.DONE, 100)
    assert done.clock.closed_at == later(4)
    assert done.clock.finished_at.date() == date(2025, 12, 3)
    assert done.submissions.get().text == "Văn bản 215/UBND-VX ngày 03/12/2025"
    assert OutboxMessage.objects.filter(topic="work.deliverable_accepted", thing_id=task.pk).count() == 1


def test_an_answer_issued_in_time_but_entered_late_was_never_late(town: Town) -> None:
    task = town.assigned(due=date(2025, 12, 5))
    note_lateness(later(8), worker_actor())
    assert LateSpell.objects.filter(clock=task.pk).count() == 1
    actions.finish_with_document(
        task.pk, number="9/BC-UBND", issued_on=date(2025, 12, 5), by=town.actor("tracker"), at=later(8)
    )
    assert not LateSpell.objects.filter(clock=task.pk).exists()


def test_an_answer_issued_late_keeps_its_lateness_until_the_day_of_issue(town: Town) -> None:
    task = town.assigned(due=date(2025, 12, 5))
    note_lateness(later(10), worker_actor())
    actions.finish_with_document(
        task.pk, number="9/BC-UBND", issued_on=date(2025, 12, 9), by=town.actor("tracker"), at=later(10)
    )
    spell = LateSpell.objects.get(clock=task.pk)
    assert spell.until is not None and spell.until - spell.since < timedelta(days=5)


@pytest.mark.parametrize(
    ("number", "day", "field"),
    [
        ("", date(2025, 12, 1), "number"),
        ("x" * 61, date(2025, 12, 1), "number"),
        ("1/UBND", date(2025, 12, 2), "issued_on"),
        ("1/UBND", date(2025, 11, 30), "issued_on"),
    ],
)
def test_a_number_or_day_that_cannot_be_is_refused_and_nothing_changes(
    town: Town, number: str, day: date, field: str
) -> None:
    task = town.assigned()
    with pytest.raises(Invalid) as refused:
        actions.finish_with_document(task, number=number, issued_on=day, by=town.actor("tracker"), at=NOW)
    assert refused.value.problems[0][0] == field
    task.refresh_from_db()
    assert task.state == TaskState.ASSIGNED
    assert not task.submissions.exists()


def test_the_one_who_does_the_work_does_not_close_it_alone(town: Town) -> None:
    task = town.assigned()
    with pytest.raises(Denied):
        actions.finish_with_document(
            task, number="1/UBND", issued_on=date(2025, 12, 1), by=town.actor("officer"), at=NOW
        )


def test_a_submission_is_handed_up_with_one_proposal_and_the_drafters_opinion_or_not_at_all(town: Town) -> None:
    task = actions.accept_task(town.assigned(deliverable="Tờ trình phương án"), by=town.actor("officer"), at=NOW)
    officer = town.actor("officer")
    with pytest.raises(Invalid) as refused:
        actions.hand_up_for_signature(task, by=officer, at=NOW)
    assert {field for field, _reason in refused.value.problems} == {"proposal", "opinion"}
    done = actions.hand_up_for_signature(task, proposal="Chọn địa điểm A", opinion="Gần dân", by=officer, at=NOW)
    assert done.clock.hold_kind == "signature"
    assert [line.why for line in history(done) if line.verb == "handed_up"] == ["Chọn địa điểm A · Gần dân"]
