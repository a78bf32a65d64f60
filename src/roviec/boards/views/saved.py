"""Views of lists that people keep: saved from the page itself, opened by a link, deleted."""

from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from roviec.boards.actions import delete_view, save_view
from roviec.boards.queries.views import view_opened


@require_POST
def save(request: HttpRequest) -> HttpResponse:
    said = request.POST
    view = save_view(
        name=said.get("name", ""),
        path=said.get("path", ""),
        query=said.get("query", ""),
        shared="shared" in said,
        by=request.actor,
        at=request.now,
    )
    return HttpResponseRedirect(address(view.path, view.query))


@require_GET
def opened(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        view = view_opened(pk, request.actor)
    except ObjectDoesNotExist:
        raise Http404 from None
    return HttpResponseRedirect(address(view.path, view.query))


@require_POST
def delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    delete_view(pk, by=request.actor)
    back = request.POST.get("next", "")
    return HttpResponseRedirect(back if url_has_allowed_host_and_scheme(back, None) else "/")


def address(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
