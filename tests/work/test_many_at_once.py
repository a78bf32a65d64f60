"""A document gives one row to every ward: as many statements as for a few, and every promise kept for each task."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from roviec.core.text import fold
from roviec.core.unit_names import name_key
from roviec.custody.models import Clock, Hold, HoldKind
from roviec.ledger.ids import new_id
from roviec.ledger.models import Entry, OutboxMessage
from roviec.ledger.verify import verify_ledger
from roviec.organisation.models import Unit, UnitFunction
from roviec.work import actions
from roviec.work.actions import Drafting, TaskFields
from roviec.work.models import Series, Task, TaskState
from tests.work.town import DAY, NOW, Town

Pinned = Callable[[str], AbstractContextManager[CaptureQueriesContext]]
WARDS = 168


@pytest.fixture
def wards(town: Town) -> list[Unit]:
    """Straight into the tables: actions only point at them."""
    made = []
    for number in range(WARDS):
        pk, name = new_id(), f"Ủy ban nhân dân phường Số {number}"
        made.append(
            Unit(
                id=pk,
                body_id=pk,
                code=f"W{number}",
                name=name,
                folded=name_key(name),
                level="commune",
                is_body=True,
                valid_from=DAY,
            )
        )
    return Unit.objects.bulk_create(made)


def part(town: Town, ward: Unit, **changed: object) -> TaskFields:
    return town.fields(lead_unit=ward, **changed)


def give_to_all(town: Town, wards: list[Unit], **changed: object) -> Task:
    by = town.actor("tracker")
    whole = Drafting(town.fields(lead_unit=town.units["ward"]), [part(town, ward, **changed) for ward in wards])
    (task,) = actions.create_tasks(town.plan, [whole], by=by, at=NOW)
    parts = list(task.parts.values_list("pk", flat=True))
    given = actions.assign_tasks([task, *parts], by=by, at=NOW)
    assert (len(given.done), given.refused) == (len(wards) + 1, [])
    return task


def test_one_row_for_every_ward_takes_few_statements(town: Town, wards: list[Unit], pinned_queries: Pinned) -> None:
    with pinned_queries("168 parts drafted and given") as asked:
        give_to_all(town, wards)
    assert len(asked) <= 60


def test_splitting_and_giving_the_whole_takes_few_statements(
    town: Town, wards: list[Unit], pinned_queries: Pinned
) -> None:
    whole = town.draft()
    with pinned_queries("168 parts split off and given with the whole") as asked:
        actions.split_into_parts(whole, [part(town, ward.pk) for ward in wards], by=town.actor("tracker"), at=NOW)
        actions.assign_task(whole, by=town.actor("tracker"), at=NOW)
    assert len(asked) <= 60
    assert whole.parts.filter(state=TaskState.ASSIGNED).count() == WARDS


def test_each_of_them_has_its_entries_one_holder_and_its_place_in_the_counts(town: Town, wards: list[Unit]) -> None:
    OutboxMessage.objects.all().delete()

    whole = give_to_all(town, wards)

    assert list(Entry.objects.filter(stream_id=whole.pk).order_by("seq").values_list("verb", flat=True)) == [
        "created",
        "split",
        "assigned",
    ]
    for task in whole.parts.select_related("clock"):
        verbs = Entry.objects.filter(stream_id=task.pk).order_by("seq").values_list("verb", flat=True)
        assert (list(verbs), task.version, task.state) == (["created", "assigned"], 2, TaskState.ASSIGNED)
        holds = list(Hold.objects.filter(clock=task.clock).order_by("since", "until").values_list("unit", "kind"))
        still = Hold.objects.get(clock=task.clock, until=None)
        assert (len(holds), still.unit_id, still.kind) == (2, task.lead_unit_id, HoldKind.UNNAMED)
        assert (task.clock.holder_unit_id, task.clock.unit_id, task.clock.counts) == (
            still.unit_id,
            still.unit_id,
            True,
        )
    assert not Clock.objects.get(pk=whole.pk).counts
    told = OutboxMessage.objects.filter(topic="work.task_assigned")
    assert sorted(message.payload["unit"] for message in told) == sorted(
        str(unit.pk) for unit in (*wards, town.units["ward"])
    )
    assert {message.payload["by"]["label"] for message in told} == {"Nguyễn Văn tracker"}
    assert verify_ledger().sound


def test_what_is_unclear_or_not_allowed_is_refused_alone(town: Town, wards: list[Unit]) -> None:
    by = town.actor("tracker")
    clear, vague, foreign = (
        actions.create_task(town.plan, town.fields(), by=by, at=NOW),
        actions.create_task(town.plan, town.fields(due=None), by=by, at=NOW),
        actions.create_task(
            actions.create_plan(title="Của Thành phố", by=town.actor("mayor"), at=NOW),
            town.fields(),
            by=town.actor("mayor"),
            at=NOW,
        ),
    )

    given = actions.assign_tasks([clear, vague, foreign], by=by, at=NOW)

    assert given.done == [clear]
    assert {task: type(why).__name__ for task, why in given.refused} == {vague: "Invalid", foreign: "Denied"}
    for task in (vague, foreign):
        task.refresh_from_db()
        assert (task.state, task.version) == (TaskState.DRAFT, 1)
        assert Hold.objects.get(clock=task.pk).kind == HoldKind.DRAFTING


def test_each_is_held_against_the_functions_of_its_own_unit(town: Town, wards: list[Unit]) -> None:
    for ward, text in ((wards[0], "Quản lý lễ hội đường hoa"), (wards[1], "Thu gom rác thải sinh hoạt")):
        UnitFunction.objects.create(unit=ward, text=text, folded=fold(text), valid_from=DAY)

    whole = give_to_all(town, wards[:3])

    outside = dict(whole.parts.values_list("lead_unit", "outside_function"))
    assert outside == {wards[0].pk: False, wards[1].pk: True, wards[2].pk: False}


def test_recurring_parts_each_begin_a_series_of_their_own(town: Town, wards: list[Unit]) -> None:
    whole = give_to_all(town, wards[:3], due=None, recurrence="monthly")

    parts = list(whole.parts.select_related("series", "clock"))
    assert {part.series.lead_unit_id for part in parts} == {ward.pk for ward in wards[:3]}
    assert all(part.clock.due is not None and part.period == "2025-12" for part in parts)
    assert Entry.objects.filter(stream_kind="work.series", verb="created").count() == Series.objects.count() == 3


def test_an_unknown_lead_drafts_nothing(town: Town, wards: list[Unit]) -> None:
    before = Task.objects.count()
    with pytest.raises(Unit.DoesNotExist):
        actions.split_into_parts(
            town.draft(), [part(town, wards[0].pk), part(town, new_id())], by=town.actor("tracker"), at=NOW
        )
    assert Task.objects.count() == before + 1


def test_drafts_without_a_place_follow_the_last_of_the_plan(town: Town, wards: list[Unit]) -> None:
    first = town.draft()
    whole = Drafting(town.fields(due=date(2025, 12, 20)), [part(town, ward) for ward in wards[:2]])
    (task,) = actions.create_tasks(town.plan, [whole], by=town.actor("tracker"), at=NOW)
    orders = list(Task.objects.filter(plan=town.plan).order_by("order").values_list("order", flat=True))
    assert (first.order, task.order, orders) == (1, 2, [1, 2, 3, 4])
