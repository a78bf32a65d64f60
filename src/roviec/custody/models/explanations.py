"""Explanations of lateness."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.core import explanations
from roviec.custody.models import Clock
from roviec.ledger.ids import new_id
from roviec.organisation.models import Post


class Explanation(models.Model):
    """Giải trình of one lateness (a clock past one due date): demanded, given, decided. The decision is what scoring reads."""

    class Cause(models.TextChoices):
        OTHER_BODY = explanations.Cause.OTHER_BODY.value, _("Cơ quan phối hợp chưa làm, chưa trả lời")
        DECISION = explanations.Cause.DECISION.value, _("Chờ cấp trên quyết định, ký")
        RULE = explanations.Cause.RULE.value, _("Quy định chưa rõ, chưa có hướng dẫn")
        PAPERS = explanations.Cause.PAPERS.value, _("Người dân, doanh nghiệp chưa nộp đủ giấy tờ")
        ADDED_WORK = explanations.Cause.ADDED_WORK.value, _("Việc đột xuất chen vào")
        PEOPLE = explanations.Cause.PEOPLE.value, _("Thiếu người, nghỉ ốm, nghỉ phép")
        MEANS = explanations.Cause.MEANS.value, _("Thiếu kinh phí, thiết bị, phần mềm")
        FORCE_MAJEURE = explanations.Cause.FORCE_MAJEURE.value, _("Thiên tai, dịch bệnh, sự cố bất khả kháng")
        OWN = explanations.Cause.OWN.value, _("Tổ chức thực hiện của đơn vị")
        OTHER = explanations.Cause.OTHER.value, _("Nguyên nhân khác")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="explanations")
    due = models.DateTimeField(help_text="the due date that was passed")
    demanded_at = models.DateTimeField(null=True, blank=True, help_text="null: given without being asked")
    demanded_by_label = models.CharField(max_length=300, blank=True)
    answer_due = models.DateTimeField(null=True, blank=True)
    cause = models.CharField(max_length=16, choices=Cause.choices, blank=True)
    text = models.TextField(blank=True)
    given_at = models.DateTimeField(null=True, blank=True)
    given_by_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    given_by_label = models.CharField(max_length=300, blank=True)
    objective = models.BooleanField(null=True, help_text="nguyên nhân khách quan, as decided; null: not decided")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_label = models.CharField(max_length=300, blank=True)
    decision_note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "due"], name="custody_one_explanation_per_due"),
            models.CheckConstraint(
                condition=models.Q(decided_at__isnull=True) | models.Q(given_at__isnull=False, objective__isnull=False),
                name="custody_decided_on_what_was_given",
            ),
        ]
        indexes = [
            models.Index(
                fields=["given_at"],
                condition=models.Q(given_at__isnull=False, decided_at__isnull=True),
                name="custody_explained_undecided",
            )
        ]

    @property
    def waits(self) -> bool:
        """Given, and nobody has decided."""
        return self.given_at is not None and self.decided_at is None
