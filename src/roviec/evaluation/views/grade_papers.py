"""Forms 01 and 02 on paper, one or many; the electronic file of an official and a year, shown and taken away."""

import io
import zipfile
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.evaluation.actions.viewing import note_view
from roviec.evaluation.actions.viewing_grades import note_papers_taken
from roviec.evaluation.forms_written import write_forms01, write_forms02
from roviec.evaluation.forms_written.filling import form01_of, form02_of, forms02_of
from roviec.evaluation.grades_shown import LOOKS, band_name, may_read_result
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries import grades as queries
from roviec.evaluation.queries.periods import period_seen
from roviec.evaluation.queries.sheets import sheet_seen
from roviec.evaluation.queries.year_file import YearFile, grades_of_year, sheets_of_body, titles_of, year_file
from roviec.evaluation.queries.years import work_out
from roviec.evaluation.sheets_shown import period_words
from roviec.evaluation.sheets_shown import row as sheet_row
from roviec.evaluation.views.sheets import day_of
from roviec.organisation.reauthentication import recently_confirmed
from roviec.paper.office import PDF, NoOfficeError, OfficeError, convert
from roviec.web.reasons import sentence
from roviec.work.actions.files import path_of
from roviec.work.views.answers import found

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "zip": "application/zip",
}
# One Word file for a whole agency; larger ones as one file per unit in a .zip.
MOST_IN_ONE_FILE = 300


@require_GET
def form01(request: HttpRequest, pk: UUID) -> HttpResponse:
    """`?kieu=pdf` for PDF."""
    one = found(sheet_seen, pk, request.actor)
    note_papers_taken(one, "form01", by=request.actor, at=request.now)
    name = f"mau-01-{one.period.period}-{_slug(one.officer.full_name)}"
    return _paper(request, write_forms01([form01_of(one)]), name, reverse("evaluation:sheet", args=[pk]))


