"""A town in a database of its own, for workers that are killed: many letters wait, or many people whose notices are in none yet.

python -m tests.channels.letter_town N           N letters to one person
python -m tests.channels.letter_town people N    NOTICES notices for each of N people
"""

import sys
from datetime import timedelta

import django

django.setup()

from roviec.alerts.models import Address, Enclosure, Message, Notice  # noqa: E402  after django.setup()
from roviec.ledger.system_time import system_now  # noqa: E402
from roviec.organisation.models import Account, Officer  # noqa: E402
from tests.work.town import NOW, build  # noqa: E402

NOTICES = 3


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


def people(number: int) -> None:
    """Told a month ago, so that the digest of the last working morning carries it, on whatever day this runs."""
    town, now = build(), system_now()
    officers = [Officer(code=f"p{n}", full_name=f"Người {n}", sort_key=f"{n}", folded=f"{n}") for n in range(number)]
    Officer.objects.bulk_create(officers)
    Account.objects.bulk_create(Account(username=one.code, officer=one, must_change_password=False) for one in officers)
    given = {"channel": "email", "created_at": now - timedelta(days=1), "verified_at": now - timedelta(days=1)}
    Address.objects.bulk_create(
        Address(officer=one, value=f"{one.code}@danang.example.vn", **given) for one in officers
    )
    thing = {"kind": "late", "thing_kind": "work.plan", "thing_id": town.plan.pk, "at": now - timedelta(days=30)}
    Notice.objects.bulk_create(
        Notice(officer=one, key=f"late:{n}", **thing) for one in officers for n in range(NOTICES)
    )


if __name__ == "__main__":
    people(int(sys.argv[2])) if sys.argv[1] == "people" else fill(int(sys.argv[1]))
