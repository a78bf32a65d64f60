"""Who sits on which post since when and by which document; who may act for whom; who is away."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.models import Ledgered
from roviec.organisation.models.dated import Dated, ends_after_start
from roviec.organisation.models.post import Officer, Post
from roviec.organisation.models.unit import Unit


class MandateKind(models.TextChoices):
    APPOINTED = "bo_nhiem", _("Bổ nhiệm")
    ELECTED = "bau", _("Bầu")
    DESIGNATED = "chi_dinh", _("Chỉ định")
    TRANSFERRED = "dieu_dong", _("Điều động")
    ROTATED = "luan_chuyen", _("Luân chuyển")
    SECONDED = "biet_phai", _("Biệt phái")
    ACTING = "quyen", _("Quyền")
    IN_CHARGE = "phu_trach", _("Phụ trách")
    CONCURRENT = "kiem_nhiem", _("Kiêm nhiệm")
    RECRUITED = "tuyen_dung", _("Tuyển dụng")


class Mandate(Ledgered, Dated):
    """An officer holds a post from–to by a document. Several at once are normal; one of them is the scoring unit."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="mandates")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="mandates")
    kind = models.CharField(max_length=12, choices=MandateKind.choices, default=MandateKind.APPOINTED)
    document = models.CharField(max_length=200, blank=True)
    is_scoring = models.BooleanField(default=True)

    class Meta:
        constraints = [
            ends_after_start("organisation_mandate_dates"),
            models.UniqueConstraint(
                fields=["post"],
                condition=models.Q(valid_to__isnull=True),
                name="organisation_one_open_holder",
                violation_error_message=_("Vị trí này đang có người giữ."),
            ),
        ]


class DelegationKind(models.TextChoices):
    DECENTRALISED = "phan_cap", _("Phân cấp")
    DEVOLVED = "phan_quyen", _("Phân quyền")
    AUTHORISED = "uy_quyen", _("Ủy quyền")
    ASSIGNED = "phan_cong", _("Phân công")


class Delegation(Ledgered, Dated):
    """Power given, dated, with its basis: who may decide what in whose place. The one who gave it still answers."""

    kind = models.CharField(max_length=12, choices=DelegationKind.choices, default=DelegationKind.AUTHORISED)
    giver = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="delegations_given")
    receiver = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="delegations_received")
    scope = models.CharField(max_length=500)
    basis = models.CharField(max_length=200)

    class Meta:
        constraints = [ends_after_start("organisation_delegation_dates")]


class Portfolio(Ledgered, Dated):
    """A leader is in charge of a unit, a field, or both (lĩnh vực phụ trách)."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="portfolios")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="in_portfolios")
    field = models.CharField(max_length=300, blank=True)
    basis = models.CharField(max_length=200, blank=True)


class Absence(Ledgered, Dated):
    """An officer is away (nghỉ, đi công tác); the substitute acts on all of the officer's posts meanwhile."""

    class Kind(models.TextChoices):
        LEAVE = "nghi_phep", _("Nghỉ phép")
        SICK = "nghi_om", _("Nghỉ ốm")
        MATERNITY = "thai_san", _("Nghỉ thai sản")
        MISSION = "cong_tac", _("Đi công tác")
        STUDY = "dao_tao", _("Đi học")
        UNPAID = "khong_luong", _("Nghỉ việc riêng không hưởng lương")

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.LEAVE)
    substitute = models.ForeignKey(
        Officer, on_delete=models.PROTECT, null=True, blank=True, related_name="substitutions"
    )

    class Meta:
        constraints = [ends_after_start("organisation_absence_dates")]
