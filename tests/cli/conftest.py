"""Running a command as a user would, in Vietnamese unless a test says otherwise."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from roviec.cli.main import main

SAMPLES = Path(__file__).parent / "samples"


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


Roviec = Callable[..., Ran]


@pytest.fixture
def roviec(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Roviec:
    """roviec("due", "--from", …) -> exit code and what was printed."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ROVIEC_LANG", "vi")

    def run(*words: object) -> Ran:
        try:
            code = main([str(word) for word in words])
        except SystemExit as error:
            code = int(error.code or 0)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run
