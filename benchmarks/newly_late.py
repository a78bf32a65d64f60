"""From lateness to the notice in the application, while a fresh worker tells a whole city that was filled at once, and afterwards.

    python -m tests.postgres python -m benchmarks.newly_late --officers 10000 --tasks 100000      on a throwaway PostgreSQL
    python -m benchmarks.newly_late --officers 2000 --tasks 20000                                 on SQLite in a temporary folder

The worker is the real one, in a process of its own with the usual tick. Every few seconds the due date of one open task is set to the
present, as if it ran out then; counted are the seconds until its holder has the notice. Before the worker has ended its first tick the
backlog stands in the way: every rung of the ladder, silence, hands and forecasts of the city at once.
"""

import argparse
import statistics
import time
from datetime import timedelta

from benchmarks import house  # noqa: F401  first: it sets Django up

# isort: split

from benchmarks.city import City
from benchmarks.load import ended, started
from benchmarks.measuring import memory_mb
from benchmarks.pages import prepare
from roviec.alerts.models import Notice, Transition
from roviec.custody.models import Clock
from roviec.jobs.models import Heartbeat
from roviec.web import clock

EVERY = 5.0
BOUND = 120


def candidates(most: int) -> list:
    """Open tasks that are in time, of many units, far from their due date."""
    open_ = Clock.objects.filter(
        closed_at=None, finished_at=None, suspended_since=None, late_since=None, counts=True, kind=Clock.Kind.TASK
    )
    rows = open_.filter(due__gt=clock.now() + timedelta(days=2)).order_by("pk").values_list("pk", flat=True)
    found = list(rows[: 200 * most])
    return found[:: max(1, len(found) // most)][:most]


def watch(waiting: dict, took: list[float]) -> None:
    told = Notice.objects.filter(kind="late", thing_id__in=list(waiting)).values_list("thing_id", flat=True).distinct()
    for pk in list(told):
        took.append(time.monotonic() - waiting.pop(pk))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--officers", type=int, default=10_000)
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--most", type=float, default=900, help="seconds after which to give up")
    parser.add_argument("--after", type=float, default=60, help="seconds to go on after the first tick")
    arguments = parser.parse_args()
    built = prepare(City(arguments.officers, arguments.tasks), clock.now())
    print(f"{arguments.tasks:,} tasks built in {built:.0f} s", flush=True)
    probes = iter(candidates(400))
    backlog: list[float] = []
    usual: list[float] = []
    waiting: dict = {}
    process = started("worker")
    began, first_tick, asked = time.monotonic(), 0.0, 0.0
    try:
        while time.monotonic() - began < arguments.most:
            if time.monotonic() - asked > EVERY and (pk := next(probes, None)) is not None:
                now = clock.now()
                Clock.objects.filter(pk=pk, closed_at=None).update(due=now, soon_from=now - timedelta(days=3))
                asked = waiting[pk] = time.monotonic()
            time.sleep(0.25)
            watch(waiting, usual if first_tick else backlog)
            beat = Heartbeat.objects.order_by("-tick").first()
            if not first_tick and beat is not None and (beat.tick > 1 or beat.busy_ms):
                first_tick = time.monotonic() - began
                told = Transition.objects.count(), Notice.objects.count()
                print(f"first tick ended after {first_tick:.0f} s: {told[0]:,} states, {told[1]:,} notices", flush=True)
            if first_tick and time.monotonic() - began > first_tick + arguments.after:
                break
        memory = memory_mb(process.pid)
    finally:
        ended(process)
    left = [time.monotonic() - since for since in waiting.values()]
    for name, took in (("while the backlog was told", backlog), ("afterwards", usual)):
        median, longest = statistics.median(took or [0]), max(took, default=0)
        print(
            f"late to notice {name}: {len(took)} times, median {median:.0f} s, longest {longest:.0f} s (bound {BOUND} s)"
        )
    print(f"not told yet at the end: {len(left)}, the longest for {max(left, default=0):.0f} s; worker {memory:.0f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
