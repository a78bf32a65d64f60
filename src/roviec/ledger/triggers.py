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


@contextlib.contextmanager
def lifted() -> Iterator[None]:
    """Entries can be changed inside the block. Meant for one transaction: when it fails, its rollback brings the triggers back."""
    remove()
    yield
    install()
