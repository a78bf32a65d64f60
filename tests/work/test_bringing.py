"""The tracking table goes out as a workbook, is changed in the office, and comes back."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from roviec.core.problems import Invalid
from roviec.custody.models import Extension
from roviec.ledger.models import Entry
from roviec.paper.gantt.printing import Paper
from roviec.work import actions, queries
from roviec.work.forms.taking import Wish
from roviec.work.models import PlanImport, Task
from roviec.work.readers.tracking import read_tracking
from roviec.work.views.taking import chart_of, write
from tests.work.office import Rows, row_of, saved_again
from tests.work.town import NOW, Town

STT, TITLE, LEAD, SUPPORTS, START, DUE, DELIVERABLE, PROGRESS = range(8)


def taken_out(town: Town, key: str = "tracker") -> bytes:
    tasks = queries.tasks_visible_to(town.actor(key)).filter(plan=town.plan)
    wish = Wish("xlsx", Paper(), "", frozenset(), "")
    rows = queries.taken_rows(tasks, NOW)
    return write(chart_of(rows, wish, title="Bảng", heading=("", "UBND", True), now=NOW, narrowed=False), wish)


def sent(town: Town, data: bytes, key: str = "tracker") -> PlanImport:
    return actions.receive_tracking(
        town.plan, read_tracking(data, "bang.xlsx"), data, "bang.xlsx", by=town.actor(key), at=NOW
    )


def compared(town: Town, held: PlanImport, key: str = "tracker") -> queries.Brought:
    return queries.compare_tracking(held.lines, town.plan, town.actor(key), NOW)


def ticks(found: queries.Brought) -> set[str]:
    cells = {cell.tick for line in found.lines for cell in line.cells if cell.tick and not cell.conflict}
    return cells | {line.tick for line in found.lines if line.tick}


def test_a_table_that_nobody_changed_changes_nothing(town: Town) -> None:
    town.draft(title="Dự thảo", due=None, recurrence="monthly")
    town.assigned(title="Việc đã giao", supports=[town.units["economy"]])
    held = sent(town, taken_out(town))
    assert compared(town, held).lines == []
    again = sent(town, saved_again(taken_out(town), lambda rows: None))
    assert compared(town, again).lines == []


def test_what_was_typed_in_is_applied_by_the_actions_of_each_field(town: Town) -> None:
    task = town.assigned(title="Việc một")

    def change(rows: Rows) -> None:
        row = row_of(rows, "Việc một")
        row[TITLE], row[DELIVERABLE] = "Việc một, sửa", "Báo cáo"
        row[SUPPORTS] = town.units["economy"].name
        row[DUE] = datetime(2025, 12, 20)

    held = sent(town, saved_again(taken_out(town, "chairman"), change), "chairman")
    found = compared(town, held, "chairman")
    assert [(cell.field, cell.way) for cell in found.lines[0].cells] == [
        ("title", "edit"),
        ("supports", "edit"),
        ("due", "decide"),
        ("deliverable", "edit"),
    ]
    actions.apply_tracking(held, ticks(found), by=town.actor("chairman"), at=NOW, reason="Theo họp giao ban")
    task = Task.objects.select_related("clock").get(pk=task.pk)
    assert (task.title, task.deliverable) == ("Việc một, sửa", "Báo cáo")
    assert [one.unit for one in task.supports.all()] == [town.units["economy"]]
    assert task.clock.due.date() == date(2025, 12, 20)
    assert task.clock.due_original.date() == date(2025, 12, 12)
    assert Entry.objects.filter(stream_id=town.plan.pk, verb="brought_in").count() == 1


def test_a_date_that_one_may_not_decide_becomes_a_request(town: Town) -> None:
    task = town.assigned(title="Việc một")
    actions.accept_task(task, by=town.actor("officer"), at=NOW)
    data = saved_again(taken_out(town, "officer"), lambda rows: row_of(rows, "Việc một").__setitem__(DUE, "20/12/2025"))
    held = sent(town, data, "officer")
    found = compared(town, held, "officer")
    assert [cell.way for cell in found.lines[0].cells] == ["ask"]
    with pytest.raises(Invalid):
        actions.apply_tracking(held, ticks(found), by=town.actor("officer"), at=NOW)
    actions.apply_tracking(held, ticks(found), by=town.actor("officer"), at=NOW, reason="Chờ số liệu")
    assert Task.objects.get(pk=task.pk).clock.due.date() == date(2025, 12, 12)
    assert Extension.objects.get().reason == "Chờ số liệu"


def test_the_same_file_twice_does_nothing_the_second_time(town: Town) -> None:
    town.draft(title="Việc một")

    def change(rows: Rows) -> None:
        row_of(rows, "Việc một")[DELIVERABLE] = "Tờ trình"
        rows.append(["2", "Việc mới", town.units["culture"].name, "", "", "31/12/2025", "Kế hoạch", 0.4])

    data = saved_again(taken_out(town), change)
    for expected in ({"changed", "added"}, {"there"}):
        held = sent(town, data)
        found = compared(town, held)
        assert {line.verdict for line in found.lines} == expected
        if ticks(found):
            actions.apply_tracking(held, ticks(found), by=town.actor("tracker"), at=NOW)
    new = Task.objects.select_related("clock").get(title="Việc mới")
    assert (new.lead_unit, new.clock.due.date(), new.progress) == (town.units["culture"], date(2025, 12, 31), 40)
    assert Task.objects.filter(plan=town.plan).count() == 2


def test_what_somebody_else_changed_meanwhile_is_a_conflict_and_is_not_overwritten_unseen(town: Town) -> None:
    task = town.draft(title="Việc một", deliverable="Báo cáo")
    data = saved_again(taken_out(town), lambda rows: row_of(rows, "Việc một").__setitem__(DELIVERABLE, "Tờ trình"))
    held = sent(town, data)
    shown = ticks(compared(town, held))
    fields = actions.fields_of(task)
    actions.edit_task(task, replace(fields, deliverable="Quyết định"), by=town.actor("chairman"), at=NOW)
    found = compared(town, held)
    assert [(cell.base, cell.now, cell.new, cell.conflict) for cell in found.lines[0].cells] == [
        ("Báo cáo", "Quyết định", "Tờ trình", True)
    ]
    with pytest.raises(actions.NothingApplied) as refused:
        actions.apply_tracking(held, shown, by=town.actor("tracker"), at=NOW)
    assert [place.reason.code for place in refused.value.places] == ["bringing.overtaken"]
    assert Task.objects.get(pk=task.pk).deliverable == "Quyết định"


def test_other_cells_that_changed_meanwhile_stay_as_they_are(town: Town) -> None:
    task = town.draft(title="Việc một", deliverable="Báo cáo")
    data = saved_again(taken_out(town), lambda rows: row_of(rows, "Việc một").__setitem__(TITLE, "Việc một, sửa"))
    fields = actions.fields_of(task)
    actions.edit_task(task, replace(fields, deliverable="Quyết định"), by=town.actor("chairman"), at=NOW)
    found = compared(town, sent(town, data))
    assert [cell.field for cell in found.lines[0].cells] == ["title"]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        (DUE, "01/01/0000", "cell.year"),
        (DUE, "31/12/9999", "cell.year"),
        (DUE, "31/02/2026", "cell.no_such_day"),
        (DUE, "khi nào xong", "cell.no_date"),
        (DUE, "=DATE(2026,1,1)", "cell.formula"),
        (LEAD, "Sở Không Có", "bringing.unknown_unit"),
        (TITLE, "", "bringing.empty_title"),
        (PROGRESS, "nhiều", "cell.no_percent"),
    ],
)
def test_what_is_not_clear_is_told_at_its_place_and_cannot_be_ticked(
    town: Town, column: int, cell: str, code: str
) -> None:
    town.draft(title="Việc một")

    def change(rows: Rows) -> None:
        row_of(rows, "Việc một")[column] = cell

    found = compared(town, sent(town, saved_again(taken_out(town), change)))
    (line,) = found.lines
    (one,) = line.cells
    assert (line.row, one.why.code, one.tick) == (4, code, "")
    assert one.column == "ABCDEFGH"[column]


def test_a_number_in_place_of_a_date_is_read_as_the_day_it_stands_for(town: Town) -> None:
    task = town.draft(title="Việc một")
    data = saved_again(taken_out(town), lambda rows: row_of(rows, "Việc một").__setitem__(DUE, 46022))
    held = sent(town, data)
    found = compared(town, held)
    assert found.lines[0].cells[0].note.code == "cell.serial"
    actions.apply_tracking(held, ticks(found), by=town.actor("tracker"), at=NOW)
    assert Task.objects.get(pk=task.pk).clock.due.date() == date(2025, 12, 31)


def test_when_one_place_cannot_be_done_nothing_is(town: Town) -> None:
    first, _second = town.draft(title="Việc một"), town.draft(title="Việc hai")

    def change(rows: Rows) -> None:
        row_of(rows, "Việc một")[DELIVERABLE] = "Tờ trình"
        row_of(rows, "Việc hai")[DELIVERABLE] = "x" * 1200

    held = sent(town, saved_again(taken_out(town), change))
    with pytest.raises(actions.NothingApplied) as refused:
        actions.apply_tracking(held, ticks(compared(town, held)), by=town.actor("tracker"), at=NOW)
    assert [(place.row, place.reason.code) for place in refused.value.places] == [(5, "task.too_long")]
    assert Task.objects.get(pk=first.pk).deliverable != "Tờ trình"


def test_a_row_copied_with_its_hidden_cells_is_not_applied_twice(town: Town) -> None:
    town.draft(title="Việc một")

    def change(rows: Rows) -> None:
        copy = list(row_of(rows, "Việc một"))
        copy[TITLE] = "Việc một, bản sao"
        rows.append(copy)

    found = compared(town, sent(town, saved_again(taken_out(town), change)))
    assert [(line.verdict, [why.code for _field, why in line.problems]) for line in found.lines] == [
        ("unclear", ["bringing.twice"])
    ]


def test_nobody_sees_what_another_sent(town: Town) -> None:
    town.draft()
    held = sent(town, taken_out(town))
    assert queries.imports_of_account(town.plan.pk, town.actor("chairman")).filter(pk=held.pk).count() == 0
    with pytest.raises(PlanImport.DoesNotExist):
        actions.apply_tracking(held, {"x"}, by=town.actor("chairman"), at=NOW)


def test_a_table_of_another_office_is_read_by_its_headings(town: Town) -> None:
    data = (Path(__file__).parents[1] / "directives" / "samples" / "kh-617.xlsx").read_bytes()
    found = compared(town, sent(town, data))
    assert [line.verdict for line in found.lines] == ["added"] * 11
    assert found.lines[0].fields["recurrence"] == "continuous"
