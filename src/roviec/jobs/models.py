"""Signs of life of the worker, in system time."""

from django.db import models


class Heartbeat(models.Model):
    """One row per worker; a row older than three ticks is itself an alert."""

    worker = models.CharField(max_length=100, primary_key=True)
    at = models.DateTimeField()
    tick = models.PositiveBigIntegerField(default=0)
    busy_ms = models.PositiveIntegerField(default=0, help_text="length of the last tick, milliseconds")
    note = models.CharField(max_length=200, blank=True)


class Wake(models.Model):
    """Somebody asks for a step before the next tick (the embedded engine). Taken under a lease, so that it outlives who took it."""

    step = models.CharField(max_length=40, primary_key=True)
    asked_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
