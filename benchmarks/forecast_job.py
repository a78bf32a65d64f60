"""The worker's forecast of everything open: N open tasks in plans of a thousand with links, twenty thousand that are over.

    python -m benchmarks.forecast_job [100000]        on SQLite in a temporary folder
    python -m tests.postgres python -m benchmarks.forecast_job 100000

Prints seconds of CPU (this process and the database's) of the first run, which writes every forecast, and of the next, which writes
them again; and the most memory that this process ever had.
"""

import argparse
import os
import random
import tempfile
from datetime import UTC, date, datetime, timedelta

import django

FOLDER = tempfile.TemporaryDirectory(prefix="roviec-bench-")
os.environ["ROVIEC_VAR"] = FOLDER.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roviec.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  after django.setup()
from django.db import connection  # noqa: E402

from benchmarks.measuring import memory_mb, timed  # noqa: E402
from roviec.alerts.actions.forecasting import forecast_open_work  # noqa: E402
from roviec.alerts.models import Forecast, SaidForecast  # noqa: E402
from roviec.core.calendars import end_of_day  # noqa: E402
from roviec.custody.models import Clock, HandoverKind, Hold, HoldKind  # noqa: E402
from roviec.organisation.models import Post, Unit  # noqa: E402
from roviec.organisation.queries.actors import worker_actor  # noqa: E402
from roviec.work.models import Dependency, Plan, ProgressReport, Task, TaskState  # noqa: E402

NOW = datetime(2025, 12, 5, 1, 0, tzinfo=UTC)
UNITS, CLOSED, IN_A_PLAN = 200, 20_000, 1_000


def build(tasks: int) -> None:
    rng = random.Random(1)
    body = Unit(
        code="body", name="UBND Thành phố", folded="ubnd thanh pho", level="province", valid_from=date(2025, 1, 1)
    )
    body.is_body, body.body_id = True, body.pk
    body.save()
    units = [
        Unit(
            code=f"u{n}",
            name=f"Đơn vị {n}",
            folded=f"don vi {n}",
            level="commune",
            valid_from=date(2025, 1, 1),
            body=body,
        )
        for n in range(UNITS)
    ]
    Unit.objects.bulk_create(units)
    posts = [Post(unit=unit, title="Trưởng phòng", rank="head", valid_from=date(2025, 1, 1)) for unit in units]
    Post.objects.bulk_create(posts)
    # Each unit has a pace of its own: there is something to learn.
    pace = [rng.uniform(0.3, 1.6) for _ in units]
    for first in range(0, CLOSED + tasks, IN_A_PLAN):
        plan = Plan.objects.create(body=body, title=f"Kế hoạch {first}", folded="ke hoach", created_at=NOW)
        rows = [
            _task(rng, plan, body, units, posts, pace, is_open=first >= CLOSED)
            for _ in range(min(IN_A_PLAN, CLOSED + tasks - first))
        ]
        Clock.objects.bulk_create([clock for clock, *_ in rows])
        Hold.objects.bulk_create([hold for _, hold, _, _ in rows])
        Task.objects.bulk_create([task for _, _, task, _ in rows])
        ProgressReport.objects.bulk_create([report for *_, report in rows if report])
        if first >= CLOSED:
            made = [task for _, _, task, _ in rows]
            width = max(1, len(made) // 20)
            pairs = {
                (rng.randrange((i // width - 1) * width, i // width * width), i)
                for i in range(width, len(made))
                for _ in range(2)
            }
            Dependency.objects.bulk_create(
                [Dependency(plan=plan, before=made[a], after=made[b], created_at=NOW) for a, b in sorted(pairs)]
            )


def _task(
    rng: random.Random,
    plan: Plan,
    body: Unit,
    units: list[Unit],
    posts: list[Post],
    pace: list[float],
    *,
    is_open: bool,
) -> tuple:
    term = timedelta(days=rng.choice((7, 14, 28, 60)))
    used, takes = 1.0, 0.0
    while takes <= used:  # what runs has not ended yet
        n, used = rng.randrange(UNITS), rng.uniform(0.05, 1.1) if is_open else 0.0
        takes = max(0.05, rng.gauss(pace[n], 0.25))
    begun = NOW - term * used if is_open else NOW - term * 1.8 - timedelta(days=rng.uniform(1, 300))
    ended = None if is_open else begun + term * takes
    named = rng.random() < 0.8 or not is_open
    due = end_of_day((begun + term).date())
    clock = Clock(
        kind="task", body=body, unit=units[n], holder_unit=units[n], holder_post=posts[n] if named else None,
        hold_kind=HoldKind.WORKING if named else HoldKind.UNNAMED, held_since=begun, started_at=begun, due=due,
        due_original=due, soon_from=due, last_sign_at=begun, finished_at=ended, closed_at=ended, closing="done" if ended else "",
    )  # fmt: skip
    hold = Hold(
        clock=clock,
        unit=units[n],
        post=clock.holder_post,
        kind=clock.hold_kind,
        how=HandoverKind.NAMED,
        since=begun,
        until=ended,
    )
    start = begun.date()
    task = Task(
        pk=clock.pk, clock=clock, plan=plan, title="Nhiệm vụ", folded="nhiem vu", lead_unit=units[n], person_post=clock.holder_post,
        state=TaskState.DONE if ended else TaskState.IN_PROGRESS, created_at=begun, planned_start=start, planned_end=start + timedelta(days=4),
    )  # fmt: skip
    report = None
    if named and rng.random() < 0.5:
        report = ProgressReport(task=task, at=min(NOW, begun + term * 0.3), progress=rng.choice((20, 40, 60)), text="…")
    return clock, hold, task, report


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tasks", nargs="?", type=int, default=100_000)
    arguments = parser.parse_args()
    call_command("migrate", verbosity=0)
    build(arguments.tasks)
    by = worker_actor()
    began = memory_mb(os.getpid())
    print(f"{arguments.tasks:,} open tasks, {CLOSED:,} that are over; {connection.display_name}")
    for label, at in (("first", NOW), ("next day", NOW + timedelta(days=1))):
        took = timed(lambda at=at: print(f"  {forecast_open_work(at, by)}"))
        print(f"{label + ' run':<12}{took.cpu:>8.1f} s CPU {took.wall:>8.1f} s wall")
    print(f"memory: {peak_mb():.0f} MB at most, {began:.0f} MB before")
    print(f"{Forecast.objects.count():,} forecasts, {SaidForecast.objects.count():,} kept")
    return 0


def peak_mb() -> float:
    """The most resident memory this process ever had, MB."""
    with open("/proc/self/status", encoding="utf-8") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:"))


if __name__ == "__main__":
    raise SystemExit(main())
