"""The watched folder: what the document-management software (or a scanner, or a clerk) puts there comes into the register.

ROVIEC_INBOX has a folder per body, named by its code. A file that was taken in goes to `da-nhan/`, one that was not to
`khong-nhan/` with its reason in a text file beside it; nothing is deleted, and a file still being written is left alone.
"""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.directives import actions
from roviec.organisation.queries import body_by_code
from roviec.web.reasons import sentence

if TYPE_CHECKING:
    from roviec.organisation.models import Unit

TAKEN, REFUSED = "da-nhan", "khong-nhan"
QUIET = timedelta(seconds=5)  # a file untouched for so long is whole
AT_ONCE = 20  # a tick does other things too


def look_into(folder: Path, *, by: Actor, at: datetime, system_now: datetime, most: int = AT_ONCE) -> list[str]:
    """Takes in up to `most` files; gives what went wrong with the folder itself, not with single files. Oldest first."""
    if not folder.is_dir():
        return [f"inbox: {folder.name} is no folder"]
    problems: list[str] = []
    left = most
    for home in sorted(one for one in folder.iterdir() if one.is_dir() and not one.name.startswith(".")):
        body = body_by_code(home.name, at)
        if body is None:
            problems.append(f"inbox: no body has the code {home.name}")
            continue
        for file in _waiting(home, system_now)[:left]:
            left -= 1
            _take(file, home, body, by=by, at=at)
        if left <= 0:
            break
    return problems


def _waiting(home: Path, system_now: datetime) -> list[Path]:
    found = []
    for entry in os.scandir(home):
        if not entry.is_file(follow_symlinks=False) or entry.name.startswith((".", "~$")):
            continue
        touched = datetime.fromtimestamp(entry.stat().st_mtime, UTC)
        if system_now - touched >= QUIET:
            found.append((touched, Path(entry.path)))
    return [path for _touched, path in sorted(found)]


def _take(file: Path, home: Path, body: "Unit", *, by: Actor, at: datetime) -> None:
    try:
        data = file.read_bytes()
    except OSError:  # taken away again, or not ours to read: the next tick looks anew
        return
    try:
        if len(data) > settings.MAX_UPLOAD_BYTES:
            most = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
            raise Invalid("file", Reason("organisation.file_too_large", {"megabytes": most}))
        _taken_in(data, file.name, body, by=by, at=at)
    except Invalid as why:
        with translation.override("vi"):
            said = "\n".join(str(sentence(reason)) for _field, reason in why.problems)
        place = _move(file, home / REFUSED)
        place.with_name(place.name + ".ly-do.txt").write_text(said + "\n", encoding="utf-8")
    else:
        _move(file, home / TAKEN)


def _taken_in(data: bytes, name: str, body: "Unit", *, by: Actor, at: datetime) -> None:
    taken = actions.take_in_any(data, name, by=by, at=at, body=body, source="folder")
    if taken.refused:
        raise Invalid.many([problem for one in taken.refused for problem in one.placed()])


def _move(file: Path, where: Path) -> Path:
    """Beside what lies there already: a second file of the same name gets a number."""
    where.mkdir(exist_ok=True)
    place, number = where / file.name, 1
    while place.exists():
        number += 1
        place = where / f"{file.stem} ({number}){file.suffix}"
    file.rename(place)
    return place
