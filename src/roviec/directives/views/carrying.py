"""Which tasks carry a provision out: one that was given elsewhere is linked to it, or taken off again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roviec.core.problems import Invalid
from roviec.core.text import fold
from roviec.directives import actions, queries
from roviec.directives.permissions import PERMISSIONS
from roviec.directives.views.finding import directive_or_404
from roviec.web.idempotency import new_key
from roviec.web.reasons import sentence

LONGEST_WORDS = 200


@require_http_methods(["GET", "POST"])
def carrying(request: HttpRequest, pk: UUID, provision_pk: UUID) -> HttpResponse:
    """`?q=` looks for tasks by their words; POST `task` links one, with `bo` takes it off."""
    directive = directive_or_404(request, pk)
    PERMISSIONS.require(request.actor, "link_task", directive)
    provision = directive.provisions.filter(pk=provision_pk).first()
    if provision is None:
        raise Http404
    if request.method == "POST":
        _change(request, provision.pk)
        return redirect("directives:carrying", pk, provision_pk)
    words = request.GET.get("q", "").strip()[:LONGEST_WORDS]
    doings = queries.became_of([provision], request.actor, request.now).get(provision.pk, [])
    linked = queries.tasks_linked_to(provision.pk)
    found = queries.tasks_to_link(fold(words), request.actor) if words else []
    there = {doing.task.pk for doing in doings}
    context = {
        "directive": directive,
        "provision": provision,
        "doings": [(doing, doing.task.pk in linked) for doing in doings],
        "text": words,
        "found": [(task, task.pk in there) for task in found],
        "key": new_key(),
    }
    return render(request, "directives/carrying.html", context)


def _change(request: HttpRequest, provision: UUID) -> None:
    sent = {"by": request.actor, "at": request.now}
    try:
        task = UUID(request.POST.get("task", ""))
    except ValueError:
        raise Http404 from None
    try:
        if "bo" in request.POST:
            actions.unlink_task(provision, task, **sent)
        else:
            actions.link_task(provision, task, **sent)
    except Invalid as refused:
        messages.error(request, sentence(refused.reason))
    else:
        messages.success(request, _("Đã bỏ gắn.") if "bo" in request.POST else _("Đã gắn nhiệm vụ vào điều khoản."))
