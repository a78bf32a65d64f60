"""A Microsoft Project file becomes a plan, or changes one: all of what was ticked or nothing."""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.actions import lock, record, record_bulk
from roviec.ledger.bulk import BATCH, record_each
from roviec.organisation.queries import find_units
from roviec.work.actions.bringing import MOST_TICKED, NothingApplied, Refused
from roviec.work.actions.changing import MOST, change_plan
from roviec.work.actions.dates import label
from roviec.work.actions.drafting import draft_all
from roviec.work.actions.fields import TaskFields, check_fields
from roviec.work.actions.placing import STEP
from roviec.work.actions.plans import create_plan
from roviec.work.changes import Change
from roviec.work.models import Baseline, BaselineRow, Dependency, Plan, PlanImport, Task
from roviec.work.permissions import PERMISSIONS
from roviec.work.queries.projects import compare_project, matched, uids_of
from roviec.work.readers.project import Project, shown_dates

WHEN = ("planned_from", "planned_until", "planned_minutes", "is_milestone", "constraint", "constraint_at")
Row = Mapping[str, Any]


def receive_project(
    plan: Plan | None, project: Project, data: bytes, file_name: str, *, by: Actor, at: datetime
) -> PlanImport:
    """Keeps what the file says for the preview; without a plan it is to become one."""
    if plan is None:
        PERMISSIONS.require(by, "create_plan")
    else:
        PERMISSIONS.require(by, "view_plan", plan)
    return PlanImport.objects.create(
        plan=plan,
        kind=PlanImport.Kind.PROJECT,
        file_name=file_name[:200],
        digest=hashlib.sha256(data).hexdigest(),
        account_id=by.account_id,
        created_at=at,
        lines=project.content,
        remarks=[reason.as_dict() for reason in project.remarks],
    )


def make_plan_from_project(brought: UUID, *, title: str, by: Actor, at: datetime, code: str = "") -> Plan:
    """A new plan with everything that the file holds and we keep, as drafts."""
    with transaction.atomic():
        held = PlanImport.objects.select_for_update().get(pk=brought, account_id=by.account_id)
        if held.plan_id is not None:
            raise Invalid(None, Reason("project.plan_exists"))
        rows = held.lines["rows"]
        dates = [shown_dates(row) for row in rows]
        first, last = min(start for start, _end in dates), max(end for _start, end in dates)
        plan = create_plan(title=title, code=code, starts_on=first.date(), ends_on=last.date(), by=by, at=at)
        plan = lock(Plan, plan.pk)
        made = _draft(plan, rows, {}, by=by, at=at)
        links = _link(plan, held.lines["links"], made, at=at)
        frozen = _freeze(plan, held.lines["baselines"], made, by=by, at=at)
        facts = {"tasks": len(made), "links": links, "baselines": frozen, "file": held.file_name}
        record_bulk(plan, "brought_in", by=by, at=at, lines=[facts])
        held.plan, held.applied_at, held.outcome = plan, at, {"added": len(made), "links": links, "baselines": frozen}
        held.uids = {str(uid): str(task.pk) for uid, task in made.items()}
        held.save(update_fields=["plan", "applied_at", "outcome", "uids"])
    return plan


