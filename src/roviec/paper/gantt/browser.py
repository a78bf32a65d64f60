"""PNG and PDF of a chart, through a Chromium that is already on the machine; we ship none."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from roviec.paper.gantt.chart import Chart, TimeLine

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
_FLAGS = (
    "--headless=new",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-extensions",
    "--hide-scrollbars",
    "--virtual-time-budget=2000",
)
_TIMEOUT_SECONDS = 120
_HIGHEST = 16_000  # beyond this Chromium's screenshots come out blank


class NoBrowserError(RuntimeError):
    """No Chromium found."""


class PictureError(RuntimeError):
    """The browser ran but made no picture."""


def browser() -> str:
    """Path of a Chromium: ROVIEC_CHROMIUM, or the first known name on the path."""
    wanted = os.environ.get("ROVIEC_CHROMIUM")
    for name in (wanted,) if wanted else _NAMES:
        path = shutil.which(name) if name else None
        if path:
            return path
    raise NoBrowserError


def print_page(page: bytes, kind: str, width: int, height: int) -> bytes:
    """The HTML page as "png" or "pdf"; raises `NoBrowserError`, `PictureError`."""
    program = browser()
    with tempfile.TemporaryDirectory(prefix="roviec-") as folder:
        source, target = Path(folder, "chart.html"), Path(folder, f"chart.{kind}")
        source.write_bytes(page)
        what = (
            [f"--print-to-pdf={target}", "--no-pdf-header-footer"]
            if kind == "pdf"
            else [f"--screenshot={target}", f"--window-size={width},{height}"]
        )
        # Chromium's own sandbox refuses to run as root; the page is ours and holds no script.
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        command = [program, *_FLAGS, *sandbox, f"--user-data-dir={folder}/profile", *what, source.as_uri()]
        try:
            subprocess.run(command, check=False, capture_output=True, timeout=_TIMEOUT_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PictureError(str(error)) from None
        if not target.exists() or target.stat().st_size == 0:
            raise PictureError(kind)
        return target.read_bytes()


def page_size(chart: Chart) -> tuple[int, int]:
    """Window large enough for the whole chart, within what a screenshot can hold."""
    days = TimeLine(*chart.span).days
    longest = max((len(bar.name) for bar in chart.bars), default=0)
    row = 34 + 20 * (longest // 45)
    return min(1300 + max(480, days * 8 if days <= 280 else round(days * 2.2)), 8000), min(
        240 + row * len(chart.bars), _HIGHEST
    )
