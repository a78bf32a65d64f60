"""Messages to a relay on this machine: N messages that wait, from the database to taken, by one worker and by several.

    python -m tests.postgres python -m benchmarks.delivery 10000 --workers 1 2      on a throwaway PostgreSQL
    python -m benchmarks.delivery 10000                                             on SQLite in a temporary folder

Each message is a digest of three notices, composed as text and HTML, sent over SMTP, confirmed. The relay is a process of its own
that keeps nothing. A worker is a process. Seconds of wall clock, and the CPU of the workers (the relay and the database use the same
cores and are not in it).
"""

import argparse
import asyncio
import multiprocessing
import os
import resource
import tempfile
import time
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized

import django

# Never the database that somebody works with: one in a temporary folder, or the throwaway PostgreSQL.
FOLDER = tempfile.TemporaryDirectory(prefix="roviec-bench-")
os.environ.setdefault("ROVIEC_BENCH_VAR", FOLDER.name)
os.environ["ROVIEC_VAR"] = os.environ["ROVIEC_BENCH_VAR"]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roviec.config.settings")
django.setup()

from django.conf import settings  # noqa: E402  after django.setup()
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from roviec.alerts.delivery import send_waiting  # noqa: E402
from roviec.alerts.models import Address, Enclosure, Message, Notice  # noqa: E402
from roviec.ledger.system_time import system_now  # noqa: E402
from roviec.organisation.models import Account, Officer, Unit  # noqa: E402
from roviec.organisation.queries.actors import worker_actor  # noqa: E402
from roviec.work.models import Plan  # noqa: E402

NOW = datetime(2025, 12, 5, 1, 0, tzinfo=UTC)
KINDS = ("late", "late", "due_soon")


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, taken: "Synchronized[int]") -> None:
    """As much of SMTP as is needed to take a message and forget it."""
    writer.write(b"220 sink\r\n")
    while line := await reader.readline():
        verb = line[:4].upper()
        if verb == b"DATA":
            writer.write(b"354 go on\r\n")
            await reader.readuntil(b"\r\n.\r\n")
            taken.value += 1
        writer.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 fine\r\n")


def relay(ready: Connection, taken: "Synchronized[int]") -> None:
    async def serve() -> None:
        server = await asyncio.start_server(lambda r, w: _answer(r, w, taken), "127.0.0.1", 0, limit=2**24)
        ready.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(serve())


def build(people: int) -> None:
    """People with an account, an e-mail address and a plan to be told of."""
    body = Unit(
        code="body", name="UBND Thành phố", folded="ubnd thanh pho", level="province", valid_from=date(2025, 1, 1)
    )
    body.is_body, body.body_id = True, body.pk
    body.save()
    Plan.objects.create(body=body, title="Chương trình công tác trọng tâm tháng 12", folded="ct", created_at=NOW)
    officers = [Officer(code=f"o{n}", full_name=f"Cán bộ {n}", sort_key=str(n), folded=f"{n}") for n in range(people)]
    Officer.objects.bulk_create(officers, batch_size=2000)
    Account.objects.bulk_create(
        [Account(username=f"o{n}", officer=one) for n, one in enumerate(officers)], batch_size=2000
    )
    values = {"channel": "email", "created_at": NOW, "verified_at": NOW}
    Address.objects.bulk_create(
        [Address(officer=one, value=f"o{n}@danang.example.vn", **values) for n, one in enumerate(officers)],
        batch_size=2000,
    )


def fill(run: str) -> None:
    """One message of three notices for everybody."""
    now, plan = system_now(), Plan.objects.get()
    officers = list(Officer.objects.values_list("pk", flat=True))
    messages = [
        Message(officer_id=pk, channel="email", kind="digest", key=run, created_at=now, send_from=now)
        for pk in officers
    ]
    thing = {"thing_kind": "work.plan", "thing_id": plan.pk, "at": NOW}
    notices = [
        Notice(officer_id=one.officer_id, kind=kind, key=f"{run}:{n}", params={"due": NOW.isoformat()}, **thing)
        for one in messages
        for n, kind in enumerate(KINDS)
    ]
    Message.objects.bulk_create(messages, batch_size=2000)
    Notice.objects.bulk_create(notices, batch_size=2000)
    Enclosure.objects.bulk_create(
        [Enclosure(message=messages[n // len(KINDS)], notice=one) for n, one in enumerate(notices)], batch_size=2000
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def work(port: int, cpu: "Synchronized[float]") -> None:
    connection.close()
    settings.SMTP, settings.MAIL_FROM = f"smtp://127.0.0.1:{port}", "ro-viec@danang.example.vn"
    before = resource.getrusage(resource.RUSAGE_SELF)
    by = worker_actor()
    while Message.objects.filter(sent_at=None, failed_at=None).exists():
        if not send_waiting(by, channels=["email"]).sent:
            time.sleep(0.05)
    after = resource.getrusage(resource.RUSAGE_SELF)
    with cpu.get_lock():
        cpu.value += after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("messages", type=int, nargs="?", default=10_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    arguments = parser.parse_args()
    call_command("migrate", verbosity=0)
    build(arguments.messages)
    fork = multiprocessing.get_context("fork")
    here, there = fork.Pipe()
    taken = fork.Value("i", 0)
    server = fork.Process(target=relay, args=(there, taken), daemon=True)
    server.start()
    port = here.recv()
    for workers in arguments.workers:
        fill(f"{workers} workers")
        connection.close()
        taken.value = 0
        cpu = fork.Value("d", 0.0)
        started = time.perf_counter()
        running = [fork.Process(target=work, args=(port, cpu)) for _n in range(workers)]
        for one in running:
            one.start()
        for one in running:
            one.join()
        wall = time.perf_counter() - started
        assert taken.value == arguments.messages, f"{taken.value} of {arguments.messages} taken"
        rate = arguments.messages / wall
        print(
            f"{connection.vendor}: {workers} worker(s): {arguments.messages} messages in {wall:.1f} s, {rate:.0f} a second,"
            f" {cpu.value:.1f} s CPU of the workers",
            flush=True,
        )
    server.terminate()


if __name__ == "__main__":
    main()
