"""Working calendars as records: what a calendar says otherwise than the one above it. The calendar of the whole country is shipped data.

A row of the code "vn" holds what this installation adds to the shipped one. Nothing is deleted: what no longer holds is withdrawn.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.ids import new_id
from roviec.ledger.models import Ledgered
from roviec.organisation.models.unit import Unit


class Calendar(Ledgered):
    """A calendar by the code that units carry. Without parent it stands on the shipped one; `unit` is who keeps it (null: the system)."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=300)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    known_to = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="last year whose official list of days off is complete here"
    )

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """One day that differs, until it is withdrawn. Hours: [[from, to]…] in minutes of the day; [] takes those of an ordinary day."""

    class Kind(models.TextChoices):
        HOLIDAY = "holiday", _("Nghỉ")
        MAKE_UP = "weekend_workday", _("Làm bù")
        HALF_DAY = "half_day", _("Làm nửa ngày")
        ORDINARY = "ordinary", _("Ngày thường")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    hours = models.JSONField(default=list, blank=True)
    name = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=200, blank=True, help_text="document that says so")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "day"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="organisation_one_calendar_day",
            )
        ]


class CalendarWeek(models.Model):
    """Opening hours of Monday to Sunday from a day on. `uncounted`: weekdays (0 is Monday) that are open but no working day of a term."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="weeks")
    since = models.DateField()
    hours = models.JSONField(help_text="seven lists of [from, to] in minutes of the day")
    uncounted = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["calendar", "since"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="organisation_one_calendar_week",
            )
        ]


class CalendarVersion(models.Model):
    """A calendar exactly as it once was, under the label that due dates carry ("vn@3f2a…"), so that an old date can be explained."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    label = models.CharField(max_length=60, unique=True)
    facts = models.JSONField(help_text="core.calendar_layers.as_facts")
    at = models.DateTimeField()


class CalendarStamp(models.Model):
    """One row: changes whenever a calendar does. Processes compare it with what they have read."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    value = models.CharField(max_length=36)
