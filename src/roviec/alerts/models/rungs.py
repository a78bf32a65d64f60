"""Ladders that a body has set for the work it gives. The ladders that ship with the program are files beside this app."""

from django.db import models

from roviec.ledger.models import Ledgered
from roviec.organisation.models import Unit


class BodyLadder(Ledgered):
    """In force for work of that kind given by the body, from `valid_from` until the next one begins or `ends_on` (first day without).

    After it the shipped ladder is in force again. The text is kept as it was uploaded; it is never changed.
    """

    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, help_text="core.ladder.WORK_KINDS")
    code = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    valid_from = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    text = models.TextField(help_text="the TOML file")
    adopted_at = models.DateTimeField()
    adopted_by_label = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "kind", "valid_from"], name="alerts_one_ladder_from_a_day"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("valid_from")),
                name="alerts_ladder_dates",
            ),
        ]
