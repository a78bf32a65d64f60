"""Every command, without knowing which there are."""

import subprocess
import sys

import pytest

from roviec.cli.main import COMMANDS
from tests.cli.conftest import Roviec


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_shows_its_help(roviec: Roviec, name: str) -> None:
    ran = roviec(name, "--help")
    assert ran.code == 0
    assert ran.out.startswith("cách dùng: roviec " + name)


def test_without_a_command_the_list_of_commands_is_shown(roviec: Roviec) -> None:
    ran = roviec()
    assert ran.code == 2
    assert all(name in ran.err for name in COMMANDS)


def test_an_unknown_command_is_told(roviec: Roviec) -> None:
    ran = roviec("dance")
    assert ran.code == 2 and "dance" in ran.err


def test_a_command_imports_only_what_it_needs() -> None:
    """`due` answers without Django and without the readers of documents."""
    code = (
        "import sys; from roviec.cli.main import main; main(['due', '--from', '2026-02-10', '--days', '1']);"
        "sys.exit(' '.join(m for m in ('django', 'docx', 'lxml', 'xlsxwriter') if m in sys.modules) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
