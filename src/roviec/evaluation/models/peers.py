"""Cross-evaluation: who was asked and took part is known; who answered what is not.

An answer carries a pseudonym of its rater that only the round's key can make; the key goes when the round is closed, after the
estimates were made. Answers have no time and random ids, so that their order says nothing.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.ids import new_id
from roviec.ledger.models import Ledgered
from roviec.organisation.models import Officer, Unit


class PeerRound(Ledgered):
    """One round in a body or one of its units: three questions about at most `most` colleagues each."""

    class State(models.TextChoices):
        OPEN = "open", _("Đang lấy ý kiến")
        CLOSED = "closed", _("Đã đóng")
        DROPPED = "dropped", _("Đã hủy")

    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    period = models.CharField(max_length=10)
    title = models.CharField(max_length=300)
    questions = models.JSONField(help_text="three sentences")
    points = models.PositiveSmallIntegerField(default=5, help_text="answers are 1 to this")
    most = models.PositiveSmallIntegerField(default=5)
    smallest_group = models.PositiveSmallIntegerField(default=5)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=64, blank=True, help_text="makes pseudonyms; blank once the round is closed")
    estimates = models.JSONField(
        default=dict, blank=True, help_text="sums, severities by pseudonym, signs of mutual favours"
    )


class PeerRequest(models.Model):
    """An officer is asked about colleagues. `done_at` says that they took part, to the day."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(PeerRound, on_delete=models.CASCADE, related_name="requests")
    rater = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    targets = models.JSONField(help_text="ids of officers, with why they were chosen")
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "rater"], name="evaluation_asked_once")]


class PeerAnswer(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(PeerRound, on_delete=models.CASCADE, related_name="answers")
    target = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    pseudonym = models.CharField(max_length=64)
    question = models.PositiveSmallIntegerField()
    points = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "target", "pseudonym", "question"], name="evaluation_one_answer")
        ]


class PeerResult(models.Model):
    """What a closed round says of one officer: raw and adjusted mean with its interval. Only of five raters and more."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(PeerRound, on_delete=models.CASCADE, related_name="results")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    raters = models.PositiveSmallIntegerField()
    raw = models.FloatField(null=True)
    adjusted = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "officer"], name="evaluation_one_peer_result")]
