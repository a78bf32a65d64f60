"""Lines for whoever runs ./run: Vietnamese, then English, on one line."""

import sys
from typing import NoReturn


def say(vietnamese: str, english: str) -> None:
    print(f"{vietnamese} / {english}", flush=True)


def fail(vietnamese: str, english: str, status: int = 1) -> NoReturn:
    """Ends the program with one clear line and no traceback."""
    print(f"{vietnamese} / {english}", file=sys.stderr, flush=True)
    sys.exit(status)
