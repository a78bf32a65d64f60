"""Things for this request, or nothing: what may not be seen and what is not there look alike. The tabs over all pages."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from roviec.core.calendars import VIETNAM
from roviec.reports import queries
from roviec.reports.permissions import PERMISSIONS
from roviec.work.views.answers import found


def report_or_404(request: HttpRequest, pk: UUID) -> Any:
    return found(queries.reports_visible_to(request.actor).get, pk=pk)


def demand_or_404(request: HttpRequest, pk: UUID) -> Any:
    return found(queries.demands_visible_to(request.actor).get, pk=pk)


def round_or_404(request: HttpRequest, pk: UUID) -> Any:
    """For who sees what was answered in it."""
    return found(queries.rounds_visible_to(request.actor).get, pk=pk)


def answer_or_404(request: HttpRequest, pk: UUID) -> Any:
    return found(queries.answers_visible_to(request.actor).get, pk=pk)


def day_of(request: HttpRequest) -> Any:
    return request.now.astimezone(VIETNAM).date()


def tabs(request: HttpRequest, here: str) -> list[dict[str, Any]]:
    pages = (
        ("index", _("Báo cáo")),
        ("owed", _("Phải nộp")),
        ("demands", _("Danh mục yêu cầu")),
        ("indicators", _("Chỉ tiêu, số liệu")),
    )
    return [{"label": label, "url": reverse(f"reports:{name}"), "active": name == here} for name, label in pages]


def crumbs(*more: tuple[str, str]) -> list[dict[str, str]]:
    above = [{"label": _("Báo cáo"), "url": reverse("reports:index")}]
    return above + [{"label": label, "url": url} for label, url in more]


def may(request: HttpRequest, action: str, thing: Any = None) -> bool:
    return PERMISSIONS.allows(request.actor, action, thing)
