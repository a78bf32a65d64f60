"""What of reports a unit holds, and how it goes to its successor. What was issued or answered stays with who did it."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from roviec.core.actor import Actor
from roviec.custody.estates import moving, target
from roviec.ledger.bulk import record_each
from roviec.organisation.estates import Estate, Mapping_, register
from roviec.reports.models import Addressee, Answer, Demand, Indicator, Report
from roviec.work.estates import counted

OPEN_REPORT = Q(state=Report.State.DRAFT)
OPEN_DEMAND = ~Q(state=Demand.State.ENDED)
OPEN_ADDRESS = ~Q(demand__state=Demand.State.ENDED)
OWED = Q(answered_at=None, task__clock__closed_at=None)


def move_addressees(mapping: Mapping_, by: Actor, at: datetime) -> int:
    """The successor is asked in its place, once."""
    rows = list(Addressee.objects.filter(OPEN_ADDRESS, unit__in=list(mapping)).order_by("pk"))
    for row in rows:
        successor = target(mapping, row.unit_id)
        if Addressee.objects.filter(demand=row.demand_id, unit=successor).exists():
            row.delete()
        else:
            row.unit_id = successor
            row.save(update_fields=["unit"])
    return len(rows)


def move_answers(mapping: Mapping_, by: Actor, at: datetime) -> int:
    """Answers owed go with their tasks. Where the successor owes one in the same round already, the old unit's stays as it was asked."""
    rows = Answer.objects.select_for_update(of=("self",)).filter(OWED, unit__in=list(mapping)).order_by("pk")
    moved = []
    for one in rows:
        successor = target(mapping, one.unit_id)
        if not Answer.objects.filter(round=one.round_id, unit=successor).exists():
            one.unit_id = successor
            one.save(update_fields=["unit"])
            moved.append(one)
    record_each(moved, "moved", by=by, at=at, data=lambda one: {"unit": one.unit_id}, changed=["unit"])
    return len(moved)


def register_estates() -> None:
    register(
        Estate(
            "reports.drafts",
            ("reports.Report.body", "reports.Report.unit"),
            holds=counted(Report, "body", OPEN_REPORT),
            move=moving(Report, "body", OPEN_REPORT),
            label=_("Báo cáo đang soạn"),
        )
    )
    register(
        Estate(
            "reports.demands",
            "reports.Demand.body",
            holds=counted(Demand, "body", OPEN_DEMAND),
            move=moving(Demand, "body", OPEN_DEMAND),
            label=_("Yêu cầu báo cáo đang theo dõi"),
        )
    )
    register(
        Estate(
            "reports.addressees",
            "reports.Addressee.unit",
            holds=counted(Addressee, "unit", OPEN_ADDRESS),
            move=move_addressees,
            label=_("Báo cáo định kỳ phải nộp"),
        )
    )
    register(
        Estate(
            "reports.answers",
            "reports.Answer.unit",
            holds=counted(Answer, "unit", OWED),
            move=move_answers,
            label=_("Báo cáo còn nợ"),
        )
    )
    register(
        Estate(
            "reports.indicators",
            "reports.Indicator.body",
            holds=counted(Indicator, "body", Q()),
            move=moving(Indicator, "body", Q()),
            label=_("Chỉ tiêu báo cáo"),
        )
    )
    register(Estate("reports.figures", "reports.Figure.unit", label=_("Số liệu đã báo cáo")))
