"""Promises of officials: hard tasks by rank quota, the yearly action programme; and how a unit works."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.ids import new_id
from roviec.ledger.models import Ledgered
from roviec.organisation.models import Officer, Post, Unit
from roviec.organisation.models.post import Rank
from roviec.work.models import Task


class PledgeQuota(Ledgered):
    """How many hard tasks those of a rank owe in a year, from a day on, with the document that says so."""

    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    rank = models.CharField(max_length=15, choices=Rank.choices)
    titles = models.CharField(
        max_length=300,
        blank=True,
        default="",
        help_text="only titles with one of these words, split by ';'; empty: all",
    )
    least = models.PositiveSmallIntegerField()
    since = models.DateField()
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "rank", "titles", "since"], name="evaluation_one_quota")]


class PledgeRules(Ledgered):
    """What a body decided about promises; without a row, what the fields say by default."""

    body = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="+")
    programme_open = models.BooleanField(default=False, help_text="everybody of the body sees the action programmes")
    programme_years = models.PositiveSmallIntegerField(default=1)
    quota_by_month = models.PositiveSmallIntegerField(
        default=3, help_text="after the end of this month a quota that is still open is an alert"
    )
    basis = models.CharField(max_length=300, blank=True)


class Pledge(Ledgered):
    """Việc nóng, việc khó taken on, or a point of the personal action programme. Followed as a task once approved."""

    class Kind(models.TextChoices):
        HOT = "viec_nong", _("Việc nóng")
        HARD = "viec_kho", _("Việc khó")
        PROGRAMME = "chuong_trinh", _("Chương trình hành động")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Chờ duyệt")
        APPROVED = "approved", _("Đã duyệt")
        REFUSED = "refused", _("Không phải việc khó")
        KEPT = "kept", _("Đã làm được")
        FAILED = "failed", _("Chưa làm được")
        PROTECTED = "protected", _("Chưa làm được, được bảo vệ")
        WITHDRAWN = "withdrawn", _("Đã rút")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=1000)
    why_hard = models.TextField(blank=True)
    result = models.CharField(max_length=1000, help_text="by which result one will see that it is kept")
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_label = models.CharField(max_length=300, blank=True)
    decision_note = models.CharField(max_length=1000, blank=True)
    review = models.TextField(blank=True, help_text="self-review against the promise")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_label = models.CharField(max_length=300, blank=True)
    ended_note = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["body", "year"], name="evaluation_pledges_of_body")]

    def __str__(self) -> str:
        return self.title


class WorkingRegulation(Ledgered):
    """Quy chế làm việc of a unit: who stands for which field. In force for the days [valid_from, valid_to)."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=500)
    document = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "valid_from"], name="evaluation_one_regulation")]


class StandingField(models.Model):
    """One field of work: whose it is, within how many working days, who stands in."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    regulation = models.ForeignKey(WorkingRegulation, on_delete=models.CASCADE, related_name="fields")
    order = models.PositiveSmallIntegerField(default=0)
    field = models.CharField(max_length=500)
    words = models.TextField(blank=True, help_text="words by which work of this field is recognised, one per line")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    substitute = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    handling_days = models.PositiveSmallIntegerField(null=True, blank=True)
