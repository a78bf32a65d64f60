"""Restructurings: drafted, previewed with what every unit holds, given a mapping, confirmed."""

import re
from collections import defaultdict
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from roviec.core.problems import Invalid
from roviec.organisation import actions
from roviec.organisation.actions.restructuring import Plan, closing
from roviec.organisation.forms.registers import RestructuringForm
from roviec.organisation.permissions import PERMISSIONS
from roviec.organisation.queries import registers
from roviec.organisation.reauthentication import recently_confirmed
from roviec.organisation.views.answers import done, found, today, version_of
from roviec.web.idempotency import new_key
from roviec.web.reasons import sentence

MAPPING = re.compile(r"mapping:(?P<estate>[\w.]+):(?P<unit>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


@require_GET
def restructurings(request: HttpRequest) -> HttpResponse:
    context = {
        "events": registers.restructurings_visible_to(request.actor)[:100],
        "may_draft": PERMISSIONS.allows(request.actor, "see_administration"),
        "crumbs": [{"label": _("Tổ chức"), "url": reverse("organisation:index")}],
    }
    return render(request, "organisation/restructurings.html", context)


@require_http_methods(["GET", "POST"])
def restructuring_new(request: HttpRequest) -> HttpResponse:
    PERMISSIONS.require(request.actor, "see_administration")
    initial = {"old": request.GET.get("don-vi", "")}
    form = RestructuringForm(request.POST or None, day=today(request), initial=initial)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            event = actions.draft_restructuring(
                values["kind"],
                form.plan(),
                title=values["title"],
                effective_on=values["effective_on"],
                document=values["document"],
                by=request.actor,
                at=request.now,
            )
        except Invalid as invalid:
            form.refuse(invalid)
        else:
            return done(request, _("Đã lưu dự thảo."), reverse("organisation:restructuring", args=[event.pk]))
    context = {"form": form, "key": new_key(), "crumbs": _crumbs()}
    return render(request, "organisation/restructuring_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def restructuring(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The preview; POST carries it out, which asks once more who sits at the screen."""
    if request.method == "POST":
        return _carry_out(request, pk)
    return _shown(request, pk)


@recently_confirmed
def _carry_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    mapping: dict[str, dict[UUID, str]] = defaultdict(dict)
    for name, key in request.POST.items():
        if (field := MAPPING.fullmatch(name)) and key:
            mapping[field["estate"]][UUID(field["unit"])] = str(key)
    try:
        found(
            actions.restructure,
            pk,
            by=request.actor,
            at=request.now,
            today=today(request),
            mapping=mapping or None,
            version=version_of(request),
        )
    except Invalid as invalid:
        return _shown(request, pk, chosen=mapping, refused=invalid)
    return done(request, _("Đã thực hiện việc sắp xếp."), reverse("organisation:restructuring", args=[pk]))


def _shown(
    request: HttpRequest,
    pk: UUID,
    chosen: dict[str, dict[UUID, str]] | None = None,
    refused: Invalid | None = None,
) -> HttpResponse:
    event = found(registers.restructurings_visible_to(request.actor).get, pk=pk)
    plan = Plan.of(event.plan)
    units = registers.units_by_id(
        [*plan.old, *(one.unit for one in plan.successors if one.unit), *([plan.parent] if plan.parent else [])]
    )
    is_draft = event.state == "draft"
    labels = registers.estate_labels()
    context = {
        "event": event,
        "plan": plan,
        "old": [units[pk] for pk in plan.old],
        "parent": units.get(plan.parent) if plan.parent else None,
        "successors": [(one, units.get(one.unit) if one.unit else None) for one in plan.successors],
        "held": _held(event, plan, chosen or plan.mapping) if is_draft and event.kind not in ("rename", "move") else [],
        "needs_choice": len(plan.successors) > 1,
        "moved": [(labels.get(name, name), count) for name, count in event.moved.items()],
        "is_draft": is_draft,
        "is_early": event.effective_on > today(request),
        "may_carry_out": is_draft and PERMISSIONS.allows(request.actor, "see_administration"),
        "problems": [sentence(reason) for _field, reason in refused.problems] if refused else [],
        "key": new_key(),
        "crumbs": _crumbs(),
    }
    return render(request, "organisation/restructuring.html", context, status=422 if refused else 200)


def _held(event: Any, plan: Plan, chosen: Any) -> list[dict[str, Any]]:
    ending = set(closing(plan))
    only = plan.successors[0].key if len(plan.successors) == 1 else ""
    return [
        {
            "name": f"mapping:{held.estate}:{held.unit.pk}",
            "label": held.label,
            "unit": held.unit,
            "count": held.count,
            "must": held.unit.pk in ending,
            "chosen": chosen.get(held.estate, {}).get(held.unit.pk, only),
        }
        for held in registers.held_by_units(list(plan.old), event.effective_on)
    ]


def _crumbs() -> list[dict[str, str]]:
    return [
        {"label": _("Tổ chức"), "url": reverse("organisation:index")},
        {"label": _("Sắp xếp tổ chức bộ máy"), "url": reverse("organisation:restructurings")},
    ]
