"""The list of a body: the edition in force, drafts and earlier ones, the file it comes from, what was found in it, what it changes."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.evaluation.actions import catalogue as actions
from roviec.evaluation.catalogue_shown import chosen_of, from_findings, from_stored, tabs_of
from roviec.evaluation.forms.catalogue import Drop, EndProduct, ImportForm, Publish, SearchForm
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries import catalogue as queries
from roviec.evaluation.readers.catalogue import COLUMNS, HEADINGS, read_catalogue
from roviec.evaluation.views.answering import take_step
from roviec.paper.sheets import Sheet, write_sheet
from roviec.work.views.answers import asked, done, found

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The edition in force in the actor's body; while there is none, its draft."""
    day = request.now.astimezone(VIETNAM).date()
    seen = queries.catalogues_visible_to(request.actor).filter(body=request.actor.body_id)
    current = queries.list_of(request.actor.body_id, day) or seen.exclude(state="dropped").first()
    if current is None:
        context = {"may_import": PERMISSIONS.allows(request.actor, "import_catalogue")}
        return render(request, "evaluation/catalogue_none.html", context)
    return _page(request, current)


@require_GET
def edition(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _page(request, found(queries.catalogues_visible_to(request.actor).get, pk=pk))


def _page(request: HttpRequest, catalogue: Any) -> HttpResponse:
    form = SearchForm(request.GET, *queries.choices_of(catalogue))
    listed = queries.listed_products(catalogue, **form.wanted())
    keeps = PERMISSIONS.allows(request.actor, "publish_catalogue", catalogue)
    editions = queries.catalogues_visible_to(request.actor).filter(body=catalogue.body_id)
    is_draft = catalogue.state == "draft"
    context = {
        "catalogue": catalogue,
        "is_draft": is_draft,
        "filters": form,
        "page": Paginator(listed, PAGE).get_page(request.GET.get("trang")),
        "clear_url": request.path if any(form.wanted().values()) else "",
        "editions": list(editions[:20]),
        "may_keep": keeps,
        "may_publish": keeps and is_draft,
        "may_propose": PERMISSIONS.allows(request.actor, "propose_product"),
        "may_see_untold": PERMISSIONS.allows(request.actor, "view_untold"),
        "waiting": queries.proposals_visible_to(request.actor).filter(state="proposed").count(),
        "before": queries.edition_before(catalogue),
    }
    return render(request, "evaluation/catalogue.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A file is read and reviewed; with errors nothing is kept, and all of them are shown at once."""
    PERMISSIONS.require(request.actor, "import_catalogue")
    year = request.now.astimezone(VIETNAM).year
    initial = {"title": _("Danh mục sản phẩm, công việc quy đổi năm %(year)s") % {"year": year}}
    form = ImportForm(request.POST or None, request.FILES or None, asked=asked(request), initial=initial)
    shown: list[Any] = []
    if request.method == "POST" and form.is_valid():
        try:
            draft = _take_in(request, form.cleaned_data)
        except actions.CatalogueRefused as refused:
            form.take(refused)
            shown = from_findings(refused.findings)
        except Invalid as refused:
            form.take(refused)
        else:
            return done(
                request, _("Đã nhập dự thảo danh mục."), reverse("evaluation:catalogue_findings", args=[draft.pk])
            )
    context = {
        "form": form,
        "shown": [one for one in shown if one.error][:500],
        "remarks": sum(not one.error for one in shown),
    }
    return render(request, "evaluation/catalogue_import.html", context, status=422 if form.errors else 200)


def _take_in(request: HttpRequest, data: dict[str, Any]) -> Any:
    file = data["file"]
    if file.size > settings.MAX_UPLOAD_BYTES:
        most = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
        raise Invalid("file", Reason("organisation.file_too_large", {"megabytes": most}))
    rows, _remarks = read_catalogue(file.read(), file.name)
    return actions.import_catalogue(
        request.actor.body_id,
        rows,
        title=data["title"],
        file_name=file.name,
        standard_points=data["standard_points"],
        by=request.actor,
        at=request.now,
    )


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """An empty table with the headings that the import knows, one line as an example, and how else columns may be headed."""
    notes = [(c.headers[0], "x" if c.required else "", ", ".join(c.headers[1:]), c.example) for c in COLUMNS]
    data = write_sheet(
        Sheet(_("Danh mục"), [c.headers[0] for c in COLUMNS], [[c.example for c in COLUMNS]]),
        Sheet(_("Hướng dẫn"), [_("Cột"), _("Bắt buộc"), _("Cũng đọc được tên cột"), _("Ví dụ")], notes),
    )
    return _file(data, _("Biểu mẫu danh mục sản phẩm, công việc"))


@require_GET
def export(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list as it can be read in again."""
    catalogue = found(queries.catalogues_visible_to(request.actor).get, pk=pk)
    rows = [
        [
            one.get_part_display(), one.code, one.office, one.work, one.detail, one.output, one.group, one.frame,
            one.points, one.coefficient, one.note,
        ]
        for one in queries.listed_products(catalogue)
    ]  # fmt: skip
    return _file(write_sheet(Sheet(_("Danh mục"), list(HEADINGS.values()), rows)), catalogue.title)


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{name}.xlsx')}"
    return response


@require_GET
def findings(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The remarks of the review, for who decides on the list."""
    catalogue = found(queries.catalogues_visible_to(request.actor).get, pk=pk)
    PERMISSIONS.require(request.actor, "publish_catalogue", catalogue)
    shown, chosen = from_stored(catalogue.findings), request.GET.get("loai", "")
    context = {
        "catalogue": catalogue,
        "count": catalogue.products.count(),
        "tabs": tabs_of(shown, chosen),
        "total": len(shown),
        "page": Paginator(chosen_of(shown, chosen), PAGE).get_page(request.GET.get("trang")),
        "is_draft": catalogue.state == "draft",
    }
    return render(request, "evaluation/catalogue_findings.html", context)


@require_GET
def changes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What this edition adds, ends and converts otherwise than the one before."""
    catalogue = found(queries.catalogues_visible_to(request.actor).get, pk=pk)
    before = queries.edition_before(catalogue)
    listed = queries.changes_from(before, catalogue) if before else []
    kinds = {
        "added": _("Thêm"),
        "gone": _("Bỏ"),
        "coefficient": _("Đổi hệ số"),
        "words": _("Đổi lời"),
        "code": _("Đổi mã"),
    }
    chosen = request.GET.get("loai", "")
    counts = {kind: sum(one.kind == kind for one in listed) for kind in kinds}
    tabs = [{"label": _("Tất cả"), "url": "?", "active": chosen not in kinds, "count": len(listed)}]
    tabs += [
        {"label": words, "url": f"?loai={kind}", "active": kind == chosen, "count": counts[kind]}
        for kind, words in kinds.items()
        if counts[kind]
    ]
    wanted = [(one, kinds[one.kind]) for one in listed if chosen not in kinds or one.kind == chosen]
    page = Paginator(wanted, PAGE).get_page(request.GET.get("trang"))
    context = {"catalogue": catalogue, "before": before, "tabs": tabs, "page": page}
    return render(request, "evaluation/catalogue_changes.html", context)


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _step(request, pk, Publish, actions.publish_catalogue)


@require_http_methods(["GET", "POST"])
def drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _step(request, pk, Drop, actions.drop_catalogue)


def _step(request: HttpRequest, pk: UUID, kind: type[Publish | Drop], act: Any) -> HttpResponse:
    catalogue = found(queries.catalogues_visible_to(request.actor).get, pk=pk)
    PERMISSIONS.require(request.actor, kind.verb, catalogue)
    back = reverse("evaluation:catalogue", args=[pk]) if kind is Publish else reverse("evaluation:catalogues")
    return take_step(request, kind, act, catalogue, about=catalogue.title, back=back, action=request.path)


@require_GET
def product(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One line of the list with its days and how its coefficient came about."""
    one = found(queries.product_seen, pk, request.actor)
    may_end = one.catalogue.state == "in_force" and one.ended_on is None
    context = {"one": one, "may_end": may_end and PERMISSIONS.allows(request.actor, "end_product", one)}
    return render(request, "evaluation/product.html", context)


@require_http_methods(["GET", "POST"])
def product_end(request: HttpRequest, pk: UUID) -> HttpResponse:
    one = found(queries.product_seen, pk, request.actor)
    PERMISSIONS.require(request.actor, "end_product", one)
    # What is locked, and can be overtaken, is the list.
    thing = SimpleNamespace(pk=one.pk, version=one.catalogue.version)
    back = reverse("evaluation:product", args=[pk])
    return take_step(request, EndProduct, actions.end_product, thing, about=one.work, back=back, action=request.path)
