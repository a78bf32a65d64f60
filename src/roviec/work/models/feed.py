"""Calendars that other programs subscribe to, by a secret address."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.ids import new_id
from roviec.organisation.models import Account, Mandate


class CalendarFeed(models.Model):
    """Due dates of a person's work, a unit or a plan, as the account sees them whenever the calendar is fetched.

    Only a digest of the secret is kept; `prefix` tells addresses apart on the account's page. `target` is the unit or plan. Instants
    of `last_used_at` are of system time.
    """

    class Kind(models.TextChoices):
        MINE = "mine", _("Việc của tôi")
        UNIT = "unit", _("Đơn vị")
        PLAN = "plan", _("Kế hoạch")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    target = models.UUIDField(null=True, blank=True)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(max_length=12)
    alarm_days = models.PositiveSmallIntegerField(
        default=0, help_text="how many days before a due date to ring; 0: never"
    )
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
