"""What a directive came to under each head (R22)."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from roviec.evaluation.queries import directive_results as queries
from roviec.work.views.answers import found


@require_GET
def by_head(request: HttpRequest, directive_pk: UUID) -> HttpResponse:
    directive = found(queries.directive_seen, directive_pk, request.actor)
    rows = queries.results_by_head(directive_pk, request.now, actor=request.actor)
    return render(request, "evaluation/directive_results.html", {"directive": directive, "rows": rows})
