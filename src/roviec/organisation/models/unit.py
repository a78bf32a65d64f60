"""Units, their dated place in the tree, their other names and their functions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.ids import new_id
from roviec.ledger.models import Ledgered
from roviec.organisation.models.dated import Dated, ends_after_start


class Side(models.TextChoices):
    STATE = "state", _("Chính quyền")
    PARTY = "party", _("Đảng")
    FRONT = "front", _("Mặt trận, đoàn thể")


class Level(models.TextChoices):
    CENTRAL = "central", _("Trung ương")
    PROVINCE = "province", _("Cấp tỉnh, thành phố")
    COMMUNE = "commune", _("Cấp xã, phường, đặc khu")


class Unit(Ledgered, Dated):
    """A unit for as long as it exists. A merger closes it and opens a successor; its page keeps showing its past.

    `is_body` marks a unit that stands for itself (a party committee, a people's committee, the Front); `body` is the nearest such
    unit at or above it, itself included. `is_external` marks a body outside this installation that may lead work but has no accounts.
    """

    code = models.CharField(max_length=40, db_index=True, help_text="of one open unit; a successor may take it over")
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=100, blank=True)
    # Keys of core.unit_names: the name, the short name, the initials ("so khcn").
    folded = models.CharField(max_length=420, editable=False, db_index=True)
    short_folded = models.CharField(max_length=140, editable=False, blank=True, db_index=True)
    initials = models.CharField(max_length=60, editable=False, blank=True, db_index=True)
    kind = models.CharField(max_length=60, blank=True, help_text="as officials call it: Sở, Phòng, Phường, Ban…")
    level = models.CharField(max_length=10, choices=Level.choices)
    side = models.CharField(max_length=10, choices=Side.choices, default=Side.STATE)
    is_body = models.BooleanField(default=False)
    is_external = models.BooleanField(default=False)
    body = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    calendar = models.CharField(max_length=40, default="vn", help_text="working calendar that its clocks run on")
    note = models.CharField(max_length=300, blank=True, help_text="e.g. how sure the source is")

    class Meta:
        constraints = [
            ends_after_start("organisation_unit_dates"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(valid_to__isnull=True), name="organisation_one_open_code"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitEdge(Dated):
    """The truth about the tree: the unit stood under the parent in these days."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="edges")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="child_edges")

    class Meta:
        constraints = [
            ends_after_start("organisation_edge_dates"),
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(valid_to__isnull=True), name="organisation_one_open_parent"
            ),
        ]


class UnitClosure(Dated):
    """Every ancestor of every unit with its distance, derived from the edges; a unit is its own ancestor at depth 0."""

    id = models.BigAutoField(primary_key=True)
    ancestor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    descendant = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    depth = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["ancestor", "descendant"], name="organisation_closure_down"),
            models.Index(fields=["descendant", "depth"], name="organisation_closure_up"),
        ]


class UnitAlias(Dated):
    """Another name by which documents call the unit: abbreviation, spelling, or a former name, which a living unit's own name beats."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=300)
    folded = models.CharField(max_length=420, db_index=True)
    is_former = models.BooleanField(default=False)


class UnitFunction(Dated):
    """A field of work that the unit (or one post of it) is in charge of; an assignment outside all of them is flagged."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="functions")
    post = models.ForeignKey(
        "organisation.Post", on_delete=models.CASCADE, null=True, blank=True, related_name="functions"
    )
    text = models.CharField(max_length=500)
    folded = models.CharField(max_length=500)
    basis = models.CharField(max_length=200, blank=True, help_text="document that gives the function")
