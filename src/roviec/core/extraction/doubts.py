"""A second look at what was read: what in it speaks against its being right. It changes no value, it only lowers how sure."""

import re
from dataclasses import replace
from datetime import date

from roviec.core.deadlines import DeadlineKind
from roviec.core.deadlines.points import points_in
from roviec.core.extraction.actors import end_of_name, kind_at
from roviec.core.extraction.letters import canonical
from roviec.core.extraction.proposals import Proposal, Source
from roviec.core.extraction.sentences import order_word

_UNSURE = 0.7
_LONGEST_BARE = 5  # spaces
_FAR = 40  # characters behind its subject within which an order has its verb

# "Công văn số 8120/UBND-NN ngày 22/10/2025": when a cited document was made.
_CITED = re.compile(
    r"[\w./-]*\d[\w./-]*[/-][a-zđ][\w-]*[^;.:]{0,12}?,? ngày \d{1,2}(?:/| tháng )\d{1,2}(?:/| năm )\d{4}"
    r"|(?:luật|pháp lệnh|văn bản|báo cáo|tờ trình)[^;.:]{0,60}? ngày \d{1,2}(?:/| tháng )\d{1,2}(?:/| năm )\d{4}"
)
# What stands before a date that is told about; "24/24 giờ", "03/7 cơ sở" are no dates.
_TOLD_BEFORE = re.compile(
    r"(?:tính|từ|kể từ|số liệu|đã|giao|diễn ra|giai đoạn|kỳ|nghị quyết|luật|công điện|thông báo|quyết định|báo cáo|kế hoạch|tết|dịp|lễ|kỷ niệm|sau bão)"
    r"(?:\s+(?:đến|trong|vào|ngày|hết|tháng|chiều|sáng))*\s*(?:ngày |tháng )?$"
)
_AIMED_AT = re.compile(r"(?:cả|hết|cuối|đến) năm \d{4} đạt")
_COUNTED_BEHIND = re.compile(r" ?(?:giờ|\w+ sở|h(?!\w)|tiêu chí|chỉ tiêu|dự án|nhiệm vụ|xã|hộ)")
# "đưa vào hoạt động từ ngày 01/01/2026": when it begins is what the work is due for.
_GOES_LIVE = re.compile(
    r"(?:hoạt động|vận hành|sử dụng|áp dụng|khai thác)(?: chính thức)? từ (?:ngày )?\d{1,2}(?:/| tháng )\d"
)
_ROUND_THE_CLOCK = re.compile(r"24/(?:24|7)|7/7")
_EXACT = (DeadlineKind.DATE, DeadlineKind.MONTH, DeadlineKind.QUARTER)
_ROLE_WORDS = re.compile(
    r"(?<![\wđ])(?:giao|chủ trì|phối hợp|với|thực hiện|hoàn thành|thời gian|thời hạn|xong|là|cơ quan|đơn vị|và|các|liên quan)(?![\wđ])"
)
_LEAST_WORK = 6  # letters
_NO_WORK = 0.5
_OWN_NUMBER = re.compile(r"^\W*(?:\(?\w{1,3}\)\s*)?")


def looked_at_again(proposal: Proposal, day: date) -> Proposal:
    """`proposal`, its fields less sure where something speaks against them. `day` is the document's."""
    if _date_left(proposal, day):
        proposal = replace(proposal, deadline=proposal.deadline.doubted(_UNSURE, "prose.date_not_taken"))
    if proposal.source is Source.PROSE:
        headed = any(reason.code == "prose.lead_from_heading" for reason in proposal.leads.why)
        if not headed and any(_runs_on(name) for name in proposal.leads.value):
            proposal = replace(proposal, leads=proposal.leads.doubted(_UNSURE, "prose.unknown_verb"))
        if _says_no_work(proposal):
            proposal = replace(proposal, text=proposal.text.doubted(_NO_WORK, "prose.no_order_word"))
        elif not _has_order_word(proposal):
            proposal = replace(proposal, text=proposal.text.doubted(_UNSURE, "prose.no_order_word"))
    return proposal


def _date_left(proposal: Proposal, day: date) -> bool:
    """Whether the text speaks of another day, month or quarter than the one that was taken, and not as of something told."""
    timing = proposal.deadline.value
    rest = canonical(proposal.text.value).replace(canonical(timing.raw), " ", 1) if timing.raw else ""
    low = _CITED.sub(" ", _ROUND_THE_CLOCK.sub(" ", rest or canonical(proposal.text.value)))
    if timing.due is None and (_AIMED_AT.search(low) or _GOES_LIVE.search(low)):
        return True
    return any(
        point.kind in _EXACT
        and point.last != timing.due
        and not _TOLD_BEFORE.search(low[: point.span[0]])
        and not _COUNTED_BEHIND.match(low, point.span[1])
        for point in points_in(low, day)
    )


def _runs_on(name: str) -> bool:
    """Whether small words that no name goes on with stand at the end of a name: an order may begin among them."""
    low = canonical(name)
    kind = kind_at(name, low, 0)
    if kind == "bare" and low.count(" ") > _LONGEST_BARE:
        return True  # "Báo, tạp chí thuộc Bộ mở chuyên trang": kinds in a row are short
    if ":" in name or kind not in ("proper", "alone", "posts"):
        return False
    tail = low[end_of_name(name, low, 0, len(name)) :].strip(" ,()")
    return bool(tail) and not tail.startswith(("phụ trách", "có ", "được "))


def _says_no_work(proposal: Proposal) -> bool:
    """ "Ban Quản lý dự án chủ trì, hoàn thành trước 30/4/2026": who and when, and the work is said elsewhere."""
    left = canonical(proposal.text.value)
    for said in (*proposal.leads.value, *proposal.supports.value, proposal.deadline.value.raw):
        left = left.replace(canonical(said), " ", 1) if said else left
    return sum(map(str.isalpha, _ROLE_WORDS.sub(" ", left))) < _LEAST_WORK


def _has_order_word(proposal: Proposal) -> bool:
    """Whether a verb that orders begin with stands at the beginning, or soon behind the subject."""
    low = canonical(proposal.text.value)
    begins = [match.end() if (match := _OWN_NUMBER.match(low)) else 0]
    for name in proposal.leads.value:
        named = low.find(canonical(name))
        if named >= 0:
            begins.append(named + len(name))
    return any((word := order_word().search(low, at)) is not None and word.start() - at <= _FAR for at in begins)
