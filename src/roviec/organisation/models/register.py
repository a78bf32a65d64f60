"""An import is a row with counters; every line of the file has its verdict, so that users can mend their own files."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from roviec.ledger.models import Ledgered


class RegisterImport(Ledgered):
    """One CSV or XLSX file of units, posts, officers, mandates… read, reported and (all of it or nothing) applied."""

    class Kind(models.TextChoices):
        UNITS = "units", _("Đơn vị")
        ALIASES = "aliases", _("Tên gọi khác của đơn vị")
        JOB_TYPES = "job_types", _("Vị trí việc làm")
        POSTS = "posts", _("Chức danh, chỉ tiêu")
        OFFICERS = "officers", _("Cán bộ, công chức, viên chức")
        MANDATES = "mandates", _("Giữ chức vụ")
        PORTFOLIOS = "portfolios", _("Lĩnh vực phụ trách")
        DELEGATIONS = "delegations", _("Phân cấp, ủy quyền")
        ABSENCES = "absences", _("Vắng mặt")
        FUNCTIONS = "functions", _("Chức năng, nhiệm vụ")

    class State(models.TextChoices):
        CHECKED = "checked", _("Đã kiểm tra")
        APPLIED = "applied", _("Đã nhập")
        REFUSED = "refused", _("Không nhập được")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKED)
    file_name = models.CharField(max_length=200)
    file_digest = models.CharField(max_length=64, db_index=True)
    taken = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    problems = models.JSONField(
        default=list, help_text="remarks on the file as a whole: sheets and columns that were not used"
    )


class RegisterImportRow(models.Model):
    register_import = models.ForeignKey(RegisterImport, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=100, blank=True)
    line = models.PositiveIntegerField(help_text="row number in the file, header included, from 1")
    values = models.JSONField()
    verdict = models.CharField(
        max_length=10, choices=[("take", _("Nhập")), ("refuse", _("Từ chối")), ("same", _("Không đổi"))]
    )
    problems = models.JSONField(default=list, help_text="list of {field, reason}")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register_import", "sheet", "line"], name="organisation_import_line_once")
        ]
