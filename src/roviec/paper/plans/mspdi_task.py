"""One task of MS Project XML: the facts that schedule it, its links, and what its baselines froze."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from lxml.etree import _Element as Element

from roviec.core.reasons import Reason
from roviec.core.schedule import Constraint, ConstraintType, Link, LinkType, PlannedTask, Problem
from roviec.paper.plans.model import BadPlanFileError, Frozen
from roviec.paper.plans.mspdi_fields import ELAPSED, PERCENT, Fields, fields_of, moment_of, number_of, span_of

_CONSTRAINTS = (
    ConstraintType.ASAP,
    ConstraintType.ALAP,
    ConstraintType.MUST_START_ON,
    ConstraintType.MUST_FINISH_ON,
    ConstraintType.START_NO_EARLIER,
    ConstraintType.START_NO_LATER,
    ConstraintType.FINISH_NO_EARLIER,
    ConstraintType.FINISH_NO_LATER,
)
_LINKS = (LinkType.FF, LinkType.FS, LinkType.SF, LinkType.SS)
_TENTHS = 10
_BASELINES = 10


def planned(fields: Fields, uid: int, parent: int | None, problems: list[Problem]) -> PlannedTask:
    """The task in a file's fields. Stored early, late, start and finish dates are not read."""
    duration = span_of(fields, "Duration", task=uid) or 0
    started = moment_of(fields, "ActualStart", task=uid)
    ended = moment_of(fields, "ActualFinish", task=uid)
    calendar = number_of(fields, "CalendarUID", -1, task=uid)
    under_way = started is not None and 0 < number_of(fields, "PercentComplete", 0, task=uid) < 100
    task = PlannedTask(
        uid,
        fields.get("Name", ""),
        duration,
        parent=parent,
        summary=fields.get("Summary", "") == "1",
        calendar=str(calendar) if calendar >= 0 else None,
        elapsed=number_of(fields, "DurationFormat", 7, task=uid) in ELAPSED,
        constraint=_constraint(fields, uid, problems),
        deadline=moment_of(fields, "Deadline", task=uid),
        actual_start=started,
        actual_finish=ended,
        remaining=span_of(fields, "RemainingDuration", task=uid) if started is not None else None,
        resume=moment_of(fields, "Resume", task=uid) if under_way else None,
        active=fields.get("Active", "") != "0",
        delay=round(number_of(fields, "LevelingDelay", 0, task=uid) / _TENTHS),
    )
    if fields.get("ExternalTask") == "1" or fields.get("IsSubproject") == "1":
        problems.append(Problem(Reason("schedule.external_task", {"name": task.name}), (uid,)))
        # Another file decides about it; its stored dates are all that is known here.
        return replace(task, fixed=_both(fields, uid, "Start", "Finish"))
    return _by_hand(task, fields) if fields.get("Manual", "") == "1" else task


def as_summary(task: PlannedTask) -> PlannedTask:
    """A summary has no dates of its own: what the file says of its length, its progress and its place follows from its children."""
    return replace(
        task,
        duration=0,
        summary=True,
        elapsed=False,
        actual_start=None,
        actual_finish=None,
        remaining=None,
        resume=None,
        fixed=None,
        delay=0,
    )


def _both(fields: Fields, uid: int, start: str, finish: str) -> tuple[datetime, datetime] | None:
    at, end = moment_of(fields, start, task=uid), moment_of(fields, finish, task=uid)
    return (at, end) if at is not None and end is not None else None


def _by_hand(task: PlannedTask, fields: Fields) -> PlannedTask:
    """A task set by hand stays where it is; with one date only, the other follows from its duration."""
    fixed = _both(fields, task.uid, "ManualStart", "ManualFinish") or _both(fields, task.uid, "Start", "Finish")
    if fixed is not None:
        return replace(task, fixed=fixed)
    for kind, name in ((ConstraintType.MUST_START_ON, "ManualStart"), (ConstraintType.MUST_FINISH_ON, "ManualFinish")):
        at = moment_of(fields, name, task=task.uid)
        if at is not None:
            return replace(task, constraint=Constraint(kind, at))
    return task


def _constraint(fields: Fields, uid: int, problems: list[Problem]) -> Constraint | None:
    number = number_of(fields, "ConstraintType", 0, task=uid, field="ConstraintType")
    if not 0 <= number < len(_CONSTRAINTS):
        raise BadPlanFileError("bad_number", value=number, field="ConstraintType", task=uid)
    kind = _CONSTRAINTS[number]
    if kind in (ConstraintType.ASAP, ConstraintType.ALAP):
        return None if kind is ConstraintType.ASAP else Constraint(kind)
    at = moment_of(fields, "ConstraintDate", task=uid)
    if at is None:
        problems.append(Problem(Reason("schedule.constraint_without_date", {"constraint": kind.value}), (uid,)))
        return None
    return Constraint(kind, at)


def links_of(element: Element, uid: int, problems: list[Problem]) -> Iterator[Link]:
    """The task's predecessors; those in other files are told and left out."""
    for child in element.iterchildren("{*}PredecessorLink"):
        fields = fields_of(child)
        before = number_of(fields, "PredecessorUID", -1, task=uid)
        if fields.get("CrossProject") == "1":
            params = {"name": fields.get("CrossProjectName", "")}
            problems.append(Problem(Reason("schedule.external_link", params), (uid,)))
            continue
        kind = number_of(fields, "Type", 1, task=uid)
        if not 0 <= kind < len(_LINKS):
            raise BadPlanFileError("bad_number", value=kind, field="PredecessorLink/Type", task=uid)
        form = number_of(fields, "LagFormat", 7, task=uid)
        lag = number_of(fields, "LinkLag", 0, task=uid)
        percent = form in PERCENT
        yield Link(before, uid, _LINKS[kind], lag if percent else round(lag / _TENTHS), form in ELAPSED, percent)


def frozen_of(element: Element, uid: int) -> Iterator[tuple[int, Frozen]]:
    """Baselines of the task by number."""
    for child in element.iterchildren("{*}Baseline"):
        fields = fields_of(child)
        number = number_of(fields, "Number", 0, task=uid)
        if not 0 <= number <= _BASELINES:
            raise BadPlanFileError("bad_number", value=number, field="Baseline/Number", task=uid)
        start, finish = moment_of(fields, "Start", task=uid), moment_of(fields, "Finish", task=uid)
        duration = span_of(fields, "Duration", task=uid)
        if start is not None or finish is not None or duration is not None:
            yield number, Frozen(start, finish, duration)
