"""The same thing happened to many: one entry in the stream of each, written in a few statements instead of two per thing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, models, transaction

from roviec.core.actor import Actor
from roviec.ledger.actions import canonical
from roviec.ledger.chain import Link, link_hash
from roviec.ledger.models import Entry, Ledgered, OutboxMessage, PersonalValue
from roviec.ledger.system_time import system_now

Thing = TypeVar("Thing", bound=Ledgered)
BATCH = 1000


def record_each(
    things: Sequence[Thing],
    verb: str,
    *,
    by: Actor,
    at: datetime,
    data: Callable[[Thing], Mapping[str, Any]] = lambda _: {},
    changed: Iterable[str] = (),
) -> None:
    """`ledger.actions.record` for many rows of one model: all of them new, or all of them locked by the caller (`lock_all`)."""
    if not things:
        return
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("record_each() outside a transaction")
    recorded_at, kind = system_now(), things[0]._meta.label_lower
    entries: list[tuple[Link, str, str]] = []
    personal: list[PersonalValue] = []
    for thing in things:
        link = Link(
            stream_kind=kind,
            stream_id=thing.pk,
            seq=thing.ledger_seq + 1,
            verb=verb,
            at=at,
            recorded_at=recorded_at,
            account_id=by.account_id,
            account_label=by.account_label,
            mandate_id=by.mandate_id,
            mandate_label=by.mandate_label,
            on_behalf_of=by.on_behalf_of,
            on_behalf_label=by.on_behalf_label,
            data=canonical(data(thing), personal.append),
        )
        previous = thing.ledger_hash
        thing.version += 1
        thing.ledger_seq = link.seq
        thing.ledger_hash = link_hash(previous, link)
        entries.append((link, previous, thing.ledger_hash))
    model = type(things[0])
    if things[0]._state.adding:
        model._default_manager.bulk_create(things, batch_size=BATCH)
    else:
        update_each(things, [*changed, "version", "ledger_seq", "ledger_hash"])
    PersonalValue.objects.bulk_create(personal, batch_size=BATCH)
    _write_entries(entries)


def announce_each(
    topic: str, messages: Sequence[tuple[models.Model, Mapping[str, Any]]], *, at: datetime
) -> list[OutboxMessage]:
    """`ledger.actions.announce` for many: (what it is about, payload) each."""
    now = system_now()
    made = [
        OutboxMessage(
            topic=topic,
            thing_kind=thing._meta.label_lower,
            thing_id=thing.pk,
            payload=dict(payload),
            at=at,
            created_at=now,
        )
        for thing, payload in messages
    ]
    return OutboxMessage.objects.bulk_create(made, batch_size=BATCH)


def _write_entries(entries: Sequence[tuple[Link, str, str]]) -> None:
    """One prepared statement for all: a model instance per entry would be most of the cost of a bulk action.

    Within one call only stream, sequence, data and hashes differ; the rest is prepared for the database once.
    """
    varying = ("stream_id", "seq", "data", "previous_hash", "hash")
    fields = [field for field in Entry._meta.concrete_fields if not field.primary_key]
    first = entries[0][0]._asdict()
    constant = {f.name: f.get_db_prep_save(first[f.name], connection) for f in fields if f.name not in varying}
    prepare_id = Entry._meta.get_field("stream_id").get_db_prep_save
    rows = []
    for link, previous, digest in entries:
        own = {
            "stream_id": prepare_id(link.stream_id, connection),
            "seq": link.seq,
            "data": link.data,
            "previous_hash": previous,
            "hash": digest,
        }
        rows.append([own[f.name] if f.name in own else constant[f.name] for f in fields])
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(Entry._meta.db_table)} ({columns}) VALUES ({marks})", rows)


def update_each(things: Sequence[models.Model], names: Sequence[str]) -> None:
    """Saves the named fields of each row. One prepared statement: `bulk_update` builds a CASE per row and column, which grows
    with the square of the batch."""
    meta = things[0]._meta
    fields = [meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    statement = f"UPDATE {quote(meta.db_table)} SET {columns} WHERE {quote(str(meta.pk.column))} = %s"
    rows = [
        [field.get_db_prep_save(getattr(thing, field.attname), connection) for field in (*fields, meta.pk)]
        for thing in things
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
