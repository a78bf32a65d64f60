"""A Microsoft Project file comes in, is changed, and goes out again."""

import gzip
import io
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from lxml import etree

from roviec.core.problems import Invalid
from roviec.core.schedule import schedule
from roviec.paper.plans.mspdi import read_mspdi
from roviec.paper.plans.mspdi_out import write_mspdi
from roviec.work import actions, queries
from roviec.work.models import Baseline, BaselineRow, Dependency, Plan, PlanImport, Task
from roviec.work.readers.project import read_project
from tests.work.town import NOW, Town

PLANS = Path(__file__).parents[1] / "cli" / "samples" / "plans"
NS = "{http://schemas.microsoft.com/project}"
LINKS = PLANS / "task-links-project2003-mspdi.xml"
REAL = PLANS / "9_mp_j30_a2_nr4.xml.gz"


def plain(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


def brought_in(town: Town, data: bytes, plan: Plan | None = None) -> PlanImport:
    return actions.receive_project(plan, read_project(data), data, "du-an.xml", by=town.actor("chairman"), at=NOW)


def made(town: Town, data: bytes) -> Plan:
    held = brought_in(town, data)
    return actions.make_plan_from_project(held.pk, title="Dự án thử", by=town.actor("chairman"), at=NOW)


def written(plan: Plan) -> bytes:
    shown = set(Task.objects.filter(plan=plan).values_list("pk", flat=True))
    file, dated = queries.plan_file(plan, shown, {}, NOW)
    return write_mspdi(file.plan, dated, plan.title, beside=file)


def edited(data: bytes, name: str, **texts: str) -> bytes:
    """The file with some elements of the task of that name changed, as Project would write them."""
    root = etree.fromstring(data)
    task = next(one for one in root.iter(f"{NS}Task") if one.findtext(f"{NS}Name") == name)
    for field, text in texts.items():
        found = task.find(f"{NS}{field}")
        if found is None:
            found = etree.SubElement(task, f"{NS}{field}")
        found.text = text
    return etree.tostring(root)


@pytest.mark.parametrize("path", [REAL, LINKS], ids=lambda path: path.name)
def test_a_file_of_project_becomes_a_plan_with_all_that_we_keep(town: Town, path: Path) -> None:
    data = plain(path)
    file = read_mspdi(io.BytesIO(data))
    dated = {row.uid: row for row in schedule(file.plan).rows}
    plan = made(town, data)
    tasks = {int(uid): Task.objects.get(pk=pk) for uid, pk in plan.imports.get().uids.items()}
    kept = [task for task in file.plan.tasks if task.uid and task.name.strip()]
    assert len(tasks) == Task.objects.filter(plan=plan).count() == len(kept)
    for task in kept:
        ours = tasks[task.uid]
        assert ours.parent == (tasks[task.parent] if task.parent else None)
        if dated[task.uid].summary:
            continue
        local = timezone.localtime(ours.planned_from).replace(tzinfo=None)
        assert (local, ours.planned_minutes) == (dated[task.uid].start, task.duration)
        assert ours.is_milestone == (task.duration == 0)
    assert Dependency.objects.filter(plan=plan).count() == len({(one.before, one.after) for one in file.plan.links})
    again = {
        row.name: (row.start, row.finish)
        for row in queries.plan_file(plan, [t.pk for t in tasks.values()], {}, NOW)[1].rows
    }
    assert again == {task.name: (dated[task.uid].start, dated[task.uid].finish) for task in kept}


def test_in_changed_out_and_in_again_changes_only_what_was_changed(town: Town) -> None:
    plan = made(town, plain(REAL))
    out = written(plan)
    assert queries.compare_project(read_project(out).content, plan, town.actor("chairman"), NOW).lines == []
    name = Task.objects.filter(plan=plan, parts=None).order_by("order").last().title
    change = edited(out, name, Name="Việc đổi tên", Deadline="2026-02-27T17:00:00")
    held = brought_in(town, change, plan)
    found = queries.compare_project(held.lines, plan, town.actor("chairman"), NOW)
    assert [(cell.field, cell.new) for line in found.lines for cell in line.cells] == [
        ("title", "Việc đổi tên"),
        ("due", "27/02/2026"),
    ]
    ticked = {cell.tick for line in found.lines for cell in line.cells}
    actions.apply_project(held, ticked, by=town.actor("chairman"), at=NOW, reason="Theo tệp dự án")
    task = Task.objects.select_related("clock").get(plan=plan, title="Việc đổi tên")
    assert task.clock.due.date() == date(2026, 2, 27)
    assert queries.compare_project(held.lines, plan, town.actor("chairman"), NOW).lines == []
    root = etree.fromstring(written(plan))
    assert "Việc đổi tên" in [one.findtext(f"{NS}Name") for one in root.iter(f"{NS}Task")]


def test_another_length_of_a_task_that_waits_is_applied_once_and_pins_nothing(town: Town) -> None:
    plan = made(town, plain(REAL))
    task = Task.objects.filter(plan=plan, links_in__isnull=False, planned_minutes__gt=0).first()
    held = brought_in(town, edited(written(plan), task.title, Duration="PT80H0M0S"), plan)
    found = queries.compare_project(held.lines, plan, town.actor("chairman"), NOW)
    assert [(line.title, [cell.field for cell in line.cells]) for line in found.lines] == [(task.title, ["dates"])]
    actions.apply_project(held, {found.lines[0].cells[0].tick}, by=town.actor("chairman"), at=NOW)
    task.refresh_from_db()
    assert (task.planned_minutes, task.constraint) == (4800, "")
    assert queries.compare_project(held.lines, plan, town.actor("chairman"), NOW).lines == []


def test_the_next_version_of_the_same_file_finds_its_tasks_by_number(town: Town) -> None:
    data = plain(LINKS)
    plan = made(town, data)
    name = read_project(data).content["rows"][-1]["name"]
    again = brought_in(town, edited(data, name, Name="Tên mới"), plan)
    found = queries.compare_project(again.lines, plan, town.actor("chairman"), NOW)
    assert [(line.verdict, line.title) for line in found.lines] == [("changed", "Tên mới")]
    assert found.missing == []


def test_a_new_task_and_its_links_are_added(town: Town) -> None:
    plan = made(town, plain(LINKS))
    root = etree.fromstring(written(plan))
    tasks = root.find(f"{NS}Tasks")
    first = next(one.findtext(f"{NS}UID") for one in tasks if one.findtext(f"{NS}Summary") == "0")
    new = etree.SubElement(tasks, f"{NS}Task")
    for field, text in (
        ("UID", "9001"),
        ("ID", "900"),
        ("Name", "Nghiệm thu"),
        ("OutlineLevel", "1"),
        ("Duration", "PT0H0M0S"),
    ):
        etree.SubElement(new, f"{NS}{field}").text = text
    link = etree.SubElement(new, f"{NS}PredecessorLink")
    for field, text in (("PredecessorUID", first), ("Type", "1"), ("LinkLag", "4800"), ("LagFormat", "7")):
        etree.SubElement(link, f"{NS}{field}").text = text
    held = brought_in(town, etree.tostring(root), plan)
    found = queries.compare_project(held.lines, plan, town.actor("chairman"), NOW)
    assert [(line.verdict, line.title) for line in found.lines] == [("added", "Nghiệm thu")]
    actions.apply_project(held, {found.lines[0].tick}, by=town.actor("chairman"), at=NOW)
    task = Task.objects.get(plan=plan, title="Nghiệm thu")
    assert (task.is_milestone, task.links_in.get().lag) == (True, 480)
    with pytest.raises(Invalid):
        actions.apply_project(held, {found.lines[0].tick}, by=town.actor("chairman"), at=NOW)


def test_constraints_progress_baselines_and_leads_are_kept(town: Town) -> None:
    data = edited(
        plain(LINKS),
        read_project(plain(LINKS)).content["rows"][-1]["name"],
        ConstraintType="4",
        ConstraintDate="2026-03-02T08:00:00",
        PercentComplete="40",
    )
    root = etree.fromstring(data)
    task = next(one for one in root.iter(f"{NS}Task") if one.findtext(f"{NS}PercentComplete") == "40")
    frozen = etree.SubElement(task, f"{NS}Baseline")
    for field, text in (("Number", "0"), ("Start", "2026-02-02T08:00:00"), ("Finish", "2026-02-06T17:00:00")):
        etree.SubElement(frozen, f"{NS}{field}").text = text
    plan = made(town, etree.tostring(root))
    ours = Task.objects.get(plan=plan, progress=40)
    assert (ours.constraint, ours.constraint_at) == ("SNET", datetime.fromisoformat("2026-03-02T08:00:00+07:00"))
    assert Baseline.objects.get(plan=plan).name == "Microsoft Project"
    row = BaselineRow.objects.get(task=ours)
    assert (row.start, row.end) == (date(2026, 2, 2), date(2026, 2, 6))


BOMB = b'<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "aaaa">]><Project>&a;</Project>'
HEAD = b'<?xml version="1.0"?><Project xmlns="http://schemas.microsoft.com/project"><StartDate>2026-01-05T08:00:00</StartDate><Tasks>'
TASK = "<Task><UID>{0}</UID><Name>V{0}</Name><Duration>PT8H0M0S</Duration>{1}</Task>"


def file_of(*tasks: str) -> bytes:
    return HEAD + "".join(tasks).encode() + b"</Tasks></Project>"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"khong phai xml", "project.not_xml"),
        (BOMB, "project.xml_entities"),
        (b"<Projects/>", "project.several_projects"),
        (b"<html/>", "project.not_mspdi"),
        (file_of(TASK.format(1, "<Deadline>9999-12-31T17:00:00</Deadline>")), "project.date_out_of_range"),
        (file_of(TASK.format(1, "<Deadline>0000-01-01T00:00:00</Deadline>")), "project.bad_date"),
        (
            file_of(
                TASK.format(1, "<PredecessorLink><PredecessorUID>2</PredecessorUID></PredecessorLink>"),
                TASK.format(2, "<PredecessorLink><PredecessorUID>1</PredecessorUID></PredecessorLink>"),
            ),
            "project.circle",
        ),
        (file_of(*(TASK.format(n, "") for n in range(1, 20_102))), "project.too_many"),
        (gzip.compress(b"x" * 100, mtime=0)[:20], "project.bad_gzip"),
        (file_of(), "project.no_tasks"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_project(data)
    assert refused.value.reason.code == code


def test_a_file_becomes_one_plan_only(town: Town) -> None:
    held = brought_in(town, plain(LINKS))
    actions.make_plan_from_project(held.pk, title="Một", by=town.actor("chairman"), at=NOW)
    with pytest.raises(Invalid):
        actions.make_plan_from_project(held.pk, title="Hai", by=town.actor("chairman"), at=NOW + timedelta(hours=1))
