"""How few letters a day's notices are: weeks of the demo city as it is shipped, bundled by the real worker as they came, everybody with e-mail.

    python -m benchmarks.digest --working-days 10               on SQLite in a temporary folder

The notices are those of the story: people gave out, handed over, submitted, and the worker warned. They are laid aside and given back, by
quarters of an hour, when they were told and (where they were) read; each time the worker's own step bundles by the wishes that hold until
people choose others: a digest at 07:30, at once only what a high rung of the ladder tells. A letter goes to one person.
"""

import argparse
import os
import threading
from collections import Counter
from datetime import datetime, time, timedelta

os.environ["ROVIEC_DEMO"] = "1"

from benchmarks import house  # noqa: F401  first: it sets Django up

# isort: split

from django.core.management import call_command
from django.db.models import Min

from benchmarks.measuring import timed
from roviec.alerts.models import Address, Enclosure, Message, Notice
from roviec.core.calendars import VIETNAM
from roviec.custody.calendars import NATIONAL, calendar_named
from roviec.demo.building import MORNING
from roviec.demo.snapshot import load_snapshot
from roviec.jobs.steps import STEPS
from roviec.jobs.worker import Worker
from roviec.ledger.system_time import system_now
from roviec.organisation.models import Account
from roviec.web import clock

DIGEST = time(7, 45)
A_QUARTER = timedelta(minutes=15)
LAID_ASIDE = "all"


def reach_everybody() -> int:
    """An address that was there before the story began, for everybody with an account."""
    given = system_now() - timedelta(days=3650)
    officers = Account.objects.filter(officer__isnull=False, is_active=True).values_list("officer", flat=True)
    rows = [
        Address(
            officer_id=pk, channel="email", value=f"{pk.hex}@danang.example.vn", created_at=given, verified_at=given
        )
        for pk in officers
    ]
    return len(Address.objects.bulk_create(rows, batch_size=1000))


def replay(since: datetime, until: datetime) -> int:
    """Gives notices back as time passes and bundles at each instant; gives the number of instants."""
    told = list(Notice.objects.filter(at__gte=since, at__lt=until).order_by("at").values_list("pk", "at", "read_at"))
    Notice.objects.update(read_at=since, read_how=LAID_ASIDE)
    days = [since + timedelta(days=n) for n in range((until - since).days + 2)]
    digests = [datetime.combine(day.astimezone(VIETNAM).date(), DIGEST, VIETNAM) for day in days]
    quarters = {since + A_QUARTER * -(-(at - since) // A_QUARTER) for _pk, at, _read in told}
    instants = sorted({*(at for at in quarters if at < until), *(at for at in digests if since < at <= until)})
    worker = Worker(threading.Event(), steps=[step for step in STEPS if step.name == "bundle"])
    before = since - timedelta(seconds=1)
    for instant in instants:
        Notice.objects.filter(pk__in=[pk for pk, at, _read in told if before < at <= instant]).update(read_at=None)
        Notice.objects.filter(pk__in=[pk for pk, _at, read in told if read and before < read <= instant]).update(
            read_at=instant
        )
        shift = instant - system_now()
        clock.set_offset_source(lambda shift=shift: shift)
        if problems := worker.tick():
            raise SystemExit(f"the worker met {problems}")
        before = instant
    return len(instants)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--working-days", type=int, default=10)
    arguments = parser.parse_args()
    call_command("migrate", verbosity=0)
    load_snapshot()
    until = datetime.combine(MORNING.astimezone(VIETNAM).date(), DIGEST, VIETNAM)
    calendar, since = calendar_named(NATIONAL), until
    for _ in range(arguments.working_days):
        since -= timedelta(days=1)
        while not calendar.is_working_day(since.astimezone(VIETNAM).date()):
            since -= timedelta(days=1)
    people = reach_everybody()
    told = Notice.objects.filter(at__gte=since, at__lt=until)
    notices, addressees = told.count(), told.values("officer").distinct().count()
    instants = 0

    def act() -> None:
        nonlocal instants
        instants = replay(since, until)

    took = timed(act)
    letters, carried = Message.objects.count(), Enclosure.objects.count()
    at_once = Message.objects.filter(kind="immediate").count()
    days = Counter(
        (officer, at.astimezone(VIETNAM).date())
        for officer, at in Message.objects.annotate(at=Min("enclosures__notice__at")).values_list("officer", "at")
    )
    fullest = max(Counter(Enclosure.objects.values_list("message", flat=True)).values(), default=0)
    n = arguments.working_days
    print(
        f"{n} working days to {until:%d/%m/%Y}: {notices:,} notices to {addressees:,} of {people:,} people; {instants} instants, {took.cpu:.0f} s CPU"
    )
    print(
        f"letters: {letters:,} with {carried:,} notices (the others were read before); {at_once:,} of them at once; the fullest carries {fullest}"
    )
    print(
        f"most letters to one person about one day: {max(days.values(), default=0)}; letters a person and working day: {letters / addressees / n:.2f}"
    )
    print(f"digest ratio: {carried / letters:.1f} notices a letter")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
