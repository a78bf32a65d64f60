"""A month of officials worked out from the facts: N officials, ten pieces of work each, to items, points and reasons that are stored.

    python -m tests.postgres python -m benchmarks.scored_month 100000      on a throwaway PostgreSQL
    python -m benchmarks.scored_month 100000                               on SQLite in a temporary folder

Bodies of 500, ten units each with a head and a deputy. Of the work a tenth is open, a tenth was late, a twentieth was sent back.
Two processes share the bodies, as two workers would. The reference asks for each official by itself, in the same run. Rows are built by the
database itself.
"""

import argparse
import gc
import os
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import django

# Never the database that somebody works with: one in a temporary folder, or the throwaway PostgreSQL.
if "ROVIEC_BENCH_FOLDER" not in os.environ:
    FOLDER = tempfile.TemporaryDirectory(prefix="roviec-bench-")
    os.environ["ROVIEC_BENCH_FOLDER"] = FOLDER.name
os.environ["ROVIEC_VAR"] = os.environ["ROVIEC_BENCH_FOLDER"]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roviec.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  after django.setup()
from django.db import connection, connections  # noqa: E402

from benchmarks.city_sql import fill as rows  # noqa: E402
from benchmarks.city_sql import instant, series, uid, uuid_of  # noqa: E402
from roviec.custody.models import Clock, Hold, LateSpell  # noqa: E402
from roviec.evaluation.actions import sheets  # noqa: E402
from roviec.evaluation.models import Product, ScoringPeriod, Sheet, WorkCatalogue, Yield  # noqa: E402
from roviec.evaluation.queries.working_out import work_out  # noqa: E402
from roviec.organisation.models import Mandate, Officer, Post, Unit, UnitClosure, UnitEdge  # noqa: E402
from roviec.organisation.queries.actors import worker_actor  # noqa: E402
from roviec.work.models import Plan, Submission, Task  # noqa: E402

DAY = date(2025, 7, 1)
BEGIN = datetime(2026, 3, 2, 1, tzinfo=UTC)
NOW = datetime(2026, 3, 31, 11, tzinfo=UTC)
OFFICE, UNITS, ITEMS, PRODUCTS = 50, 10, 10, 20
BODY = OFFICE * UNITS
UNIT, TOP, POST, OFFICER, MANDATE, TASK, HOLD, OTHER, PRODUCT, YIELD = range(21, 31)
BY_ONE = 100  # the reference is timed on so many and scaled
EPOCH = int(BEGIN.timestamp())
HOURS = 3600


