"""The forms of deadline phrases, tried in order; each returns a `Deadline` or None."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from itertools import pairwise

from roviec.core.calendars import CalendarDays, WorkingCalendar, WorkingDays, roll_over
from roviec.core.deadlines.model import READING, Deadline, DeadlineKind, Reading, Recurrence, last_of_month
from roviec.core.deadlines.points import QUARTER_WORD, YEAR_WORD, Point, points_in
from roviec.core.reasons import Reason

_EVERY = r"(?:h[ằàă]ng|mỗi)"
_MONTHLY = re.compile(rf"{_EVERY} tháng|(?:0?1 tháng|một tháng) (?:một|1|01) lần")
_QUARTERLY = re.compile(
    rf"{_EVERY} {QUARTER_WORD}|tháng (?:cuối|đầu)(?: của)?(?: mỗi)? {QUARTER_WORD}(?! *[iv\d])|(?:0?3|ba) tháng (?:một|1|01) lần"
)
_YEARLY = re.compile(rf"{_EVERY} {YEAR_WORD}")
_CONTINUOUS = re.compile(r"thường xuyên|liên tục|thường kỳ|theo yêu cầu nhiệm vụ")
_PERIODIC = re.compile(
    rf"định kỳ|{_EVERY} (?:tuần|ngày)|\d{{1,2}} (?:ngày|tuần) (?:một|1|01) lần|(?:0?6|sáu) tháng (?:một|1|01) lần"
)
_AND_EVERY = re.compile(
    rf"(?:và|,|;) (?:(?:định kỳ )?{_EVERY} |(?:cập nhật|duy trì|rà soát|bổ sung|báo cáo),? (?:định kỳ|{_EVERY} |thường xuyên))"
)

_TERM = re.compile(
    r"(?:trong (?:vòng |thời hạn |thời gian )?|sau |chậm nhất (?:là |sau )?|không quá |tối đa |hạn )?(?<![\d/])(?P<n>\d{1,3})(?:\s*\([^)]*\))?\s*"
    r"(?P<unit>ngày làm việc|ngày|tuần|tháng)(?=[^\d]|$)(?!\s*\d)"
)
_FROM = re.compile(r"(?:kể )?từ (?:ngày |khi |thời điểm )?|sau khi |tính từ ")
_FROM_ISSUE = re.compile(
    r"(?:kể )?từ (?:ngày|khi)?\s*(?:(?:nghị quyết|quyết định|kế hoạch|chỉ thị|thông báo|kết luận|công văn|văn bản)(?: này)? )?(?:được )?"
    r"(?:ký|ban hành|thông qua|có hiệu lực)"
)
_HOUR = re.compile(
    r"(?<!\d)(?P<h>[01]?\d|2[0-4])\s*(?:giờ|h|g)\s*(?P<min>[0-5]\d)?(?:\s*phút)?|(?<!\d)(?P<h2>[01]?\d|2[0-3]):(?P<m2>[0-5]\d)"
)
_BEFORE = re.compile(r"trước\s+(?:[\d:hg]+\s*(?:giờ|phút)?\s*)*(?:ngày\s*)?$")
_RANGE_JOIN = re.compile(
    r"^\s*(?:-|đến(?: hết)?|tới|cho đến)\s*(?:ngày|tháng|cuối tháng|hết|năm|" + QUARTER_WORD + r")?\s*(?:ngày|năm)?\s*$"
)
_ONWARDS = re.compile(rf"^\s*(?:trở đi|và (?:những|các) {YEAR_WORD} (?:tiếp theo|sau|tới)|và {YEAR_WORD} tiếp theo)")
_SINCE = re.compile(r"(?:^|[^ể] |^k)?từ\s*(?:ngày\s*|đầu\s*|tháng\s*|" + YEAR_WORD + r"\s*)?$")
_DAY_TO_DAY = re.compile(r"từ (?:ngày )?(?P<d>\d{1,2})\s*(?:-|đến(?: hết)?)\s*(?:ngày )?(?=\d{1,2}\s*(?:/|tháng))")
_MONTHS_OF_YEAR = re.compile(rf"(?P<n>\d{{1,2}}) tháng (?P<end>đầu|cuối) {YEAR_WORD}(?: (?P<y>(?:19|20)\d\d))?")
_UNTIL_YEAR_END = re.compile(rf"(?:từ nay )?(?:đến|tới) (?:cuối|hết) {YEAR_WORD}(?! *(?:19|20)\d\d)")
_HOURS_FROM = re.compile(
    r"(?:trong|sau|chậm nhất|không quá)[^\d]{0,20}\d{1,3} giờ(?: làm việc)?,? (?:(?:kể )?từ |sau khi |tính từ )"
)
_AT_A_MEETING = re.compile(r"(?:kỳ họp|phiên họp|đại hội|hội nghị)(?!\w)")
_SESSION_OF = re.compile(r"(?:phiên họp|họp|giao ban|sinh hoạt)[^,;.]{0,30}? (?:tháng|tuần) ")
_WEEK_OF_MONTH = re.compile(
    r"tuần (?:lễ )?(?:thứ )?(?P<n>đầu(?: tiên)?|nhất|hai|ba|tư|cuối(?: cùng)?|[1-4])(?: của)?,? (?=tháng)"
)
_WEEKS = {"đầu": 7, "đầu tiên": 7, "nhất": 7, "1": 7, "hai": 14, "2": 14, "ba": 21, "3": 21, "tư": 28, "4": 28}
_CONDITIONAL = re.compile(r"(?:ngay )?(?:sau khi|khi (?:có|được|cần|phát sinh|hoàn thành)|trong trường hợp|nếu )")
_RELATIVE = re.compile(r"theo (?:lộ trình|tiến độ|kế hoạch|thời gian|thời hạn|yêu cầu|chương trình|hướng dẫn)")
_IMMEDIATE = re.compile(r"(?<!\w)(?:ngay|lập tức)(?!\w)|thời gian sớm nhất|trong thời gian ngắn nhất")


@dataclass(frozen=True)
class _Context:
    text: str
    issued: date
    calendar: WorkingCalendar | None
    reading: Reading
    points: tuple[Point, ...]
    recurrence: Recurrence | None
    repeats: bool


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text).lower()
    return " ".join(re.sub(r"[‐-―−]", "-", text).split())


def read_deadline(
    text: str, document_date: date, calendar: WorkingCalendar | None = None, reading: Reading = READING
) -> Deadline | None:
    """The deadline that a phrase states, or None when it states none. Terms in working days need a calendar to get a due date."""
    plain = _plain(text)
    recurrence = _recurrence(plain)
    repeats = recurrence is not None or _PERIODIC.search(plain) is not None
    points = tuple(points_in(plain, document_date))
    context = _Context(plain, document_date, calendar, reading, points, recurrence, repeats)
    for form in _FORMS:
        deadline = form(context)
        if deadline is not None:
            return deadline
    return None


def _recurrence(text: str) -> Recurrence | None:
    for pattern, recurrence in (
        (_MONTHLY, Recurrence.MONTHLY),
        (_QUARTERLY, Recurrence.QUARTERLY),
        (_YEARLY, Recurrence.YEARLY),
    ):
        if pattern.search(text):
            return recurrence
    return Recurrence.CONTINUOUS if _CONTINUOUS.search(text) else None


def _impossible(c: _Context) -> Deadline | None:
    for point in c.points:
        if point.last is None:
            return Deadline(
                point.kind, rule="impossible_date", reasons=(Reason("deadline.impossible_date", {"text": point.text}),)
            )
    return None


def _term(c: _Context) -> Deadline | None:
    """ "10 ngày làm việc kể từ ngày …": a budget of days from an anchor."""
    match = _TERM.search(c.text)
    if match is None or c.repeats or _MONTHS_OF_YEAR.search(c.text):
        return None
    origin = _FROM.search(c.text)
    if origin is None and not match.group().startswith(("trong", "sau", "chậm", "không quá", "tối đa")):
        return None
    n, unit = int(match["n"]), match["unit"]
    budget: WorkingDays | CalendarDays
    budget = WorkingDays(n) if unit == "ngày làm việc" else CalendarDays(n * {"ngày": 1, "tuần": 7, "tháng": 30}[unit])
    anchor = c.text[origin.start() :] if origin else ""
    dated = [p for p in c.points if origin is not None and p.span[0] >= origin.start() and p.kind is DeadlineKind.DATE]
    start = dated[0].last if dated else c.issued if _FROM_ISSUE.search(c.text) else None
    reasons: tuple[Reason, ...] = ()
    due = None
    if start is not None:
        if unit == "tháng":
            due = _months_later(start, n)
        elif isinstance(budget, CalendarDays):
            due = start + timedelta(days=budget.n)
        elif c.calendar is not None:
            due = c.calendar.due_day(start, budget)
        reasons = (Reason("deadline.first_day_does_not_count", {"start": start.isoformat()}, "BLDS 2015, Điều 147.2"),)
        if due is not None and c.calendar is not None and c.reading.terms_roll_over:
            rolled = roll_over(due, c.calendar)
            if rolled != due:
                passed = {"from": due.isoformat(), "to": rolled.isoformat()}
                due, reasons = rolled, (*reasons, Reason("due.rolled_over", passed, "BLDS 2015, Điều 148.5"))
    months = unit == "tháng"
    since = None if months else start
    return Deadline(
        DeadlineKind.RELATIVE, due, None, None, None, budget, anchor, since, months, rule="term", reasons=reasons
    )


def _months_later(start: date, n: int) -> date:
    month = start.month - 1 + n
    last = last_of_month(start.year + month // 12, month % 12 + 1)
    return last.replace(day=min(start.day, last.day))


def _months_of_year(c: _Context) -> Deadline | None:
    """ "6 tháng đầu năm 2026", "02 tháng cuối năm 2025 và những tháng đầu năm 2026"."""
    match = _MONTHS_OF_YEAR.search(c.text)
    if match is None or not 1 <= int(match["n"]) <= 12:
        return None
    year, n = int(match["y"] or c.issued.year), int(match["n"])
    first, last = (1, n) if match["end"] == "đầu" else (13 - n, 12)
    open_ended = "những tháng" in c.text or "các tháng" in c.text
    due = None if open_ended else last_of_month(year, last)
    return Deadline(DeadlineKind.RANGE, due, start=date(year, first, 1), recurrence=c.recurrence, rule="months_of_year")


def _repeating(c: _Context) -> Deadline | None:
    """ "Thường xuyên", "trước ngày 15 hằng tháng"; but "trước ngày 20/11/2025 và hằng tháng" is a date that goes on."""
    if not c.repeats:
        return None
    dated = [p for p in c.points if p.dated]
    if dated and _AND_EVERY.search(c.text, dated[0].span[1]):
        return None
    exact = (DeadlineKind.DATE, DeadlineKind.MONTH, DeadlineKind.QUARTER)
    if dated and dated[0].kind in exact and c.recurrence is Recurrence.CONTINUOUS:
        return None
    return Deadline(DeadlineKind.RECURRING, recurrence=c.recurrence, rule="recurring")


def _range(c: _Context) -> Deadline | None:
    points = c.points
    for first, second in pairwise(points):
        between = c.text[first.span[1] : second.span[0]]
        same = first.kind is second.kind or _SINCE.search(c.text[: first.span[0]])
        if same and _RANGE_JOIN.match(between) and first.first and second.last and first.first <= second.last:
            return Deadline(DeadlineKind.RANGE, second.last, start=first.first, recurrence=c.recurrence, rule="range")
    match = _DAY_TO_DAY.search(c.text)
    if match and points and points[-1].kind is DeadlineKind.DATE and points[-1].last:
        last = points[-1].last
        if 1 <= int(match["d"]) <= last.day:
            return Deadline(DeadlineKind.RANGE, last, start=last.replace(day=int(match["d"])), rule="range")
    for point in points:
        if _ONWARDS.match(c.text[point.span[1] :]) or _starts(c.text, point, points):
            return Deadline(DeadlineKind.RANGE, None, start=point.first, recurrence=c.recurrence, rule="from")
    if _UNTIL_YEAR_END.search(c.text):
        nay = c.issued if "từ nay" in c.text else None
        kind = DeadlineKind.RANGE if nay else DeadlineKind.YEAR
        return Deadline(kind, date(c.issued.year, 12, 31), start=nay, rule="until_year_end")
    if "từ nay" in c.text and points and points[-1].last:
        return Deadline(DeadlineKind.RANGE, points[-1].last, start=c.issued, rule="range")
    return None


def _starts(text: str, point: Point, points: tuple[Point, ...]) -> bool:
    before = text[: point.span[0]]
    return len(points) == 1 and _SINCE.search(before) is not None and "kể từ" not in before and "trước" not in before


def _point(c: _Context) -> Deadline | None:
    if not c.points:
        return None
    # A date that "trước", "đến", "chậm nhất", "trong" introduces is the deadline; others may be those of cited documents.
    introduced = [
        p
        for p in c.points
        if re.search(
            r"(?:trước|đến|hết|nhất|trong|xong|hạn|thành)(?:\s|là|vào|ngày|cuối|năm|\d|giờ|h|:)*$", c.text[: p.span[0]]
        )
    ]
    point = max(introduced or c.points, key=lambda p: p.last or date.min)
    due, at, reasons = point.last, _hour(c.text), []
    if point.kind is not DeadlineKind.DATE:
        at = None
    if _BEFORE.search(c.text[: point.span[0] + len(point.text) - len(point.text.removeprefix("ngày").lstrip())]):
        if at is None and not c.reading.before_day_counts and due is not None and point.first is not None:
            due = point.first - timedelta(days=1)
            reasons.append(Reason("deadline.before_excludes_day", {"due": due.isoformat()}))
        elif at is None and point.kind is DeadlineKind.DATE and due is not None:
            reasons.append(Reason("deadline.before_includes_day", {"due": due.isoformat()}))
    if not point.dated and due is not None:
        reasons.append(Reason("deadline.year_assumed", {"year": due.year}))
    return Deadline(point.kind, due, at, recurrence=c.recurrence, rule=point.kind.value, reasons=tuple(reasons))


def _at_a_meeting(c: _Context) -> Deadline | None:
    """ "tại kỳ họp giữa năm 2026": the day is the meeting's, which nobody can tell from the words. A session named by its month
    or week ("phiên họp tháng 12") is over when that is."""
    if _SESSION_OF.search(c.text):
        return None
    if _AT_A_MEETING.search(c.text) and all(p.kind in (DeadlineKind.YEAR, DeadlineKind.MONTH) for p in c.points):
        return Deadline(DeadlineKind.CONDITIONAL, anchor=c.text, rule="meeting")
    return None


def _week_of_month(c: _Context) -> Deadline | None:
    """ "tuần đầu tháng 12/2025": its seventh day; the last week ends with the month."""
    match = _WEEK_OF_MONTH.search(c.text)
    if match is None:
        return None
    # Read behind the week: "tuần 2 tháng 12" is no second of December.
    point = next(points_in(c.text[match.end() :], c.issued), None)
    if point is None or point.kind is not DeadlineKind.MONTH or point.last is None:
        return None
    day = _WEEKS.get(match["n"], point.last.day)
    return Deadline(DeadlineKind.DATE, point.last.replace(day=day), rule="week_of_month")


def _hour(text: str) -> time | None:
    match = _HOUR.search(text)
    if match is None:
        return None
    hour, minute = int(match["h"] or match["h2"]), int(match["min"] or match["m2"] or 0)
    return time(23, 59, 59) if hour == 24 else time(hour, minute)


def _within_now(c: _Context) -> Deadline | None:
    """ "trong ngày hôm nay", "trong tháng này", "cuối năm nay": told from the document's date."""
    issued = c.issued
    if re.search(r"(?:hôm|trong ngày) nay", c.text):
        return Deadline(DeadlineKind.DATE, issued, _hour(c.text), rule="today")
    if re.search(r"tuần (?:này|nay)", c.text):
        return Deadline(
            DeadlineKind.DATE, issued + timedelta(days=6 - issued.weekday()), _hour(c.text), rule="this_week"
        )
    if re.search(r"tháng này", c.text):
        return Deadline(DeadlineKind.MONTH, last_of_month(issued.year, issued.month), rule="this_month")
    if re.search(rf"{QUARTER_WORD} này", c.text):
        return Deadline(
            DeadlineKind.QUARTER, last_of_month(issued.year, (issued.month + 2) // 3 * 3), rule="this_quarter"
        )
    if re.search(rf"(?:trong|cuối|hết) {YEAR_WORD} (?:nay|này)", c.text):
        return Deadline(DeadlineKind.YEAR, date(issued.year, 12, 31), rule="this_year")
    return None


def _without_date(c: _Context) -> Deadline | None:
    for pattern, kind in (
        (_HOURS_FROM, DeadlineKind.RELATIVE),
        (_CONDITIONAL, DeadlineKind.CONDITIONAL),
        (_RELATIVE, DeadlineKind.RELATIVE),
        (_IMMEDIATE, DeadlineKind.IMMEDIATE),
    ):
        if pattern.search(c.text):
            return Deadline(kind, anchor=c.text if kind is not DeadlineKind.IMMEDIATE else "", rule=kind.value)
    return None


def _continued(form: Callable[[_Context], Deadline | None]) -> Callable[[_Context], Deadline | None]:
    """ "thường xuyên" beside a point in time does not make the point recur; a named rhythm does."""

    def wrapped(c: _Context) -> Deadline | None:
        deadline = form(c)
        if deadline is not None and deadline.recurrence is Recurrence.CONTINUOUS:
            return replace(deadline, recurrence=None)
        return deadline

    return wrapped


_FORMS = (
    _impossible,
    _term,
    _months_of_year,
    _repeating,
    _at_a_meeting,
    _week_of_month,
    _range,
    _continued(_point),
    _within_now,
    _without_date,
)
