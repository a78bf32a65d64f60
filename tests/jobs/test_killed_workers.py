"""kill -9, at any moment, one worker or two: nothing that should be told is lost, and nothing is told twice.

No hooks in the product: the workers are the real command, killed from outside at random moments of a run full of work.
"""

import contextlib
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
KILLS = 6
# A server that restarts takes the connections of its workers away.
CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
SEED = 20251205

pytestmark = [pytest.mark.slow, pytest.mark.of_the_run]


COUNT = "SELECT count(*) FROM alerts_notice"
MET = "SELECT (SELECT count(*) FROM custody_latespell), (SELECT count(*) FROM alerts_notice), (SELECT count(*) FROM alerts_message)"
# Time passes: what the dead held is free again.
FREE = "UPDATE ledger_outboxmessage SET leased_until = NULL WHERE done_at IS NULL"


def run(raw: sqlite3.Connection | psycopg.Connection, statement: str) -> list[tuple]:
    cursor = raw.execute(statement)  # type: ignore[arg-type]
    return cursor.fetchall() if cursor.description else []


class Database:
    """A database of its own: prepared once, copied for each run."""

    def __init__(self, url: str, copy: Callable[[str], "Database"]) -> None:
        self.environment = {
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "roviec.config.settings",
            "ROVIEC_TICK_SECONDS": "1",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }
        self.copy = copy

    def town(self, what: str) -> str:
        command = [sys.executable, "-m", "tests.jobs.busy_town", what]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr
        return done.stdout

    @contextlib.contextmanager
    def look(self) -> Iterator[Callable[[str], list[tuple]]]:
        """A connection of the onlooker's own: statement -> rows, each committed at once."""
        url = self.environment["DATABASE_URL"]
        if url.startswith("sqlite"):
            raw = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=20, isolation_level=None)
        else:
            raw = psycopg.connect(url, autocommit=True)
        with contextlib.closing(raw):
            yield lambda statement: run(raw, statement)

    def told(self) -> dict:
        return json.loads(self.town("told"))

    def worker(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "roviec.cli.main", "worker", *arguments]
        return subprocess.Popen(command, env=self.environment, cwd=ROOT, stderr=subprocess.DEVNULL)


@pytest.fixture
def prepared(tmp_path: Path) -> Iterator[Database]:
    made: list[str] = []
    if connection.vendor == "sqlite":
        numbers = iter(range(100))

        def sqlite(source: str = "") -> Database:
            path = tmp_path / f"{next(numbers)}.sqlite3"
            if source:
                # Not a copy of the file: what the last process wrote may still be in the log beside it.
                with contextlib.closing(sqlite3.connect(source)) as database:
                    database.execute("VACUUM INTO ?", [str(path)])
            return Database(f"sqlite:///{path}", lambda _: sqlite(str(path)))

        yield sqlite()
        return
    server = os.environ["DATABASE_URL"]
    numbers = iter(range(100))

    def postgres(template: str = "template1") -> Database:
        name = f"killed_{os.getpid()}_{next(numbers)}"
        with psycopg.connect(server, autocommit=True) as administrator:
            administrator.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')  # type: ignore[arg-type]
        made.append(name)
        return Database(urlsplit(server)._replace(path=f"/{name}").geturl(), lambda _: postgres(name))

    yield postgres()
    with psycopg.connect(server, autocommit=True) as administrator:
        for name in made:
            administrator.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[arg-type]


def test_nothing_is_lost_and_nothing_told_twice_when_workers_are_killed(prepared: Database) -> None:
    prepared.town("tables")
    prepared.town("prepare")
    undisturbed, disturbed = prepared.copy(""), prepared.copy("")
    assert undisturbed.worker("--once").wait(timeout=120) == 0
    expected = undisturbed.told()
    assert len(expected["notices"]) > 400 and len(expected["spells"]) == 150
    assert expected["waiting"] == 0 and expected["immediate"] >= 2
    assert len(expected["carried"]) == len(set(expected["carried"])) == len(expected["notices"]), "each in one letter"

    chance, interrupted = random.Random(SEED), 0
    with disturbed.look() as look:
        for kill in range(KILLS):
            workers = [disturbed.worker() for _ in range(2)]
            # Once with nothing told yet, then ever further on; a few milliseconds decide which statement is hit.
            wanted = len(expected["notices"]) * kill // KILLS
            limit = time.monotonic() + 60
            while (told := look(COUNT)[0][0]) <= wanted and time.monotonic() < limit:
                time.sleep(0.002)
            time.sleep(chance.uniform(0, 0.02))
            if kill % 3 == 2 and connection.vendor == "postgresql":
                look(CUT)
                time.sleep(0.5)
            for worker in workers:
                worker.send_signal(signal.SIGKILL)
                worker.wait()
            spells, told, letters = look(MET)[0]
            print(f"kill {kill + 1}: {spells} spells, {told} of {len(expected['notices'])} notices, {letters} letters")
            interrupted += 0 < told < len(expected["notices"])
            look(FREE)
        workers = [disturbed.worker("--once") for _ in range(2)]
        assert [worker.wait(timeout=120) for worker in workers] == [0, 0]
        look(FREE)
        assert disturbed.worker("--once").wait(timeout=120) == 0

    found = disturbed.told()
    assert interrupted >= KILLS // 2, "too few kills hit the middle of the work: the test has lost its point"
    for what in ("notices", "transitions", "spells", "waiting", "carried"):
        assert found[what] == expected[what]
    assert found["doubled"] == 0
    assert found["passes"] == found["pass_entries"]


def seconds(act: Callable[[], int]) -> float:
    started = time.monotonic()
    act()
    return time.monotonic() - started


def test_sigterm_ends_the_worker_cleanly(prepared: Database) -> None:
    prepared.town("tables")
    for wait in (0.3, seconds(lambda: prepared.worker("--status").wait(timeout=60)) + 1):
        worker = prepared.worker()
        time.sleep(wait)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=30) == 0
    assert prepared.worker("--status").wait(timeout=60) == 1, "it signed off, so nothing runs"
