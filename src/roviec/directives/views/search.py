"""Search over documents and every passage in them, with what became of each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from roviec.directives import queries

FEW, MANY, DOCUMENTS = 30, 100, 10


@require_GET
def found(request: HttpRequest) -> HttpResponse:
    """`?q=` what was typed, `?nhieu=1` more of it."""
    text = request.GET.get("q", "").strip()[:200]
    many = request.GET.get("nhieu") == "1"
    hits, more = queries.search_provisions(request.actor, text, request.now, most=MANY if many else FEW)
    documents = queries.with_counts(queries.search_directives(request.actor, text))[:DOCUMENTS] if text else []
    context = {"text": text, "hits": hits, "more": more, "many": many, "documents": list(documents)}
    return render(request, "directives/search.html", context)
