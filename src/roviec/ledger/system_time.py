"""System time, for leases, sessions, tokens and heartbeats: never moved by the demo clock. Business time is `request.now`."""

from datetime import UTC, datetime


def system_now() -> datetime:
    return datetime.now(UTC)
