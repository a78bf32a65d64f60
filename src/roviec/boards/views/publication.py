"""Showing a plan to the public: what will be seen, switched on by a leader, taken down at once."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from roviec.boards.actions.publishing import publish_plan, withdraw_plan
from roviec.boards.permissions import PERMISSIONS
from roviec.boards.queries.public import publication_of
from roviec.web.idempotency import new_key
from roviec.work.queries import plan_page
from roviec.work.views.answers import done, found


class Agreed(forms.Form):
    checked = forms.BooleanField(
        label=gettext_lazy(
            "Tôi đã xem lại: tên nhiệm vụ, sản phẩm không có thông tin cá nhân hay điều chưa được công khai."
        )
    )


@require_http_methods(["GET", "POST"])
def publication(request: HttpRequest, pk: UUID) -> HttpResponse:
    plan = found(plan_page, pk, request.actor, request.now).plan
    PERMISSIONS.require(request.actor, "withdraw_plan", plan)
    form = Agreed(request.POST if request.method == "POST" else None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        publish_plan(pk, by=request.actor, at=request.now)
        return done(
            request, _("Đã bật; trang công khai có trong vòng một phút."), reverse("boards:publication", args=[pk])
        )
    known = publication_of(pk)
    context = {
        "plan": plan,
        "known": known,
        "address": request.build_absolute_uri(f"/cong-khai/{known.slug}/") if known and known.is_on else "",
        "may_publish": PERMISSIONS.allows(request.actor, "publish_plan", plan),
        "form": form,
        "key": new_key(),
        "crumbs": [{"label": plan.code or plan.title[:80], "url": reverse("work:plan", args=[pk])}],
    }
    return render(request, "boards/publication.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    found(plan_page, pk, request.actor, request.now)
    found(withdraw_plan, pk, by=request.actor, at=request.now)
    return done(request, _("Đã gỡ khỏi trang công khai."), reverse("boards:publication", args=[pk]))
