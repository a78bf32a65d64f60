"""Restructuring is an event: nothing is overwritten."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.ids import new_id
from roviec.ledger.models import Ledgered
from roviec.organisation.models.unit import Unit


class Restructuring(Ledgered):
    """Merge, split, rename, dissolve or move, on a date, by a document. Open work goes to successors by a complete mapping."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("Hợp nhất, sáp nhập")
        SPLIT = "split", _("Chia, tách")
        RENAME = "rename", _("Đổi tên")
        DISSOLVE = "dissolve", _("Giải thể")
        MOVE = "move", _("Chuyển đơn vị quản lý")

    class State(models.TextChoices):
        DRAFT = "draft", _("Dự thảo")
        DONE = "done", _("Đã thực hiện")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=300)
    document = models.CharField(max_length=200, blank=True)
    effective_on = models.DateField()
    plan = models.JSONField(default=dict, help_text="what was drafted: see organisation.actions.restructuring.Plan")
    moved = models.JSONField(default=dict, help_text="estate → number of rows moved")


class Succession(models.Model):
    """The old unit went into the new one; `is_main` marks the default successor of a split unit."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    restructuring = models.ForeignKey(Restructuring, on_delete=models.PROTECT, related_name="successions")
    old = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successors")
    new = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors")
    is_main = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["restructuring", "old", "new"], name="organisation_succession_once"),
        ]
