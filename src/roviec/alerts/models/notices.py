"""Transitions (what became of a thing) and the notices that they lead to: both are written in one commit; sending comes after."""

from django.db import models

from roviec.ledger.ids import new_id
from roviec.organisation.models import Officer, Unit


class Transition(models.Model):
    """A tick saw that a thing had become due soon, late, unnamed for too long… Unique per thing, kind and mark: a repeat is harmless."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    thing_kind = models.CharField(max_length=60)
    thing_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    mark = models.DateTimeField(
        help_text="the due date that comes near or passed, or since when it waits: another one is another transition"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(help_text="business time at which the tick saw it")
    # Of a rung of a ladder; empty for other transitions.
    ladder = models.CharField(max_length=50, blank=True, default="", help_text="code@first day of the ladder")
    step = models.SmallIntegerField(default=0, help_text="working days after the due day; negative before it")
    passed = models.BooleanField(
        default=False, help_text="a higher rung fired at the same time: nobody was told of this one"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing_id", "kind", "mark"], name="alerts_transition_once")]


class ReadHow(models.TextChoices):
    """How somebody came to know: shown where it is asked who knew what since when (`alerts.sentences.READ_HOW`)."""

    OPENED = "opened"
    MARKED = "marked"
    ALL = "all"


class Notice(models.Model):
    """What one person must know. Read and acknowledged in the application; messages carry it to other channels."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    thing_kind = models.CharField(max_length=60)
    thing_id = models.UUIDField()
    params = models.JSONField(default=dict)
    at = models.DateTimeField()
    key = models.CharField(max_length=200)
    top = models.BooleanField(default=False, help_text="of a high rung: sent at once, not to be snoozed or muted")
    read_at = models.DateTimeField(null=True, blank=True)
    read_how = models.CharField(max_length=8, blank=True, default="")
    snoozed_until = models.DateTimeField(null=True, blank=True, help_text="until then it is neither counted nor sent")
    snooze_reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "key"], name="alerts_notice_once")]
        indexes = [
            models.Index(fields=["thing_id", "key"], name="alerts_of_thing"),
            models.Index(
                fields=["officer", "snoozed_until"],
                condition=models.Q(snoozed_until__isnull=False),
                name="alerts_snoozed",
            ),
            models.Index(fields=["officer", "-at"], name="alerts_of_officer"),
            models.Index(fields=["officer"], condition=models.Q(read_at__isnull=True), name="alerts_unread"),
        ]
