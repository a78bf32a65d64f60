"""Things with histories, and hands that tamper with them below the actions, as only somebody at the database can."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from roviec.core.actor import Actor, ActorKind
from roviec.ledger import triggers
from roviec.ledger.actions import Personal, record
from roviec.organisation.models import Officer

NOON = datetime(2025, 12, 5, 5, 0, tzinfo=UTC)
BY = Actor(
    account_id=UUID(int=7),
    account_label="Nguyễn Thị Hòa",
    kind=ActorKind.PERSON,
    mandate_id=UUID(int=8),
    mandate_label="Chuyên viên, Sở Nội vụ",
    on_behalf_of=UUID(int=9),
    on_behalf_label="Trần Đức",
)
ALONE = Actor(account_id=UUID(int=7), account_label="Hệ thống", kind=ActorKind.WORKER)


def a_thing(entries: int, name: str = "Lê Văn Ấn") -> Officer:
    """An officer with so many entries; every other instant has no microseconds, which the databases write differently."""
    thing = Officer(code=f"{name}-{entries}-{Officer.objects.count()}", full_name=name, sort_key="an", folded="an")
    with transaction.atomic():
        for n in range(entries):
            at = NOON + timedelta(hours=n, microseconds=n % 2)
            data = {"n": n, "chữ": 'Đ"ơn\x1f vị\n', "email": Personal(f"{n}@example.vn")}
            record(thing, "changed", by=BY if n % 3 else ALONE, at=at, data=data)
    return thing


@contextmanager
def at_the_database():
    """The tests run without the triggers; this only gives a cursor."""
    with connection.cursor() as cursor:
        yield cursor


def key(thing_id: UUID) -> str:
    return thing_id.hex if connection.vendor == "sqlite" else str(thing_id)


@contextmanager
def triggers_installed():
    triggers.install()
    try:
        yield
    finally:
        triggers.remove()
