"""Wall clock and CPU, of this process and of the database's: other work on the machine lengthens the first only."""

import contextlib
import os
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
        with contextlib.suppress(OSError):
            # After the name in brackets: fields 14 and 15 of the line are the ticks of user and system time.
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
            server = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
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
