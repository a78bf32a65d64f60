"""A throwaway PostgreSQL cluster from the distribution's package, for as long as a block or a command runs.

python -m tests.postgres COMMAND ...      runs the command with DATABASE_URL set, gives its exit status
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote

# Durability is of no use to a cluster that is thrown away; its absence makes the suite several times faster.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "100",
    # Tests fill a table within one transaction, where no statistics are gathered: a plan kept from when it was empty would stay.
    "plan_cache_mode": "force_custom_plan",
}
UNPRIVILEGED = ("postgres", "nobody")


def binaries() -> Path | None:
    """The folder of initdb and pg_ctl: the newest of Debian's, else the one on PATH."""

    def version(folder: Path) -> tuple[int, ...]:
        return tuple(int(part) for part in folder.parent.name.split(".") if part.isdecimal())

    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version)
    if found and (found[-1] / "initdb").exists():
        return found[-1]
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def why_not() -> str:
    """Empty when a cluster can be started, else the reason in one line."""
    if binaries() is None:
        return "không có PostgreSQL / PostgreSQL is not installed (sudo apt install postgresql)"
    return ""


def owner() -> pwd.struct_passwd | None:
    """Whom the server runs as: PostgreSQL refuses root, so root hands it to an account without privileges."""
    if os.geteuid() != 0:
        return None
    for name in UNPRIVILEGED:
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("no account to run PostgreSQL as: neither postgres nor nobody exists")


@contextlib.contextmanager
def cluster() -> Iterator[str]:
    """Starts a cluster that listens on a socket in a private folder only; gives the DATABASE_URL, removes everything after."""
    folder = binaries()
    if folder is None:
        raise RuntimeError(why_not())
    # Socket paths are limited to about 100 characters, so not under TMPDIR, which may be deep.
    home = Path(tempfile.mkdtemp(prefix="roviec-pg-", dir="/tmp"))
    account = owner()
    if account:
        os.chown(home, account.pw_uid, account.pw_gid)

    def call(program: str, *arguments: str) -> None:
        command = [str(folder / program), "-D", str(home / "data"), *arguments]
        # Not a pipe: the server inherits it and would keep it open.
        with open(home / "output", "ab") as output:
            identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
            done = subprocess.run(
                command, cwd=home, stdout=output, stderr=output, env=environment, timeout=120, **identity
            )
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{(home / 'output').read_text(errors='replace')}")

    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    try:
        call("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        call("pg_ctl", "-w", "-l", str(home / "log"), "-o", f"-k {home} -c listen_addresses='' {options}", "start")
        try:
            yield f"postgres://postgres@{quote(str(home), safe='')}/postgres"
        finally:
            call("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def stop_orderly(number: int, frame: object) -> NoReturn:
    sys.exit(128 + number)


def main() -> int:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop_orderly)
    with cluster() as url:
        return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main())
