"""The hash of an entry: SHA-256 over its fields in a fixed order, parted by the unit separator, behind the previous hash."""

import hashlib
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID


class Link(NamedTuple):
    """The fields that the hash covers, in their order."""

    stream_kind: str
    stream_id: UUID
    seq: int
    verb: str
    at: datetime
    recorded_at: datetime
    account_id: UUID
    account_label: str
    mandate_id: UUID | None
    mandate_label: str
    on_behalf_of: UUID | None
    on_behalf_label: str
    data: str


def link_hash(previous: str, link: Link) -> str:
    """`previous` is the hex digest of the entry before, "" for the first; returns 64 hex digits."""
    parts = [previous, *(_text(value) for value in link)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return "" if value is None else str(value)