@require_GET
def form02(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = found(queries.grades_visible_to(request.actor).get, pk=pk)
    note_papers_taken(one, "form02", by=request.actor, at=request.now)
    data = write_forms02([_form02(request, one)])
    name = f"mau-02-{one.year}-{_slug(one.officer.full_name)}"
    return _paper(request, data, name, reverse("evaluation:grade", args=[pk]))


@require_GET
@recently_confirmed
def forms02(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Of everybody in the body."""
    one = found(queries.grading_years_kept_by(request.actor).get, pk=pk)
    rows = grades_of_year(one.body_id, one.year, request.actor)
    if not rows:
        raise Http404
    note_papers_taken(one, "forms02", by=request.actor, at=request.now)
    worked = work_out(rows, day_of(request))
    titles = titles_of([row.officer_id for row in rows], one.year)
    values = forms02_of(rows, worked, titles)
    return _many(
        [(row.unit, value) for row, value in zip(rows, values, strict=True)], write_forms02, f"mau-02-{one.year}"
    )


@require_GET
@recently_confirmed
def forms01(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Of all confirmed sheets of a period of the body."""
    one = found(period_seen, pk, request.actor)
    rows = sheets_of_body(one.body_id, one.period, request.actor)
    if not rows:
        raise Http404
    note_papers_taken(one, "forms01", by=request.actor, at=request.now)
    return _many([(row.unit, form01_of(row)) for row in rows], write_forms01, f"mau-01-{one.period}")


@require_GET
def file(request: HttpRequest, officer_pk: UUID, year: int) -> HttpResponse:
    """What the electronic file holds (art. 24); what is not there yet is named."""
    held = _held(request, officer_pk, year)
    for thing in (*held.sheets, *held.grades):
        note_view(thing, by=request.actor, at=request.now)
    grade = held.grade
    told = grade is not None and may_read_result(grade, request.actor)
    context = {
        "file": held,
        "grade": grade,
        "band": band_name(grade.ruleset, grade.band) if grade and grade.state == "decided" and told else "",
        "word": LOOKS[grade.state] if grade else None,
        "sheets": [sheet_row(one) for one in held.sheets],
        "own": held.officer.pk == request.actor.officer_id,
        "may_add": grade is not None and PERMISSIONS.allows(request.actor, "add_paper", grade),
        "appeals": [(one, period_words(one.sheet.period.period) if one.sheet else "") for one in held.appeals],
        "kinds": {one.kind for one in held.papers},
    }
    return render(request, "evaluation/year_file.html", context)


@require_GET
@recently_confirmed
def file_zip(request: HttpRequest, officer_pk: UUID, year: int) -> HttpResponse:
    """All of it in one .zip; that it was taken stands in the ledger."""
    held = _held(request, officer_pk, year)
    thing = held.grade or (held.sheets[0] if held.sheets else None)
    if thing is None:
        raise Http404
    note_papers_taken(thing, "file", by=request.actor, at=request.now)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for sheet in held.sheets:
            archive.writestr(f"mau-01/{sheet.period.period}.docx", write_forms01([form01_of(sheet)]))
        for n, grade in enumerate(held.grades):
            name = "mau-02.docx" if n == 0 else f"mau-02-da-thay-{n}.docx"
            archive.writestr(name, write_forms02([_form02(request, grade)]))
        for paper in held.papers:
            archive.write(path_of(paper.file_id), f"{paper.kind}/{paper.added_at:%Y%m%d}-{_file_name(paper.name)}")
        for n, appeal in enumerate(held.appeals, 1):
            said = f"Kiến nghị ngày {appeal.received_at:%d/%m/%Y}\n\n{appeal.text}\n\nTrả lời: {appeal.answer or '(chưa có)'}\n"
            archive.writestr(f"kien-nghi/{n}.txt", said)
        if held.grade and held.grade.party_comment:
            archive.writestr("nhan-xet-cua-cap-uy.txt", held.grade.party_comment)
    return _sent(target.getvalue(), f"ho-so-{year}-{_slug(held.officer.full_name)}", "zip")


@require_GET
def paper(request: HttpRequest, officer_pk: UUID, year: int, pk: UUID) -> FileResponse:
    held = _held(request, officer_pk, year)
    one = next((paper for paper in held.papers if paper.pk == pk), None)
    if one is None:
        raise Http404
    answer = FileResponse(path_of(one.file_id).open("rb"), content_type=one.file.media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(one.name)}"
    return answer


def _held(request: HttpRequest, officer: UUID, year: int) -> YearFile:
    try:
        return year_file(officer, year, request.actor)
    except ObjectDoesNotExist:
        raise Http404 from None


def _form02(request: HttpRequest, grade: Any) -> Any:
    worked = work_out([grade], day_of(request))[grade.pk]
    title = titles_of([grade.officer_id], grade.year).get(grade.officer_id, "")
    sheets = year_file(grade.officer_id, grade.year, request.actor).sheets
    return form02_of(grade, worked, sheets, title, shows_band=may_read_result(grade, request.actor))


def _many(values: list[tuple[Any, Any]], write: Any, name: str) -> HttpResponse:
    if len(values) <= MOST_IN_ONE_FILE:
        return _sent(write([value for _unit, value in values]), name, "docx")
    by_unit: dict[Any, list[Any]] = {}
    for unit, value in values:
        by_unit.setdefault(unit, []).append(value)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for unit, inside in by_unit.items():
            archive.writestr(f"{unit.code}-{_slug(unit.name)}.docx", write(inside))
    return _sent(target.getvalue(), name, "zip")


def _paper(request: HttpRequest, data: bytes, name: str, back: str) -> HttpResponse:
    kind = request.GET.get("kieu", "docx")
    if kind == "docx":
        return _sent(data, name, kind)
    try:
        if kind != "pdf":
            raise Invalid("kieu", Reason("meeting.bad_kind"))
        return _sent(convert(data, ".docx", PDF), name, kind)
    except NoOfficeError:
        reason = Reason("meeting.no_office")
    except OfficeError as error:
        reason = Reason("meeting.not_printed", {"seconds": error.seconds})
    messages.error(request, sentence(reason))
    return redirect(back)


def _sent(data: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(data, content_type=TYPES[kind])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.{kind}')}"
    return response


def _slug(name: str) -> str:
    return "-".join(fold(name).replace("/", " ").split())[:60] or "ho-so"


def _file_name(name: str) -> str:
    """What may stand in an archive: no folders."""
    return name.replace("/", "-").replace("\\", "-").lstrip(".") or "van-ban"
