"""Commendation from results: a round with criteria, proposals, the council, the decision."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.ids import new_id
from roviec.ledger.models import Ledgered
from roviec.organisation.models import Officer, Unit


class Commendation(Ledgered):
    """One round of a body, e.g. for a plan's results of a year."""

    class State(models.TextChoices):
        OPEN = "open", _("Đang đề nghị")
        COUNCIL = "council", _("Hội đồng xét")
        DECIDED = "decided", _("Đã quyết định")
        DROPPED = "dropped", _("Đã bỏ")

    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=500)
    year = models.PositiveSmallIntegerField()
    criteria = models.JSONField(
        default=dict, blank=True, help_text="least mean, grade, share done in time …: chosen by the body"
    )
    most_units = models.PositiveSmallIntegerField(null=True, blank=True)
    most_officers = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    decision = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_label = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.title


class Nominee(models.Model):
    """A unit or an officer proposed, with the facts of that day, the council's votes and what became of it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    commendation = models.ForeignKey(Commendation, on_delete=models.CASCADE, related_name="nominees")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    facts = models.JSONField(default=dict, blank=True)
    reason = models.TextField()
    proposed_by_label = models.CharField(max_length=300)
    proposed_at = models.DateTimeField()
    votes_for = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_of = models.PositiveSmallIntegerField(null=True, blank=True)
    council_note = models.CharField(max_length=1000, blank=True)
    chosen = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False, officer__isnull=True)
                | models.Q(unit__isnull=True, officer__isnull=False),
                name="evaluation_nominee_is_one",
            ),
            models.UniqueConstraint(
                fields=["commendation", "unit"],
                condition=models.Q(unit__isnull=False),
                name="evaluation_unit_nominated_once",
            ),
            models.UniqueConstraint(
                fields=["commendation", "officer"],
                condition=models.Q(officer__isnull=False),
                name="evaluation_officer_nominated_once",
            ),
        ]
