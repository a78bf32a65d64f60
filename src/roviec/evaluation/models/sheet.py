"""Monthly or quarterly sheets of officials (Decree 335/2025, art. 14-18, form 01), their periods, and what people add to them."""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.evaluation.models.catalogue import Product
from roviec.ledger.ids import new_id
from roviec.ledger.models import Ledgered
from roviec.organisation.models import Mandate, Officer, Post, Unit
from roviec.work.models.file import StoredFile


class BodyRules(Ledgered):
    """How a body uses a rule-set: by month or quarter, and the readings it chose where the text is open. From a day on."""

    class Rhythm(models.TextChoices):
        MONTH = "month", _("Theo tháng")
        QUARTER = "quarter", _("Theo quý")

    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="a department of the body that scores for itself (cơ quan sử dụng công chức); null: the rest of the body",
    )
    ruleset = models.CharField(max_length=40, help_text="code of a shipped rule-set, e.g. nd-335-2025")
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.MONTH)
    settings = models.JSONField(
        default=dict, blank=True, help_text="of the rule-set: key -> value; the rest are defaults"
    )
    since = models.DateField()
    basis = models.CharField(max_length=300, blank=True, help_text="decision of the body")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "since"], condition=models.Q(agency__isnull=True), name="evaluation_rules_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["agency", "since"],
                condition=models.Q(agency__isnull=False),
                name="evaluation_agency_rules_once_a_day",
            ),
        ]


class ScoringPeriod(Ledgered):
    """A month or quarter of one body, or of a department of it that scores for itself: open, closed (nothing of it changes), opened again
    with a reason."""

    class State(models.TextChoices):
        OPEN = "open", _("Đang mở")
        CLOSED = "closed", _("Đã chốt")

    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="as in its rules"
    )
    period = models.CharField(max_length=10, help_text="2026-03, 2026-Q1")
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="the last day")
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    ruleset = models.CharField(max_length=40)
    settings = models.JSONField(
        default=dict, blank=True, help_text="every setting as it applies: frozen with the period"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_label = models.CharField(max_length=300, blank=True)
    filled_at = models.DateTimeField(null=True, blank=True, help_text="when all its open sheets were last worked out")
    reopened = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "period"], condition=models.Q(agency__isnull=True), name="evaluation_one_period"
            ),
            models.UniqueConstraint(
                fields=["agency", "period"],
                condition=models.Q(agency__isnull=False),
                name="evaluation_one_period_of_an_agency",
            ),
        ]

    @property
    def user_id(self) -> UUID:
        """The agency that uses the officials: the department, else the body."""
        return self.agency_id or self.body_id


class Sheet(Ledgered):
    """Phiếu theo dõi, đánh giá of one official for one period, in the unit of the scoring mandate.

    `items` and `score` are worked out from the facts until the sheet is confirmed; then they stand as they were confirmed.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Đang ghi")
        SENT = "sent", _("Đã gửi, chờ xác nhận")
        CONFIRMED = "confirmed", _("Đã xác nhận")

    class Role(models.TextChoices):
        STAFF = "staff", _("Công chức không giữ chức vụ lãnh đạo")
        DEPUTY = "deputy", _("Cấp phó")
        HEAD = "head", _("Người đứng đầu")

    period = models.ForeignKey(ScoringPeriod, on_delete=models.PROTECT, related_name="sheets")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", help_text="the scoring one")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=6, choices=Role.choices, default=Role.STAFF)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    own_points = models.JSONField(default=dict, blank=True, help_text='self-scored: item of form 01 -> "2.5"')
    points = models.JSONField(default=dict, blank=True, help_text="as confirmed, where it differs or once confirmed")
    unit_facts = models.JSONField(
        default=dict, blank=True, help_text="d, đ, e of who leads: key -> {value, by (facts or a person), why}"
    )
    items = models.JSONField(default=list, blank=True, help_text="core.scoring items, each with the facts it came from")
    score = models.JSONField(
        default=dict, blank=True, help_text="core.scoring result: ratios, points, reasons, problems"
    )
    total = models.DecimalField(
        max_digits=7, decimal_places=4, null=True, blank=True, help_text="for lists; exact in score"
    )
    band = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="place in the rule-set's bands, 0 the highest"
    )
    worked_out_at = models.DateTimeField(null=True, blank=True)
    strengths = models.TextField(blank=True)
    shortcomings = models.TextField(blank=True)
    comment = models.TextField(blank=True, help_text="of who confirms")
    sent_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by_post = models.ForeignKey(Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by_label = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["period", "officer"], name="evaluation_one_sheet")]
        indexes = [models.Index(fields=["unit", "period"], name="evaluation_sheets_of_unit")]


class SheetAddition(models.Model):
    """A product that the system does not know of, added by the official with evidence; counts only when the head accepts it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="additions")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    origin = models.CharField(max_length=12, help_text="core.scoring.Origin")
    quantity = models.DecimalField(max_digits=9, decimal_places=3)
    done = models.DecimalField(max_digits=9, decimal_places=3)
    quality_failures = models.PositiveSmallIntegerField(default=0)
    late = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=1000)
    assigned_by = models.CharField(
        max_length=300, blank=True, help_text="of sudden work: who ordered it, somebody else"
    )
    basis = models.CharField(max_length=300, blank=True, help_text="of sudden work: the document")
    link = models.URLField(max_length=500, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField()
    accepted = models.BooleanField(null=True, help_text="null: not decided")
    decision_note = models.CharField(max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
