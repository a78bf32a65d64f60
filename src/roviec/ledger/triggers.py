"""Taking the triggers of migration 0002 away for a moment: restoring a backup over old entries, and tests that tamper."""

import contextlib
from collections.abc import Iterator
from importlib import import_module

from django.db import connection

_final = import_module("roviec.ledger.migrations.0002_entries_are_final")


def remove() -> None:
    with connection.cursor() as cursor:
        for statement in _final.UNDO[connection.vendor]:
            cursor.execute(statement)


def install() -> None:
    with connection.cursor() as cursor:
        for statement in {"sqlite": _final.SQLITE, "postgresql": _final.POSTGRESQL}[connection.vendor]:
            cursor.execute(statement)


def installed() -> bool:
    query = {
        "sqlite": "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = 'ledger_entry_unchanged'",
        "postgresql": "SELECT 1 FROM pg_trigger WHERE tgname = 'ledger_entry_final'",
    }
    with connection.cursor() as cursor:
        cursor.execute(query[connection.vendor])
        return cursor.fetchone() is not None


@contextlib.contextmanager
def lifted() -> Iterator[None]:
    """Entries can be changed inside the block. Meant for one transaction: when it fails, its rollback brings the triggers back."""
    were_there = installed()
    remove()
    yield
    if were_there:
        install()
