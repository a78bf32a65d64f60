"""The work catalogue: products with conversion coefficients (Decree 335/2025, art. 13), and which work yields which product."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.custody.models import Clock
from roviec.ledger.ids import new_id
from roviec.ledger.models import Ledgered
from roviec.organisation.models import Post, Unit


class WorkCatalogue(Ledgered):
    """One version of a body's list. In force for the days [valid_from, valid_to); what is in force is never changed, only followed."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Dự thảo")
        IN_FORCE = "in_force", _("Đã ban hành")
        DROPPED = "dropped", _("Đã bỏ")

    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    edition = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=500)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    standard_product = models.CharField(max_length=500, blank=True, help_text="đơn vị sản phẩm/công việc chuẩn")
    standard_points = models.DecimalField(
        max_digits=8, decimal_places=2, null=True, blank=True, help_text="points of the standard product: coefficient 1"
    )
    decision = models.CharField(max_length=200, blank=True, help_text="number and day of the document that issued it")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True, help_text="first day after")
    file_name = models.CharField(max_length=200, blank=True)
    findings = models.JSONField(
        default=list,
        blank=True,
        help_text="remarks of the import: row, field, code, params, cite (core.catalogue.Finding)",
    )
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "edition"], name="evaluation_one_edition")]

    def __str__(self) -> str:
        return self.title


class Product(models.Model):
    """One line of a catalogue: work whose output can be counted. `coefficient` converts it to standard units."""

    class Part(models.TextChoices):
        LEADING = "leading", _("Lãnh đạo, quản lý")
        SHARED = "shared", _("Dùng chung")
        OFFICE = "office", _("Riêng của đơn vị")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    catalogue = models.ForeignKey(WorkCatalogue, on_delete=models.CASCADE, related_name="products")
    code = models.CharField(max_length=40)
    order = models.PositiveIntegerField(default=0)
    part = models.CharField(max_length=8, choices=Part.choices, default=Part.SHARED)
    office = models.CharField(max_length=300, blank=True, help_text="as the list writes it")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    work = models.CharField(max_length=1000, help_text="nhiệm vụ")
    detail = models.TextField(blank=True, help_text="công việc chi tiết")
    output = models.CharField(max_length=1000, help_text="sản phẩm đầu ra")
    folded = models.TextField(editable=False)
    group = models.CharField(max_length=10, blank=True, help_text="N1 … N5, by complexity")
    frame = models.CharField(max_length=20, blank=True, help_text="least and most points of its group: 11-50")
    points = models.DecimalField(max_digits=8, decimal_places=2, null=True, blank=True)
    coefficient = models.DecimalField(max_digits=9, decimal_places=4)
    note = models.CharField(max_length=1000, blank=True)
    added_on = models.DateField(
        null=True, blank=True, help_text="first day of what was added to an edition in force (art. 13.3)"
    )
    ended_on = models.DateField(null=True, blank=True, help_text="first day on which it no longer counts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "code"], name="evaluation_one_code"),
            models.CheckConstraint(condition=models.Q(coefficient__gt=0), name="evaluation_coefficient_is_positive"),
        ]

    def __str__(self) -> str:
        return self.output


class ProductProposal(Ledgered):
    """Work that is not on the list yet, proposed by a head (art. 13.3); whoever keeps the catalogue adds it or says why not."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Chờ quyết định")
        ADDED = "added", _("Đã bổ sung")
        REFUSED = "refused", _("Không bổ sung")

    body = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    work = models.CharField(max_length=1000)
    output = models.CharField(max_length=1000)
    group = models.CharField(max_length=10, blank=True)
    coefficient = models.DecimalField(max_digits=9, decimal_places=4)
    reason = models.TextField()
    proposed_at = models.DateTimeField()
    proposed_by_label = models.CharField(max_length=300)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_label = models.CharField(max_length=300, blank=True)
    decision_note = models.CharField(max_length=1000, blank=True)
    product = models.ForeignKey(Product, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")


class Yield(models.Model):
    """Which product, how often, a piece of work yields; of group work the share of one post (art. 18.1.c). `clock` is the task's or dossier's."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    clock = models.ForeignKey(Clock, on_delete=models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=9, decimal_places=3, default=1)
    post = models.ForeignKey(
        Post, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="null: of whoever does it"
    )
    sudden = models.BooleanField(default=False, help_text="outside the plan of month, quarter, year (art. 18.1.d)")
    basis = models.CharField(max_length=300, blank=True, help_text="of sudden work: the document that ordered it")
    set_at = models.DateTimeField()
    set_by_label = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "product"], condition=models.Q(post__isnull=True), name="evaluation_one_yield"
            ),
            models.UniqueConstraint(
                fields=["clock", "product", "post"],
                condition=models.Q(post__isnull=False),
                name="evaluation_one_yield_of_a_post",
            ),
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="evaluation_yield_is_positive"),
        ]
