"""How a body grades a year: opened once, with the readings and shares it chose, published once all is decided."""

from django.db import models

from roviec.ledger.models import Ledgered
from roviec.organisation.models import Unit


class GradingYear(Ledgered):
    """The grading of one body's officials for one year (art. 19-21), and how it grades its own units (art. 5-9)."""

    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    ruleset = models.CharField(max_length=40)
    settings = models.JSONField(default=dict, blank=True, help_text="every setting as it applies")
    outstanding = models.BooleanField(default=False, help_text="25 % instead of 20 % may be excellent (art. 20.5.b)")
    outstanding_basis = models.CharField(max_length=300, blank=True, help_text="the decision that says so")
    units = models.JSONField(
        default=dict, blank=True, help_text="of unit grades: weights by criterion, their basis, outstanding, settings"
    )
    opened_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "year"], name="evaluation_one_grading_year")]
