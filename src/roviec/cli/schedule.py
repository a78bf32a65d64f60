"""`roviec schedule`: early and late dates, slack and the critical path of a plan in a file."""

import argparse
import gc
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from roviec.cli.command import INCOMPLETE, OK, UNUSABLE, CommandError, progress
from roviec.cli.language import gettext as _
from roviec.cli.plan_messages import Because, load_plan, say_cycles, say_problem
from roviec.core.schedule import CycleError, Problem, Row, Schedule, TooLongError, because, schedule
from roviec.paper.plans import PlanFile

_DAY = 480


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar=_("TỆP"), help=_("kế hoạch: .xml, .xml.gz (Microsoft Project), .json, .csv")
    )
    parser.add_argument("--json", action="store_true", help=_("in kết quả dạng JSON"))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Everything that a run makes lives until its end; looking for garbage among it takes a quarter of the time and finds none."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def run(arguments: argparse.Namespace) -> int:
    with _without_collector():
        return _run(arguments)


def _run(arguments: argparse.Namespace) -> int:
    file = load_plan(arguments.file)
    try:
        result = schedule(file.plan)
    except CycleError as error:
        message = say_cycles(error, {task.uid: task.name for task in file.plan.tasks})
        if arguments.json:
            told = [{"code": "cycle", "tasks": list(circle), "text": message} for circle in error.cycles]
            start = file.plan.start.isoformat(timespec="minutes")
            print(json.dumps({"start": start, "finish": None, "tasks": [], "problems": told}, ensure_ascii=False))
        raise CommandError(f"{arguments.file}: {message}", UNUSABLE) from None
    except TooLongError:
        raise CommandError(
            _("%(path)s: kế hoạch không kết thúc trước năm 9999, hoặc lịch không có ngày làm việc.")
            % {"path": arguments.file}
        ) from None
    problems = [*file.problems, *result.problems]
    if arguments.json:
        print(as_json(result, problems))
    else:
        _table(file, result)
    for problem in problems:
        print(say_problem(problem), file=sys.stderr)
    return INCOMPLETE if _untold(problems) else OK


def _untold(problems: list[Problem]) -> bool:
    """True when the dates do not reflect all that the file says."""
    return any(p.reason.code in ("schedule.external_link", "schedule.from_finish") for p in problems)


def as_json(result: Schedule, problems: list[Problem]) -> str:
    """The stable shape: one object, local ISO minutes, slack in working minutes."""
    rows = {row.uid: row for row in result.rows}
    said = Because()
    tasks = [_row(row, rows, said) for row in progress(result.rows, len(result.rows), _("Đang ghi"))]
    told = [
        {"code": p.reason.code.removeprefix("schedule."), "tasks": list(p.tasks), "text": say_problem(p)}
        for p in problems
    ]
    dates = {"start": result.start.isoformat(timespec="minutes"), "finish": result.finish.isoformat(timespec="minutes")}
    return json.dumps({**dates, "tasks": tasks, "problems": told}, ensure_ascii=False)


def _row(row: Row, rows: dict[int, Row], said: Because) -> dict[str, object]:
    driver = row.driven_by
    return {
        "uid": row.uid,
        "name": row.name,
        "early_start": row.early_start.isoformat(timespec="minutes"),
        "early_finish": row.early_finish.isoformat(timespec="minutes"),
        "late_start": row.late_start.isoformat(timespec="minutes"),
        "late_finish": row.late_finish.isoformat(timespec="minutes"),
        "total_slack_minutes": row.total_slack,
        "free_slack_minutes": row.free_slack,
        "critical": row.critical,
        "driven_by": {
            "rule": driver.rule,
            "uid": driver.uid,
            "type": driver.type,
            "text": said.say(because(row, rows)),
        },
    }


def _table(file: PlanFile, result: Schedule) -> None:
    heading = [
        _("STT"),
        _("Sớm: bắt đầu"),
        _("Sớm: xong"),
        _("Muộn: bắt đầu"),
        _("Muộn: xong"),
        _("Dự trữ"),
        "",
        _("Nhiệm vụ"),
    ]
    lines = [heading]
    rows, said = {row.uid: row for row in result.rows}, Because()
    for row in result.rows:
        dates = [f"{at:%d/%m/%Y %H:%M}" for at in (row.early_start, row.early_finish, row.late_start, row.late_finish)]
        mark = _("găng") if row.critical else ""
        lines.append(
            [
                str(row.uid),
                *dates,
                _("%(days)s ngày") % {"days": f"{row.total_slack / _DAY:g}"},
                mark,
                f"{row.name} · {said.say(because(row, rows))}",
            ]
        )
    widths = [max(len(line[i]) for line in lines) for i in range(len(heading) - 1)]
    print(
        _("%(name)s: %(start)s – %(finish)s")
        % {
            "name": file.plan.name or _("Kế hoạch"),
            "start": f"{result.start:%d/%m/%Y}",
            "finish": f"{result.finish:%d/%m/%Y}",
        }
    )
    for line in lines:
        print("  ".join([*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[-1]]).rstrip())
