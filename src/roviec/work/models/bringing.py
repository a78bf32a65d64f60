"""Files that bring a plan back: kept from the preview until somebody applies them, and what became of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.ids import new_id
from roviec.work.models.plan import Plan


class PlanImport(models.Model):
    """A file sent to a plan (or to become one): its lines as they were read; what they would change is found anew whenever somebody looks.

    Seen by the account that sent it. `uids` pairs the numbers of a Microsoft Project file with our tasks, so that the next version
    of the file finds them. `outcome` counts what was done.
    """

    class Kind(models.TextChoices):
        TRACKING = "tracking", _("Bảng theo dõi")
        PROJECT = "project", _("Microsoft Project")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(
        Plan,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="imports",
        help_text="null: a plan to be made",
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    account_id = models.UUIDField()
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    lines = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    uids = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["plan", "created_at"], name="work_imports_of_plan")]
