"""The office at work beside visitors of the public pages: p95 of the office without them and with them, in one run.

    python -m tests.postgres python -m benchmarks.public --officers 10000 --tasks 100000

A visitor opens a connection, loads the page of a plan, its style and its chart (three files), and goes; so many come every second. They
come from a process of their own, which shares the machine: what it costs is in the figures. Office requests are those of benchmarks.load.
"""

import argparse
import asyncio
import subprocess
import sys
import time

from benchmarks import house

# isort: split

from django.conf import settings

from benchmarks.city import City
from benchmarks.load import ask, ended, free_port, mix, send, started
from benchmarks.pages import prepare
from roviec.boards.actions.publishing import publish_plan, write_publications
from roviec.core.actor import Duty
from roviec.organisation.models import Account, Mandate
from roviec.organisation.models.post import Rank
from roviec.organisation.queries.actors import actor_for, worker_actor
from roviec.web import clock
from roviec.work.models import Plan


async def visit(port: int, paths: list[str], due: float, took: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for path in paths:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"{path}: {head.splitlines()[0].decode()}")
        await body(head.lower(), reader)
    writer.close()
    took.append(time.monotonic() - due)


async def body(head: bytes, reader: asyncio.StreamReader) -> None:
    """Reads the answer to its end, whichever way the server says where that is."""
    for line in head.split(b"\r\n"):
        if line.startswith(b"content-length:"):
            await reader.readexactly(int(line[15:]))
            return
    while size := int(await reader.readuntil(b"\r\n"), 16):
        await reader.readexactly(size + 2)
    await reader.readexactly(2)


async def visitors(port: int, paths: list[str], rate: float, seconds: float) -> None:
    """Comes at its time whether or not the earlier ones have gone."""
    took: list[float] = []
    began, count = time.monotonic(), int(rate * seconds)
    visits = []
    for n in range(count):
        due = began + n / rate
        if (wait := due - time.monotonic()) > 0:
            await asyncio.sleep(wait)
        visits.append(asyncio.create_task(visit(port, paths, due, took)))
    await asyncio.gather(*visits)
    took.sort()
    spent = time.monotonic() - began
    print(f"visitors: {count / spent:.0f} a second, p95 {took[int(len(took) * 0.95)] * 1000:.0f} ms", flush=True)


def published() -> list[str]:
    """The largest plan that a body's leader can show, written as files; its three addresses."""
    now = clock.now()
    day = now.date()
    for plan in Plan.objects.filter(closed_at=None).select_related("body")[:200]:
        seat = Mandate.objects.on(day).filter(post__unit=plan.body_id, post__rank=Rank.LEADER).first()
        account = seat and Account.objects.filter(officer=seat.officer_id).first()
        leader = actor_for(account, seat, day) if account and seat else None
        if leader is not None and leader.has(Duty.LEADER):
            known = publish_plan(plan, by=leader, at=now)
            began = time.process_time()
            write_publications(now, worker_actor())
            print(f"written in {time.process_time() - began:.2f} s CPU", flush=True)
            page = settings.PUBLIC_ROOT / known.slug / "index.html"
            print(f"page of {page.stat().st_size / 1024:.0f} kB", flush=True)
            return [f"/cong-khai/{known.slug}/", "/cong-khai/kieu.css", f"/cong-khai/{known.slug}/bieu-do.svg"]
    raise SystemExit("no plan whose body has a leader")


def p95(took: list[float]) -> float:
    return took[int(len(took) * 0.95)] * 1000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--officers", type=int, default=10_000)
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--rate", type=float, default=20, help="requests of the office a second")
    parser.add_argument("--visitors", type=float, default=500, help="a second")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--visit", nargs="+", help=argparse.SUPPRESS)  # the process of the visitors: port, addresses
    arguments = parser.parse_args()
    if arguments.visit:
        port, *paths = arguments.visit
        asyncio.run(visitors(int(port), paths, arguments.visitors, arguments.seconds))
        return 0
    city = City(arguments.officers, arguments.tasks)
    prepare(city, clock.now())
    paths = published()
    asked, port = mix(city), free_port()
    server = started("serve", "--port", str(port), "--workers", "2")
    try:
        for _ in range(120):
            try:
                ask(port, asked[0][0], asked[0][1], time.monotonic())
                break
            except OSError:
                time.sleep(0.5)
        count = int(arguments.rate * arguments.seconds)
        send(port, arguments.rate, 5 * int(arguments.rate), asked)
        alone = send(port, arguments.rate, count, asked)
        crowd = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.public", "--visitors", str(arguments.visitors)]  # noqa: RUF005  read as one line
            + ["--seconds", str(arguments.seconds + 2), "--visit", str(port), *paths]
        )
        time.sleep(1)
        beside = send(port, arguments.rate, count, asked)
        crowd.wait(60)
    finally:
        ended(server)
    print(f"office alone: p95 {p95(alone):.0f} ms; beside visitors: p95 {p95(beside):.0f} ms")
    print(f"growth: {100 * (p95(beside) / p95(alone) - 1):.0f} %")
    return 0


if __name__ == "__main__":
    house.FOLDER  # noqa: B018  the settings of the benchmark are made by importing it
    raise SystemExit(main())
