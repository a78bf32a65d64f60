"""Deadlines as official documents write them, read into dates.

    read_deadline(text, document_date, calendar=None, reading=READING) -> Deadline | None

`text` is the phrase ("trước ngày 30 tháng 11 năm 2025", "quý IV-2025", "Thường xuyên"), or a little more around it; the date
of the document gives years that are not written and anchors "kể từ ngày ban hành". None means: no deadline in it
("khẩn trương", "kịp thời" are none). Kinds and fields follow the labelled set of official documents.
"""

from roviec.core.deadlines.derived import Derivation, Derived, DueRule, Stood, due_of, explain_due, inferred_term
from roviec.core.deadlines.model import READING, Deadline, DeadlineKind, Reading, Recurrence, due_instant
from roviec.core.deadlines.phrases import read_deadline
from roviec.core.deadlines.terms import Term, term_of

__all__ = [
    "READING",
    "Deadline",
    "DeadlineKind",
    "Derivation",
    "Derived",
    "DueRule",
    "Reading",
    "Recurrence",
    "Stood",
    "Term",
    "due_instant",
    "due_of",
    "explain_due",
    "inferred_term",
    "read_deadline",
    "term_of",
]
