"""The shipped snapshot: a backup of the built city, and the facts by which a fresh build is compared with it."""

import hashlib
from collections.abc import Iterator
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
    for values in Unit.objects.values_list("code", "name", "body__code", "valid_from", "valid_to"):
        yield "unit|" + "|".join(map(str, values))
    for values in Mandate.objects.values_list(
        "officer__code",
        "officer__full_name",
        "post__unit__code",
        "post__title",
        "post__seat",
        "kind",
        "valid_from",
        "valid_to",
    ):
        yield "mandate|" + "|".join(map(str, values))
    names = {}
    for pk, *values in Task.objects.values_list(
        "pk",
        "plan__code",
        "number",
        "lead_unit__code",
        "state",
        "clock__due",
        "clock__due_original",
        "clock__hold_kind",
        "title",
    ):
        names[pk] = "|".join(map(str, values[:3]))
        yield "task|" + "|".join(map(str, values))
    entries = Entry.objects.filter(stream_kind="work.task").order_by("stream_id", "seq")
    for stream, verb, at, who in entries.values_list("stream_id", "verb", "at", "account_label"):
        yield f"entry|{names.get(stream)}|{verb}|{at.isoformat()}|{who}"