def build(officers: int) -> list[UUID]:
    """Bodies with everything of their March; gives the ids of the bodies."""
    bodies = max(1, officers // BODY)
    last, units = str(bodies * BODY - 1), str(bodies * UNITS - 1)
    common = {"valid_from": f"'{DAY}'", "level": "'commune'", "calendar": "'vn'"}
    tops = series(str(bodies - 1))
    named = {"code": "'b' || n", "name": "'Phường ' || n", "folded": "'phuong'"}
    rows(Unit, tops, id=uid(TOP, "n"), is_body="true", body=uid(TOP, "n"), **named, **common)
    named = {"code": "'u' || n", "name": "'Phòng ' || n", "folded": "'phong'"}
    body = uid(TOP, f"(n / {UNITS})")
    rows(Unit, series(units), id=uid(UNIT, "n"), is_body="false", body=body, **named, **common)
    day = common["valid_from"]
    rows(UnitEdge, series(units), id=uid(OTHER, "n"), unit=uid(UNIT, "n"), parent=body, valid_from=day)
    rows(UnitClosure, tops, ancestor=uid(TOP, "n"), descendant=uid(TOP, "n"), depth="0", valid_from=day)
    rows(UnitClosure, series(units), ancestor=uid(UNIT, "n"), descendant=uid(UNIT, "n"), depth="0", valid_from=day)
    rows(UnitClosure, series(units), ancestor=body, descendant=uid(UNIT, "n"), depth="1", valid_from=day)
    place = f"(n % {OFFICE})"
    rank = f"CASE {place} WHEN 0 THEN 'head' WHEN 1 THEN 'deputy' ELSE 'staff' END"
    people = series(last)
    unit = uid(UNIT, f"(n / {OFFICE})")
    seat = {"title": "'Chuyên viên'", "rank": rank, "seat": f"{place} + 1", "valid_from": day}
    rows(Post, people, id=uid(POST, "n"), unit=unit, **seat)
    person = {"code": "'o' || n", "full_name": "'Cán bộ ' || n", "sort_key": "'' || n", "folded": "'can bo'"}
    rows(Officer, people, id=uid(OFFICER, "n"), personnel_type="'cong_chuc'", **person)
    rows(
        Mandate,
        people,
        id=uid(MANDATE, "n"),
        officer=uid(OFFICER, "n"),
        post=uid(POST, "n"),
        kind="'bo_nhiem'",
        is_scoring="true",
        valid_from=day,
    )
    for number in range(bodies):
        top = uuid_of(TOP, number)
        catalogue = WorkCatalogue.objects.create(
            body_id=top, edition=1, title="Danh mục", state="in_force", valid_from=DAY, created_at=BEGIN
        )
        Product.objects.bulk_create(
            Product(
                id=uuid_of(PRODUCT, number * PRODUCTS + n),
                catalogue=catalogue,
                code=f"SP.{n:02}",
                work="Nhiệm vụ",
                output="Báo cáo chuyên đề",
                folded="bao cao chuyen de",
                coefficient=1 + n,
            )
            for n in range(PRODUCTS)
        )
    plan = Plan.objects.create(body_id=uuid_of(TOP, 0), title="Chương trình", folded="chuong trinh", created_at=BEGIN)
    _work(bodies, plan)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [uuid_of(TOP, number) for number in range(bodies)]


def _work(bodies: int, plan: Plan) -> None:
    work = series(str(bodies * BODY * ITEMS - 1))
    who, unit = f"(n / {ITEMS})", uid(UNIT, f"(n / {ITEMS * OFFICE})")
    top = uid(TOP, f"(n / {ITEMS * BODY})")
    post, key = uid(POST, who), uid(TASK, "n")
    given, due = instant(EPOCH, "0"), instant(EPOCH, f"(5 + n % 20) * {24 * HOURS}")
    finished = instant(
        EPOCH, f"(5 + n % 20) * {24 * HOURS} + CASE WHEN n % 10 = 3 THEN {30 * HOURS} ELSE -{5 * HOURS} END"
    )
    done = "n % 10 <> 7"
    on_clock = {"kind": "'task'", "counts": "true", "body": top, "unit": unit, "holder_unit": unit, "holder_post": post}
    times = dict.fromkeys(("held_since", "started_at", "last_sign_at"), given)
    rows(
        Clock,
        work,
        id=key,
        hold_kind="'working'",
        due=due,
        due_original=due,
        finished_at=f"CASE WHEN {done} THEN {finished} END",
        closed_at=f"CASE WHEN {done} THEN {finished} END",
        closing=f"CASE WHEN {done} THEN 'done' ELSE '' END",
        **on_clock,
        **times,
    )
    rows(
        Task,
        work,
        id=key,
        clock=key,
        plan="'" + str(plan.pk if connection.vendor == "postgresql" else plan.pk.hex) + "'",
        state=f"CASE WHEN {done} THEN 'done' ELSE 'in_progress' END",
        title="'Nhiệm vụ số ' || n",
        folded="'nhiem vu so ' || n",
        lead_unit=unit,
        person_post=post,
        accountable_post=uid(POST, f"(n / {ITEMS * OFFICE} * {OFFICE})"),
        assigned_by_post=uid(POST, f"(n / {ITEMS * OFFICE} * {OFFICE})"),
        assigned_at=given,
        created_at=given,
        is_milestone="false",
    )
    held = {"clock": key, "unit": unit, "post": post, "kind": "'working'", "since": given}
    rows(Hold, work, id=uid(HOLD, "n"), how="'assigned'", **held)
    product = uid(PRODUCT, f"(n / {ITEMS * BODY} * {PRODUCTS} + n % {PRODUCTS})")
    rows(Yield, work, id=uid(YIELD, "n"), clock=key, product=product, quantity="1", sudden="false", set_at=given)
    handed = {"task": key, "author": uid(OFFICER, who), "at": finished}
    rows(
        Submission,
        f"{work} WHERE {done}",
        id=uid(OTHER, "n + 1000000000"),
        decided_at=finished,
        accepted="true",
        **handed,
    )
    back = {"task": key, "author": uid(OFFICER, who), "at": instant(EPOCH, f"{48 * HOURS}")}
    some = f"{work} WHERE n % 20 = 11"
    rows(Submission, some, id=uid(OTHER, "n + 2000000000"), decided_at=back["at"], accepted="false", **back)
    late = {"clock": key, "due": due, "since": due, "unit": unit, "holder_unit": unit, "holder_post": post}
    rows(LateSpell, f"{work} WHERE n % 10 = 3", id=uid(OTHER, "n + 3000000000"), until=finished, **late)


def work_through(bodies: list[UUID]) -> tuple[int, float, float]:
    """What one worker does: (sheets, CPU seconds, peak memory in MB)."""
    connections.close_all()
    gc.collect()
    gc.freeze()  # as the worker does when it begins
    by, done = worker_actor(), 0
    for body in bodies:
        period = ScoringPeriod.objects.get(body=body, period="2026-03")
        done += sheets.fill(period, by=by, at=NOW)
    used = resource.getrusage(resource.RUSAGE_SELF)
    return done, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def one_by_one(bodies: list[UUID]) -> float:
    """Seconds for each official when everybody is asked for by themselves."""
    some = list(
        Sheet.objects.filter(period__body=bodies[0]).select_related("period", "mandate").order_by("pk")[:BY_ONE]
    )
    started = time.perf_counter()
    for sheet in some:
        work_out(sheet.period, [sheet], NOW)
    return (time.perf_counter() - started) / len(some)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("officers", type=int, nargs="?", default=10_000)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    call_command("migrate", verbosity=0)
    if Unit.objects.exists():
        parser.error("the database is not empty; name another with DATABASE_URL")
    started = time.perf_counter()
    bodies = build(arguments.officers)
    by = worker_actor()
    for body in bodies:
        sheets.open_period(Unit.objects.get(pk=body), "2026-03", by=by, at=NOW - timedelta(days=1))
    known = Sheet.objects.count()
    built = time.perf_counter() - started
    print(
        f"{connection.vendor}: {known:,} officials, {Yield.objects.count():,} pieces of work, built in {built:.0f} s\n"
    )
    each = one_by_one(bodies)
    shares = [share for n in range(arguments.workers) if (share := bodies[n :: arguments.workers])]
    connections.close_all()
    started = time.perf_counter()
    with ProcessPoolExecutor(len(shares)) as pool:
        found = list(pool.map(work_through, shares))
    wall = time.perf_counter() - started
    assert sum(done for done, _cpu, _peak in found) == known
    assert not Sheet.objects.filter(worked_out_at=None).exists()
    sample = Sheet.objects.filter(role="staff").order_by("pk")[known // 2]
    assert len(sample.items) == ITEMS and sample.score["results"] is not None
    print(f"one by one (from {BY_ONE})  {each * known:.1f} s")
    print(
        f"worked out and stored  {wall:.1f} s of wall clock, {sum(cpu for _n, cpu, _m in found):.1f} s CPU of {len(shares)} workers"
    )
    print(f"peak memory of a worker  {max(peak for _n, _cpu, peak in found):.0f} MB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
