"""A changed calendar: N open terms in working days, one more day off; foreseen, derived again in one action, told.

    python -m tests.postgres python -m benchmarks.calendar_change 100000     on a throwaway PostgreSQL
    python -m benchmarks.calendar_change 100000                              on SQLite in a temporary folder

The reference goes row by row in the same run: read the clock and its suspensions, derive, save, one ledger entry each.
"""

import argparse
from datetime import date, timedelta

from benchmarks.late_pass import NOW, build  # it makes a database of its own, so it comes first

# isort: split
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F

from benchmarks.measuring import timed
from roviec.alerts import actions as alerts
from roviec.alerts.models import Notice
from roviec.core.actor import Actor
from roviec.core.calendar_layers import CalendarEdit
from roviec.core.calendars import SpecialDay
from roviec.custody.actions.calendars import change_calendar, check_again, foresee_change
from roviec.custody.calendars import calendar_named
from roviec.custody.derivations import derivation_of, put_due, stood_of
from roviec.custody.models import CalendarChange, Clock
from roviec.ledger.actions import record
from roviec.organisation.queries.actors import worker_actor

BY_ROW = 500
DAY_OFF = CalendarEdit(days=(SpecialDay(date(2025, 12, 10), "holiday", "Nghỉ bão"),))


def row_by_row(by: Actor, limit: int) -> None:
    """What a tool does that goes from row to row, on rows that the action has already moved: the same reads and writes."""
    calendar = calendar_named("vn")
    for pk in Clock.objects.filter(due_rule="working_days").values_list("pk", flat=True)[:limit]:
        with transaction.atomic():
            clock = Clock.objects.select_for_update().get(pk=pk)
            stood = stood_of(clock)
            put_due(clock, derivation_of(clock, calendar, stood), calendar, stood)
            clock.save(update_fields=["due", "soon_from", "due_calendar"])
            change = CalendarChange(calendar="vn", what={}, old_label="", new_label="", at=NOW)
            record(change, "calendar_changed", by=by, at=NOW, data={"clock": pk, "due": clock.due})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clocks", type=int, nargs="?", default=100_000)
    arguments = parser.parse_args()
    call_command("migrate", verbosity=0)
    if Clock.objects.exists():
        parser.error("the database is not empty; name another with DATABASE_URL")
    build(arguments.clocks, arguments.clocks)
    by = worker_actor()
    for days in range(10, 60):
        some = Clock.objects.filter(due_rule="").values("pk")[: arguments.clocks // 50]
        Clock.objects.filter(pk__in=list(some.values_list("pk", flat=True))).update(
            due_rule="working_days",
            due_anchor=NOW - timedelta(days=days % 9),
            due_amount=days,
            budget_days=days,
            due_said_at=F("started_at"),
            due_calendar="vn@old",
        )
    check_again("vn", by=by, at=NOW)
    alerts.take_outbox(NOW, by)
    Notice.objects.all().delete()

    foreseen = timed(lambda: foresee_change("vn", DAY_OFF, by=by, at=NOW))
    done: list[CalendarChange] = []
    applied = timed(lambda: done.append(change_calendar("vn", DAY_OFF, by=by, at=NOW)))
    told = timed(lambda: alerts.take_outbox(NOW, by))
    one_by_one = timed(lambda: row_by_row(by, BY_ROW)).times(arguments.clocks / BY_ROW)
    people = Notice.objects.filter(kind="calendar_changed").count()
    print(f"{connection.vendor}: {arguments.clocks:,} open terms, {done[0].moved:,} moved, {people:,} people told\n")
    print(f"{'step':<58}{'seconds':>10}{'CPU':>8}")
    for label, took in (
        ("foreseen", foreseen),
        ("derived again", applied),
        ("told, one summary each", told),
        (f"row by row (from {BY_ROW:,} rows)", one_by_one),
    ):
        print(f"{label:<58}{took.wall:>10.2f}{took.cpu:>8.2f}")
    assert done[0].moved > arguments.clocks // 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
