"""`./run test`: every test, in four runs: core without Django, the rest on SQLite, what asks the database on PostgreSQL too, and in a
browser.

./run test [PYTEST ARGUMENT ...]     passed on to each run, e.g. -k clarity
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from say import say

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest"]
PARALLEL = ["-n", "2", "--dist", "loadfile"]
NOTHING_COLLECTED = 5  # pytest's exit status

sys.path.insert(0, str(ROOT))
from tests import postgres  # noqa: E402  the folder of tests is no installed package
from tests.journeys import chromium  # noqa: E402


def stream(command: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Runs pytest, showing its output as it comes; gives its status and its last summary line."""
    summary = ""
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            print(line, end="", flush=True)
            if line.startswith("===") and " in " in line:
                summary = line.strip()
    return child.returncode, summary


def main() -> int:
    extra = sys.argv[1:]
    environment = {**os.environ, "ROVIEC_VAR": str(ROOT / "var" / "test")}
    environment.pop("DATABASE_URL", None)
    rest = [*PYTEST, *PARALLEL, "-m", "not browser", "--ignore=tests/core", *extra]
    browser = [*PYTEST, "-m", "browser", "--ignore=tests/core", *extra]
    # Options of pytest-django and of Django's warnings mean nothing where neither is loaded.
    core = [*PYTEST, *PARALLEL, "-p", "no:django", "--without-django", "-o", "filterwarnings=", "-W"]
    core += ["ignore::pytest.PytestConfigWarning", "tests/core", *extra]
    runs: list[tuple[str, list[str], str]] = [
        ("core", core, ""),
        ("SQLite", rest, ""),
        ("PostgreSQL", [sys.executable, "-m", "tests.postgres", *rest, "--only-database"], postgres.why_not()),
        ("browser", browser, chromium.why_not()),
    ]
    results, failed = [], False
    for name, command, obstacle in runs:
        if obstacle:
            failed |= environment.get("CI") == "true"  # there, what is missing is to be installed
            results.append(f"{name:<11} SKIPPED   {obstacle}")
            continue
        print(f"\n##### {name}", flush=True)
        start = time.monotonic()
        status, summary = stream(command, environment)
        good = status == 0 or (status == NOTHING_COLLECTED and bool(extra))
        failed |= not good
        results.append(f"{name:<11} {'ok    ' if good else 'FAILED'} {time.monotonic() - start:6.0f} s   {summary}")
    print("\n" + "\n".join(results), flush=True)
    if failed:
        say("Có kiểm thử không đạt", "some tests failed")
    return int(failed)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
