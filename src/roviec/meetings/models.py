"""Committees that meet, their meetings, what each meeting has before it and what it concludes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.ids import new_id
from roviec.ledger.models import Ledgered
from roviec.organisation.models import Post, Unit
from roviec.work.models import Plan, Task


class Committee(Ledgered):
    """A steering committee, or the weekly meeting of a body: members, rhythm, next date. What it concludes are tasks of its plan."""

    class Rhythm(models.TextChoices):
        NONE = "none", _("Khi cần")
        WEEKLY = "weekly", _("Hằng tuần")
        MONTHLY = "monthly", _("Hằng tháng")
        QUARTERLY = "quarterly", _("Hằng quý")

    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=300)
    folded = models.CharField(max_length=340, editable=False)
    rhythm = models.CharField(max_length=10, choices=Rhythm.choices, default=Rhythm.NONE)
    chair_post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    secretary_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    members = models.ManyToManyField(Post, related_name="+", blank=True)
    plan = models.OneToOneField(Plan, on_delete=models.PROTECT, related_name="+", help_text="of its conclusions")
    follows = models.ManyToManyField(Plan, related_name="+", blank=True, help_text="other plans whose state it hears")
    next_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Meeting(Ledgered):
    """One session. `number` counts within the committee; the notice of conclusion is numbered when it is issued."""

    class State(models.TextChoices):
        PLANNED = "planned", _("Sắp họp")
        ISSUED = "issued", _("Đã thông báo kết luận")
        CANCELLED = "cancelled", _("Không họp")

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    invited = models.ManyToManyField(
        Post, related_name="+", blank=True, help_text="besides the members: heads who answer"
    )
    attendees = models.TextField(blank=True)
    assessment = models.TextField(blank=True, help_text="I. what was achieved")
    shortcomings = models.TextField(blank=True, help_text="II. shortcomings and their causes")
    notice_number = models.CharField(max_length=60, blank=True)
    notice_on = models.DateField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "number"], name="meetings_number_once")]
        indexes = [models.Index(fields=["committee", "-at"], name="meetings_in_order")]

    def __str__(self) -> str:
        return f"{self.committee} {self.number}"


class Matter(models.Model):
    """Something the meeting has before it: a late task, or new business. A late one leaves with cause, head, solution and date, or stays."""

    class Outcome(models.TextChoices):
        OPEN = "open", _("Chưa bàn")
        SETTLED = "settled", _("Đã có giải pháp")
        STAYS = "stays", _("Để lại kỳ sau")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="matters")
    order = models.PositiveIntegerField(default=0)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=2000)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.OPEN)
    cause = models.CharField(max_length=1000, blank=True)
    answers_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="the head who answers"
    )
    solution = models.CharField(max_length=2000, blank=True)
    old_due = models.DateTimeField(null=True, blank=True)
    new_due = models.DateField(
        null=True, blank=True, help_text="the day promised; the due date stays, and so does the lateness"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "task"], condition=models.Q(task__isnull=False), name="meetings_task_once"
            )
        ]


class Conclusion(models.Model):
    """A task that the meeting concluded on: a draft until the notice is issued."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="conclusions")
    order = models.PositiveIntegerField()
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="+")
