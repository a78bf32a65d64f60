"""Lock a thing, write what happened to it, announce it. Every action of every app ends here."""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models, transaction

from roviec.core.actor import Actor
from roviec.ledger.chain import Link, link_hash
from roviec.ledger.models import Entry, Ledgered, OutboxMessage, PersonalValue
from roviec.ledger.system_time import system_now

Thing = TypeVar("Thing", bound=Ledgered)


class Conflict(Exception):
    """Somebody else changed the thing since it was shown."""

    def __init__(self, thing: Any, expected: int) -> None:
        super().__init__(f"{thing._meta.label} {thing.pk}: expected version {expected}, found {thing.version}")
        self.thing = thing
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Personal:
    """Marks a value in an entry's data as personal: the ledger keeps a salted digest, an erasable table the clear text."""

    value: str


def lock(model: type[Thing], pk: UUID, *, version: int | None = None, related: Sequence[str] = ()) -> Thing:
    """The row, locked until the transaction ends. Raises Conflict when `version` (If-Match) is stale, DoesNotExist when gone."""
    query = (
        model._default_manager.select_for_update(of=("self",))
        if related
        else model._default_manager.select_for_update()
    )
    thing = query.select_related(*related).get(pk=pk)
    if version is not None and thing.version != version:
        raise Conflict(thing, version)
    return thing


def lock_all(model: type[Thing], pks: Iterable[UUID]) -> list[Thing]:
    """Several rows, locked in id order so that two bulk actions cannot wait for each other."""
    return list(model._default_manager.select_for_update().filter(pk__in=list(pks)).order_by("pk"))


def record(
    thing: Ledgered,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    data: Mapping[str, Any] | None = None,
    changed: Iterable[str] = (),
    tell: str | None = None,
) -> Entry:
    """Append an entry to the thing's stream and save the thing's `changed` fields (all fields when it is new).

    `tell` names the outbox topic for higher storeys. Must run inside the action's transaction, on a locked or new row.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("record() outside a transaction")
    link = Link(
        stream_kind=thing._meta.label_lower,
        stream_id=thing.pk,
        seq=thing.ledger_seq + 1,
        verb=verb,
        at=at,
        recorded_at=system_now(),
        account_id=by.account_id,
        account_label=by.account_label,
        mandate_id=by.mandate_id,
        mandate_label=by.mandate_label,
        on_behalf_of=by.on_behalf_of,
        on_behalf_label=by.on_behalf_label,
        data=canonical(data or {}),
    )
    previous = thing.ledger_hash
    thing.version += 1
    thing.ledger_seq = link.seq
    thing.ledger_hash = link_hash(previous, link)
    if thing._state.adding:
        thing.save(force_insert=True)
    else:
        thing.save(update_fields=[*changed, "version", "ledger_seq", "ledger_hash"])
    entry = Entry.objects.create(**link._asdict(), previous_hash=previous, hash=thing.ledger_hash)
    if tell:
        who = {"account": str(by.account_id), "officer": str(by.officer_id or ""), "label": by.account_label}
        announce(tell, thing, at=at, payload={**json.loads(link.data), "by": who})
    return entry


def record_bulk(
    holder: Ledgered, verb: str, *, by: Actor, at: datetime, lines: Sequence[Mapping[str, Any]], tell: str | None = None
) -> Entry:
    """One entry in the holder's stream for a bulk action, with a digest over its lines, which are kept with it."""
    texts = [canonical(line) for line in lines]
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()
    return record(
        holder, verb, by=by, at=at, data={"count": len(lines), "digest": digest, "lines": list(lines)}, tell=tell
    )


def announce(topic: str, thing: models.Model, *, at: datetime, payload: Mapping[str, Any]) -> OutboxMessage:
    """Put a message in the outbox, in the transaction of the action."""
    return OutboxMessage.objects.create(
        topic=topic,
        thing_kind=thing._meta.label_lower,
        thing_id=thing.pk,
        payload=dict(payload),
        at=at,
        created_at=system_now(),
    )


def canonical(data: Mapping[str, Any], keep: Callable[[PersonalValue], object] = PersonalValue.save) -> str:
    """JSON with sorted keys and no spaces: the same facts always give the same text. Personal values become digests.

    `keep` stores the clear text of a personal value; a bulk action collects them instead.
    """
    return json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=lambda value: _plain(value, keep)
    )


def _plain(value: object, keep: Callable[[PersonalValue], object]) -> object:
    if isinstance(value, Personal):
        personal = _personal_value(value.value)
        keep(personal)
        return {"personal": personal.digest}
    if isinstance(value, datetime):
        return value.isoformat()
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, (set, frozenset)):
        return sorted(str(item) for item in value)
    return str(value)


def _personal_value(value: str) -> PersonalValue:
    salt = secrets.token_hex(16)
    digest = hashlib.sha256(f"{salt}\x1f{value}".encode()).hexdigest()
    return PersonalValue(digest=digest, salt=salt, value=value)
