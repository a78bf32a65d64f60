"""Pages of who holds work, over a generated city with ten million holds that have ended.

    python -m tests.postgres python -m benchmarks.hands [--officers 20000] [--tasks 50000] [--holds 10000000]

Holds are spread over three years, units and posts, fewer of them over as much less time, so that a quarter has as many;
one in five is followed by a trace. Best of the rounds.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks import house  # noqa: F401  first: it sets Django up

# isort: split

from django.db import connection, models

from benchmarks.city import DAY, POST, SEATS, TASK, UNIT, City
from benchmarks.city_sql import fill, instant, series, uid, uuid_of
from benchmarks.pages import Measured, measure, prepare, signed_in
from roviec.custody.models import Hold, Trace
from roviec.web import clock

HELD, FOUND = 40, 41
YEARS = 3 * 365 * DAY
FULL = 10_000_000
CHUNK = 1_000_000


@contextmanager
def without_indexes(*models_: type[models.Model]) -> Iterator[None]:
    """Made again afterwards: ten million rows in no order would otherwise be sought in each index one by one."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        tables = [model._meta.db_table for model in models_]
        cursor.execute(
            "SELECT i.indexname, i.indexdef FROM pg_indexes i LEFT JOIN pg_constraint c ON c.conname = i.indexname"
            " WHERE i.tablename = ANY(%s) AND c.oid IS NULL",
            [tables],
        )
        indexes = cursor.fetchall()
        for name, _made in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        yield
        cursor.execute("SET maintenance_work_mem = '512MB'")
        for _name, made in indexes:
            cursor.execute(made)


def add_holds(city: City, holds: int, epoch: int) -> None:
    """Ended and counted. A multiplication by an odd number spreads them, the same at every run."""
    with without_indexes(Hold, Trace):
        _fill(city, holds, epoch)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _fill(city: City, holds: int, epoch: int) -> None:
    mixed = "((n * 2654435761) % 4294967291)"
    for begin in range(0, holds, CHUNK):
        size = min(CHUNK, holds - begin)
        source = f"(SELECT n + {begin} AS n, {mixed.replace('n *', f'(n + {begin}) *')} AS g FROM {series(str(size - 1))}) AS h"
        leaf = f"(g % {city.leaves})"
        ended = f"-(g / 7 % {YEARS * holds // FULL})"
        fill(
            Hold,
            source,
            id=uid(HELD, "n"),
            clock=uid(TASK, f"g % {city.tasks}"),
            unit=uid(UNIT, leaf),
            post=uid(POST, f"{leaf} * {SEATS} + g / 11 % {SEATS}"),
            kind="CASE g % 5 WHEN 0 THEN 'signature' WHEN 1 THEN 'acceptance' WHEN 2 THEN 'unnamed' ELSE 'working' END",
            how="'named'",
            since=instant(epoch, f"{ended} - (g % 20) * {DAY}"),
            until=instant(epoch, ended),
            minutes="(g % 20) * 340 + g % 480",
            after_due="(g % 7) * 30",
            delay="(g % 3) * 60",
            came_from=f"CASE WHEN g % 3 = 0 THEN {uid(UNIT, f'(g / 13) % {city.leaves}')} END",
        )
        fill(
            Trace,
            f"{source} WHERE n % 5 = 0",
            id=uid(FOUND, "n"),
            clock=uid(TASK, f"g % {city.tasks}"),
            kind="CASE g % 4 WHEN 0 THEN 'circle' WHEN 1 THEN 'sideways' WHEN 2 THEN 'slow_answer' ELSE 'extended' END",
            source=uid(HELD, "n"),
            unit=uid(UNIT, leaf),
            post=uid(POST, f"{leaf} * {SEATS} + g / 11 % {SEATS}"),
            who="'Chủ tịch'",
            at=instant(epoch, ended),
            minutes="480",
            facts="'{}'",
            shown_from=instant(epoch, ended),
        )


def pages(city: City, rounds: int) -> list[Measured]:
    ward = city.leaves
    department = city.leaves + city.wards
    head = signed_in(city.account(0))
    mayor = signed_in(city.account(city.city))
    found: list[Measured] = []
    for who, client, page, path in (
        ("head", head, "own", "/ai-giu/"),
        ("head", head, "unit", f"/ai-giu/don-vi/{uuid_of(UNIT, 0)}/"),
        ("head", head, "holds", f"/ai-giu/luot/?don_vi={uuid_of(UNIT, 0)}&loai=working"),
        ("head", head, "traces", f"/ai-giu/dau-hieu/?don_vi={uuid_of(UNIT, 0)}"),
        ("leader of a ward", signed_in(city.account(ward)), "compared", "/ai-giu/don-vi/"),
        ("mayor", mayor, "department", f"/ai-giu/don-vi/{uuid_of(UNIT, department)}/"),
        ("mayor", mayor, "compared", "/ai-giu/don-vi/"),
    ):
        found.append(measure(who, page, path, client, rounds))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--officers", type=int, default=20_000)
    parser.add_argument("--tasks", type=int, default=50_000)
    parser.add_argument("--holds", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    city = City(arguments.officers, arguments.tasks)
    now = clock.now()
    prepare(city, now)
    if not Hold.objects.filter(minutes__isnull=False).exists():
        add_holds(city, arguments.holds, int(now.timestamp()))
    print(
        f"{connection.vendor}: {city.leaves:,} units, {Hold.objects.filter(minutes__isnull=False).count():,} holds counted"
    )
    print(f"{'who':<18}{'page':<12}{'CPU ms':>8}{'wall ms':>9}{'queries':>9}{'KB':>6}")
    for one in pages(city, arguments.rounds):
        print(
            f"{one.who:<18}{one.page:<12}{one.cpu:>8.1f}{one.wall:>9.1f}{one.queries:>9}{one.size / 1024:>6.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
