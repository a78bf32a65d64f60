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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thing_id", "kind", "mark"], name="alerts_transition_once")]


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
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer", "key"], name="alerts_notice_once")]
        indexes = [
            models.Index(fields=["officer", "-at"], name="alerts_of_officer"),
            models.Index(fields=["officer"], condition=models.Q(read_at__isnull=True), name="alerts_unread"),
        ]
