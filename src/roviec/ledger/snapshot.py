"""Reading for minutes what belongs together, while people go on working."""

import contextlib
from collections.abc import Iterator

from django.db import connection, transaction


@contextlib.contextmanager
def snapshot() -> Iterator[None]:
    """All reads in the block see the database as it was at the first of them; writers are not held up on either database.

    Inside a transaction (tests) nothing is opened: it is a snapshot on SQLite, and nearly one on PostgreSQL.
    """
    connection.ensure_connection()
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        # Not atomic(): our transactions are immediate and would hold the one write lock for as long as we read.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
