"""What makes tasks a schedule: links between them, frozen baselines, and what each change of the plan moved."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.ids import new_id
from roviec.ledger.models import Ledgered
from roviec.work.models.plan import Plan
from roviec.work.models.task import Task


class Dependency(models.Model):
    """`after` must wait for `before`. Two tasks of one plan are linked at most once; circles are refused by the action.

    `lag` is minutes of the follower's working calendar (480 is one day of office hours), elapsed minutes, or percent of the
    first one's duration; negative lets the follower begin earlier.
    """

    class Type(models.TextChoices):
        FS = "FS", _("Xong – bắt đầu")
        SS = "SS", _("Bắt đầu – bắt đầu")
        FF = "FF", _("Xong – xong")
        SF = "SF", _("Bắt đầu – xong")

    class LagUnit(models.TextChoices):
        WORKING = "working", _("thời gian làm việc")
        ELAPSED = "elapsed", _("thời gian liên tục")
        PERCENT = "percent", _("phần trăm")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="links")
    before = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="links_out")
    after = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="links_in")
    type = models.CharField(max_length=2, choices=Type.choices, default=Type.FS)
    lag = models.IntegerField(default=0)
    unit = models.CharField(max_length=7, choices=LagUnit.choices, default=LagUnit.WORKING)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["before", "after"], name="work_linked_once"),
            models.CheckConstraint(condition=~models.Q(before=models.F("after")), name="work_not_linked_to_itself"),
        ]


class Baseline(Ledgered):
    """How a plan stood when somebody froze it. Its rows are never changed; their digest stands in the ledger."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="baselines")
    name = models.CharField(max_length=120)
    frozen_at = models.DateTimeField()
    frozen_by_label = models.CharField(max_length=300)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="work_baseline_named_once")]

    def __str__(self) -> str:
        return self.name


class BaselineRow(models.Model):
    """One task as it was planned: first and last day, due day; null where nothing was known."""

    baseline = models.ForeignKey(Baseline, on_delete=models.CASCADE, related_name="rows")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    due = models.DateField(null=True)
    progress = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["baseline", "task"], name="work_baseline_row_once")]


class PlanChange(models.Model):
    """One change of a plan, whole: what was done to links, order and dates, so that it can be told and taken back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="changes")
    at = models.DateTimeField()
    account_id = models.UUIDField()
    by_label = models.CharField(max_length=300)
    reason = models.CharField(max_length=1000, blank=True)
    links = models.JSONField(default=dict, help_text='{"made": [ids], "cut": [links], "changed": [links as before]}')
    added = models.JSONField(default=list, help_text="ids of tasks that it made")
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by", help_text="what it took back"
    )

    class Meta:
        indexes = [models.Index(fields=["plan", "at"], name="work_changes_of_plan")]


class ChangedTask(models.Model):
    """One task in a change of the plan: its planned days before and after, and what else of it was different before.

    Ten thousand of them are written at once, of tasks and a change that are locked and never deleted: the database does not look each
    of them up again, which took longer than writing them.
    """

    change = models.ForeignKey(
        PlanChange, on_delete=models.PROTECT, related_name="tasks", db_constraint=False, db_index=False
    )
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    by_name = models.BooleanField(default=False, help_text="changed itself; false: its dates followed")
    version = models.PositiveIntegerField(help_text="of the task after the change")
    old_start = models.DateField(null=True)
    old_end = models.DateField(null=True)
    new_start = models.DateField(null=True)
    new_end = models.DateField(null=True)
    former = models.JSONField(default=dict, help_text="other columns as they were; behind: what it stood behind")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "task"], name="work_changed_once")]
