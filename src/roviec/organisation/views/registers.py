"""Imports: a file is uploaded, its report read, and taken or left."""

from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.organisation import actions
from roviec.organisation.forms.registers import UploadForm
from roviec.organisation.permissions import PERMISSIONS
from roviec.organisation.queries import choices, registers
from roviec.organisation.readers.columns import COLUMNS
from roviec.organisation.views.answers import done, found, today
from roviec.paper.sheets import Cell, Sheet, write_csv, write_sheet
from roviec.web.reasons import sentence

PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
VERDICTS = {"tu-choi": "refuse", "nhap": "take", "khong-doi": "same"}


@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    PERMISSIONS.require(request.actor, "check_register")
    form = UploadForm(
        request.POST or None, request.FILES or None, initial={"kind": request.GET.get("danh-muc", "units")}
    )
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > settings.MAX_UPLOAD_BYTES:
                most = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
                raise Invalid("file", Reason("organisation.file_too_large", {"megabytes": most}))
            checked = actions.check_register(
                file.read(),
                file.name,
                form.cleaned_data["kind"],
                by=request.actor,
                at=request.now,
                day=today(request),
                again="again" in request.POST,
            )
        except Invalid as invalid:
            for name, reason in invalid.problems:
                form.add_error(name if name in form.fields else None, sentence(reason))
        else:
            address = reverse("organisation:import", args=[checked.pk])
            if checked.was_there:
                return HttpResponseRedirect(f"{address}?truoc-do=1")
            return HttpResponseRedirect(address)
    context = {
        "form": form,
        "earlier": registers.imports_visible_to(request.actor)[:20],
        "kinds": [
            (kind, label, [c.headers[0] for c in COLUMNS[kind] if c.required]) for kind, label in choices.REGISTERS
        ],
        "crumbs": [_administration()],
    }
    return render(request, "organisation/imports.html", context, status=422 if form.errors else 200)


@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty table with the headings that the import knows, one line as an example, and what each column takes."""
    if kind not in COLUMNS:
        raise Http404
    columns = COLUMNS[kind]
    label = str(dict(choices.REGISTERS)[kind])
    notes = [(c.headers[0], "x" if c.required else "", ", ".join(c.headers[1:]), c.example) for c in columns]
    data = write_sheet(
        Sheet(label, [c.headers[0] for c in columns], [[c.example for c in columns]]),
        Sheet(_("Hướng dẫn"), [_("Cột"), _("Bắt buộc"), _("Cũng đọc được tên cột"), _("Ví dụ")], notes),
    )
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'Biểu mẫu - {label}.xlsx')}"
    return response


@require_GET
def register_import(request: HttpRequest, pk: UUID) -> HttpResponse:
    PERMISSIONS.require(request.actor, "check_register")
    checked = found(registers.imports_visible_to(request.actor).get, pk=pk)
    chosen = request.GET.get("loc", "tu-choi" if checked.refused else "")
    rows = Paginator(registers.import_rows(checked, VERDICTS.get(chosen, "")), PAGE).get_page(request.GET.get("trang"))
    headings, lines = registers.lines_shown(checked.kind, list(rows))
    counts = {"nhap": checked.taken, "tu-choi": checked.refused, "khong-doi": checked.unchanged}
    counts[""] = sum(counts.values())
    taken = _("Sẽ nhập") if checked.state == "checked" else _("Đã nhập")
    labels = {"tu-choi": _("Bị từ chối"), "nhap": taken, "khong-doi": _("Không đổi"), "": _("Tất cả")}
    context = {
        "checked": checked,
        "was_there": "truoc-do" in request.GET,
        "remarks": [Reason(**remark) for remark in checked.problems],
        "page": rows,
        "headings": headings,
        "lines": lines,
        "tabs": [
            {"label": label, "url": f"?loc={name}", "active": name == chosen, "count": counts[name]}
            for name, label in labels.items()
        ],
        "may_apply": checked.state == "checked"
        and checked.taken
        and PERMISSIONS.allows(request.actor, "apply_register"),
        "crumbs": [_administration(), {"label": _("Nhập danh mục"), "url": reverse("organisation:imports")}],
    }
    return render(request, "organisation/import.html", context)


@require_GET
def refused_lines(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The refused lines as a file of their own, with the reasons beside them: mended, it can be uploaded."""
    PERMISSIONS.require(request.actor, "check_register")
    checked = found(registers.imports_visible_to(request.actor).get, pk=pk)
    headings, lines = registers.lines_shown(checked.kind, list(registers.import_rows(checked, "refuse")))
    rows: list[list[Cell]] = [
        [*line.cells, line.row.line, " ".join(f"{name}: {sentence(reason)}" for name, _column, reason in line.problems)]
        for line in lines
    ]
    response = HttpResponse(write_csv([*headings, _("Dòng"), _("Lý do từ chối")], rows), content_type="text/csv")
    response["Content-Disposition"] = 'attachment; filename="dong-bi-tu-choi.csv"'
    return response


@require_POST
def apply(request: HttpRequest, pk: UUID) -> HttpResponse:
    applied = found(actions.apply_register, pk, by=request.actor, at=request.now, day=today(request))
    said = _("Đã nhập %(count)s dòng.") % {"count": applied.taken}
    return done(request, said, reverse("organisation:import", args=[pk]))


def _administration() -> dict[str, str]:
    return {"label": _("Quản trị"), "url": reverse("organisation:admin")}
