"""Builds .venv/ from the locked, hashed dependencies. Standard library only: it runs before anything is installed.

    setup.py runtime | dev

Does nothing when the lock file's digest is the one of the last run, so calling it always is cheap. The project itself is not
installed but linked (a .pth file and a start script): that needs no build tool, hence nothing that is not in the lock.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from say import fail, say

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"runtime": "requirements.lock", "dev": "requirements-dev.lock"}
LAUNCHER = """#!/bin/sh
'''exec' '{python}' "$0" "$@"
' '''
import sys

from roviec.cli.main import main

sys.exit(main())
"""


def quiet(*command: str | Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "VIRTUAL_ENV": str(VENV), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, env=environment)


def works(*command: str | Path) -> bool:
    try:
        return quiet(*command).returncode == 0
    except OSError:
        return False


def last_line(result: subprocess.CompletedProcess[str]) -> str:
    lines = [line for line in (result.stderr or result.stdout).splitlines() if line.strip()]
    return lines[-1].strip() if lines else f"status {result.returncode}"


def make_environment() -> None:
    """A virtual environment with pip, in place of one whose Python does not run; Debian ships Python without ensurepip, so three ways are tried."""
    say("Tạo môi trường Python .venv", "Creating the Python environment .venv")
    base = getattr(sys, "_base_executable", None) or sys.executable
    result = quiet(base, "-m", "venv", "--clear", VENV)
    if result.returncode == 0:
        return
    if works(base, "-c", "import ensurepip; ensurepip.version()"):
        fail(f"Không tạo được .venv: {last_line(result)}", "the environment could not be created")
    if works(base, "-m", "pip", "--version") and works(base, "-m", "venv", "--clear", "--without-pip", VENV):
        return
    if shutil.which("uv") and works("uv", "venv", "-q", "--clear", "--python", base, VENV):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    fail(
        f"Python này thiếu venv/ensurepip; hãy chạy: sudo apt install {package}",
        f"this Python has no venv/ensurepip; run: sudo apt install {package}",
    )


def installer() -> list[str | Path]:
    """The start of an install command: uv when it can be had (seconds), else pip (half a minute), hashes checked by both."""
    uv = VENV / "bin" / "uv"
    pip: list[str | Path] = []
    if works(PYTHON, "-m", "pip", "--version") or works(PYTHON, "-m", "ensurepip"):
        pip = [PYTHON, "-m", "pip", "install"]
    elif works(sys.executable, "-m", "pip", "--version"):
        pip = [sys.executable, "-m", "pip", "--python", PYTHON, "install"]
    if not uv.exists() and pip:
        quiet(*pip, "--require-hashes", "--only-binary", ":all:", "-r", ROOT / "tools" / "uv.lock")
    if works(uv, "--version"):
        return [uv, "pip", "install", "--python", PYTHON]
    if works("uv", "--version"):
        return ["uv", "pip", "install", "--python", PYTHON]
    if pip:
        return [*pip, "--no-deps"]
    fail(
        "Trong .venv không có pip; hãy xóa thư mục .venv rồi chạy lại",
        "no pip in .venv: remove that folder and try again",
    )


def link_project() -> None:
    """Makes `import roviec` and .venv/bin/roviec work from the sources in place."""
    site = next((VENV / "lib").glob("python3*/site-packages"))
    (site / "roviec-sources.pth").write_text(f"{ROOT / 'src'}\n", encoding="utf-8")
    launcher = VENV / "bin" / "roviec"
    launcher.write_text(LAUNCHER.format(python=PYTHON), encoding="utf-8")
    launcher.chmod(0o755)


def install(kind: str) -> None:
    lock = ROOT / LOCKS[kind]
    digest = hashlib.sha256(lock.read_bytes() + str(ROOT).encode()).hexdigest()
    stamp = VENV / f".installed-{kind}"
    # ./run calls this with the environment's own Python when that works; after an upgrade of the system's it does not.
    if Path(sys.prefix) == VENV and stamp.exists() and stamp.read_text(encoding="ascii") == digest:
        return
    VENV.mkdir(exist_ok=True)
    tempfile.TemporaryFile(dir=VENV).close()  # a folder that cannot be written is named as such, by main()
    if not works(PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"):
        make_environment()
    say(f"Cài thư viện theo {lock.name}", f"Installing the libraries of {lock.name}")
    result = quiet(*installer(), "--require-hashes", "-r", lock)
    if result.returncode:
        fail(f"Không cài được thư viện: {last_line(result)}", f"the libraries could not be installed: {result.args[0]}")
    link_project()
    stamp.write_text(digest, encoding="ascii")


def compile_catalogues() -> None:
    stale = [
        source
        for source in ROOT.glob("src/roviec/*/locale/*/LC_MESSAGES/*.po")
        if not (target := source.with_suffix(".mo")).exists() or target.stat().st_mtime < source.stat().st_mtime
    ]
    if stale and subprocess.run([PYTHON, ROOT / "tools" / "catalogue.py", "compile", *stale]).returncode:
        sys.exit(1)


def main() -> None:
    kind = sys.argv[1] if len(sys.argv) > 1 else "runtime"
    if kind not in LOCKS:
        fail("Dùng: ./run setup [dev]", "usage: ./run setup [dev]", status=2)
    try:
        install(kind)
        compile_catalogues()
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        fail(
            f"Không ghi được vào thư mục này: {error.filename}: {error.strerror}",
            f"this folder cannot be written: {error.filename}: {error.strerror}",
        )


if __name__ == "__main__":
    main()
