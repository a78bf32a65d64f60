"""The late pass: N open tasks of which some have just become late, to recorded (late spells) and queued (outbox), and to told (notices).

    python -m tests.postgres python -m benchmarks.late_pass 1000000      on a throwaway PostgreSQL
    python -m benchmarks.late_pass 100000                                on SQLite in a temporary folder

The reference goes row by row in the same run, over the same rows: lock, look for the head, spell, clock, entry, announcement for
each. Rows are built by the database itself. Seconds of wall clock; beside them
the CPU seconds of this process and of the database's, because other work on the machine lengthens the first only.
"""

import argparse
import contextlib
import os
import resource
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import django

# Never the database that somebody works with: one in a temporary folder, or the throwaway PostgreSQL.
FOLDER = tempfile.TemporaryDirectory(prefix="roviec-bench-")
os.environ["ROVIEC_VAR"] = FOLDER.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roviec.config.settings")
django.setup()

from django.core.management import call_command  # noqa: E402  after django.setup()
from django.db import connection, transaction  # noqa: E402
from django.db.models import F, Model  # noqa: E402

from roviec.alerts import actions as alerts  # noqa: E402
from roviec.alerts.models import Address, Enclosure, Message, Notice, Transition  # noqa: E402
from roviec.custody.actions import note_lateness  # noqa: E402
from roviec.custody.models import Clock, LatePass, LateSpell  # noqa: E402
from roviec.ledger.actions import announce, record  # noqa: E402
from roviec.ledger.models import OutboxMessage  # noqa: E402
from roviec.ledger.system_time import system_now  # noqa: E402
from roviec.organisation.models import Account, Mandate, Officer, Post, Unit  # noqa: E402
from roviec.organisation.queries.actors import worker_actor  # noqa: E402
from roviec.organisation.queries.holders import head_of  # noqa: E402
from roviec.work.models import Plan, Task  # noqa: E402

DAY = date(2025, 1, 1)
NOW = datetime(2025, 12, 5, 17, 0, tzinfo=UTC)
# The next morning on which digests are due.
MORNING = datetime(2025, 12, 8, 1, 0, tzinfo=UTC)
UNITS, STAFF = 1_000, 20
CLOCK_COLUMNS = """id kind counts body_id unit_id holder_unit_id holder_post_id hold_kind held_since started_at last_sign_at due
due_original soon_from due_calendar closing"""
TASK_COLUMNS = """id version ledger_seq ledger_hash clock_id plan_id period number order state title folded detail deliverable lead_unit_id
lead_text person_post_id authority recurrence progress urgent is_spoken unclear_reason outside_function created_at"""
BY_ROW = 300  # the reference is timed on so many and scaled: all of them would take minutes


