"""What goes to the national database: exports for a given actor, and the rows of each, as they stand when they are taken."""

from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.scoring.written import written
from roviec.evaluation.models import Grade, NationalExport, Sheet
from roviec.evaluation.queries.year_file import titles_of
from roviec.evaluation.queries.years import total_of
from roviec.evaluation.rulesets import rulesets

SCHEMA = "roviec-evaluation-1"
# In this order in the .csv.
COLUMNS = (
    "officer_code", "full_name", "unit_code", "unit_name", "title", "role", "total", "band", "result", "decided_on",
    "decision", "ruleset",
)  # fmt: skip


def exports_visible_to(actor: Actor) -> QuerySet[NationalExport]:
    """Those of the body that the actor leads or keeps the register of. The same rule as `permissions.grades.hands_over`."""
    rows = NationalExport.objects.select_related("body", "period")
    if actor.kind is ActorKind.WORKER:
        return rows
    if actor.body_id is None or actor.has(Duty.ADMIN) or not actor.has(Duty.LEADER, Duty.CLERK):
        return rows.none()
    return rows.filter(body=actor.body_id)


def listed_exports(actor: Actor, *, handed_over: bool) -> QuerySet[NationalExport]:
    rows = exports_visible_to(actor)
    state = NationalExport.State.HANDED_OVER if handed_over else NationalExport.State.QUEUED
    return rows.filter(state=state).order_by(*(("-handed_over_at", "pk") if handed_over else (F("due").asc(), "pk")))


def document_of(export: NationalExport) -> dict[str, Any]:
    """The whole file as JSON values; the schema is `docs/reference/national-export.md`."""
    rows = _of_period(export) if export.period_id else _of_year(export)
    return {
        "schema": SCHEMA,
        "id": str(export.pk),
        "body": {"code": export.body.code, "name": export.body.name},
        "period": export.period.period if export.period else None,
        "year": export.year,
        "ready_at": export.ready_at.isoformat(),
        "results": rows,
    }


def _of_period(export: NationalExport) -> list[dict[str, Any]]:
    sheets = Sheet.objects.filter(period=export.period_id, state=Sheet.State.CONFIRMED).select_related(
        "officer", "unit", "mandate__post", "period"
    )
    return [
        {
            **_who(one.officer, one.unit, one.mandate.post.title, one.role),
            "total": _points(total_of(one)),
            "band": one.band,
            "result": _band(one.period.ruleset, one.band),
            "decided_on": _day(one.confirmed_at),
            "decision": "",
            "ruleset": one.period.ruleset,
        }
        for one in sheets.order_by("unit__code", "officer__code")
    ]


def _of_year(export: NationalExport) -> list[dict[str, Any]]:
    year = export.year or 0
    grades = Grade.objects.filter(
        body=export.body_id, year=year, state=Grade.State.DECIDED, replaced_at=None, published_at__isnull=False
    )
    rows = list(grades.select_related("officer", "unit").order_by("unit__code", "officer__code"))
    titles: dict[UUID, str] = titles_of([one.officer_id for one in rows], year)
    return [
        {
            **_who(one.officer, one.unit, titles.get(one.officer_id, ""), one.role),
            "total": _points(Fraction(one.mean) if one.mean else None),
            "band": one.band,
            "result": _band(one.ruleset, one.band),
            "decided_on": _day(one.decided_at),
            "decision": one.decision,
            "ruleset": one.ruleset,
        }
        for one in rows
    ]


def _who(officer: Any, unit: Any, title: str, role: str) -> dict[str, Any]:
    return {
        "officer_code": officer.code,
        "full_name": officer.full_name,
        "unit_code": unit.code,
        "unit_name": unit.name,
        "title": title,
        "role": role,
    }


def _points(value: Fraction | None) -> str | None:
    return None if value is None else written(value, 4)


def _band(ruleset: str, band: int | None) -> str:
    return "Không xếp loại" if band is None else rulesets()[ruleset].bands[band].name


def _day(at: datetime | None) -> str | None:
    return at.date().isoformat() if at else None
