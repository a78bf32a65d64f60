"""Both engines keep the same promise: what waits is sent by whoever is there, a killed worker's work is taken up by another, nothing is
lost, and what may have come twice says so. The workers are the real command, killed with `kill -9`.
"""

import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import connection

from roviec.alerts.delivery import BATCH
from tests.channels.letter_town import NOTICES
from tests.channels.sinks import Relay, _Server, parsed, serving

ROOT = Path(__file__).resolve().parents[2]
LETTERS = 60
# Time passes: what the dead held is free again.
FREE = "UPDATE alerts_message SET leased_until = '2020-01-01 00:00:00+00:00' WHERE leased_until IS NOT NULL"
PEOPLE = 1_100  # bundled in three commits
BUNDLED = "SELECT count(*) FROM alerts_message"
HALF = f"""SELECT count(*) FROM alerts_message AS m
WHERE (SELECT count(*) FROM alerts_enclosure AS e WHERE e.message_id = m.id) <> {NOTICES}"""
LEFT = "SELECT count(*) FROM alerts_message WHERE sent_at IS NULL"

pytestmark = pytest.mark.slow


class House:
    """An installation of its own: database, relay, engine; workers are processes."""

    def __init__(self, url: str, relay: _Server, engine: str) -> None:
        self.url, self.relay, self.running = url, relay, list[subprocess.Popen[bytes]]()
        self.environment = {
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "roviec.config.settings",
            "ROVIEC_TICK_SECONDS": "1",
            "ROVIEC_SMTP": f"smtp://127.0.0.1:{relay.port}",
            "ROVIEC_MAIL_FROM": "ro-viec@danang.example.vn",
            "ROVIEC_ENGINE": engine,
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        }

    def call(self, *command: str) -> None:
        done = subprocess.run([sys.executable, "-m", *command], env=self.environment, cwd=ROOT, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()

    def worker(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "roviec.cli.main", "worker", *arguments]
        self.running.append(subprocess.Popen(command, env=self.environment, cwd=ROOT, stderr=subprocess.DEVNULL))
        return self.running[-1]

    def ask(self, statement: str) -> Any:
        if self.url.startswith("sqlite"):
            raw: Any = sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=20, isolation_level=None)
        else:
            raw = psycopg.connect(self.url, autocommit=True)
        with contextlib.closing(raw):
            cursor = raw.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None


def wait_for(what: Callable[[], bool], seconds: float = 180) -> None:
    limit = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < limit, "it took too long"
        time.sleep(0.02)


