"""Deadlines: the phrase in a text that states one, and its reading. Dates of cited documents are none."""

import re
from datetime import date, timedelta
from functools import lru_cache

from roviec.core.deadlines import Deadline, DeadlineKind, read_deadline
from roviec.core.deadlines.points import points_in
from roviec.core.extraction.letters import canonical, squeeze
from roviec.core.extraction.model import Place
from roviec.core.extraction.proposals import Field, Timing
from roviec.core.reasons import Reason

UNKNOWN_DATE = date(1900, 1, 1)  # a document without a date: years that are not written stay unknown


_SOON = timedelta(days=150)

# Short forms of table cells, written out for the reading of phrases.
_SHORT_FORMS = (
    (re.compile(r"(?<![\wđ])q\s*\.?\s*(?=(?:iv|iii|ii|i|[1-4])\s*[/.\- ])", re.I), "quý "),
    (re.compile(r"(?<![\wđ])t\s*\.?\s*(?=\d{1,2}\s*[/.\-]\s*20\d\d)", re.I), "tháng "),
    # "Quý I, II/2026", "quý III - IV năm 2026": due with the last one.
    (
        re.compile(
            r"(qu[ýíy])\s*(?:(?:iv|iii|ii|i|[1-4])\s*(?:,|;|và|-|–|&|\+)\s*)+(?=(?:iv|iii|ii|i|[1-4])(?![\w]))", re.I
        ),
        r"\1 ",
    ),
    (re.compile(r"^\s*(?=\d{1,3} (?:ngày|tuần)(?: làm việc)?\s*$)", re.I), "trong "),
)


_SESSION = re.compile(r"(?:phiên|cuộc|buổi|kỳ) (?:họp|sinh hoạt|giao ban)")
# Where the words leave open which day is meant.
_VAGUE = re.compile(
    r"(?:đầu|giữa|khoảng) (?:năm|quý|quí|tháng)(?! nhiệm)|(?<!\w)(?:khoảng|dự kiến)(?!\w)|tuần \w+(?: \w+)?,? tháng"
)


@lru_cache(maxsize=8192)
def read_cached(text: str, document_date: date) -> Deadline | None:
    for form, written_out in _SHORT_FORMS:
        text = form.sub(written_out, text)
    return read_deadline(text, document_date)


def looks_like_deadline(text: str, document_date: date) -> bool:
    return len(text) <= 150 and read_cached(squeeze(text), document_date) is not None


def timing_of(raw: str, place: Place, document_date: date, sure: float = 0.95) -> Field[Timing]:
    """The field for a deadline phrase; what cannot be read keeps its words and is unsure."""
    raw = squeeze(raw)
    if not raw:
        return Field(Timing(), (), sure)
    deadline = read_cached(raw, document_date)
    if deadline is None:
        unread = Field(Timing(raw), (place,), 0.3)
        return unread.doubted(0.3, "deadline.unread", text=raw)
    due, start = deadline.due, deadline.start
    reasons = deadline.reasons
    if any(r.code == "deadline.impossible_date" for r in reasons):
        sure = min(sure, 0.1)
    if any(r.code == "deadline.year_assumed" for r in reasons):
        if document_date == UNKNOWN_DATE:
            due = start = None
            sure = min(sure, 0.3)
        elif due is None or not document_date <= due <= document_date + _SOON:
            sure = min(sure, 0.7)
        else:
            sure = min(sure, 0.85)  # "trước ngày 05/12" in a document of November: which year is hardly in doubt
    days = {p.last for p in points_in(canonical(raw), document_date) if p.kind is DeadlineKind.DATE}
    if len(days) > 1 and deadline.kind is DeadlineKind.DATE:
        sure = min(sure, 0.6)
        reasons = (*reasons, Reason("deadline.several_dates", {"text": raw}))
    if _VAGUE.search(canonical(raw)) or (due is not None and _SESSION.search(canonical(raw))):
        sure = min(sure, 0.6)
        reasons = (*reasons, Reason("deadline.vague", {"text": raw}))
    timing = Timing(raw, deadline.kind, due, start, deadline.recurrence, deadline.anchor)
    return Field(timing, (place,), sure, reasons)
