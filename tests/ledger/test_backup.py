"""Backup and restore, through the command: into both databases, while people work, and nothing half-done."""

import gzip
import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import postgres

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
PYTHON = sys.executable


class House:
    """One installation: a folder and a database."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder = folder
        self.environment = {
            **os.environ,
            "ROVIEC_VAR": str(folder),
            "ROVIEC_LANG": "vi",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }
        self.environment["DATABASE_URL"] = url or f"sqlite:///{folder / 'roviec.sqlite3'}"
        self.environment["ROVIEC_SECRET_KEY"] = (
            "một khóa đủ dài để thử nghiệm sao lưu và khôi phục, không dùng ở đâu khác"
        )
        folder.mkdir(parents=True, exist_ok=True)

    def roviec(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return self.run("-m", "roviec.cli.main", *words)

    def run(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        command = [PYTHON, *map(str, words)]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=300)

    def filled(self) -> "House":
        for words in (["-m", "roviec.cli.main", "migrate"], ["-m", "tests.ledger.sample_house"]):
            done = self.run(*words)
            assert done.returncode == 0, done.stderr
        return self

    def copy(self, folder: Path) -> "House":
        """The same installation once more: quicker than filling another."""
        shutil.copytree(self.folder, folder)
        return House(folder)

    def backup(self, name: str = "backup.tar.gz") -> Path:
        target = self.folder / name
        done = self.roviec("backup", target)
        assert done.returncode == 0, done.stderr
        return target

    def holds(self) -> dict[str, Any]:
        """Everything in it, as the manifest of a backup counts and digests it."""
        return manifest_of(self.backup("holds.tar.gz"))

    def sound(self) -> bool:
        return json.loads(self.roviec("ledger", "verify", "--json").stdout)["sound"]


def manifest_of(path: Path) -> dict[str, Any]:
    with tarfile.open(path) as archive:
        content = archive.extractfile("manifest.json")
        assert content is not None
        return json.loads(content.read())


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> House:
    return House(tmp_path_factory.mktemp("filled")).filled()


@pytest.fixture(scope="module")
def backup(filled: House) -> Path:
    return filled.backup()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    if obstacle := postgres.why_not():
        pytest.skip(obstacle)
    with postgres.cluster() as url:
        yield url


def database(server: str, name: str) -> str:
    """A new, empty database in the cluster."""
    import psycopg  # noqa: PLC0415  only where there is a server

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server.rsplit('/', 1)[0]}/{name}"


def test_a_backup_comes_back_whole_into_another_sqlite(backup: Path, tmp_path: Path) -> None:
    other = House(tmp_path / "other")
    done = other.roviec("restore", backup)
    assert done.returncode == 0, done.stderr
    assert other.holds() == manifest_of(backup)
    assert other.sound()


def test_a_backup_of_sqlite_comes_back_whole_into_postgresql_and_again_into_sqlite(
    backup: Path, tmp_path: Path, server: str
) -> None:
    big = House(tmp_path / "big", database(server, "big"))
    done = big.roviec("restore", backup)
    assert done.returncode == 0, done.stderr
    assert big.holds() == manifest_of(backup)
    assert big.sound()
    more = big.run("-m", "tests.ledger.sample_house", "write", "0.5")
    assert more.returncode == 0, more.stderr  # numbers go on where they ended
    assert big.sound()
    small = House(tmp_path / "small")
    assert small.roviec("restore", big.backup()).returncode == 0
    assert small.holds() == big.holds()
    assert small.sound()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_made_while_people_write_is_consistent(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if kind == "postgresql":
        busy = House(tmp_path / "busy", database(request.getfixturevalue("server"), "busy")).filled()
    else:
        busy = request.getfixturevalue("filled").copy(tmp_path / "busy")
    words = [PYTHON, "-m", "tests.ledger.sample_house", "write", "300"]
    with subprocess.Popen(words, cwd=ROOT, env=busy.environment, stdout=subprocess.PIPE, text=True) as writer:
        try:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "writing\n"
            backup = busy.backup()
            assert writer.poll() is None, "the writer ended before the backup did"
        finally:
            writer.terminate()
    restored = House(tmp_path / "restored")
    assert restored.roviec("restore", backup).returncode == 0
    assert restored.sound()
    assert manifest_of(backup)["tables"]["ledger_entry"]["rows"] > 40


def test_a_backup_is_read_by_its_owner_alone(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600


def test_a_database_with_something_in_it_is_not_overwritten_unless_asked(filled: House, backup: Path) -> None:
    before = filled.holds()
    done = filled.roviec("restore", backup)
    assert done.returncode == 2
    assert "--replace" in done.stderr
    assert filled.holds() == before


def test_replace_puts_back_what_was_and_takes_away_what_came_since(filled: House, backup: Path, tmp_path: Path) -> None:
    house = filled.copy(tmp_path / "house")
    assert house.run("-m", "tests.ledger.sample_house", "write", "0.3").returncode == 0
    shutil.rmtree(house.folder / "files")
    assert house.holds() != manifest_of(backup)
    assert house.roviec("restore", "--replace", backup).returncode == 0
    assert house.holds() == manifest_of(backup)
    assert house.sound()


def damaged(backup: Path, target: Path, how: str) -> Path:
    raw = backup.read_bytes()
    if how == "cut off":
        target.write_bytes(raw[: len(raw) * 2 // 3])
    elif how == "one letter changed":
        content = gzip.decompress(raw)
        assert "Chuyên viên".encode() in content
        target.write_bytes(gzip.compress(content.replace("Chuyên viên".encode(), "Chuyên viêm".encode(), 1)))
    elif how == "something else":
        target.write_bytes(b"PK\x03\x04 not ours")
    elif how == "empty":
        target.write_bytes(b"")
    return target


@pytest.mark.parametrize("how", ["cut off", "one letter changed", "something else", "empty", "missing"])
def test_a_damaged_backup_is_refused_and_changes_nothing(filled: House, backup: Path, tmp_path: Path, how: str) -> None:
    before = filled.holds()
    done = filled.roviec("restore", "--replace", damaged(backup, tmp_path / "damaged.tar.gz", how))
    assert done.returncode == 2
    assert "Chưa có gì thay đổi" in done.stderr
    assert "Traceback" not in done.stderr
    assert filled.holds() == before
    assert filled.sound()


def test_a_backup_of_a_later_version_is_refused(backup: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.tar.gz"
    with tarfile.open(backup) as source, tarfile.open(later, "w:gz") as target:
        for entry in source:
            content = source.extractfile(entry)
            if entry.name == "header.json":
                header = json.loads(content.read())
                header["migrations"].append(["organisation", "9999_of_the_future"])
                (tmp_path / "header.json").write_text(json.dumps(header), encoding="utf-8")
                target.add(tmp_path / "header.json", "header.json")
            else:
                target.addfile(entry, content)
    done = House(tmp_path / "house").roviec("restore", later)
    assert done.returncode == 2
    assert "phiên bản mới hơn" in done.stderr


def test_a_backup_that_cannot_be_written_leaves_nothing_behind(filled: House, tmp_path: Path) -> None:
    done = filled.roviec("backup", tmp_path / "no-such-folder" / "backup.tar.gz")
    assert done.returncode == 2
    assert "không ghi được" in done.stderr
    assert not list(tmp_path.iterdir())
