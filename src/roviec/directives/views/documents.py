"""The list of documents, taking one in, and one document beside what became of it."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from roviec.core.problems import Invalid
from roviec.directives import actions, queries
from roviec.directives.forms import HeaderForm, UploadForm
from roviec.directives.laws_shown import FOUR, NOT_GIVEN, links_here
from roviec.directives.permissions import PERMISSIONS
from roviec.directives.views.finding import directive_or_404, version_of
from roviec.ledger.actions import Conflict
from roviec.web.idempotency import new_key
from roviec.web.reasons import sentence
from roviec.web.states import state_view
from roviec.work.actions.files import path_of

PAGE = 30
PASSAGES = 200  # of one document with what became of each, on one page


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    text, state = request.GET.get("q", ""), request.GET.get("trang_thai", "")
    rows = queries.search_directives(request.actor, text)
    waiting = queries.unhandled(request.actor).count()
    if state:
        rows = rows.filter(state=state)
    page = Paginator(queries.with_counts(rows), PAGE).get_page(request.GET.get("trang"))
    address = reverse("directives:index")
    tabs = [{"label": _("Tất cả"), "url": address, "active": not state}]
    for value, label in (
        ("review", _("Chờ rà soát")),
        ("confirmed", _("Đã thành nhiệm vụ")),
        ("set_aside", _("Để biết")),
    ):
        tab = {"label": label, "url": f"{address}?trang_thai={value}", "active": state == value}
        tabs.append(tab | ({"count": waiting} if value == "review" else {}))
    context = {
        "page": page,
        "tabs": tabs,
        "text": text,
        "may_receive": PERMISSIONS.allows(request.actor, "receive_directive"),
    }
    return render(request, "directives/index.html", context)


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Nothing of the file is kept before it is read and known not to be secret."""
    PERMISSIONS.require(request.actor, "receive_directive")
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            received = actions.receive_directive(file.read(), file.name, by=request.actor, at=request.now)
        except Invalid as refusal:
            for name, reason in refusal.problems:
                form.add_error(name if name in form.fields else None, sentence(reason))
        else:
            if not received.is_new:
                messages.warning(request, _("Tệp này đã được đưa vào trước đây; đây là văn bản đó."))
            return redirect(
                "directives:review" if received.directive.state == "review" else "directives:directive",
                received.directive.pk,
            )
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "directives/upload.html", {"form": form, "idempotency_key": new_key()}, status=status)


@require_GET
def directive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What of this is done: the document on the left, what became of each of its passages on the right.

    `?trang_thai=` a name of the four counts (or "not_given") leaves the passages with such work; the numbers above lead there.
    """
    found = directive_or_404(request, pk)
    effect = queries.effect_of(found)
    items = queries.items_of(found, request.actor, request.now)
    waiting = sum(item.not_given for item in items)
    if effect:  # of a law nothing is given out but what makes it ready: the rest waits for the eye, in the review
        items = [item for item in items if not item.not_given]
    counts = queries.total(doing for item in items for doing in item.doings)
    wanted = request.GET.get("trang_thai", "")
    shown = [item for item in items if item.stands(wanted)] if wanted in (*FOUR, "not_given") else items
    context = {
        "directive": found,
        "blocks": queries.blocks(found),
        "page": Paginator(shown, PASSAGES).get_page(request.GET.get("trang")),
        "marked": {item.anchor for item in items},
        "counts": counts if counts.total or counts.suspended or counts.no_due else None,
        "links": links_here(request.path),
        "n_items": len(items),
        "n_waiting": waiting,
        "wanted": (NOT_GIVEN if wanted == "not_given" else state_view(wanted).word) if shown is not items else "",
        "effect": effect,
        "may_edit": PERMISSIONS.allows(request.actor, "edit_directive", found),
        "may_link": PERMISSIONS.allows(request.actor, "link_task", found),
    }
    return render(request, "directives/directive.html", context)


@require_http_methods(["GET", "POST"])
def header(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = directive_or_404(request, pk)
    PERMISSIONS.require(request.actor, "edit_directive", found)
    form = HeaderForm(request.POST or None, initial={name: getattr(found, name) for name in HeaderForm.base_fields})
    if request.method == "POST" and form.is_valid():
        actions.edit_directive(pk, by=request.actor, at=request.now, version=version_of(request), **form.cleaned_data)
        return redirect("directives:review", pk)
    status = 422 if form.errors else 200
    context = {"form": form, "directive": found, "idempotency_key": new_key()}
    return render(request, "directives/header.html", context, status=status)


@require_POST
def set_aside(request: HttpRequest, pk: UUID) -> HttpResponse:
    directive_or_404(request, pk)
    try:
        actions.set_aside(pk, by=request.actor, at=request.now, version=version_of(request))
    except Conflict:
        messages.warning(request, _("Văn bản vừa được người khác thay đổi; hãy xem lại."))
        return redirect("directives:review", pk)
    messages.success(request, _("Đã xếp văn bản vào mục Để biết."))
    return redirect("directives:index")


@require_GET
def original(request: HttpRequest, pk: UUID) -> FileResponse:
    """The file as it came, to keep, never to be shown by the browser."""
    found = directive_or_404(request, pk)
    path = path_of(found.file_id)
    if not path.exists():
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=found.file_name, content_type="application/octet-stream"
    )