def apply_project(
    brought: PlanImport | UUID, ticked: Collection[str], *, by: Actor, at: datetime, reason: str = ""
) -> PlanImport:
    """What was ticked of the differences, by the same action as a change on the chart; `NothingApplied` when any of it cannot be."""
    if not ticked:
        raise Invalid(None, Reason("bringing.nothing_ticked"))
    if len(ticked) > MOST_TICKED:
        raise Invalid(None, Reason("bringing.too_many_ticked", {"most": MOST_TICKED}))
    with transaction.atomic():
        pk = brought.pk if isinstance(brought, PlanImport) else brought
        held = PlanImport.objects.select_for_update().get(pk=pk, account_id=by.account_id)
        plan = lock(Plan, held.plan_id or held.pk)
        compared = compare_project(held.lines, plan, by, at)
        new = {line.fields["uid"] for line in compared.lines if line.tick and line.tick in ticked}
        cells = [(line, cell) for line in compared.lines for cell in line.cells if cell.tick in ticked]
        gone = set(ticked) - {f"new:{uid}" for uid in new} - {cell.tick for _line, cell in cells}
        if gone:
            raise NothingApplied([Refused("", 0, "", Reason("bringing.overtaken", {"count": len(gone)}))])
        rows = held.lines["rows"]
        tasks = set(Task.objects.filter(plan=plan).values_list("pk", flat=True))
        known = matched(rows, uids_of(plan), tasks)
        made = _draft(plan, [row for row in rows if row["uid"] in new], known, by=by, at=at) if new else {}
        _change(plan, [(line.row, cell.field, cell.value) for line, cell in cells], by=by, at=at, reason=reason)
        _lengths(rows, known, {line.fields["task"] for line, cell in cells if cell.field == "dates"})
        uids = {**known, **{uid: task.pk for uid, task in made.items()}}
        fresh = [link for link in held.lines["links"] if {link["before"], link["after"]} & made.keys()]
        _link(plan, fresh, uids, at=at)
        plan = lock(Plan, plan.pk)  # the changes wrote into its stream meanwhile
        facts = [{"changed": len(cells), "added": len(made), "file": held.file_name}]
        record_bulk(plan, "brought_in", by=by, at=at, lines=facts)
        held.applied_at = at
        held.outcome = dict(Counter(held.outcome) + Counter(changed=len(cells), added=len(made)))
        held.uids = {str(uid): str(pk) for uid, pk in uids.items()}
        held.save(update_fields=["applied_at", "outcome", "uids"])
    return held


def _change(
    plan: Plan, wanted: Sequence[tuple[int, str, list[Change]]], *, by: Actor, at: datetime, reason: str
) -> None:
    """In parts of as many as one change may have; refusals are told with the row of each."""
    listed = [(row, name, change) for row, name, changes in wanted for change in changes]
    for begin in range(0, len(listed), MOST):
        part = listed[begin : begin + MOST]
        try:
            change_plan(plan, [change for _row, _name, change in part], by=by, at=at, reason=reason)
        except Invalid as invalid:
            places = [
                Refused("", part[0][0] if len(part) == 1 else 0, name or "", why) for name, why in invalid.problems
            ]
            raise NothingApplied(places) from None
        except Denied as denied:
            raise NothingApplied([Refused("", 0, "", denied.reason)]) from None


def _lengths(rows: Sequence[Row], known: Mapping[int, UUID], moved: Collection[UUID]) -> None:
    """What was moved keeps the length that the file gives it: by our hours it would be another."""
    for row in rows:
        if known.get(row["uid"]) in moved:
            Task.objects.filter(pk=known[row["uid"]]).update(planned_minutes=row["minutes"])


@dataclass(frozen=True)
class _Made:
    row: Row
    fields: TaskFields


def _draft(plan: Plan, rows: Sequence[Row], known: Mapping[int, UUID], *, by: Actor, at: datetime) -> dict[int, Task]:
    """uid -> draft, level by level; `known` are tasks that are there already."""
    PERMISSIONS.require(by, "create_task", plan)
    units = find_units({row["lead"] for row in rows if row["lead"]}, at.astimezone(VIETNAM).date())
    base = Task.objects.filter(plan=plan).aggregate(last=Max("order"))["last"] or 0
    wanted: dict[int, _Made] = {}
    for place, row in enumerate(rows, 1):
        fields = _fields(row, units, base + place * STEP)
        check_fields(fields)
        wanted[row["uid"]] = _Made(row, fields)
    parents = Task.objects.in_bulk(list(known.values()))
    made: dict[int, Task] = {}
    left = dict(wanted)
    while left:
        level = {uid: one for uid, one in left.items() if one.row["parent"] is None or one.row["parent"] not in left}
        if not level:
            raise Invalid("file", Reason("bringing.outline"))
        pairs = []
        for one in level.values():
            above = one.row["parent"]
            whole = made.get(above) or (parents.get(known[above]) if above in known else None)
            pairs.append((one.fields, whole))
        tasks = draft_all(plan, pairs, by=by, at=at)
        made |= dict(zip(level, tasks, strict=True))
        left = {uid: one for uid, one in left.items() if uid not in level}
    for uid, task in made.items():
        _place(task, wanted[uid].row)
    Task.objects.bulk_update(made.values(), WHEN, batch_size=BATCH)
    _tell_wholes(made.values(), by=by, at=at)
    return made


