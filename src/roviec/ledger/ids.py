"""UUIDv7 keys: ordered by time, and made without asking a server (RFC 9562, 5.7)."""

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    return UUID(int=uuid7().int)


def first_id_at(instant: datetime) -> UUID:
    """The lowest id that `new_id` can have given at the instant (system time): what is below it was made before."""
    return UUID(int=int(instant.timestamp() * 1000) << 80)
