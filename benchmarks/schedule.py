"""The schedule pass: 10,000 tasks with 20,000 links in 20 layers, a chain of 10,000, how the cost grows, and TaskJuggler beside it.

    python -m benchmarks.schedule [--million] [--small]

Prints CPU seconds (best of three) and the exponent of cost against size. "pass" is forward and backward together; "whole" is
everything from a plan in memory to dated rows; "one change" a longer task in a plan that is kept scheduled. TaskJuggler (Debian
package tj3) gets the same 10,000 tasks with finish-to-start links and lags, on the same office hours without holidays; the ends of
both are compared. Where it is not installed that part is left out, and said.
"""

import argparse
import json
import math
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from roviec.core.calendars import OFFICE_WEEK
from roviec.core.packaged import vietnam_calendar
from roviec.core.schedule import Link, LinkType, Plan, PlanCalendar, PlannedTask, Rescheduler, schedule
from roviec.core.schedule.dates import last_finish
from roviec.core.schedule.engine import FIRST_SPAN, lay_out
from roviec.core.schedule.network import Network
from roviec.core.schedule.passes import Passes

START = datetime.fromisoformat("2026-01-05T07:30")  # local wall-clock time, as plans are


def layered(tasks: int, layers: int = 20, links_each: int = 2, seed: int = 1) -> Plan:
    """Random links of all four types from each layer to the next, some with lag."""
    rng = random.Random(seed)
    width = max(1, tasks // layers)
    planned = [PlannedTask(i, f"T{i}", rng.choice((60, 240, 480, 960, 2400))) for i in range(tasks)]
    types = [LinkType.FS] * 7 + [LinkType.SS, LinkType.FF, LinkType.SF]
    links = [
        Link(
            rng.randrange((i // width - 1) * width, i // width * width),
            i,
            rng.choice(types),
            rng.choice((0, 0, 0, 480, -60)),
        )
        for i in range(width, tasks)
        for _ in range(links_each)
    ]
    return _plan(planned, links)


def chain(tasks: int) -> Plan:
    return _plan([PlannedTask(i, f"T{i}", 480) for i in range(tasks)], [Link(i, i + 1) for i in range(tasks - 1)])


def _plan(tasks: list[PlannedTask], links: list[Link]) -> Plan:
    return Plan(START, tasks, links, {"vn": PlanCalendar.of(vietnam_calendar())}, "vn")


def seconds(work: Callable[[], object], repeat: int = 3) -> float:
    best = math.inf
    for _ in range(repeat):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


def both_passes(plan: Plan) -> tuple[float, float]:
    """CPU seconds of preparing the graph, and of forward and backward pass."""
    once = 1 if len(plan.tasks) >= 100_000 else 3
    laid = lay_out(Network(plan))
    passes, order = laid.passes, laid.network.order

    def run() -> None:
        passes.forward(order)
        passes.backward(reversed(order), passes.ends(last_finish(passes)))

    return seconds(lambda: Passes(Network(plan), laid.clocks, passes.elapsed), once), seconds(run)


def one_change(plan: Plan, times: int = 30) -> float:
    """The median CPU seconds of making one task an hour longer in a plan that is kept scheduled."""
    live, rng, took = Rescheduler(plan), random.Random(2), []
    for _ in range(times):
        task = rng.choice(live.plan.tasks)
        began = time.process_time()
        live.change(tasks=[replace(task, duration=task.duration + 60)])
        took.append(time.process_time() - began)
    return sorted(took)[times // 2]


def forwards_only(tasks: int) -> Plan:
    """The same shape with finish-to-start links alone, no leads, and no holidays: what TaskJuggler can be given as it is."""
    plan = layered(tasks)
    lags: dict[tuple[int, int], int] = {}
    for one in plan.links:
        lags[one.before, one.after] = max(one.lag, lags.get((one.before, one.after), 0))
    links = [Link(before, after, LinkType.FS, lag) for (before, after), lag in lags.items()]
    return replace(plan, links=links, calendars={"vn": PlanCalendar("office", OFFICE_WEEK)})


def as_juggler(plan: Plan) -> str:
    before: dict[int, list[Link]] = {}
    for one in plan.links:
        before.setdefault(one.after, []).append(one)
    hours = ", ".join(f"{a // 60}:{a % 60:02d} - {b // 60}:{b % 60:02d}" for a, b in OFFICE_WEEK[0])
    lines = [
        f'project p "P" {plan.start:%Y-%m-%d} +3y {{ timezone "UTC" timingresolution 30min',
        f"workinghours mon - fri {hours}",
        "workinghours sat, sun off }",
    ]
    for task in plan.tasks:
        waits = ", ".join(
            f"!t{one.before}" + (f" {{ gaplength {one.lag}min }}" if one.lag else "")
            for one in before.get(task.uid, ())
        )
        begins = f"depends {waits}" if waits else f"start {plan.start:%Y-%m-%d-%H:%M}"
        lines.append(f'task t{task.uid} "T" {{ length {task.duration}min {begins} }}')
    lines.append('taskreport out "out" { formats csv columns id, end timeformat "%Y-%m-%dT%H:%M" }')
    return "\n".join(lines)


def as_json(plan: Plan) -> str:
    before: dict[int, list[dict[str, object]]] = {}
    for one in plan.links:
        before.setdefault(one.after, []).append({"uid": one.before, "type": one.type.value, "lag_minutes": one.lag})
    tasks = [
        {"uid": t.uid, "name": t.name, "duration_minutes": t.duration, "predecessors": before.get(t.uid, [])}
        for t in plan.tasks
    ]
    week = [[[f"{a // 60}:{a % 60:02d}", f"{b // 60}:{b % 60:02d}"] for a, b in hours] for hours in OFFICE_WEEK]
    return json.dumps({"start": plan.start.isoformat(), "calendar": {"week": week}, "tasks": tasks})


def child_seconds(*command: str, cwd: str) -> tuple[float, str]:
    """CPU seconds and output of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise SystemExit(f"{command[0]} failed: {done.stderr[-500:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def against_juggler(size: int) -> None:
    if shutil.which("tj3") is None:
        print("TaskJuggler is not installed (apt-get install tj3): left out")
        return
    plan, command = forwards_only(size), str(Path(sys.executable).with_name("roviec"))
    _graph, both = both_passes(plan)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "plan.tjp").write_text(as_juggler(plan), encoding="utf-8")
        Path(folder, "plan.json").write_text(as_json(plan), encoding="utf-8")
        whole, printed = min(child_seconds(command, "schedule", "plan.json", "--json", cwd=folder) for _ in range(3))
        theirs, _ = child_seconds("tj3", "-c", "1", "--silent", "--no-color", "plan.tjp", cwd=folder)
        ended = max(re.findall(r"\d{4}-\d\d-\d\dT\d\d:\d\d", Path(folder, "out.csv").read_text(encoding="utf-8")))
    ours = json.loads(printed)["finish"]
    print(
        f"TaskJuggler, {size:,} tasks: {theirs:.2f} s CPU; both end at {ours}"
        + ("" if ours == ended else f", it at {ended}")
    )
    print(
        f"pass {both:.4f} s: {theirs / both:.0f} times faster; whole command {whole:.2f} s: {theirs / whole:.1f} times faster"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--million", action="store_true", help="also a plan of 1,000,000 tasks")
    parser.add_argument("--small", action="store_true", help="up to 10,000 tasks, TaskJuggler 100")
    arguments = parser.parse_args()
    sizes = [1_000, 10_000] + ([] if arguments.small else [100_000]) + ([1_000_000] if arguments.million else [])
    print(f"calendars of {2 * FIRST_SPAN // 366} years; CPU seconds")
    print(f"{'plan':>28} {'graph s':>9} {'pass s':>9} {'whole s':>9}")
    costs = []
    for size in sizes:
        plan = layered(size)
        graph, both = both_passes(plan)
        whole = seconds(partial(schedule, plan), 1 if size >= 100_000 else 3)
        costs.append((size, both))
        print(f"{f'{size:,} tasks, 20 layers':>28} {graph:9.4f} {both:9.4f} {whole:9.4f}")
    plan = chain(10_000)
    graph, both = both_passes(plan)
    print(f"{'chain of 10,000':>28} {graph:9.4f} {both:9.4f} {seconds(partial(schedule, plan)):9.4f}")
    (n1, c1), (n2, c2) = costs[0], costs[-1]
    print(f"cost grows as size ** {math.log(c2 / c1) / math.log(n2 / n1):.2f}")
    print(f"one change in 10,000 tasks: {one_change(layered(10_000)):.4f} s")
    against_juggler(100 if arguments.small else 10_000)


if __name__ == "__main__":
    main()
