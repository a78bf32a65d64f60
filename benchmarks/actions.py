"""Whole actions a second with eight clients, and what of an action's cost is the ledger's.

    python -m tests.postgres python -m benchmarks.actions

Each client is a process with its own connection and its own tasks, and takes them from hand to hand: accepted, reported on, submitted,
accepted as done. The reference for the ledger's share is the same work in the same process with `record` doing all it does but the
ledger: new version, changed columns, announcement.
"""

import argparse
import multiprocessing
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from benchmarks import house  # noqa: F401  first: it sets Django up

# isort: split

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks.city import ACCOUNT, City
from benchmarks.city_sql import uuid_of
from benchmarks.measuring import Took, timed
from benchmarks.pages import prepare
from roviec.core.actor import Actor
from roviec.ledger import actions as ledger
from roviec.ledger.models import Entry, Ledgered
from roviec.organisation.models import Account, Mandate
from roviec.organisation.queries.actors import actor_for
from roviec.web import clock
from roviec.work.actions import accept_deliverable, accept_task, report_progress, submit_deliverable
from roviec.work.models import Task

CLIENTS = 8
EACH = 25  # tasks of the comparison with and without the ledger
STEPS = 4
TURNS = 10


def actor(account_id: UUID, known: dict[UUID, Actor], now: datetime) -> Actor:
    if account_id not in known:
        account = Account.objects.get(pk=account_id)
        mandate = Mandate.objects.select_related("post__unit", "officer").get(officer=account.officer_id)
        known[account_id] = actor_for(account, mandate, now.date())
    return known[account_id]


def account_at(post_id: UUID) -> UUID:
    """Posts, mandates and accounts of the generated city carry the same number."""
    return uuid_of(ACCOUNT, post_id.int & 0xFFFFFFFFFFFF)


def waiting(limit: int, part: int = 0, parts: int = 1) -> list[tuple[UUID, UUID, UUID]]:
    """Assigned tasks as (task, who does it, who gave it), every `parts`-th of them."""
    rows = Task.objects.filter(state="assigned", clock__suspended_since=None).order_by("pk")
    found = rows.values_list("pk", "person_post", "assigned_by_post")[: limit * parts]
    return [(task, account_at(doer), account_at(giver)) for task, doer, giver in found[part::parts]]


def whole_life(tasks: Iterable[tuple[UUID, UUID, UUID]], now: datetime, known: dict[UUID, Actor]) -> Iterator[None]:
    """Four actions a task, one at a time."""
    for task, doer, giver in tasks:
        by, above = actor(doer, known, now), actor(giver, known, now)
        accept_task(task, by=by, at=now)
        yield
        report_progress(task, progress=60, text="Đã xong dự thảo, đang lấy ý kiến", by=by, at=now)
        yield
        submit_deliverable(task, by=by, at=now, link="https://example.vn/bao-cao", text="Gửi báo cáo")
        yield
        accept_deliverable(task, by=above, at=now)
        yield


def client(part: int, seconds: float, results: Any, ready: Any) -> None:
    """One of eight: how many actions in so many seconds."""
    connection.close()  # a connection of the parent's would be shared
    now = clock.now()
    known: dict[UUID, Actor] = {}
    tasks = waiting(int(seconds * 12), part, CLIENTS)  # four times as many actions

    for _task, doer, giver in tasks:  # who acts is known before; a request would find its actor in a few milliseconds
        actor(doer, known, now), actor(giver, known, now)
    ready.wait()
    began, done = time.monotonic(), 0
    for _ in whole_life(tasks, now, known):
        done += 1
        if time.monotonic() - began > seconds:
            break
    results.put((done, time.monotonic() - began, time.process_time()))


def throughput(seconds: float) -> float:
    """Actions a second of all clients together."""
    context = multiprocessing.get_context("spawn")
    results, ready = context.Queue(), context.Barrier(CLIENTS)
    clients = [context.Process(target=client, args=(part, seconds, results, ready)) for part in range(CLIENTS)]
    for process in clients:
        process.start()
    answers = [results.get(timeout=120) for _ in clients]
    for process in clients:
        process.join()
    return sum(done / took for done, took, _cpu in answers)


@contextmanager
def without_ledger() -> Iterator[None]:
    """`record` as it would be without a ledger, in every module that took it by name."""

    def plain(
        thing: Ledgered,
        verb: str,
        *,
        by: Actor,
        at: datetime,
        data: Any = None,
        changed: Iterable[str] = (),
        tell: str | None = None,
    ) -> None:
        thing.version += 1
        thing.save(update_fields=[*changed, "version"])
        if tell:
            ledger.announce(
                tell, thing, at=at, payload={"by": {"account": str(by.account_id), "label": by.account_label}}
            )

    whole = ledger.record
    users = [module for module in list(sys.modules.values()) if getattr(module, "record", None) is whole]
    for module in users:
        module.record = plain  # type: ignore[attr-defined]
    try:
        yield
    finally:
        for module in users:
            module.record = whole  # type: ignore[attr-defined]


def share() -> tuple[Took, Took, float]:
    """(with, without) the ledger for EACH * STEPS actions, and entries written per action."""
    now = clock.now()
    known: dict[UUID, Actor] = {}
    rows = waiting(EACH * TURNS + 1)
    for _task, doer, giver in rows:
        actor(doer, known, now), actor(giver, known, now)
    before = Entry.objects.count()
    with CaptureQueriesContext(connection) as captured:
        run = whole_life(rows[-1:], now, known)
        list(run)
    assert Entry.objects.count() - before == STEPS, "one entry an action"
    inserts = sum(f'INSERT INTO "{Entry._meta.db_table}"' in query["sql"] for query in captured) / STEPS
    takes: dict[bool, list[Took]] = {True: [], False: []}
    for turn in range(TURNS):  # by turns, so that what else the machine does falls on both
        some = rows[turn * EACH : (turn + 1) * EACH]
        if turn % 2:
            with without_ledger():
                takes[False].append(timed(lambda some=some: list(whole_life(some, now, known))))
        else:
            takes[True].append(timed(lambda some=some: list(whole_life(some, now, known))))
    return (*(min(takes[kind], key=lambda took: took.cpu) for kind in (True, False)), inserts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--officers", type=int, default=10_000)
    parser.add_argument("--tasks", type=int, default=300_000)
    arguments = parser.parse_args()
    prepare(City(arguments.officers, arguments.tasks), clock.now())
    with_it, without, inserts = share()
    actions = EACH * STEPS
    print(f"{'one client':<34}{'wall ms':>9}{'CPU ms':>9}{'ratio':>8}")
    print(
        f"{'action without the ledger':<34}{without.wall * 1000 / actions:>9.2f}{without.cpu * 1000 / actions:>9.2f}{1:>8.2f}"
    )
    print(
        f"{'action':<34}{with_it.wall * 1000 / actions:>9.2f}{with_it.cpu * 1000 / actions:>9.2f}{with_it.cpu / without.cpu:>8.2f}"
    )
    print(f"ledger: {100 * (1 - without.cpu / with_it.cpu):.0f} % of an action's CPU, {inserts:.2f} inserts an action")
    if connection.vendor == "postgresql":
        rate = throughput(arguments.seconds)
        print(
            f"eight clients: {rate:.0f} actions a second (one client of this machine's CPU: {actions / with_it.cpu:.0f})"
        )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
