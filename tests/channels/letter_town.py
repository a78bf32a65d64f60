"""A town in which many letters wait, in a database of its own, for senders that are killed: `python -m tests.channels.letter_town N`."""

import sys

import django

django.setup()

from roviec.alerts.models import Address, Enclosure, Message, Notice  # noqa: E402  after django.setup()
from roviec.ledger.system_time import system_now  # noqa: E402
from tests.work.town import NOW, build  # noqa: E402


def fill(letters: int) -> None:
    town, now = build(), system_now()
    officer = town.accounts["officer"].officer
    Address.objects.create(
        officer=officer, channel="email", value="an@danang.example.vn", created_at=now, verified_at=now
    )
    for n in range(letters):
        message = Message.objects.create(
            officer=officer, channel="email", kind="digest", key=str(n), created_at=now, send_from=now
        )
        thing = {"kind": "late", "thing_kind": "work.plan", "thing_id": town.plan.pk, "at": NOW}
        Enclosure.objects.create(
            message=message, notice=Notice.objects.create(officer=officer, key=f"letter:{n}", read_at=now, **thing)
        )


if __name__ == "__main__":
    fill(int(sys.argv[1]))
