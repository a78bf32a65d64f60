"""PNG and PDF of a chart, through a Chromium that is already on the machine; we ship none."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

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


def to_pdf(page: bytes) -> bytes:
    """An HTML page, printed; raises `NoBrowserError`, `PictureError`."""
    return _run(page, "html", "pdf", "--no-pdf-header-footer", option="--print-to-pdf")


def to_png(picture: bytes, width: int, height: int) -> bytes:
    """An SVG picture of that size in pixels; raises `NoBrowserError`, `PictureError`."""
    return _run(picture, "svg", "png", f"--window-size={width},{height}", option="--screenshot")


def _run(source: bytes, suffix: str, kind: str, *flags: str, option: str) -> bytes:
    program = browser()
    with tempfile.TemporaryDirectory(prefix="roviec-") as folder:
        page, target = Path(folder, f"chart.{suffix}"), Path(folder, f"chart.{kind}")
        page.write_bytes(source)
        # Chromium's own sandbox refuses to run as root; the page is ours and holds no script.
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        command = [
            program,
            *_FLAGS,
            *sandbox,
            f"--user-data-dir={folder}/profile",
            f"{option}={target}",
            *flags,
            page.as_uri(),
        ]
        try:
            subprocess.run(command, check=False, capture_output=True, timeout=_TIMEOUT_SECONDS)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PictureError(str(error)) from None
        if not target.exists() or target.stat().st_size == 0:
            raise PictureError(kind)
        return target.read_bytes()
