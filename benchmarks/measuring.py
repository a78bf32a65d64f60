"""Wall clock and CPU, of this process and of the database's: other work on the machine lengthens the first only."""

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import connection


@dataclass(frozen=True)
class Took:
    """Wall clock, and CPU of this process and of the database's process for it; seconds."""

    wall: float
    cpu: float

    def __add__(self, other: "Took") -> "Took":
        return Took(self.wall + other.wall, self.cpu + other.cpu)

    def times(self, factor: float) -> "Took":
        return Took(self.wall * factor, self.cpu * factor)


def cpu_seconds() -> float:
    """Of this process, and of the server process behind the connection where it is another one on this machine."""
    server = 0.0
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        with contextlib.suppress(OSError):  # nanoseconds on a processor; on another machine it is not ours to know
            server = int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9
    return time.process_time() + server


def timed(act: Callable[[], object]) -> Took:
    worked, started = cpu_seconds(), time.perf_counter()
    act()
    wall = time.perf_counter() - started
    return Took(wall, cpu_seconds() - worked)


def memory_mb(pid: int) -> float:
    """Resident memory of a process now, in MB (2**20 bytes)."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(pid)
