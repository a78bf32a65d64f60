"""`./run` from outside: what it says when something is missing or in the way is one clear line, and never a traceback."""

import gettext
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

CATALOGUE = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Nhiệm vụ"
msgstr "Task"

#, fuzzy
msgid "Kế hoạch"
msgstr "Plane"
"""


def call(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, cwd=ROOT, env={**os.environ, **environment}
    )


def one_line(run: subprocess.CompletedProcess[str], status: int) -> str:
    assert run.returncode == status, run.stderr
    assert run.stderr.count("\n") == 1, run.stderr
    return run.stderr


def test_without_python_it_says_which_one_to_install(tmp_path: Path) -> None:
    shutil.copy(ROOT / "run", tmp_path / "run")
    said = one_line(call("/bin/sh", tmp_path / "run", "setup", PATH=str(tmp_path)), status=1)
    assert "Python 3.11" in said


def test_an_unknown_word_shows_the_ones_that_exist() -> None:
    run = call("/bin/sh", "run", "stat")
    assert run.returncode == 2
    assert "./run check" in run.stderr


def test_a_busy_port_is_named_with_a_way_out(tmp_path: Path) -> None:
    with socket.socket() as occupant:
        occupant.bind(("127.0.0.1", 0))
        occupant.listen()
        port = occupant.getsockname()[1]
        said = one_line(call(sys.executable, "tools/start.py", PORT=str(port), ROVIEC_VAR=str(tmp_path)), status=1)
    assert f"PORT={port + 1} ./run" in said


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_refused(port: str, tmp_path: Path) -> None:
    assert port in one_line(call(sys.executable, "tools/start.py", PORT=port, ROVIEC_VAR=str(tmp_path)), status=2)


def test_a_folder_that_cannot_be_written_is_named() -> None:
    said = one_line(call(sys.executable, "tools/start.py", ROVIEC_VAR="/proc/roviec"), status=1)
    assert "/proc/roviec" in said


def test_a_compiled_catalogue_speaks_but_guesses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(CATALOGUE, encoding="utf-8")
    assert call(sys.executable, "tools/catalogue.py", "compile", path).returncode == 0
    english = gettext.translation("django", tmp_path, ["en"])
    assert english.gettext("Nhiệm vụ") == "Task"
    assert english.gettext("Kế hoạch") == "Kế hoạch"


def test_a_catalogue_with_traces_of_a_merge_is_named(tmp_path: Path) -> None:
    path = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(f"<<<<<<< HEAD{CATALOGUE}", encoding="utf-8")
    assert str(path) in one_line(call(sys.executable, "tools/catalogue.py", "compile", path), status=1)
