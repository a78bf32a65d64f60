"""Running a program on a file from outside: little memory, little time, no network, nothing written to disk.

As a module it confines itself and then becomes the program named: `python -m …confined SECONDS MEGABYTES PROGRAM [ARGUMENT …]`.
"""

import ctypes
import os
import resource
import subprocess
import sys
from collections.abc import Sequence

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


def confine(seconds: int, memory: int, *, may_write: int = 0) -> None:
    """Limits of this process and of what it becomes: `seconds` of computing, `memory` bytes of address space, files of at
    most `may_write` bytes, no core dumps, and a network of its own that has no way out."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (may_write, may_write))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # Where the kernel does not allow a network of one's own, the other limits remain.
    ctypes.CDLL(None, use_errno=True).unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def run_confined(
    command: Sequence[str], data: bytes, *, seconds: int, megabytes: int, may_write: int = 0, home: str = ""
) -> subprocess.CompletedProcess[bytes]:
    """`command` (its program by its full path) with `data` on its input. Raises `subprocess.TimeoutExpired` after `seconds` of wall clock."""
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
        "LANG": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
    }
    if home:
        environment["HOME"] = environment["TMPDIR"] = home
    confined = [sys.executable, "-m", __name__, str(seconds), str(megabytes), str(may_write), *command]
    return subprocess.run(confined, input=data, capture_output=True, timeout=seconds, env=environment, check=False)


def main() -> None:
    seconds, megabytes, may_write = (int(a) for a in sys.argv[1:4])
    confine(seconds, megabytes << 20, may_write=may_write)
    os.execvp(sys.argv[4], sys.argv[4:])


if __name__ == "__main__":
    main()
