"""`./run`: the demo city on this computer. Prepares the database, then runs web server and worker until Ctrl-C.

What is already done is recognised by stamps in var/, so that a later start costs a few file stats before the server's own.
"""

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

from say import fail, say

ROOT = Path(__file__).resolve().parent.parent
ROVIEC = ROOT / ".venv" / "bin" / "roviec"
HOST = "127.0.0.1"
SECONDS_TO_ANSWER = 60
SECONDS_TO_STOP = 10


def port_wanted() -> int:
    text = os.environ.get("PORT", "8000")
    if not text.isdecimal() or not 0 < int(text) < 65536:
        fail(f"PORT không hợp lệ: {text}", f"PORT is not a port number: {text}", status=2)
    return int(text)


def refuse_busy_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            fail(
                f"Không dùng được cổng {port} ({error.strerror}); thử: PORT={port + 1} ./run",
                f"port {port} cannot be used; try: PORT={port + 1} ./run",
            )


def refuse_read_only(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        fail(f"Không ghi được vào {folder}: {error.strerror}", f"cannot write to {folder}: {error.strerror}")


def schema_digest(database: str) -> str:
    """Changes when a migration of ours, a library that may bring its own, or the database changes."""
    lines = [database, (ROOT / "requirements.lock").read_text(encoding="utf-8")]
    for path in sorted(ROOT.glob("src/roviec/*/migrations/*.py")):
        status = path.stat()
        lines.append(f"{path} {status.st_mtime_ns} {status.st_size}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def step(*command: str | Path) -> None:
    """Runs one preparation to its end, its output going to the user; stops the start when it fails."""
    try:
        status = subprocess.run(command, cwd=ROOT).returncode
    except KeyboardInterrupt:
        sys.exit(130)
    if status:
        what = " ".join([Path(command[0]).name, *map(str, command[1:])])
        fail(f"Dừng lại, bước này không xong: {what}", "stopped: this step did not finish")


def prepare(var: Path) -> None:
    database = os.environ.get("DATABASE_URL", "")
    digest = schema_digest(database)
    migrated, loaded = var / ".migrated", var / ".demo-loaded"
    # Only the file of the default database can be seen without connecting; a server is asked every time.
    known = not database and (var / "roviec.sqlite3").exists()
    if not known:
        loaded.unlink(missing_ok=True)
    if not known or not migrated.exists() or migrated.read_text(encoding="ascii") != digest:
        say("Chuẩn bị cơ sở dữ liệu", "Preparing the database")
        step(sys.executable, "-m", "django", "migrate", "--verbosity", "0")
        migrated.write_text(digest, encoding="ascii")
    if not loaded.exists():
        step(ROVIEC, "demo", "load")
        loaded.touch()


class Stopped(Exception):
    """Somebody asked for the end: Ctrl-C, a closed terminal, or a service manager."""


def ask_to_stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


def wait_until_answering(children: dict[str, subprocess.Popen[bytes]], port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while not answers(port):
        report_the_fallen(children)
        if time.monotonic() > deadline:
            fail("Máy chủ web không trả lời.", f"the web server did not answer within {SECONDS_TO_ANSWER} s.")
        time.sleep(0.05)


def report_the_fallen(children: dict[str, subprocess.Popen[bytes]]) -> None:
    for name, child in children.items():
        if child.poll() is not None:
            fail(f"Tiến trình {name} đã dừng (mã {child.returncode}).", f"{name} ended (status {child.returncode}).")


def stop(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ends each child with its whole process group, politely at first; further signals cannot interrupt this."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    for child in children.values():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGTERM)
    deadline = time.monotonic() + SECONDS_TO_STOP
    for child in children.values():
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(max(0.0, deadline - time.monotonic()))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def run(port: int) -> None:
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        # Own sessions: Ctrl-C reaches this process alone, which then ends both in order.
        serve = [ROVIEC, "serve", "--host", HOST, "--port", str(port)]
        children["serve"] = subprocess.Popen(serve, cwd=ROOT, start_new_session=True)
        children["worker"] = subprocess.Popen([ROVIEC, "worker"], cwd=ROOT, start_new_session=True)
        wait_until_answering(children, port)
        print(f"\n  Rõ Việc: http://{HOST}:{port}\n", flush=True)
        step(ROVIEC, "demo", "accounts")
        say("Nhấn Ctrl-C để dừng", "Press Ctrl-C to stop")
        while True:
            report_the_fallen(children)
            time.sleep(0.5)
    except Stopped:
        say("Đang dừng", "Stopping")
    finally:
        stop(children)


def main() -> None:
    port = port_wanted()
    os.environ.setdefault("ROVIEC_DEMO", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "roviec.config.settings")
    var = Path(os.environ.setdefault("ROVIEC_VAR", str(ROOT / "var")))
    refuse_read_only(var)
    refuse_busy_port(port)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    try:
        prepare(var)
    except Stopped:
        sys.exit(130)
    run(port)


if __name__ == "__main__":
    main()
