"""A file of facts about one person, made for whoever decides on replacement or transfer. It recommends nothing and ranks nobody."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.models import Ledgered
from roviec.organisation.models import Officer, Unit


class FactFile(Ledgered):
    """What the system knew of an officer between two days, as it stood when the file was made, and what the person said to it."""

    class Purpose(models.TextChoices):
        REPLACEMENT = "replacement", _("Xem xét thay thế, miễn nhiệm")
        TRANSFER = "transfer", _("Điều động, luân chuyển, biệt phái")
        APPOINTMENT = "appointment", _("Bổ nhiệm, bổ nhiệm lại")
        REVIEW = "review", _("Kiểm điểm, kiểm tra")

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    why = models.CharField(max_length=1000, help_text="what for, in words; with the document that asks for it, if any")
    since = models.DateField()
    until = models.DateField(help_text="the last day")
    facts = models.JSONField(default=dict, help_text="chapter -> rows, as they were then")
    made_at = models.DateTimeField()
    made_by_label = models.CharField(max_length=300)
    comment = models.TextField(blank=True, help_text="of the person whom it is about")
    commented_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["officer", "-made_at"], name="evaluation_facts_of_officer")]