def build(clocks: int, late: int) -> None:
    """Units with a head and staff; clocks held by all of them, `late` of them just past their due date, a twentieth due soon."""
    body = Unit(code="body", name="UBND Thành phố", folded="ubnd thanh pho", level="province", valid_from=DAY)
    body.is_body, body.body_id = True, body.pk
    body.save()
    units = [
        Unit(code=f"u{n}", name=f"Đơn vị {n}", folded=f"don vi {n}", level="commune", valid_from=DAY, body=body)
        for n in range(UNITS)
    ]
    Unit.objects.bulk_create(units, batch_size=1000)
    posts = [
        Post(
            unit=unit, title="Trưởng phòng" if n == 0 else "Chuyên viên", rank="head" if n == 0 else "staff", seat=n + 1
        )
        for unit in units
        for n in range(STAFF)
    ]
    for post in posts:
        post.valid_from = DAY
    Post.objects.bulk_create(posts, batch_size=1000)
    officers = [
        Officer(code=f"o{n}", full_name=f"Cán bộ {n}", sort_key=str(n), folded=f"{n}") for n in range(len(posts))
    ]
    Officer.objects.bulk_create(officers, batch_size=1000)
    Account.objects.bulk_create(
        [Account(username=one.code, officer=one, password="!") for one in officers], batch_size=1000
    )
    given = system_now() - timedelta(days=1)
    Address.objects.bulk_create(
        [
            Address(officer=one, channel="email", value=f"{one.code}@example.vn", created_at=given, verified_at=given)
            for one in officers
        ],
        batch_size=1000,
    )
    Mandate.objects.bulk_create(
        [Mandate(officer=officer, post=post, valid_from=DAY) for officer, post in zip(officers, posts, strict=True)],
        batch_size=1000,
    )
    plan = Plan.objects.create(body=body, title="Kế hoạch", folded="ke hoach", created_at=NOW - timedelta(days=60))
    _fill(clocks, clocks // late, body, plan)


def _fill(clocks: int, one_in: int, body: Unit, plan: Plan) -> None:
    """Clocks and their tasks by two statements; the ids are random, so that the late ones are scattered over all pages."""
    postgres = connection.vendor == "postgresql"
    series = (
        "WITH s AS (SELECT generate_series(0, %(last)s) AS n)"
        if postgres
        else "WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < %(last)s)"
    )
    key = "gen_random_uuid()" if postgres else "lower(hex(randomblob(16)))"
    instant = "CAST(%({})s AS timestamptz)".format if postgres else "%({})s".format
    due = f"CASE WHEN n % {one_in} = 0 THEN {instant('past')} WHEN n % 20 = 7 THEN {instant('soon')} ELSE {instant('far')} END"
    warn = f"CASE WHEN n % 20 = 7 OR n % {one_in} = 0 THEN {instant('past')} ELSE {instant('far')} END"
    moments = {
        "past": NOW - timedelta(hours=1),
        "soon": NOW + timedelta(days=2),
        "far": NOW + timedelta(days=40),
        "since": NOW - timedelta(days=30),
        "sign": NOW - timedelta(days=3),
    }
    with connection.cursor() as cursor:
        values = {name: connection.ops.adapt_datetimefield_value(moment) for name, moment in moments.items()}
        uuid = Clock._meta.pk.get_db_prep_value
        values |= {"last": clocks - 1, "body": uuid(body.pk, connection), "plan": uuid(plan.pk, connection)}
        cursor.execute(
            "CREATE TEMPORARY TABLE place AS SELECT row_number() OVER (ORDER BY id) - 1 AS place, unit_id, id AS post_id"
            " FROM organisation_post"
        )
        cursor.execute("CREATE UNIQUE INDEX place_number ON place (place)")
        clock_names, clock_values = _rest(Clock, CLOCK_COLUMNS)
        task_names, task_values = _rest(Task, TASK_COLUMNS)
        cursor.execute(
            f"""{series} INSERT INTO custody_clock (id, kind, counts, body_id, unit_id, holder_unit_id, holder_post_id,
            hold_kind, held_since, started_at, last_sign_at, due, due_original, soon_from, due_calendar, closing{clock_names})
            SELECT {key}, 'task', true, %(body)s, unit_id, unit_id, post_id, 'working',
            {instant("since")}, {instant("since")}, {instant("sign")}, {due}, {due}, {warn}, '', ''{clock_values}
            FROM s JOIN place ON place = n % {UNITS * STAFF}""".replace("% {", "%% {").replace("n % ", "n %% "),
            values,
        )
        cursor.execute(
            f"""INSERT INTO work_task (id, version, ledger_seq, ledger_hash, clock_id, plan_id, period, number, "order",
            state, title, folded, detail, deliverable, lead_unit_id, lead_text, person_post_id, authority, recurrence,
            progress, urgent, is_spoken, unclear_reason, outside_function, created_at{task_names})
            SELECT id, 1, 1, '', id, %(plan)s, '', '', 0, 'in_progress', 'Nhiệm vụ', 'nhiem vu', '', '', unit_id, '',
            holder_post_id, '', '', 0, false, false, '', false, {instant("since")}{task_values} FROM custody_clock""",
            values,
        )
        cursor.execute("ANALYZE")


def _rest(model: type[Model], written: str) -> tuple[str, str]:
    """Columns that must not be null and that the statement above does not name, and their defaults, each behind a comma."""
    fields = [
        f for f in model._meta.concrete_fields if not f.null and f.column not in written.split() and f.has_default()
    ]
    plain = {False: "false", True: "true"}
    values = [f.get_db_prep_save(f.get_default(), connection) for f in fields]
    said = [plain[v] if isinstance(v, bool) else str(v) if isinstance(v, int) else f"'{v}'" for v in values]
    return "".join(f', "{f.column}"' for f in fields), "".join(f", {one}" for one in said)


def row_by_row(by: object, limit: int) -> int:
    """What a tool does that goes from row to row: the same facts written, one clock at a time."""
    due = Clock.objects.filter(due__lt=NOW, late_since=None, closed_at=None, suspended_since=None, counts=True)
    ids = list(due.order_by("due").values_list("pk", flat=True)[:limit])
    for pk in ids:
        with transaction.atomic():
            clock = Clock.objects.select_for_update().get(pk=pk)
            head = head_of([clock.unit_id], NOW.date(), substitutes=False).get(clock.unit_id)
            one = LatePass(at=NOW)
            record(one, "note_lateness", by=by, at=NOW, data={"clock": pk, "due": clock.due})  # type: ignore[arg-type]
            LateSpell.objects.create(
                clock=clock,
                due=clock.due,
                since=clock.due,
                unit_id=clock.unit_id,
                head_mandate=head,
                holder_unit_id=clock.holder_unit_id,
                holder_post_id=clock.holder_post_id,
                noted_in=one,
            )
            clock.late_since = clock.due
            clock.save(update_fields=["late_since"])
            announce("custody.became_late", one, at=NOW, payload={"count": 1})
    return len(ids)


def undo() -> None:
    OutboxMessage.objects.all().delete()
    Clock.objects.filter(late_since__isnull=False).update(late_since=None)
    LateSpell.objects.all().delete()
    LatePass.objects.all().delete()


@dataclass(frozen=True)
class Took:
    """Wall clock, and CPU of this process and of the database's process for it; seconds."""

    wall: float
    cpu: float

    def __add__(self, other: "Took") -> "Took":
        return Took(self.wall + other.wall, self.cpu + other.cpu)

    def times(self, factor: float) -> "Took":
        return Took(self.wall * factor, self.cpu * factor)


def cpu_seconds() -> float:
    """Of this process, and of the server process behind the connection where it is another one on this machine."""
    server = 0.0
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        with contextlib.suppress(OSError):
            # After the name in brackets: fields 14 and 15 of the line are the ticks of user and system time.
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
            server = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return time.process_time() + server


def timed(act: Callable[[], object]) -> Took:
    worked, started = cpu_seconds(), time.perf_counter()
    act()
    wall = time.perf_counter() - started
    return Took(wall, cpu_seconds() - worked)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clocks", type=int, nargs="?", default=100_000)
    parser.add_argument("--late", type=int, default=10_000)
    arguments = parser.parse_args()
    call_command("migrate", verbosity=0)
    if Clock.objects.exists():
        parser.error("the database is not empty; name another with DATABASE_URL")
    built = timed(lambda: build(arguments.clocks, arguments.late))
    by = worker_actor()
    known = Clock.objects.filter(due__lt=NOW).count()
    print(f"{connection.vendor}: {arguments.clocks:,} open tasks, {known:,} newly late, built in {built.wall:.0f} s\n")

    one_by_one = timed(lambda: row_by_row(by, BY_ROW)).times(known / BY_ROW)
    undo()
    recorded = timed(lambda: note_lateness(NOW, by))
    assert LateSpell.objects.filter(until=None, head_mandate__isnull=False).count() == known
    told = timed(lambda: alerts.take_outbox(NOW, by))
    notices = Notice.objects.filter(kind="late").count()
    assert Transition.objects.filter(kind="late").count() == known
    bundled = timed(lambda: alerts.bundle(MORNING, system_now(), by))
    letters, carried = Message.objects.count(), Enclosure.objects.count()
    assert carried == Notice.objects.count()
    soon = timed(lambda: alerts.tell_states(NOW, by))
    idle = timed(lambda: note_lateness(NOW, by)) + timed(lambda: alerts.tick(NOW, by))
    alerts.bundle(MORNING, system_now(), by)
    nothing = timed(lambda: alerts.bundle(MORNING, system_now(), by))
    assert not OutboxMessage.objects.filter(done_at=None).exists()

    print(f"{'step':<58}{'seconds':>10}{'CPU':>8}{'CPU ratio':>11}")
    for label, took in (
        (f"row by row: recorded and queued (from {BY_ROW:,} rows)", one_by_one),
        ("late pass: recorded and queued", recorded),
        (f"outbox: {notices:,} notices told", told),
        (f"bundled: {carried:,} notices in {letters:,} letters", bundled),
        ("late pass, notices and letters", recorded + told + bundled),
        (f"states: {Transition.objects.exclude(kind='late').count():,} due soon told", soon),
        ("the next tick, with nothing new", idle),
        ("bundling again, with nothing new", nothing),
    ):
        print(f"{label:<58}{took.wall:>10.2f}{took.cpu:>8.2f}{took.cpu / one_by_one.cpu:>11.3f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\npeak memory of this process, building included: {peak:.0f} MB; spells per second: {known / recorded.wall:,.0f}"
    )
    # Late since the due instant, whatever the tick that noticed it.
    assert not LateSpell.objects.exclude(since=F("due")).exists()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
