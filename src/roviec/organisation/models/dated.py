"""Validity in whole days, Vietnamese calendar: `valid_from` is the first day, `valid_to` the first day after; null is open."""

from datetime import date
from typing import Self

from django.db import models


class DatedQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        """Rows in force on the day."""
        return self.filter(in_force(day))


def in_force(day: date, prefix: str = "") -> models.Q:
    """The condition "in force on the day", for a relation when `prefix` is given, e.g. "mandate__"."""
    return models.Q(**{f"{prefix}valid_from__lte": day}) & (
        models.Q(**{f"{prefix}valid_to__isnull": True}) | models.Q(**{f"{prefix}valid_to__gt": day})
    )


class Dated(models.Model):
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


def ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")), name=name
    )
