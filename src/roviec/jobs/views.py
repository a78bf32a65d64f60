"""For administrators: what waits to be told and sent, since when, and why it fails. For Prometheus: the same as numbers."""

import hmac

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from roviec.alerts.actions.sending import try_again
from roviec.alerts.channels import CHANNELS
from roviec.alerts.permissions import PERMISSIONS
from roviec.jobs.metrics import registry
from roviec.jobs.queries import system_queue
from roviec.jobs.tasks import wake
from roviec.ledger.system_time import system_now


@never_cache
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    PERMISSIONS.require(request.actor, "see_queue")
    state = system_queue(system_now())
    faults = {
        "no_address": _("không có địa chỉ"),
        "refused": _("nơi nhận từ chối"),
        "gave_up": _("thử nhiều ngày không được"),
    }
    rows = [
        {
            "queue": one,
            "label": CHANNELS[one.channel].LABEL if one.channel in CHANNELS else one.channel,
            "configured": one.channel in CHANNELS and CHANNELS[one.channel].configured(),
            "failed": [(faults.get(kind, kind), n) for kind, n in one.failed.items()],
        }
        for one in state.queues
    ]
    context = {
        "state": state,
        "rows": rows,
        "retry": any(one.failing or "gave_up" in one.failed for one in state.queues),
        "crumbs": [{"label": _("Quản trị"), "url": reverse("organisation:admin")}],
    }
    return render(request, "jobs/queue.html", context)


@require_POST
def queue_retry(request: HttpRequest) -> HttpResponse:
    n = try_again(by=request.actor, system_now=system_now())
    wake("send")
    messages.success(request, ngettext("Thử lại ngay %(n)s bản tin.", "Thử lại ngay %(n)s bản tin.", n) % {"n": n})
    return redirect("jobs:queue")


@never_cache
@login_not_required
@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """With the token of ROVIEC_METRICS_TOKEN as bearer; without that setting there is no such page. Behind a proxy everybody comes from
    this machine, so where a request comes from opens nothing."""
    wanted = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not wanted or not hmac.compare_digest(given.encode(), wanted.encode()):
        raise Http404
    return HttpResponse(generate_latest(registry(system_now())), content_type=CONTENT_TYPE_LATEST)
