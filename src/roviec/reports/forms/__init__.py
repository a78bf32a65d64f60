"""What people type about reports, demands and figures."""

from roviec.reports.forms.answers import AnswerForm
from roviec.reports.forms.demands import CloseForm, DemandForm, PressForm, SendForm
from roviec.reports.forms.reports import IssueForm, RecallForm, ReportForm, TextsForm

__all__ = [
    "AnswerForm",
    "CloseForm",
    "DemandForm",
    "IssueForm",
    "PressForm",
    "RecallForm",
    "ReportForm",
    "SendForm",
    "TextsForm",
]
