"""UUIDv7 keys: ordered by time, and made without asking a server (RFC 9562, 5.7)."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    return UUID(int=uuid7().int)
