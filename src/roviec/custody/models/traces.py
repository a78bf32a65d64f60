"""Records of what the ways of work through the hands show, what people say to it, and the spot checks of closed work.

Others find them in `custody.models`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.ids import new_id
from roviec.ledger.models import Ledgered
from roviec.organisation.models import Officer, Post, Unit


class Trace(models.Model):
    """Something that the hands of one piece of work show (core.custody.chain.Sign), with what shows it. A fact, never a verdict.

    Derived from holds, opinions, suspensions and extensions; `source` is the id of the row that completed it, so that deriving it
    again finds it there. The person concerned sees it at once, the head from `shown_from` on.
    """

    class Kind(models.TextChoices):
        CIRCLE = "circle", _("Quay vòng")
        BACK_AND_FORTH = "back_and_forth", _("Trả đi trả lại")
        SIDEWAYS = "sideways", _("Chuyển ngang cấp")
        UPWARD = "upward", _("Trình lên việc đã được giao quyền")
        SLOW_ANSWER = "slow_answer", _("Cho ý kiến chậm")
        ONLY_AGREED = "only_agreed", _("Ý kiến chỉ nhất trí")
        SUSPENDED = "suspended", _("Tạm dừng")
        EXTENDED = "extended", _("Gia hạn")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clock = models.ForeignKey("custody.Clock", on_delete=models.CASCADE, related_name="traces")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    source = models.UUIDField(help_text="the hold, opinion, suspension or extension that completed it")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    who = models.CharField(max_length=300, blank=True, help_text="for suspensions and extensions: who decided")
    at = models.DateTimeField()
    minutes = models.PositiveIntegerField(null=True, blank=True, help_text="working minutes, where it has a length")
    facts = models.JSONField(default=dict, help_text="ids of the turns, the scope of the delegation, the answer")
    shown_from = models.DateTimeField(help_text="for others than the person concerned")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind"], name="custody_found_once")]
        indexes = [
            models.Index(fields=["unit", "at"], name="custody_found_by_unit"),
            models.Index(fields=["officer", "at"], name="custody_found_of_officer"),
        ]


class Remark(Ledgered):
    """What the person concerned says to a trace. Shown wherever the trace is."""

    trace = models.ForeignKey(Trace, on_delete=models.CASCADE, related_name="remarks")
    at = models.DateTimeField()
    text = models.CharField(max_length=1000)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=300)


class SpotDraw(Ledgered):
    """The lot of one body and month over the work that was closed in it. Drawn once; seed, population and result are in the ledger."""

    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(help_text="first day of the month whose closed work was drawn from")
    at = models.DateTimeField()
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    population = models.PositiveIntegerField()
    seed = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "month"], name="custody_drawn_once")]


class SpotCheck(Ledgered):
    """One piece of closed work that was drawn, and what was found by somebody who had no part in closing it."""

    class Result(models.TextChoices):
        WAITING = "waiting", _("Chờ kiểm tra")
        SOUND = "sound", _("Đúng như đã nghiệm thu")
        UNSOUND = "unsound", _("Không đúng, cần mở lại")

    draw = models.ForeignKey(SpotDraw, on_delete=models.CASCADE, related_name="checks")
    clock = models.ForeignKey("custody.Clock", on_delete=models.CASCADE, related_name="spot_checks")
    result = models.CharField(max_length=10, choices=Result.choices, default=Result.WAITING)
    note = models.CharField(max_length=1000, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_label = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draw", "clock"], name="custody_checked_once")]
