"""Transitions (what became of a thing) and the notices that they lead to: both are written in one commit; sending comes after.
And forecasts: what is expected of open work, from what that was learnt, and what was said when."""

from django.db import models

from roviec.custody.models import Clock
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
    """What one person must know. Read and acknowledged in the application; deliveries carry it to other channels."""

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


class Delivery(models.Model):
    """One notice on one channel: leased, sent outside the transaction, confirmed; an expired lease is tried again."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=20)
    created_at = models.DateTimeField(help_text="system time")
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "channel"], name="alerts_one_delivery_per_channel")]
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(sent_at__isnull=True, failed_at__isnull=True),
                name="alerts_to_send",
            )
        ]


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
