"""Who looked at the list of grades of a year, or took its papers away: in the ledger of the year, once a day and viewer for looking."""

from datetime import datetime, time

from django.db import transaction
from django.db.models import F

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.evaluation.models import Grade, GradingYear, ScoringPeriod, Sheet
from roviec.ledger.actions import lock, record
from roviec.ledger.models import Entry, Ledgered

LIST_VIEWED, PAPERS_TAKEN = "list_viewed", "papers_taken"


def note_grades_listed(year: GradingYear, *, by: Actor, at: datetime) -> None:
    start = datetime.combine(at.astimezone(VIETNAM).date(), time(), VIETNAM)
    seen = Entry.objects.filter(stream_id=year.pk, verb=LIST_VIEWED, account_id=by.account_id, at__gte=start)
    if seen.exists():
        return
    with transaction.atomic():
        record(lock(GradingYear, year.pk), LIST_VIEWED, by=by, at=at)
        # Looking changes nothing: a form that somebody has open is still good.
        GradingYear.objects.filter(pk=year.pk).update(version=F("version") - 1)


def note_papers_taken(
    thing: Grade | Sheet | GradingYear | ScoringPeriod, what: str, *, by: Actor, at: datetime
) -> None:
    """Every time: that personal data left the house. `what`: "file", "form01", "form02", …"""
    model: type[Ledgered] = type(thing)
    with transaction.atomic():
        record(lock(model, thing.pk), PAPERS_TAKEN, by=by, at=at, data={"what": what})
        model._default_manager.filter(pk=thing.pk).update(version=F("version") - 1)
