"""The text that an entry's hash covers, made by the database: Python then only hashes, a million entries in seconds.

Must give letter for letter what `chain.link_hash` hashes; tests/ledger compare both on both databases.
"""

from collections.abc import Iterator
from typing import NamedTuple

from django.db import connection

AT_ONCE = 5000


class Row(NamedTuple):
    stream_id: str
    seq: int
    number: int
    previous_hash: str
    hash: str
    covered: str  # the fields behind the previous hash, parted by the unit separator
    stream_kind: str


def _sqlite_uuid(column: str) -> str:
    parts = [(1, 8), (9, 4), (13, 4), (17, 4), (21, 12)]
    dashed = "||'-'||".join(f"substr({column},{start},{length})" for start, length in parts)
    return f"coalesce({dashed}, '')"


def _sqlite_time(column: str) -> str:
    return f"replace({column},' ','T')||CASE WHEN instr({column},'.')>0 THEN '' ELSE '.000000' END||'+00:00'"


def _postgresql_uuid(column: str) -> str:
    return f"coalesce({column}::text, '')"


def _postgresql_time(column: str) -> str:
    return f"""to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""


def covered_sql() -> str:
    """The expression of one row's covered text, in the order of `chain.Link`."""
    sqlite = connection.vendor == "sqlite"
    uuid, time, separator = (
        (_sqlite_uuid, _sqlite_time, "char(31)") if sqlite else (_postgresql_uuid, _postgresql_time, "chr(31)")
    )
    parts = [
        "stream_kind",
        uuid("stream_id"),
        "CAST(seq AS text)",
        "verb",
        time("at"),
        time("recorded_at"),
        uuid("account_id"),
        "account_label",
        uuid("mandate_id"),
        "mandate_label",
        uuid("on_behalf_of"),
        "on_behalf_label",
        "data",
    ]
    return f"||{separator}||".join(parts)


def rows(query: str, parameters: tuple[str | int, ...] = ()) -> Iterator[tuple]:
    """Raw rows, streamed: the whole ledger never stands in memory."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(query, parameters)
        while chunk := cursor.fetchmany(AT_ONCE):
            yield from chunk


def entries_by_stream() -> Iterator[Row]:
    """All entries, stream by stream, in the order of their sequence."""
    return map(Row._make, rows(f"{_select()} ORDER BY stream_id, seq"))


def entries_of(stream_id: str) -> list[Row]:
    key = stream_id.replace("-", "") if connection.vendor == "sqlite" else stream_id
    return [Row._make(row) for row in rows(f"{_select()} WHERE stream_id = %s ORDER BY seq", (key,))]


def _select() -> str:
    stream = _sqlite_uuid("stream_id") if connection.vendor == "sqlite" else _postgresql_uuid("stream_id")
    columns = f"{stream}, seq, number, previous_hash, hash, {covered_sql()}, stream_kind"
    return f"SELECT {columns} FROM ledger_entry"