@pytest.fixture
def database(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """The empty database of the tests, copied."""
    if connection.vendor == "sqlite":
        connection.cursor().execute("VACUUM INTO %s", [str(tmp_path / "house.sqlite3")])
        yield f"sqlite:///{tmp_path / 'house.sqlite3'}"
        return
    template, server, name = connection.settings_dict["NAME"], os.environ["DATABASE_URL"], f"engine_{os.getpid()}"
    connection.close()
    with psycopg.connect(server, autocommit=True) as administrator:
        administrator.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')  # type: ignore[arg-type]
    yield urlsplit(server)._replace(path=f"/{name}").geturl()
    with psycopg.connect(server, autocommit=True) as administrator:
        administrator.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[arg-type]


@pytest.fixture(params=["database", "celery"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "database":
        yield ""
        return
    if shutil.which("redis-server") is None:
        pytest.skip("Debian's redis-server is not installed: Celery is not tested here")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
    redis = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    wait_for(lambda: socket.socket().connect_ex(("127.0.0.1", port)) == 0)
    yield f"redis://127.0.0.1:{port}/0"
    redis.terminate()
    redis.wait()


@pytest.fixture
def house(database: str, engine: str) -> Iterator[House]:
    with serving(Relay) as relay:
        made = House(database, relay, engine)
        made.call("tests.channels.letter_town", str(LETTERS))
        yield made
        for one in made.running:
            one.kill()
            one.wait()


def test_a_killed_workers_letters_are_sent_by_another_and_those_that_may_be_twice_say_so(house: House) -> None:
    house.relay.slow = 0.05
    if house.environment["ROVIEC_ENGINE"]:
        house.worker("--beat")
    killed = house.worker()
    wait_for(lambda: len(house.relay.got) >= LETTERS // 4)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    before = len(house.relay.got)
    assert before < LETTERS, "it was killed too late to show anything"
    house.ask(FREE)
    house.relay.slow = 0.0
    others = [house.worker(), house.worker()]
    wait_for(lambda: house.ask(LEFT) == 0)
    for one in others:
        one.terminate()
        # One that was still starting when there was nothing left to do has no handler for the signal yet.
        assert one.wait(timeout=30) in (0, -signal.SIGTERM)

    mails = [parsed(content) for _to, content in house.relay.got]
    ids = [mail["Message-ID"] for mail in mails]
    assert len(set(ids)) == LETTERS, "none is lost"
    first = set(ids[:before])
    doubled = [mail for mail in mails[before:] if mail["Message-ID"] in first]
    assert len(mails) - LETTERS == len(doubled), "two workers at once sent nothing twice"
    assert doubled, "it died between sending and confirming"
    assert all(mail["Subject"].startswith("(gửi lại)") for mail in doubled)


def test_what_is_asked_for_runs_without_waiting_for_the_beat(house: House) -> None:
    """A whole tick of an hour lies before them: only the wake can have done it."""
    house.environment["ROVIEC_TICK_SECONDS"] = "3600"
    held = "UPDATE alerts_message SET send_from = '2099-01-01 00:00:00+00:00'"
    house.ask(held)
    house.worker()
    if not house.environment["ROVIEC_ENGINE"]:
        wait_for(lambda: house.ask("SELECT count(*) FROM jobs_heartbeat WHERE busy_ms > 0") > 0)
    house.ask("UPDATE alerts_message SET send_from = created_at")
    house.call("tests.channels.ask_for", "send")
    house.call("tests.channels.ask_for", "send")
    wait_for(lambda: house.ask(LEFT) == 0)
    assert len(house.relay.got) == LETTERS


@pytest.fixture
def crowd(database: str) -> Iterator[House]:
    with serving(Relay) as relay:
        made = House(database, relay, "")
        made.call("tests.channels.letter_town", "people", str(PEOPLE))
        yield made
        for one in made.running:
            one.kill()
            one.wait()


def kill(worker: subprocess.Popen[bytes]) -> None:
    worker.send_signal(signal.SIGKILL)
    worker.wait()


def test_killed_while_it_bundles_and_while_it_sends_each_person_has_one_letter_and_a_second_only_with_its_mark(
    crowd: House,
) -> None:
    hits, bundled = [], 0
    while bundled < PEOPLE and len(hits) < 2:
        worker = crowd.worker()
        wait_for(lambda: crowd.ask(BUNDLED) > bundled)  # noqa: B023  asked at once
        kill(worker)
        bundled = crowd.ask(BUNDLED)
        hits.append(bundled)
        assert crowd.ask(HALF) == 0, "a letter is there with all its notices or not at all"
        assert bundled == PEOPLE or not crowd.relay.got
    assert hits[0] < PEOPLE, f"killed too late to show anything: {hits}"
    crowd.relay.slow = 0.02
    worker = crowd.worker()
    wait_for(lambda: len(crowd.relay.got) >= PEOPLE // 16)
    kill(worker)
    before = len(crowd.relay.got)
    assert before < PEOPLE
    crowd.ask(FREE)
    crowd.relay.slow = 0.0
    assert crowd.worker("--once").wait(timeout=180) == 0
    assert crowd.ask(LEFT) == 0

    assert (crowd.ask(BUNDLED), crowd.ask(HALF)) == (PEOPLE, 0)
    first: set[str] = set()
    doubtful = 0
    for to, content in crowd.relay.got:
        marked = parsed(content)["Subject"].startswith("(gửi lại)")
        assert marked or to not in first, "whoever has it already sees that it is the same again"
        doubtful += marked and to not in first
        first.add(to)
    assert doubtful <= BATCH, "marked without need: only what the dead worker had leased"
    assert len(first) == PEOPLE, "none is lost"
    assert len(crowd.relay.got) > PEOPLE, "it died between sending and confirming"
