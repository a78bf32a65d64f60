"""Closed work that was drawn by lot, looked at again."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from roviec.core.problems import Invalid
from roviec.custody import things
from roviec.custody.actions.spots import record_spot_check
from roviec.custody.permissions import PERMISSIONS
from roviec.custody.queries import spots
from roviec.web.idempotency import new_key
from roviec.web.reasons import sentence


@require_GET
def checks(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    PERMISSIONS.require(actor, "see_spot_checks", actor.body_id)
    rows = spots.checks_of(actor.body_id)
    titles = things.titles_of([(one.clock_id, one.clock.kind) for one in rows], actor)
    unsound = [(one.clock_id, one.clock.kind) for one in rows if one.result == "unsound" and not one.reopenings.all()]
    reopen = things.reopenings_of(unsound, actor)
    context = {
        "draws": spots.draws_of(actor.body_id)[:12],
        "checks": [(one, *titles.get(one.clock_id, ("", "")), reopen.get(one.clock_id, "")) for one in rows],
        "waiting": sum(1 for one in rows if one.result == "waiting"),
        "key": new_key(),
    }
    return render(request, "custody/spot_checks.html", context)


@require_POST
def check(request: HttpRequest, pk: UUID) -> HttpResponse:
    sound = request.POST.get("result") == "sound"
    try:
        record_spot_check(pk, sound=sound, note=request.POST.get("note", ""), by=request.actor, at=request.now)
    except ObjectDoesNotExist:
        raise Http404 from None
    except Invalid as why:
        messages.error(request, " ".join(str(sentence(reason)) for _field, reason in why.problems))
    else:
        messages.success(
            request,
            _("Đã ghi kết quả kiểm tra lại.")
            if sound
            else _("Đã ghi kết quả kiểm tra lại. Bấm “Mở lại việc” để việc về lại người thực hiện."),
        )
    return HttpResponseRedirect(reverse("custody:spot_checks"))
