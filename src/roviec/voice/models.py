"""What people say upwards: obstacles, each with somebody who must clear it and a date until when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.ids import new_id
from roviec.ledger.models import Ledgered
from roviec.organisation.models import Post, Unit
from roviec.work.models import Task


class Obstacle(Ledgered):
    """Khó khăn, vướng mắc: what keeps a task from going on, raised by who is stuck, owned by who must clear it.

    The task's own clock runs on: only a decision suspends it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Chờ tháo gỡ")
        ANSWERED = "answered", _("Đã trả lời, chờ xác nhận")
        CLEARED = "cleared", _("Đã tháo gỡ")
        WITHDRAWN = "withdrawn", _("Đã rút")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    text = models.TextField()
    wanted = models.TextField(help_text="what who is stuck proposes")
    raised_by_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    raised_by_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    raised_by_label = models.CharField(max_length=300)
    raised_at = models.DateTimeField()
    owner_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    owner_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owned_since = models.DateTimeField()
    answer_due = models.DateTimeField(help_text="moves only when who was stuck says that it is not cleared")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["owner_unit", "answer_due"], condition=models.Q(state="open"), name="voice_obstacles_owed"
            ),
            models.Index(fields=["task"], name="voice_obstacles_of_task"),
            models.Index(fields=["answer_due"], condition=models.Q(state="open"), name="voice_obstacles_unanswered"),
        ]

    def __str__(self) -> str:
        return self.text


class ObstacleTurn(models.Model):
    """One thing said about an obstacle: an answer, a passing on, a confirmation. Oldest first they are its story."""

    class Kind(models.TextChoices):
        ANSWER = "answer", _("Trả lời")
        PASS = "pass", _("Chuyển nơi khác tháo gỡ")
        CLEARED = "cleared", _("Xác nhận đã tháo gỡ")
        STILL = "still", _("Chưa tháo gỡ được")
        WITHDRAW = "withdraw", _("Rút lại")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    obstacle = models.ForeignKey(Obstacle, on_delete=models.CASCADE, related_name="turns")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    text = models.TextField(blank=True)
    by_label = models.CharField(max_length=300)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="of a passing on: to whom"
    )
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["obstacle", "at"], name="voice_turns_in_order")]
