"""Work given to a body that has no accounts here lies outside: it waits for no name, and says so."""

import pytest

from roviec.boards.queries.tasks import Wanted, wanted_tasks
from roviec.boards.queries.unit import unit_page
from roviec.custody.models import Hold, HoldKind
from roviec.custody.queries import unnamed_too_long
from roviec.work import actions
from roviec.work.models import Task
from tests.work.town import NOW, Town, build, later


@pytest.fixture
def town(db: None) -> Town:
    made = build()
    made.unit("ministry", "Bộ Nội vụ", body=True, is_external=True)
    return made


def given_out(town: Town) -> Task:
    return town.assigned(lead_unit=town.units["ministry"], person_post=None)


def test_what_an_outside_body_leads_lies_outside(town: Town) -> None:
    task = given_out(town)
    task.clock.refresh_from_db()
    assert task.clock.hold_kind == HoldKind.OUTSIDE
    assert Hold.objects.get(clock=task.clock, until=None).kind == HoldKind.OUTSIDE


def test_it_is_not_counted_as_waiting_for_a_name(town: Town) -> None:
    given_out(town)
    here = town.assigned(person_post=None)
    now, chairman = later(days=7), town.actor("chairman")
    assert [clock.pk for clock in unnamed_too_long(now)] == [here.clock_id]
    listed = {kind: list(wanted_tasks(Wanted(standing=kind), chairman, now)) for kind in ("unnamed", "outside")}
    assert [task.pk for task in listed["unnamed"]] == [here.pk]
    assert [task.lead_unit_id for task in listed["outside"]] == [town.units["ministry"].pk]
    page = unit_page(town.units["ministry"].pk, chairman, now)
    assert (page.tally.unnamed, page.tally.outside) == (0, 1)


def test_handed_to_a_unit_here_it_waits_for_a_name_again(town: Town) -> None:
    task = given_out(town)
    chairman = town.actor("chairman")
    actions.hand_over(
        task, kind="wrongly_given", reason="Không thuộc Bộ", unit=town.units["culture"], by=chairman, at=later(days=1)
    )
    task.clock.refresh_from_db()
    assert (task.clock.hold_kind, task.clock.doer_unit_id) == (HoldKind.UNNAMED, None)


def test_who_does_it_stays_known_while_others_sign(town: Town) -> None:
    task = actions.accept_task(town.assigned(), by=town.actor("officer"), at=NOW)
    actions.hand_up_for_signature(task, by=town.actor("officer"), at=later(hours=1))
    task.clock.refresh_from_db()
    assert task.clock.hold_kind == HoldKind.SIGNATURE
    assert task.clock.doer_unit_id == town.posts["officer"].unit_id
