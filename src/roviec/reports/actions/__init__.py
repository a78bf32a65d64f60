"""What people do with reports and demands for reports."""

from roviec.reports.actions.answering import answer_demand, take_answers
from roviec.reports.actions.asking import (
    DemandFields,
    create_demand,
    edit_demand,
    end_demand,
    send_demand,
)
from roviec.reports.actions.reporting import (
    ReportFields,
    draft_report,
    drop_report,
    issue_report,
    recall_report,
    write_report,
)
from roviec.reports.actions.rounds import close_round, open_rounds, press_answers

__all__ = [
    "DemandFields",
    "ReportFields",
    "answer_demand",
    "close_round",
    "create_demand",
    "draft_report",
    "drop_report",
    "edit_demand",
    "end_demand",
    "issue_report",
    "open_rounds",
    "press_answers",
    "recall_report",
    "send_demand",
    "take_answers",
    "write_report",
]
