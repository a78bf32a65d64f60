"""The shipped snapshot: a backup of the built city, and the facts by which a fresh build is compared with it."""

import hashlib
from collections.abc import Iterable, Iterator
from importlib.resources import as_file, files
from pathlib import Path

from django.conf import settings

from roviec.core.permission import Denied
from roviec.ledger.backup import Progress, silent, write_backup
from roviec.ledger.models import Entry
from roviec.ledger.restore import restore_backup
from roviec.organisation.models import Mandate, Unit
from roviec.work.models import Task

NAME = "data/snapshot.tar.gz"
FACTS = "data/snapshot.facts"


def load_snapshot(progress: Progress = silent) -> None:
    """The snapshot into this database, which must be an empty demo database."""
    if not settings.DEMO:
        raise Denied("demo.load")
    with as_file(files("roviec.demo") / NAME) as path:
        restore_backup(path, replace=True, progress=progress)


def is_loaded() -> bool:
    return Unit.objects.exists()


def write_snapshot(folder: Path) -> str:
    """Write snapshot and facts into the package's source folder; returns the digest of the facts."""
    write_backup(folder / NAME)
    digest = facts_digest()
    (folder / FACTS).write_text(f"{digest}\n", encoding="ascii")
    return digest


def shipped_facts() -> str:
    return (files("roviec.demo") / FACTS).read_text(encoding="ascii").strip()


def facts_digest() -> str:
    """SHA-256 over what happened to whom and when, in names and codes: keys and the machine's time differ in every build."""
    digest = hashlib.sha256()
    for line in sorted(facts()):
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def facts() -> Iterator[str]:
    """One line per unit, mandate, task and entry about a task."""
    units = Unit.objects.values_list("code", "name", "body__code", "valid_from", "valid_to")
    yield from (_line("unit", row) for row in units)
    seat = ("post__unit__code", "post__title", "post__seat")
    mandates = Mandate.objects.values_list(
        "officer__code", "officer__full_name", *seat, "kind", "valid_from", "valid_to"
    )
    yield from (_line("mandate", row) for row in mandates)
    clock = ("clock__due", "clock__due_original", "clock__hold_kind")
    tasks = Task.objects.values_list("pk", "plan__code", "number", "lead_unit__code", "state", *clock, "title")
    names = {}
    for pk, *values in tasks:
        names[pk] = "|".join(map(str, values[:3]))
        yield _line("task", values)
    entries = Entry.objects.filter(stream_kind="work.task").order_by("stream_id", "seq")
    for stream, verb, at, who in entries.values_list("stream_id", "verb", "at", "account_label"):
        yield _line("entry", (names.get(stream), verb, at.isoformat(), who))


def _line(kind: str, values: Iterable[object]) -> str:
    return "|".join([kind, *map(str, values)])
