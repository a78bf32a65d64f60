"""Files under the public folder: replaced in one step, only when they changed, with a compressed copy beside for the web server."""

import gzip
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

COMPRESSED = ".gz"


@dataclass(frozen=True, slots=True)
class Pages:
    """File name -> content, as it is to be served."""

    files: Mapping[str, bytes]


def write_pages(folder: Path, pages: Pages) -> int:
    """Writes those that differ from what stands there; gives how many. A reader sees the old file or the new one, never half of one."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for name, content in pages.files.items():
        target = folder / name
        if target.exists() and target.read_bytes() == content:
            continue
        _replace(folder / f"{name}{COMPRESSED}", gzip.compress(content, 6, mtime=0))
        _replace(target, content)
        written += 1
    return written


def take_down(root: Path, slug: str) -> None:
    """The folder is renamed first, so that nothing of it can be reached while it is being removed."""
    folder = root / slug
    gone = root / f".{slug}.gone"
    try:
        folder.rename(gone)
    except FileNotFoundError:
        return
    shutil.rmtree(gone, ignore_errors=True)


def keep_only(root: Path, slugs: set[str]) -> None:
    """Folders of what is no longer on go."""
    if not root.exists():
        return
    for folder in root.iterdir():
        if folder.is_dir() and folder.name not in slugs:
            take_down(root, folder.name) if not folder.name.startswith(".") else shutil.rmtree(
                folder, ignore_errors=True
            )


def _replace(target: Path, content: bytes) -> None:
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(target)
