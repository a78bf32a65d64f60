"""A report taken away: the document in Word, its annex as a workbook."""

from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from roviec.core.calendars import VIETNAM
from roviec.core.reporting import by_plan, by_unit, of_period
from roviec.core.text import fold
from roviec.paper.official import write_docx
from roviec.paper.sheets import Sheet, write_sheet
from roviec.reports import papers, queries
from roviec.reports.views.finding import report_or_404
from roviec.web.states import state_view

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = report_or_404(request, pk)
    page = queries.report_page(found, request.actor, request.now)
    return attached(write_docx(papers.report(page)), f"{_name(found)}.docx", DOCX)


@require_GET
def annex(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every line that the report counts, and the sums per lead and per plan."""
    found = report_or_404(request, pk)
    frame = queries.frame_of(found)
    lines = of_period(queries.report_lines(found, request.actor, request.now), frame)
    rows = [
        (
            n,
            line.title,
            line.plan_name,
            line.unit_name,
            line.due.astimezone(VIETNAM).date() if line.due else None,
            line.finished_at.astimezone(VIETNAM).date() if line.finished_at else None,
            str(state_view(line.standing).word),
            line.days_late or None,
            line.head,
            line.cause,
            line.product,
        )
        for n, line in enumerate(lines, 1)
    ]
    headers = (
        _("TT"),
        _("Nhiệm vụ"),
        _("Kế hoạch"),
        _("Chủ trì"),
        _("Hạn hoàn thành"),
        _("Ngày hoàn thành"),
        _("Tình trạng"),
        _("Số ngày làm việc quá hạn"),
        _("Người đứng đầu"),
        _("Nguyên nhân"),
        _("Sản phẩm, kết quả"),
    )
    summed = (_("Tổng số"), *(str(state_view(name).word) for name in papers.FOUR))
    data = write_sheet(
        Sheet(_("Nhiệm vụ"), headers, rows),
        Sheet(_("Theo đơn vị"), (_("Chủ trì"), *summed), papers.share_rows(by_unit(lines))),
        Sheet(_("Theo kế hoạch"), (_("Kế hoạch"), *summed), papers.share_rows(by_plan(lines))),
    )
    return attached(data, f"{_name(found)}-phu-luc.xlsx", XLSX)


def attached(data: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


def _name(report: object) -> str:
    return "-".join(fold(str(report)).replace("/", " ").replace(",", " ").split())[:80] or "bao-cao"
