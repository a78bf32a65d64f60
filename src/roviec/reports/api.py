"""Reports, demands and figures over the API: the same queries, actions and permissions as the pages."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from roviec.core.reporting import Kind, narrowed, of_period
from roviec.reports import actions, queries
from roviec.reports.actions.asking import FigureWanted
from roviec.reports.permissions import PERMISSIONS
from roviec.work.api import answer

router = Router(tags=["reports"])
MOST = 200


class FigureIn(Schema):
    """What a figure is called and counted in; `measure` where the system computes it."""

    name: str
    counted_in: str = ""
    measure: str = ""


class DemandIn(Schema):
    """Whom is asked what. `rhythm`: once, month, quarter, half, nine, year."""

    title: str
    units: list[UUID]
    due_on: date
    closes_on: date | None = None
    rhythm: str = "once"
    content: str = ""
    basis: str = ""
    figures: list[FigureIn] = Field(default_factory=list)


class SendIn(Schema):
    why_anyway: str = ""


class AnswerIn(Schema):
    """`values`: id of the indicator -> figure."""

    values: dict[UUID, Decimal] = Field(default_factory=dict)
    text: str = ""


@router.get("/reports", response=list[dict], summary="Báo cáo đã ban hành hoặc đang soạn")
def list_reports(request: HttpRequest) -> HttpResponse:
    return answer([_report(one) for one in queries.reports_visible_to(request.actor)[:MOST]])


@router.get("/reports/{uuid:report_id}", response=dict, summary="Số liệu của một báo cáo")
def period_report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    found = queries.reports_visible_to(request.actor).get(pk=report_id)
    page = queries.report_page(found, request.actor, request.now)
    names = ("total", "done_on_time", "done_late", "open_on_time", "open_late", "due_soon", "suspended")

    def said(sums: Any) -> dict[str, int]:
        return {name: getattr(sums, name) for name in names}

    return answer(
        {
            **_report(found),
            "closing": page.closing,
            "counts": said(page.sums),
            "counts_before": said(page.before),
            "counts_whole": said(page.whole),
            "given": page.given,
            "texts": found.texts,
            "by_unit": [{"unit_id": one.key, "unit": one.name, **said(one.sums)} for one in page.units],
            "by_plan": [{"plan_id": one.key, "plan": one.name, **said(one.sums)} for one in page.plans],
        }
    )


@router.get("/reports/{uuid:report_id}/lines", response=list[dict], summary="Danh sách đứng sau một con số")
def report_lines(
    request: HttpRequest, report_id: UUID, kind: Kind = Kind.ALL, unit: UUID | None = None, plan: UUID | None = None
) -> HttpResponse:
    found = queries.reports_visible_to(request.actor).get(pk=report_id)
    frame = queries.frame_of(found)
    lines = of_period(queries.report_lines(found, request.actor, request.now), frame)
    rows = narrowed(lines, kind, frame, unit=unit, plan=plan)
    return answer([{name: getattr(line, name) for name in line.__slots__} for line in rows])


@router.get("/report-demands", response=list[dict], summary="Danh mục yêu cầu báo cáo")
def list_demands(request: HttpRequest) -> HttpResponse:
    rows = queries.listed(queries.demands_visible_to(request.actor))[:MOST]
    return answer([_demand(one) for one in rows])


@router.post("/report-demands", response={201: dict}, summary="Soạn một yêu cầu báo cáo, chưa gửi")
def create_demand(request: HttpRequest, data: DemandIn) -> HttpResponse:
    values = data.dict()
    figures = tuple(FigureWanted(**one) for one in values.pop("figures"))
    fields = actions.DemandFields(figures=figures, **values)
    return answer(_demand(actions.create_demand(fields, by=request.actor, at=request.now)), status=201)


@router.post("/report-demands/{uuid:demand_id}/send", response=dict, summary="Gửi yêu cầu báo cáo cho các đơn vị")
def send_demand(request: HttpRequest, demand_id: UUID, data: SendIn) -> HttpResponse:
    found = queries.demands_visible_to(request.actor).get(pk=demand_id)
    done = actions.send_demand(found.pk, by=request.actor, at=request.now, why_anyway=data.why_anyway)
    return answer(_demand(done))


@router.get("/report-demands/{uuid:demand_id}", response=dict, summary="Một yêu cầu và biểu tổng hợp kỳ gần nhất")
def get_demand(request: HttpRequest, demand_id: UUID) -> HttpResponse:
    found = queries.demands_visible_to(request.actor).get(pk=demand_id)
    rounds = queries.rounds_of(found) if PERMISSIONS.allows(request.actor, "view_compilation", found) else []
    return answer(
        {**_demand(found), "compilation": _compiled(queries.compilation(rounds[0], request.now)) if rounds else None}
    )


@router.get("/reports-owed", response=list[dict], summary="Báo cáo cơ quan tôi phải nộp")
def reports_owed(request: HttpRequest) -> HttpResponse:
    return answer(
        [
            {
                "answer_id": one.answer.pk,
                "demand_id": one.answer.round.demand_id,
                "title": one.answer.round.demand.title,
                "asked_by": one.answer.round.demand.body.name,
                "unit_id": one.answer.unit_id,
                "period": one.answer.round.period,
                "due_on": one.answer.round.due_on,
                "standing": one.standing,
                "overlaps": [other.pk for other in one.like],
            }
            for one in queries.owed_by(request.actor, request.now)
        ]
    )


@router.post("/report-answers/{uuid:answer_id}", response=dict, summary="Nộp số liệu và thuyết minh của một đơn vị")
def answer_demand(request: HttpRequest, answer_id: UUID, data: AnswerIn) -> HttpResponse:
    found = queries.answers_visible_to(request.actor).get(pk=answer_id)
    done = actions.answer_demand(found.pk, data.values, data.text, by=request.actor, at=request.now)
    return answer({"answer_id": done.pk, "answered_at": done.answered_at, "task_id": done.task_id})


def _report(one: Any) -> dict[str, Any]:
    return {
        "id": one.pk,
        "version": one.version,
        "title": one.title,
        "body_id": one.body_id,
        "plan_id": one.plan_id,
        "unit_id": one.unit_id,
        "period": one.period,
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "state": one.state,
        "number": one.number,
        "issued_on": one.issued_on,
    }


def _demand(one: Any) -> dict[str, Any]:
    return {
        "id": one.pk,
        "version": one.version,
        "title": one.title,
        "asked_by": one.body_id,
        "rhythm": one.rhythm,
        "closes_on": one.closes_on,
        "due_on": one.due_on,
        "basis": one.basis,
        "state": one.state,
        "why_anyway": one.why_anyway,
    }


def _compiled(table: queries.Compilation) -> dict[str, Any]:
    return {
        "period": table.round.period,
        "answered": table.answered,
        "asked": len(table.rows),
        "indicators": [{"id": one.pk, "name": one.name, "counted_in": one.counted_in} for one in table.indicators],
        "rows": [
            {
                "unit_id": row.answer.unit_id,
                "unit": row.answer.unit.name,
                "standing": row.standing,
                "values": [cell.value for cell in row.cells],
                "text": row.answer.text,
            }
            for row in table.rows
        ],
        "totals": list(table.totals),
    }
