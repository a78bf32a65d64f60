"""Verifying the ledger: a million entries of 100,000 things, beside merely reading and hashing the same text.

    python -m benchmarks.ledger [--entries N]                       SQLite in a temporary folder
    python -m tests.postgres python -m benchmarks.ledger            PostgreSQL

Prints seconds and the ratio to the reference of the same run. The bound: 20 s for 1,000,000 entries.
"""

import argparse
import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

ENTRIES_EACH = 10
AT_ONCE = 5000
FIRST = datetime(2025, 1, 1, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=1_000_000)
    entries = parser.parse_args().entries
    with tempfile.TemporaryDirectory() as folder:
        os.environ["ROVIEC_VAR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "roviec.config.settings"
        import django  # noqa: PLC0415  after the environment is set

        django.setup()
        measure(entries)


def measure(entries: int) -> None:
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    from roviec.ledger.checkpoint import SETTLED_AFTER, make_checkpoint  # noqa: PLC0415
    from roviec.ledger.stream_sql import entries_by_stream  # noqa: PLC0415
    from roviec.ledger.system_time import system_now  # noqa: PLC0415
    from roviec.ledger.verify import verify_ledger  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    took = timed(lambda: fill(entries))
    print(f"{connection.vendor}: {entries:,} entries written in {took:.0f} s")
    summed = timed(lambda: make_checkpoint(system_now() + SETTLED_AFTER * 2))

    def reference() -> None:
        for row in entries_by_stream():
            hashlib.sha256(row.covered.encode()).hexdigest()

    read = timed(reference)
    verdicts = []
    verified = timed(lambda: verdicts.append(verify_ledger()))
    verdict = verdicts[0]
    if not verdict.sound or verdict.entries != entries:
        raise SystemExit(f"the generated ledger is not sound: {verdict.findings[:3]}")
    print(f"{'read and hash, no checks':<28}{read:8.1f} s   1.00")
    print(f"{'make a checkpoint over all':<28}{summed:8.1f} s   {summed / read:.2f}")
    print(f"{'verify':<28}{verified:8.1f} s   {verified / read:.2f}   bound {20 * entries / 1e6:.1f} s")


def timed(work) -> float:
    start, cpu = time.monotonic(), time.process_time()
    work()
    took = time.monotonic() - start
    print(f"  ({time.process_time() - cpu:.1f} s of CPU in this process)")
    return took


def fill(entries: int) -> None:
    """Officers with ten entries each, as actions write them, inserted in bulk; the streams stand interleaved, as in life."""
    from django.db import transaction  # noqa: PLC0415

    from roviec.ledger.models import Entry  # noqa: PLC0415
    from roviec.organisation.models import Officer  # noqa: PLC0415

    things = max(1, entries // ENTRIES_EACH)
    heads: list[tuple[str, int]] = [("", 0)] * things
    with transaction.atomic():
        batch: list[Entry] = []
        for entry, thing, seq in generated(entries, things, heads):
            heads[thing] = (entry.hash, seq)
            batch.append(entry)
            if len(batch) == AT_ONCE:
                Entry.objects.bulk_create(batch)
                batch.clear()
        Entry.objects.bulk_create(batch)
        Officer.objects.bulk_create(
            (
                Officer(
                    id=UUID(int=n + 1),
                    code=str(n),
                    full_name="Lê Ấn",
                    sort_key="an",
                    folded="an",
                    version=seq,
                    ledger_seq=seq,
                    ledger_hash=head,
                )
                for n, (head, seq) in enumerate(heads)
            ),
            batch_size=AT_ONCE,
        )


def generated(entries: int, things: int, heads: list[tuple[str, int]]) -> Iterator[tuple]:
    from roviec.ledger.chain import Link, link_hash  # noqa: PLC0415
    from roviec.ledger.models import Entry  # noqa: PLC0415

    for n in range(entries):
        thing = n % things
        previous, seq = heads[thing]
        at = FIRST + timedelta(seconds=n, microseconds=n % 3)
        link = Link(
            "organisation.officer",
            UUID(int=thing + 1),
            seq + 1,
            "changed",
            at,
            at,
            UUID(int=7),
            "Nguyễn Thị Hòa",
            UUID(int=8),
            "Chuyên viên, Sở Nội vụ Thành phố Hồ Chí Minh",
            None,
            "",
            f'{{"due":"2025-12-05T10:00:00+00:00","from":"{n}","unit":"01a1ff73-e0aa-764c-b200-11b6269051c7"}}',
        )
        yield Entry(**link._asdict(), previous_hash=previous, hash=link_hash(previous, link)), thing, seq + 1


if __name__ == "__main__":
    main()
