"""A town with a lot to tell, in a database of its own, for workers that are killed. Run in a process of its own:

python -m tests.jobs.busy_town tables       makes the tables
python -m tests.jobs.busy_town prepare      fills them
python -m tests.jobs.busy_town told         prints what was told, as JSON
"""

import json
import sys
from datetime import timedelta

import django

django.setup()

from django.core.management import call_command  # noqa: E402  after django.setup()
from django.db.models import Count  # noqa: E402

from roviec.alerts.actions import bundle  # noqa: E402
from roviec.alerts.models import Address, Enclosure, Message, Notice, Transition  # noqa: E402
from roviec.custody.models import Clock, LatePass, LateSpell  # noqa: E402
from roviec.ledger.models import Entry, OutboxMessage  # noqa: E402
from roviec.ledger.system_time import system_now  # noqa: E402
from roviec.organisation.models import Account, Officer  # noqa: E402
from roviec.organisation.queries.actors import worker_actor  # noqa: E402
from roviec.web import clock  # noqa: E402
from roviec.work.actions import assign_task, assign_tasks, create_task  # noqa: E402
from tests.work.town import NOW, build  # noqa: E402

SINGLE, MEETING, SOON = 160, 40, 50


def tables() -> None:
    call_command("migrate", verbosity=0)


def prepare() -> None:
    town = build()
    chairman, tracker = town.actor("chairman"), town.actor("tracker")
    officer = town.posts["officer"]
    for n in range(SINGLE):
        fields = town.fields(title=f"Nhiệm vụ số {n} của chương trình", person_post=officer if n % 3 else None)
        assign_task(create_task(town.plan, fields, by=tracker, at=NOW), by=chairman, at=NOW)
    given = [
        create_task(town.plan, town.fields(title=f"Việc số {n} của cuộc họp"), by=tracker, at=NOW)
        for n in range(MEETING)
    ]
    assign_tasks(given, by=chairman, at=NOW + timedelta(hours=1))
    # Some are due soon by today's clock, the others are long late.
    now = clock.now()
    soon = list(Clock.objects.filter(counts=True).order_by("pk").values_list("pk", flat=True)[:SOON])
    Clock.objects.filter(pk__in=soon).update(due=now + timedelta(days=1), soon_from=now - timedelta(days=1))
    Account.objects.update(must_change_password=False)
    given = system_now() - timedelta(days=1)
    Address.objects.bulk_create(
        Address(officer=one, channel="email", value=one.code, created_at=given, verified_at=given)
        for one in Officer.objects.all()
    )


def told() -> None:
    """What everybody knows by now, and (after the digests of the next working days) what every letter carries."""
    immediate = Message.objects.filter(kind="immediate").count()
    now = clock.now()
    for days in range(1, 6):
        bundle(now + timedelta(days=days), system_now(), worker_actor())
    carried = Enclosure.objects.values_list("notice__officer", "message__channel", "notice__key")
    # Killed workers fall silent, which is told as well: not what this town is about.
    Notice.objects.filter(kind="worker_silent").delete()
    Transition.objects.filter(kind="worker_silent").delete()
    doubled = Notice.objects.values("officer", "key").annotate(n=Count("pk")).filter(n__gt=1).count()
    passes = LatePass.objects.count()
    print(
        json.dumps(
            {
                "notices": sorted(f"{officer} {key}" for officer, key in Notice.objects.values_list("officer", "key")),
                "transitions": sorted(
                    f"{pk} {kind}" for pk, kind in Transition.objects.values_list("thing_id", "kind")
                ),
                "spells": sorted(map(str, LateSpell.objects.filter(until=None).values_list("clock", flat=True))),
                "doubled": doubled,
                "immediate": immediate,
                "carried": sorted(" ".join(map(str, one)) for one in carried),
                "waiting": OutboxMessage.objects.filter(done_at=None).count(),
                "passes": passes,
                "pass_entries": Entry.objects.filter(stream_kind="custody.latepass").count(),
            }
        )
    )


if __name__ == "__main__":
    {"tables": tables, "prepare": prepare, "told": told}[sys.argv[1]]()
