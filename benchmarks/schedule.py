"""The schedule pass: 10,000 tasks with 20,000 links in 20 layers, a chain of 10,000, and how the cost grows.

    python -m benchmarks.schedule [--million]

Prints CPU seconds (best of three) and the exponent of cost against size. "pass" is forward and backward together; "whole" is
everything from a plan in memory to dated rows.
"""

import argparse
import math
import random
import time
from collections.abc import Callable
from datetime import datetime

from roviec.core.packaged import vietnam_calendar
from roviec.core.schedule import Link, LinkType, Plan, PlanCalendar, PlannedTask, schedule
from roviec.core.schedule.clock import Clock, ElapsedClock
from roviec.core.schedule.engine import _first_day, _last_day
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
    network = Network(plan)
    clocks = {"vn": Clock(plan.calendars["vn"], _first_day(plan), _last_day(plan, 200 * 366))}
    passes = Passes(network, clocks, ElapsedClock())

    def run() -> None:
        passes.forward()
        passes.backward(clocks["vn"].finish_at(max(passes.nodes.early_finish)))

    return seconds(lambda: Passes(Network(plan), clocks, ElapsedClock())), seconds(run)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--million", action="store_true", help="also a plan of 1,000,000 tasks")
    arguments = parser.parse_args()
    sizes = [1_000, 10_000, 100_000] + ([1_000_000] if arguments.million else [])
    print(f"{'plan':>28} {'graph s':>9} {'pass s':>9} {'whole s':>9}")
    costs = []
    for size in sizes:
        plan = layered(size)
        graph, both = both_passes(plan)
        whole = seconds(lambda plan=plan: schedule(plan), 1 if size >= 100_000 else 3)
        costs.append((size, both))
        print(f"{f'{size:,} tasks, 20 layers':>28} {graph:9.4f} {both:9.4f} {whole:9.4f}")
    plan = chain(10_000)
    graph, both = both_passes(plan)
    print(f"{'chain of 10,000':>28} {graph:9.4f} {both:9.4f} {seconds(lambda: schedule(plan)):9.4f}")
    (n1, c1), (n2, c2) = costs[0], costs[-1]
    print(f"cost grows as size ** {math.log(c2 / c1) / math.log(n2 / n1):.2f}")


if __name__ == "__main__":
    main()
