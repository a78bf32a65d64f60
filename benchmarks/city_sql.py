"""Rows made by the database itself, on both databases: ids and instants as expressions of a number, defaults from the models."""

from typing import Any
from uuid import UUID

from django.db import connection, models


def series(last: str) -> str:
    """A table s(n) with n from 0 to `last`."""
    if connection.vendor == "postgresql":
        return f"(SELECT generate_series(0::bigint, {last}) AS n) AS s"
    return f"(WITH RECURSIVE c(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM c WHERE n < {last}) SELECT n FROM c) AS s"


def uid(kind: int, n: str) -> str:
    """SQL for the id of the n-th thing of a kind: foreign keys are computed, never looked up."""
    if connection.vendor == "postgresql":
        return f"('0198{kind:02x}00-0000-7000-8000-' || lpad(to_hex({n}), 12, '0'))::uuid"
    return f"('0198{kind:02x}00000070008000' || printf('%012x', {n}))"


def uuid_of(kind: int, n: int) -> UUID:
    """The same id in Python."""
    return UUID(f"0198{kind:02x}00-0000-7000-8000-{n:012x}")


def instant(epoch: int, seconds: str) -> str:
    """SQL for an instant so many seconds (an expression) after the epoch second given."""
    if connection.vendor == "postgresql":
        return f"to_timestamp({epoch} + ({seconds}))"
    return f"strftime('%Y-%m-%d %H:%M:%S', {epoch} + ({seconds}), 'unixepoch')"


def fill(model: type[models.Model], source: str, /, **columns: str) -> int:
    """INSERT ... SELECT into the model's table. `columns`: field -> SQL over the source; others get their default, null or empty text."""
    names, values, defaults = [], [], []
    for field in model._meta.concrete_fields:
        if isinstance(field, models.AutoField) and field.name not in columns:
            continue
        names.append(connection.ops.quote_name(field.column))
        if field.name in columns:
            values.append(columns.pop(field.name).replace("%", "%%"))
        else:
            values.append("%s")
            defaults.append(_default(field))
    if columns:
        raise TypeError(f"{model._meta.label} has no {', '.join(columns)}")
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {source.replace('%', '%%')}",
            defaults,
        )
        return cursor.rowcount


def _default(field: models.Field) -> Any:
    if field.has_default():
        value = field.get_default()
    elif field.null:
        value = None
    elif field.empty_strings_allowed:
        value = ""
    else:
        raise TypeError(f"{field} needs a value")
    return field.get_db_prep_save(value, connection)
