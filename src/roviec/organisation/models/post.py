"""Job types, posts and officers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.models import Ledgered
from roviec.organisation.models.dated import Dated, ends_after_start
from roviec.organisation.models.unit import Unit


class JobType(Ledgered):
    """A kind of job (vị trí việc làm): description, competences, duty group for comparison."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    duty_group = models.CharField(max_length=100, blank=True)
    description = models.TextField(blank=True)
    competences = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name


class Rank(models.TextChoices):
    LEADER = "leader", _("Đứng đầu cơ quan")
    DEPUTY_LEADER = "deputy_leader", _("Cấp phó cơ quan")
    HEAD = "head", _("Người đứng đầu đơn vị")
    DEPUTY = "deputy", _("Cấp phó đơn vị")
    STAFF = "staff", _("Công chức, viên chức")


class Post(Ledgered, Dated):
    """One seat in a unit. Work is given to a post; the person follows from the mandates of that day."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    job_type = models.ForeignKey(JobType, on_delete=models.PROTECT, null=True, blank=True, related_name="posts")
    title = models.CharField(max_length=200)
    rank = models.CharField(max_length=15, choices=Rank.choices, default=Rank.STAFF)
    seat = models.PositiveSmallIntegerField(default=1)
    tracks_work = models.BooleanField(default=False, help_text="the office that tracks all work of the body")
    administers = models.BooleanField(default=False, help_text="runs the system")
    keeps_register = models.BooleanField(
        default=False, help_text="keeps units, posts and officers of its body up to date"
    )
    continues = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="continued_by",
        help_text="the post that this one took over from in a restructuring",
    )  # fmt: skip

    class Meta:
        constraints = [
            ends_after_start("organisation_post_dates"),
            models.UniqueConstraint(
                fields=["unit", "title", "seat"],
                condition=models.Q(valid_to__isnull=True),
                name="organisation_one_open_seat",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PersonnelType(models.TextChoices):
    CIVIL_SERVANT = "cong_chuc", _("Công chức")
    PUBLIC_EMPLOYEE = "vien_chuc", _("Viên chức")
    OFFICIAL = "can_bo", _("Cán bộ")
    CONTRACT = "hop_dong", _("Hợp đồng lao động")


class Officer(Ledgered):
    """A person in office. `sort_key` orders by given name as Vietnamese do; `folded` is searched."""

    code = models.CharField(max_length=40, unique=True)
    full_name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=400, editable=False, db_index=True)
    folded = models.CharField(max_length=120, editable=False, db_index=True)
    personnel_type = models.CharField(max_length=12, choices=PersonnelType.choices, default=PersonnelType.CIVIL_SERVANT)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=20, blank=True)
    is_generated = models.BooleanField(default=False, help_text="a made-up person of the demo")

    def __str__(self) -> str:
        return self.full_name
