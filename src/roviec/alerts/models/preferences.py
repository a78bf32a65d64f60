"""How a person wants to be told: when on which channel, and of what not at all."""

from django.db import models

from roviec.ledger.ids import new_id
from roviec.organisation.models import Officer


class Preference(models.Model):
    """One person on one channel; without a row the rules of `core.bundling.Wish` hold. Local wall-clock times of Ho Chi Minh City."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=20)
    digest_at = models.TimeField(help_text="one message a working day with what came since the last")
    quiet_from = models.TimeField()
    quiet_until = models.TimeField(help_text="the same as quiet_from: no quiet hours")
    days_off = models.BooleanField(default=False, help_text="digests and immediate messages come on days off too")
    at_once = models.JSONField(default=list, help_text="kinds of notices that do not wait for the digest")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "channel"], name="alerts_preference_once")]


class Mute(models.Model):
    """A kind of notices that its reader does without. Only for kinds that are not obligatory (`core.notices`)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "kind"], name="alerts_mute_once")]
