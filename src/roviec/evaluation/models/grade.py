"""The year: grades of officials and of units, what rules a grade out, appeals, the electronic file, what goes to the national database."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.evaluation.models.sheet import ScoringPeriod, Sheet
from roviec.ledger.ids import new_id
from roviec.ledger.models import Ledgered
from roviec.organisation.models import Officer, Post, Unit
from roviec.work.models.file import StoredFile


class Conduct(Ledgered):
    """A conclusion or decision that bears on grades (Decree 335/2025, art. 11.3, 20.4): charged once, to the year and unit of the act."""

    class Kind(models.TextChoices):
        DISCIPLINE_PARTY = "discipline_party", _("Kỷ luật đảng")
        DISCIPLINE_ADMIN = "discipline_admin", _("Kỷ luật hành chính")
        DEGRADATION = (
            "degradation",
            _("Kết luận suy thoái, vi phạm những điều đảng viên không được làm, vi phạm nêu gương"),
        )
        UNIT_WRONGDOING = "unit_wrongdoing", _("Đơn vị phụ trách liên quan tham ô, tham nhũng, lãng phí bị xử lý")

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=18, choices=Kind.choices)
    on_duty = models.BooleanField(default=True, help_text="suy thoái hoặc vi phạm liên quan đến hoạt động công vụ")
    act = models.CharField(max_length=500)
    acted_on = models.DateField(help_text="when the act happened")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", help_text="where it happened")
    document = models.CharField(max_length=200)
    decided_on = models.DateField()
    charged_year = models.PositiveSmallIntegerField()
    same_act = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="the entry that already charges this act: this one charges nothing",
    )  # fmt: skip
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)


class Grade(Ledgered):
    """Mức xếp loại chất lượng of one official for a year (art. 20-21). A new decision replaces, never changes, an earlier one (art. 21.3)."""

    class State(models.TextChoices):
        OPEN = "open", _("Đang lập phiếu")
        SENT = "sent", _("Đã tự xếp loại")
        MET = "met", _("Đã họp nhận xét")
        PROPOSED = "proposed", _("Đã đề xuất")
        DECIDED = "decided", _("Đã quyết định")

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=6, choices=Sheet.Role.choices, default=Sheet.Role.STAFF)
    ruleset = models.CharField(max_length=40)
    settings = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    own_band = models.PositiveSmallIntegerField(null=True, blank=True)
    own_report = models.TextField(blank=True)
    meeting_on = models.DateField(null=True, blank=True)
    meeting_note = models.TextField(blank=True)
    party_comment = models.TextField(blank=True)
    proposed_band = models.PositiveSmallIntegerField(null=True, blank=True)
    proposal = models.TextField(blank=True, help_text="IV of form 02: what to do with the result (art. 23)")
    band = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="place in the rule-set's bands; null: no grade"
    )
    mean = models.CharField(max_length=40, blank=True, help_text="exact fraction or decimal")
    worked_out = models.JSONField(default=dict, blank=True, help_text="months, reasons: as decided")
    decision = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_by_label = models.CharField(max_length=300, blank=True)
    why = models.TextField(blank=True, help_text="where it deviates from what was worked out or proposed")
    published_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "year"], condition=models.Q(replaced_at__isnull=True), name="evaluation_one_grade"
            )
        ]
        indexes = [models.Index(fields=["unit", "year"], name="evaluation_grades_of_unit")]


class UnitGrade(Ledgered):
    """A unit's or body's grade for a year (art. 5-9): self-assessed, then recognised by the level above."""

    class State(models.TextChoices):
        OPEN = "open", _("Đang tự đánh giá")
        SENT = "sent", _("Đã tự đánh giá")
        DECIDED = "decided", _("Đã công nhận")

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    points = models.JSONField(default=dict, blank=True, help_text="criterion -> {own, confirmed}")
    facts = models.JSONField(default=dict, blank=True, help_text="counts of the year as they were when decided")
    conditions = models.JSONField(default=dict, blank=True, help_text="art. 8: condition -> {met, by, why}")
    own_band = models.PositiveSmallIntegerField(null=True, blank=True)
    band = models.PositiveSmallIntegerField(null=True, blank=True)
    total = models.DecimalField(max_digits=7, decimal_places=4, null=True, blank=True)
    why = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_label = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="evaluation_one_unit_grade")]


class Appeal(Ledgered):
    """Kiến nghị of an official about a score or a grade (art. 22): settled within seven working days of its receipt."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Chờ giải quyết")
        ACCEPTED = "accepted", _("Chấp nhận")
        PARTLY = "partly", _("Chấp nhận một phần")
        REFUSED = "refused", _("Giữ nguyên kết quả")
        WITHDRAWN = "withdrawn", _("Đã rút")

    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    received_at = models.DateTimeField()
    due = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    answer = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by_label = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sheet__isnull=False, grade__isnull=True)
                | models.Q(sheet__isnull=True, grade__isnull=False),
                name="evaluation_appeal_of_one",
            )
        ]
        indexes = [models.Index(fields=["due"], condition=models.Q(state="received"), name="evaluation_appeals_open")]


class FilePaper(models.Model):
    """A paper of an official's electronic file for a year (art. 24): minutes, a Party committee's comment, others. Forms are made anew."""

    class Kind(models.TextChoices):
        MINUTES = "minutes", _("Biên bản họp xếp loại")
        PARTY_COMMENT = "party_comment", _("Nhận xét của cấp ủy")
        APPEAL = "appeal", _("Hồ sơ giải quyết kiến nghị")
        OTHER = "other", _("Văn bản khác")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=14, choices=Kind.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    added_by_label = models.CharField(max_length=300)


class NationalExport(Ledgered):
    """Results on their way to the national database (art. 26.1.d): due five days after they were decided."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Chờ gửi")
        HANDED_OVER = "handed_over", _("Đã gửi")

    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.ForeignKey(ScoringPeriod, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of grades; null: a period's sheets")
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    rows = models.PositiveIntegerField(default=0)
    ready_at = models.DateTimeField()
    due = models.DateTimeField()
    handed_over_at = models.DateTimeField(null=True, blank=True)
    receipt = models.CharField(max_length=300, blank=True, help_text="what the other side gave as proof")

    class Meta:
        indexes = [models.Index(fields=["due"], condition=models.Q(state="queued"), name="evaluation_exports_open")]
