"""A plan in the database is a schedule that people change together: moved, linked, asked about, taken back."""

from datetime import date

import pytest

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.custody.models import Extension
from roviec.ledger.actions import Conflict
from roviec.ledger.models import Entry
from roviec.work import changes as c
from roviec.work.actions import Changed, accept_task, change_plan, preview_change, report_progress, undo_change
from roviec.work.models import ChangedTask, Dependency, PlanChange, Task, TaskState
from tests.work.town import NOW, Town, later

MON, WED, FRI, NEXT_MON = date(2025, 12, 1), date(2025, 12, 3), date(2025, 12, 5), date(2025, 12, 8)


def planned(town: Town, title: str, start: date, end: date, **more: object) -> Task:
    return town.assigned(title=title, planned_start=start, planned_end=end, **more)


def days(task: Task) -> tuple[date | None, date | None]:
    task.refresh_from_db()
    return task.planned_start, task.planned_end


def change(town: Town, *wanted: c.Change, who: str = "chairman", reason: str = "") -> Changed:
    return change_plan(town.plan, wanted, by=town.actor(who), at=NOW, reason=reason)


def reasons(error: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [reason.code for _field, reason in error.value.problems]


def test_a_moved_task_takes_its_followers_along_over_the_weekend(town: Town) -> None:
    first = planned(town, "Khảo sát", MON, WED)
    second = planned(town, "Dự thảo", date(2025, 12, 4), FRI)
    change(town, c.MakeLink(first.pk, second.pk))
    assert days(second) == (date(2025, 12, 4), FRI)
    change(town, c.Move(first.pk, WED, FRI))
    assert days(first) == (WED, FRI)
    assert days(second) == (NEXT_MON, date(2025, 12, 9))


def test_a_due_date_never_moves_with_a_bar(town: Town) -> None:
    task = planned(town, "Khảo sát", MON, WED)
    before = task.clock.due
    change(town, c.Move(task.pk, MON, date(2025, 12, 31)))
    task.clock.refresh_from_db()
    assert (task.clock.due, task.clock.due_original) == (before, before)


def test_what_was_placed_is_not_pulled_earlier_by_its_first_link(town: Town) -> None:
    first = planned(town, "Khảo sát", MON, MON)
    second = planned(town, "Dự thảo", FRI, FRI)
    change(town, c.MakeLink(first.pk, second.pk))
    assert days(second) == (FRI, FRI)


def test_unplanned_work_that_waits_fills_the_time_until_it_is_due(town: Town) -> None:
    first = planned(town, "Khảo sát", MON, FRI)
    second = town.assigned(title="Dự thảo", due=date(2025, 12, 12))
    found = preview_change(town.plan, [c.MakeLink(first.pk, second.pk)], by=town.actor("chairman"), at=NOW)
    assert found.late_more == []
    change(town, c.MakeLink(first.pk, second.pk))
    assert days(second) == (NEXT_MON, date(2025, 12, 12))


def test_a_preview_says_what_will_be_late_and_writes_nothing(town: Town) -> None:
    first = planned(town, "Khảo sát", MON, WED)
    own = planned(town, "Dự thảo", date(2025, 12, 4), FRI, due=FRI)
    other = planned(
        town, "Thẩm định", NEXT_MON, NEXT_MON, due=NEXT_MON, lead_unit=town.units["economy"], person_post=None
    )
    change(town, c.MakeLink(first.pk, own.pk), c.MakeLink(own.pk, other.pk))
    rows, entries = list(Task.objects.order_by("pk").values()), Entry.objects.count()
    found = preview_change(town.plan, [c.Move(first.pk, WED, FRI)], by=town.actor("chairman"), at=NOW)
    assert set(found.late_more) == {own.pk, other.pk}
    assert found.other_units == 1
    assert {pk for pk, _start, _end in found.moved} == {first.pk, own.pk, other.pk}
    assert (list(Task.objects.order_by("pk").values()), Entry.objects.count()) == (rows, entries)


def test_a_circle_is_refused_with_the_tasks_in_it_and_nothing_is_written(town: Town) -> None:
    first, second = planned(town, "Khảo sát", MON, MON, number="41"), planned(town, "Dự thảo", WED, WED, number="52")
    with pytest.raises(Invalid) as refused:
        change(town, c.MakeLink(first.pk, second.pk), c.MakeLink(second.pk, first.pk))
    assert reasons(refused) == ["plan_change.circle"]
    assert {"41", "52"} <= set(str(refused.value.reason.params["tasks"]).split(" → "))
    assert not Dependency.objects.exists() and not PlanChange.objects.exists()


def test_who_does_not_decide_the_due_date_asks_for_it(town: Town) -> None:
    task = planned(town, "Khảo sát", MON, WED)
    accept_task(task, by=town.actor("officer"), at=NOW)
    done = change(town, c.SetDue(task.pk, date(2025, 12, 20)), who="officer", reason="Chờ số liệu")
    assert done.asked == [task.pk] and done.change is None
    asked = Extension.objects.get()
    assert (asked.state, asked.reason) == ("asked", "Chờ số liệu")
    task.clock.refresh_from_db()
    assert task.clock.due == asked.old_due


def test_who_gave_it_decides_the_due_date(town: Town) -> None:
    task = planned(town, "Khảo sát", MON, WED)
    done = change(town, c.SetDue(task.pk, date(2025, 12, 20)), reason="Theo kết luận họp")
    assert done.asked == []
    task.clock.refresh_from_db()
    assert task.clock.due.date() == date(2025, 12, 20)
    assert task.clock.due_original != task.clock.due


def test_another_unit_moves_nothing_here(town: Town) -> None:
    task = planned(town, "Khảo sát", MON, WED)
    with pytest.raises(Denied):
        change(town, c.Move(task.pk, WED, FRI), who="economy_head")
    found = preview_change(town.plan, [c.Move(task.pk, WED, FRI)], by=town.actor("economy_head"), at=NOW)
    assert [reason.code for reason in found.problems] == ["permission.denied"] and found.moved == []


def test_the_second_of_two_is_told_and_overwrites_nothing(town: Town) -> None:
    task = planned(town, "Khảo sát", MON, WED)
    seen = Task.objects.get(pk=task.pk).version
    change(town, c.Move(task.pk, WED, FRI, version=seen), who="culture_head")
    with pytest.raises(Conflict) as refused:
        change(town, c.Move(task.pk, FRI, FRI, version=seen))
    assert refused.value.thing.pk == task.pk
    assert days(task) == (WED, FRI)


def test_a_follower_that_moved_is_a_newer_version(town: Town) -> None:
    first, second = planned(town, "Khảo sát", MON, MON), planned(town, "Dự thảo", WED, WED)
    change(town, c.MakeLink(first.pk, second.pk))
    seen = Task.objects.get(pk=second.pk).version
    change(town, c.Move(first.pk, FRI, FRI))
    with pytest.raises(Conflict):
        change(town, c.Move(second.pk, FRI, FRI, version=seen))


def test_undo_puts_everything_back(town: Town) -> None:
    first, second = planned(town, "Khảo sát", MON, WED), planned(town, "Dự thảo", FRI, FRI)
    change(town, c.MakeLink(first.pk, second.pk))
    link = Dependency.objects.get()
    rows = list(
        Task.objects.order_by("pk").values("pk", "title", "planned_start", "planned_end", "constraint", "parent")
    )
    done = change(
        town,
        c.Move(first.pk, FRI, FRI),
        c.CutLink(link.pk),
        c.Rename(second.pk, "Dự thảo lần 2"),
        c.MakeLink(second.pk, first.pk),
        c.AddTask("Việc mới", after=first.pk),
    )
    assert Dependency.objects.get().before_id == second.pk
    undone = undo_change(done.change, by=town.actor("chairman"), at=later(hours=1), reason="Hoàn tác")
    after = Task.objects.exclude(title="Việc mới").order_by("pk")
    assert list(after.values("pk", "title", "planned_start", "planned_end", "constraint", "parent")) == rows
    assert Dependency.objects.get().pk == link.pk
    assert Task.objects.get(title="Việc mới").state == TaskState.CANCELLED
    with pytest.raises(Invalid) as twice:
        undo_change(done.change, by=town.actor("chairman"), at=later(hours=1), reason="Hoàn tác")
    assert reasons(twice) == ["plan_change.undone_already"]
    with pytest.raises(Invalid):
        undo_change(undone.change, by=town.actor("chairman"), at=later(hours=1), reason="Làm lại")


def test_an_undone_move_can_be_done_again(town: Town) -> None:
    first, second = planned(town, "Khảo sát", MON, WED), planned(town, "Dự thảo", FRI, FRI)
    change(town, c.MakeLink(first.pk, second.pk))
    done = change(town, c.Move(first.pk, FRI, NEXT_MON))
    moved = (days(first), days(second))
    undone = undo_change(done.change, by=town.actor("chairman"), at=NOW, reason="Hoàn tác")
    assert (days(first), days(second)) == ((MON, WED), (FRI, FRI))
    undo_change(undone.change, by=town.actor("chairman"), at=NOW, reason="Làm lại")
    assert (days(first), days(second)) == moved


def test_undo_is_refused_once_somebody_built_upon_it(town: Town) -> None:
    first, second = planned(town, "Khảo sát", MON, WED), planned(town, "Dự thảo", FRI, FRI)
    change(town, c.MakeLink(first.pk, second.pk))
    done = change(town, c.Move(first.pk, FRI, NEXT_MON))
    accept_task(second, by=town.actor("officer"), at=NOW)
    with pytest.raises(Invalid) as refused:
        undo_change(done.change, by=town.actor("chairman"), at=NOW, reason="Hoàn tác")
    assert reasons(refused) == ["plan_change.built_upon"]
    assert refused.value.reason.params["who"] == town.actor("officer").account_label
    assert days(first) == (FRI, NEXT_MON)


def test_work_under_way_keeps_its_beginning_and_what_has_passed_goes_on_from_now(town: Town) -> None:
    first, second = planned(town, "Khảo sát", MON, WED), planned(town, "Dự thảo", date(2025, 12, 4), FRI)
    change(town, c.MakeLink(first.pk, second.pk))
    accept_task(first, by=town.actor("officer"), at=NOW)
    report_progress(first, progress=50, text="Được một nửa", by=town.actor("officer"), at=NOW)
    # Monday a week later: half of three days is left, so the follower cannot begin before Tuesday afternoon.
    found = preview_change(town.plan, [c.Move(second.pk, FRI, FRI)], by=town.actor("chairman"), at=later(days=7))
    assert {pk: start for pk, start, _end in found.moved}.get(first.pk) is None
    assert [note.code for note in found.notes] == ["plan_change.waits"]


def test_tasks_are_placed_between_others_and_under_wholes(town: Town) -> None:
    a, b, d = (town.draft(title=title, order=1) for title in "ABD")
    change(town, c.AddTask("C", after=b.pk))
    order = list(Task.objects.order_by("order", "pk").values_list("title", flat=True))
    assert order == ["A", "B", "C", "D"]
    new = Task.objects.get(title="C")
    change(town, c.Place(new.pk, parent=None, after=None))
    assert list(Task.objects.order_by("order", "pk").values_list("title", flat=True)) == ["C", "A", "B", "D"]
    done = change(town, c.Place(d.pk, parent=a.pk, after=None))
    d.refresh_from_db()
    assert d.parent_id == a.pk
    undo_change(done.change, by=town.actor("chairman"), at=NOW, reason="Hoàn tác")
    d.refresh_from_db()
    assert d.parent_id is None
    assert list(Task.objects.order_by("order", "pk").values_list("title", flat=True)) == ["C", "A", "B", "D"]


def test_every_task_changed_by_name_has_one_entry_and_the_plan_one_for_all(town: Town) -> None:
    first, second = planned(town, "Khảo sát", MON, WED), planned(town, "Dự thảo", FRI, FRI)
    change(town, c.MakeLink(first.pk, second.pk))
    number = Entry.objects.order_by("-number").first().number
    change(town, c.Move(first.pk, FRI, NEXT_MON), c.Rename(first.pk, "Khảo sát lại"))
    new = Entry.objects.filter(number__gt=number).order_by("number").values_list("stream_id", "verb")
    assert list(new) == [(first.pk, "replanned"), (town.plan.pk, "plan_changed")]
    assert ChangedTask.objects.filter(change=PlanChange.objects.order_by("at", "pk").last()).count() == 2
