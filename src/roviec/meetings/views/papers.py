"""The papers of a session as Word files."""

from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from roviec.meetings import papers, queries
from roviec.meetings.views.finding import day_of, meeting_or_404
from roviec.paper.official import OfficialDocument, write_docx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_TASKS = 2000


@require_GET
def notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = meeting_or_404(request, pk)
    document = papers.notice(
        found,
        queries.conclusions_of(found),
        queries.settled_of(found),
        place=papers.place_of(found.committee.body),
        chair=queries.name_at(found.committee.chair_post, found.at),
    )
    return _file(document, f"thong-bao-ket-luan-{found.number}.docx")


@require_GET
def report(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = meeting_or_404(request, pk)
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
    return _file(document, f"bao-cao-phien-hop-{found.number}.docx")


def _file(document: OfficialDocument, name: str) -> HttpResponse:
    response = HttpResponse(write_docx(document), content_type=DOCX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response
