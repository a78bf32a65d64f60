"""The papers of a session as Word files, and as PDF where LibreOffice is installed."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.meetings import papers, queries
from roviec.meetings.views.finding import day_of, meeting_or_404
from roviec.paper.office import PDF, NoOfficeError, OfficeError, convert
from roviec.paper.official import OfficialDocument, write_docx
from roviec.web.reasons import sentence

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
MOST_TASKS = 2000


@require_GET
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    return notice_file(request, meeting_or_404(request, pk), "docx")


@require_GET
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    return report_file(request, meeting_or_404(request, pk), "docx")


@require_GET
def notice_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _or_say_why(request, notice_file, meeting_or_404(request, pk))


@require_GET
def report_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _or_say_why(request, report_file, meeting_or_404(request, pk))


def notice_file(request: HttpRequest, found: Any, kind: str) -> HttpResponse:
    """`kind`: docx or pdf. Raises Invalid where there is no PDF to be had."""
    document = papers.notice(
        found,
        queries.conclusions_of(found),
        queries.settled_of(found),
        place=papers.place_of(found.committee.body),
        chair=queries.name_at(found.committee.chair_post, found.at),
    )
    return _file(document, f"thong-bao-ket-luan-{found.number}", kind)


def report_file(request: HttpRequest, found: Any, kind: str) -> HttpResponse:
    agenda = queries.agenda(found, request.actor, request.now)
    tasks = queries.tasks_heard(found.committee, request.actor).filter(clock__counts=True)
    document = papers.report(
        found,
        agenda.counts,
        agenda.late,
        list(tasks.select_related("clock", "lead_unit").order_by("plan", "order", "pk")[:MOST_TASKS]),
        place=papers.place_of(found.committee.body),
        today=day_of(request),
    )
    return _file(document, f"bao-cao-phien-hop-{found.number}", kind)


def _file(document: OfficialDocument, name: str, kind: str) -> HttpResponse:
    if kind not in TYPES:
        raise Invalid("kieu", Reason("meeting.bad_kind"))
    data = write_docx(document)
    if kind == "pdf":
        try:
            data = convert(data, ".docx", PDF)
        except NoOfficeError as error:
            raise Invalid(None, Reason("meeting.no_office")) from error
        except OfficeError as error:
            raise Invalid(None, Reason("meeting.not_printed", {"seconds": error.seconds})) from error
    response = HttpResponse(data, content_type=TYPES[kind])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    return response


def _or_say_why(request: HttpRequest, make: Any, found: Any) -> HttpResponse:
    try:
        return make(request, found, "pdf")
    except Invalid as refused:
        messages.error(request, " ".join(sentence(reason) for _field, reason in refused.problems))
        return redirect("meetings:meeting", found.pk)
