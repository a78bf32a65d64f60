"""Closed work that was opened again."""

from django.db import models

from roviec.custody.models import Clock
from roviec.custody.models.traces import SpotCheck
from roviec.ledger.ids import new_id
from roviec.organisation.models import Post, Unit


class Reopening(models.Model):
    """What had been accepted as done was not: a failure of quality, which scoring reads (`custody.queries.reopenings_of`).

    From `closed_at` to `at` nobody held the work: the one gap that its holds may have.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="reopenings")
    closed_at = models.DateTimeField(help_text="when it had been closed")
    finished_at = models.DateTimeField(help_text="when it had been handed in")
    at = models.DateTimeField(help_text="when it was opened again")
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", help_text="the unit that led when it closed"
    )
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="who had done it"
    )
    reason = models.CharField(max_length=500)
    by_label = models.CharField(max_length=300)
    check_of = models.ForeignKey(
        SpotCheck,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reopenings",
        help_text="the spot check that found it unsound; null: reopened without one",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(at__gte=models.F("closed_at")), name="custody_reopened_after_closing"
            )
        ]
        indexes = [models.Index(fields=["unit", "at"], name="custody_reopened_by_unit")]
