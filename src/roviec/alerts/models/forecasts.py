"""What is expected of open work, from what was learnt of the past, and what was said when."""

from django.db import models

from roviec.custody.models import Clock
from roviec.ledger.ids import new_id
from roviec.organisation.models import Unit


class Learning(models.Model):
    """One time that forecasts were learnt from the past: from how much, how well that forecasts what came after, and whether it is trusted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    at = models.DateTimeField(help_text="business time")
    rule = models.CharField(max_length=20, help_text="version of core.forecast")
    cases = models.PositiveIntegerField(help_text="pieces of work of which it was known how they ended")
    late_share = models.FloatField(help_text="how many of them ended late, 0..1")
    trusted = models.BooleanField(help_text="better than simple rules outside noise; else nothing is forecast")
    proof = models.JSONField(default=dict, help_text="scores of the backtest by time; empty when there was too little")
    weights = models.JSONField(default=dict, help_text="signal -> weight, on the scale of log-odds")

    class Meta:
        indexes = [models.Index(fields=["-at"], name="alerts_learnt_last")]


class Forecast(models.Model):
    """What is expected of one open clock now. All of `late`, `p50`, `p85` null: not known, and `reasons` says why."""

    clock = models.OneToOneField(Clock, on_delete=models.CASCADE, primary_key=True, related_name="+")
    learning = models.ForeignKey(Learning, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due = models.DateTimeField(help_text="the due date that it speaks of")
    late = models.FloatField(null=True, help_text="chance to end after the due date, 0..1")
    p50 = models.DateTimeField(null=True, help_text="as likely before as after")
    p85 = models.DateTimeField(null=True, help_text="85 in 100 such are done by then")
    reasons = models.JSONField(default=list, help_text="[{code, params, cite, points}]")
    likely_since = models.DateTimeField(
        null=True, help_text="since when it is probably late; null below the threshold. A new crossing is told anew"
    )

    class Meta:
        indexes = [
            models.Index(
                fields=["likely_since"], condition=models.Q(likely_since__isnull=False), name="alerts_probably_late"
            )
        ]


class SaidForecast(models.Model):
    """A forecast that is kept, so that it can be held against what came: the first after 0, 25, 50, 75 and 90 % of the time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="+")
    learning = models.ForeignKey(Learning, on_delete=models.PROTECT, related_name="+")
    mark = models.PositiveSmallIntegerField(help_text="0, 25, 50, 75 or 90 percent of the time given")
    at = models.DateTimeField()
    due = models.DateTimeField()
    late = models.FloatField()
    p50 = models.DateTimeField(null=True)
    p85 = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clock", "due", "mark"], name="alerts_said_once_per_mark")]
        indexes = [models.Index(fields=["at"], name="alerts_said_by_time")]


class PastWork(models.Model):
    """How one piece of work went in another system, for a start with history. Counted in a unit where its name is known here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=120, help_text="which log it came from")
    code = models.CharField(max_length=120)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit_text = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField()
    due = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="null: had not ended when the log was taken")
    turns = models.JSONField(default=list, help_text="[[instant, core.forecast.lives.What, value]]")
    seen_until = models.DateTimeField(help_text="when the log was taken")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "code"], name="alerts_past_work_once")]
