"""Tasks and their parts: the six clear things, state and dates. Holder and due dates are on the clock."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.custody.models import Clock
from roviec.ledger.models import Ledgered
from roviec.organisation.models import Post, Unit
from roviec.work.models.plan import Plan, Series


class TaskState(models.TextChoices):
    DRAFT = "draft", _("Dự thảo")
    ASSIGNED = "assigned", _("Đã giao, chờ tiếp nhận")
    REFUSED = "refused", _("Từ chối tiếp nhận")
    IN_PROGRESS = "in_progress", _("Đang thực hiện")
    SUBMITTED = "submitted", _("Đã nộp, chờ nghiệm thu")
    DONE = "done", _("Hoàn thành")
    CANCELLED = "cancelled", _("Đã hủy")


class Recurrence(models.TextChoices):
    MONTHLY = "monthly", _("Hằng tháng")
    QUARTERLY = "quarterly", _("Hằng quý")
    YEARLY = "yearly", _("Hằng năm")
    CONTINUOUS = "continuous", _("Thường xuyên")


class Constraint(models.TextChoices):
    """Where a task has been put in the schedule; empty: as soon as its links allow."""

    ALAP = "ALAP", _("Muộn nhất có thể")
    START_NO_EARLIER = "SNET", _("Bắt đầu không sớm hơn")
    START_NO_LATER = "SNLT", _("Bắt đầu không muộn hơn")
    FINISH_NO_EARLIER = "FNET", _("Kết thúc không sớm hơn")
    FINISH_NO_LATER = "FNLT", _("Kết thúc không muộn hơn")
    MUST_START_ON = "MSO", _("Phải bắt đầu vào")
    MUST_FINISH_ON = "MFO", _("Phải kết thúc vào")


class Task(Ledgered):
    """One piece of work with one lead. `id` equals the id of its clock. A child task is a part: it has its own holder and due date."""

    clock = models.OneToOneField(Clock, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="tasks")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    series = models.ForeignKey(Series, on_delete=models.PROTECT, null=True, blank=True, related_name="occurrences")
    period = models.CharField(max_length=10, blank=True, help_text="of a series: 2025-12, 2025-Q4, 2025")
    number = models.CharField(max_length=30, blank=True, help_text="as numbered in the document")
    order = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=12, choices=TaskState.choices, default=TaskState.DRAFT)
    title = models.CharField(max_length=4000)
    folded = models.TextField(editable=False)
    detail = models.TextField(blank=True)
    deliverable = models.CharField(max_length=1000, blank=True)
    lead_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="null only in a draft"
    )
    lead_text = models.CharField(max_length=500, blank=True, help_text="the lead as the document writes it")
    accountable_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person_post = models.ForeignKey(
        Post,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="who does it; null: chờ phân công",
    )
    authority = models.CharField(max_length=300, blank=True, help_text="who decides, within which power")
    recurrence = models.CharField(max_length=10, choices=Recurrence.choices, blank=True)
    planned_start = models.DateField(null=True, blank=True)
    planned_end = models.DateField(null=True, blank=True)
    planned_from = models.DateTimeField(
        null=True, blank=True, help_text="instant, where the plan has times of day (from MS Project); null: whole days"
    )
    planned_until = models.DateTimeField(null=True, blank=True)
    planned_minutes = models.PositiveIntegerField(
        null=True, blank=True, help_text="duration in working minutes; null: what lies between its days"
    )
    is_milestone = models.BooleanField(default=False, db_default=False)
    constraint = models.CharField(max_length=4, choices=Constraint.choices, blank=True, default="", db_default="")
    constraint_at = models.DateTimeField(null=True, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    urgent = models.BooleanField(default=False)
    is_spoken = models.BooleanField(default=False, help_text="giao nhanh, not yet completed")
    unclear_reason = models.CharField(max_length=500, blank=True, help_text="why a leader assigned it with gaps")
    outside_function = models.BooleanField(default=False)
    assigned_by_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    assigned_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0, help_text="how often it was pressed for (đôn đốc)")
    reminded_at = models.DateTimeField(null=True, blank=True, help_text="the last time")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["series", "period"],
                condition=models.Q(series__isnull=False),
                name="work_one_occurrence_per_period",
            ),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="work_progress_is_percent"),
        ]
        indexes = [
            models.Index(fields=["plan", "order"], name="work_tasks_of_plan"),
            models.Index(fields=["lead_unit", "state"], name="work_tasks_of_unit"),
            models.Index(fields=["created_at"], condition=models.Q(is_spoken=True), name="work_spoken_orders"),
        ]

    def __str__(self) -> str:
        return self.title


class TaskSupport(models.Model):
    """A unit that coordinates (phối hợp)."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="supports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=300, blank=True, help_text="as the document writes it")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["task", "unit"], name="work_support_once")]