def _fields(row: Row, units: Mapping[str, Sequence[Any]], order: int) -> TaskFields:
    start, finish = shown_dates(row)
    lead = units.get(row["lead"], ())
    deadline = datetime.fromisoformat(row["deadline"]) if row["deadline"] else None
    return TaskFields(
        title=row["name"],
        lead_unit=lead[0] if len(lead) == 1 else None,
        lead_text="" if len(lead) == 1 else row["lead"],
        due=deadline.replace(tzinfo=VIETNAM) if deadline and not row["summary"] else None,
        planned_start=start.date(),
        planned_end=finish.date(),
        progress=0 if row["summary"] else row["progress"],
        order=order,
    )


def _place(task: Task, row: Row) -> None:
    if row["summary"]:
        return
    task.planned_from, task.planned_until = _instant(row["start"]), _instant(row["finish"])
    task.planned_minutes, task.is_milestone = row["minutes"], row["milestone"]
    task.constraint = row["constraint"]
    task.constraint_at = _instant(row["constraint_at"]) if row["constraint"] and row["constraint_at"] else None


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM).astimezone(UTC)


def _tell_wholes(tasks: Collection[Task], *, by: Actor, at: datetime) -> None:
    parts: dict[UUID, list[UUID]] = {}
    for task in tasks:
        if task.parent_id is not None:
            parts.setdefault(task.parent_id, []).append(task.pk)
    wholes = [task for task in tasks if task.pk in parts]

    def facts(whole: Task) -> dict[str, Any]:
        return {"parts": parts[whole.pk], "count": len(parts[whole.pk])}

    record_each(wholes, "split", by=by, at=at, data=facts)


def _link(plan: Plan, links: Sequence[Row], made: Mapping[int, Task | UUID], *, at: datetime) -> int:
    def end(uid: int) -> UUID:
        one = made[uid]
        return one.pk if isinstance(one, Task) else one

    rows = [
        Dependency(
            plan=plan,
            before_id=end(link["before"]),
            after_id=end(link["after"]),
            type=link["type"],
            lag=link["lag"],
            unit=link["unit"],
            created_at=at,
        )
        for link in links
        if link["before"] in made and link["after"] in made
    ]
    Dependency.objects.bulk_create(rows, batch_size=BATCH)
    return len(rows)


def _freeze(plan: Plan, baselines: Mapping[str, Any], made: Mapping[int, Task], *, by: Actor, at: datetime) -> int:
    """What the file had frozen. Its rows are days: hours of a baseline are not kept."""
    for number, frozen in sorted(baselines.items(), key=lambda pair: int(pair[0])):
        rows = [(made[int(uid)], days) for uid, days in frozen.items() if int(uid) in made]
        name = "Microsoft Project" if number == "0" else f"Microsoft Project {number}"
        baseline = Baseline(plan=plan, name=name, frozen_at=at, frozen_by_label=label(by), count=len(rows))
        record(baseline, "brought_in", by=by, at=at, data={"count": len(rows), "plan": plan.pk})
        BaselineRow.objects.bulk_create(
            [
                BaselineRow(baseline=baseline, task=task, start=_day(start), end=_day(end), due=None, progress=0)
                for task, (start, end) in rows
            ],
            batch_size=BATCH,
        )
    return len(baselines)


def _day(text: str | None) -> Any:
    return datetime.fromisoformat(text).date() if text else None
