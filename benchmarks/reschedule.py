"""A changed date in a plan of 10,000 tasks with 20,000 links in 20 layers: the plan read, rescheduled, and every task stored.

    python -m benchmarks.reschedule [TASKS]                             on SQLite in a temporary folder
    python -m tests.postgres python -m benchmarks.reschedule            on a throwaway PostgreSQL

The first task of all is moved by a week, so all that follow it move: the worst case. Beside it the same change tried out only, taken
back, the rows of the whole chart, and a poll that finds nothing new. The reference saves the same tasks one by one.
Wall clock, and CPU of this process and of the database's; best of three.
"""

import argparse
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from benchmarks import house  # noqa: F401  first: it sets Django up

# isort: split

from django.core.management import call_command
from django.db import connection, transaction

from benchmarks.measuring import Took, timed
from roviec.custody.models import Clock
from roviec.organisation.models import Unit
from roviec.organisation.queries.actors import worker_actor
from roviec.work import changes as c
from roviec.work import queries
from roviec.work.actions import change_plan, preview_change, undo_change
from roviec.work.models import Dependency, Plan, PlanChange, Task

NOW = datetime(2025, 12, 1, 1, 0, tzinfo=UTC)
LAYERS, LINKS = 20, 2
TURNS = 3


def build(size: int, seed: int = 1) -> tuple[Plan, list[Task]]:
    """Layers of tasks of one to five days, each waiting for two of the layer before; the first task stands before all of the first."""
    rng = random.Random(seed)
    body = Unit(code="body", name="UBND phường", folded="ubnd phuong", level="commune", valid_from=date(2025, 1, 1))
    body.is_body, body.body_id = True, body.pk
    body.save()
    plan = Plan.objects.create(body=body, title="Kế hoạch", folded="ke hoach", created_at=NOW)
    due = NOW + timedelta(days=400)
    clocks = [
        Clock(
            kind="task",
            body=body,
            unit=body,
            holder_unit=body,
            held_since=NOW,
            started_at=NOW,
            last_sign_at=NOW,
            due=due,
        )
        for _ in range(size)
    ]
    Clock.objects.bulk_create(clocks, batch_size=1000)
    tasks = [
        Task(
            id=clock.pk, clock=clock, plan=plan, order=n, state="in_progress", title=f"Nhiệm vụ {n}", folded="", lead_unit=body,
            planned_start=date(2025, 12, 1), planned_end=date(2025, 12, 1), planned_minutes=480 * rng.randint(1, 5), created_at=NOW,
        )
        for n, clock in enumerate(clocks)
    ]  # fmt: skip
    Task.objects.bulk_create(tasks, batch_size=1000)
    width = max(1, (size - 1) // LAYERS)
    links: set[tuple[int, int]] = set()
    for n in range(1, size):
        layer = (n - 1) // width
        if layer == 0:
            links.add((0, n))
            continue
        first = 1 + (layer - 1) * width
        links |= {(before, n) for before in rng.sample(range(first, first + width), min(LINKS, width))}
    Dependency.objects.bulk_create(
        [
            Dependency(plan=plan, before=tasks[before], after=tasks[after], created_at=NOW)
            for before, after in sorted(links)
        ],
        batch_size=1000,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return plan, tasks


def best(act: Callable[[], object]) -> Took:
    return min((timed(act) for _ in range(TURNS)), key=lambda took: took.cpu)


def one_by_one(tasks: list[Task]) -> None:
    """What is usual: each task loaded and saved."""
    with transaction.atomic():
        for task in tasks:
            row = Task.objects.select_for_update().get(pk=task.pk)
            row.planned_start = row.planned_end = date(2025, 12, 8)
            row.version += 1
            row.save(update_fields=["planned_start", "planned_end", "version"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tasks", type=int, nargs="?", default=10_000)
    arguments = parser.parse_args()
    call_command("migrate", verbosity=0)
    plan, tasks = build(arguments.tasks)
    by, first = worker_actor(), tasks[0]
    mondays = [date(2025, 12, 8) + timedelta(days=7 * n) for n in range(TURNS + 2)]

    def move(day: date) -> list[c.Change]:
        return [c.Move(first.pk, day, day + timedelta(days=2))]

    change_plan(
        plan, move(date(2025, 12, 3)), by=by, at=NOW
    )  # the plan as rescheduled once: what follows measures changes of it
    tried = best(lambda: preview_change(plan, move(mondays[0]), by=by, at=NOW))
    days = iter(mondays)
    changed = best(lambda: change_plan(plan, move(next(days)), by=by, at=NOW))
    stored = PlanChange.objects.order_by("-at", "-pk").first().tasks.count()  # type: ignore[union-attr]
    undone = timed(lambda: undo_change(PlanChange.objects.order_by("-pk").first(), by=by, at=NOW, reason="Hoàn tác"))  # type: ignore[arg-type]
    rows = best(lambda: queries.gantt_rows(Task.objects.filter(plan=plan), NOW, by, plan=plan))
    cursor = queries.cursor_now(plan.pk)
    poll = best(lambda: [queries.changed_since(plan.pk, cursor) for _ in range(10)]).times(0.1)
    sample = tasks[: min(500, len(tasks))]
    reference = timed(lambda: one_by_one(sample)).times(len(tasks) / len(sample))
    print(f"{connection.vendor}, {arguments.tasks:,} tasks, {Dependency.objects.count():,} links, {stored:,} stored")
    print(f"{'':<36}{'wall s':>9}{'CPU s':>9}")
    for name, took in (
        ("tried out", tried),
        ("changed, rescheduled and stored", changed),
        ("taken back", undone),
        ("rows of the chart", rows),
        ("a poll with nothing new", poll),
        ("reference: stored one by one", reference),
    ):
        print(f"{name:<36}{took.wall:>9.4f}{took.cpu:>9.4f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
