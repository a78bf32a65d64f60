"""Plans (chương trình, kế hoạch) and series of recurring work."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.models import Ledgered
from roviec.organisation.models import Post, Unit


class Plan(Ledgered):
    """A set of tasks with a Gantt chart, owned by a body."""

    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", help_text="its programme"
    )
    leader_post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="leader in charge"
    )
    code = models.CharField(max_length=60, blank=True, help_text="e.g. the number of the document: 617/KH-UBND")
    title = models.CharField(max_length=500)
    folded = models.CharField(max_length=560, editable=False)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, help_text="e.g. how leads of another province were re-addressed")
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class Series(Ledgered):
    """Recurring work: occurrences are tasks, unique per period, made two periods ahead."""

    class Period(models.TextChoices):
        MONTHLY = "monthly", _("Hằng tháng")
        QUARTERLY = "quarterly", _("Hằng quý")
        YEARLY = "yearly", _("Hằng năm")

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="series")
    title = models.CharField(max_length=2000)
    deliverable = models.CharField(max_length=500, blank=True)
    lead_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    accountable_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    authority = models.CharField(max_length=300, blank=True)
    period = models.CharField(max_length=10, choices=Period.choices)
    due_day = models.PositiveSmallIntegerField(default=0, help_text="day of the period's last month; 0 is its last day")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
