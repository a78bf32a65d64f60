"""Where a Chromium is, and how the journeys start it."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox where the tests run as root (containers); the rest keeps the browser from calling home.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find() -> str | None:
    """The browser named by ROVIEC_CHROMIUM, else the first one on PATH."""
    return os.environ.get("ROVIEC_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def why_not() -> str:
    """Empty when journeys can run, else the reason in one line."""
    return "" if find() else "không có Chromium / Chromium is not installed (sudo apt install chromium)"
