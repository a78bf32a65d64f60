"""`./run check`: the fast gate. Runs every step even when one fails, then names those that did.

./run check [WORD ...]     only the steps whose name contains one of the words
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from say import say

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
BIN = Path(sys.executable).parent

STEPS: dict[str, list[str | Path]] = {
    "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "lint": [PYTHON, "-m", "ruff", "check", "."],
    "imports": [BIN / "lint-imports"],
    # No configuration file: core must be typed without Django's plugin, as it must run without Django.
    "types of core": [
        PYTHON,
        "-m",
        "mypy",
        "--config-file=",
        "--strict",
        "--cache-dir=.mypy_cache/core",
        "-p",
        "roviec.core",
    ],
    "types": [PYTHON, "-m", "mypy"],
    "migrations": [PYTHON, "-m", "django", "makemigrations", "--check", "--dry-run"],
    "catalogue": [PYTHON, "tools/catalogue.py", "check"],
    "walls": [PYTHON, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider", "tests/walls"],
}


def main() -> int:
    words = sys.argv[1:]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "roviec.config.settings",
        "MYPYPATH": str(ROOT / "src"),
        "ROVIEC_VAR": str(ROOT / "var" / "check"),
    }
    failed = []
    for name, command in STEPS.items():
        if words and not any(word in name for word in words):
            continue
        start = time.monotonic()
        result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
        seconds = time.monotonic() - start
        print(f"{'ok    ' if result.returncode == 0 else 'FAILED'} {name:<14} {seconds:6.1f} s", flush=True)
        if result.returncode:
            failed.append(name)
            print(result.stdout + result.stderr, flush=True)
    if failed:
        say(f"Không đạt: {', '.join(failed)}", f"failed: {', '.join(failed)}")
        return 1
    say("Đạt tất cả", "all passed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
