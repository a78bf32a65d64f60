"""One paragraph of text cut into orders: by who is spoken to, by deadlines, by numbers within the line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from roviec.core.extraction.actors import Name, end_of_name, kind_at
from roviec.core.extraction.letters import UPPER, canonical
from roviec.core.extraction.lexicon import words
from roviec.core.extraction.phrases import Phrase, deadline_phrases
from roviec.core.extraction.sentences import Subject, order_word, subject_at

# Within a line: "(1) …; (2) …", "(i) …".
_INLINE = re.compile(r"(?:(?<=^)|(?<=[:;,.]\s))\((?:\d{1,2}|[ivx]{1,4}|[a-zđ])\)\s*")
_BREAK = re.compile(
    r";\s+|,\s+(?=trên cơ sở (?:đó|đề xuất|báo cáo|kết quả|tổng hợp))"
    rf"|(?<=[\w)”\"\]%])\.(?:\[\d+\])?\s+(?=[{UPPER}“(])"
)
_ABBREVIATED = re.compile(r"(?:\b(?:tp|ct|tx|p|q|đ/c|ths|ts|pgs|gs|số|v\.v|vv)|^\W*[ivx\d]{1,4}|\b[a-zđ])$")
_LEADS_UP = re.compile(r"\W*(?:trên cơ [sc]ở|căn cứ|để|nhằm|sau khi)(?![\wđ])")
_OWN_LEAD = re.compile(r"^\W*(?:(?:đồng thời|tiếp tục|trực tiếp),? )?chủ trì,? (?:và )?phối hợp")
# What always goes on with the order before it: nothing but its date, or what to do when it cannot be done.
_ONLY_DATES = re.compile(
    r"\W*(?:(?:phải |và |cơ bản )?hoàn thành|xong|thời (?:gian|hạn)(?: \w+){0,2})(?: việc này)?,?:? (?:xong )?$"
)
_OTHERWISE = re.compile(r"\W*(?:trường hợp|nếu) ")
_CONTINUES = re.compile(
    r"^\W*(?:trong đó|nhất là|đặc biệt|bảo đảm|đảm bảo|không để|hoàn thành (?:trước|trong|xong|vào|việc)|thời (?:gian"
    r"|hạn)|báo cáo|nhiệm vụ thường xuyên|kịp thời báo cáo|các (?:báo cáo|nội dung|kết quả))"
)
_BELONGS = re.compile(
    r"\W*(?:bản mềm|bản điện tử|bản giấy|file |tệp |địa chỉ|thông tin liên hệ|số điện thoại|đồng gửi|mẫu báo cáo|theo mẫu)(?![\wđ])"
)
_INTRODUCES = re.compile(
    r"^\W*(?:để|nhằm|trên cơ sở|trên cơ cở|với|căn cứ|đối với|trong|khi|sau khi|theo|từ|qua|về|thực hiện|trước"
    r"|riêng|ngoài|bên cạnh|đồng thời|định kỳ|hằng|hàng|ngay|nếu|trường hợp|giao|cùng với|tại|đến|chậm nhất)(?![\wđ])"
)
_GIVING = re.compile(r"(?<![\wđ])(?:yêu cầu|đề nghị|giao(?: nhiệm vụ)?(?: cho)?|phân công)\s*:?\s+(?=\w)")
_ENDS_OF_GIVERS = {
    "dân",
    "phủ",
    "phố",
    "tỉnh",
    "tịch",
    "trưởng",
    "đốc",
    "huyện",
    "xã",
    "phường",
    "bộ",
    "sở",
    "ban",
    "ủy",
}
_GIVING_REACH = 1200
_INTRO_REACH = 420  # characters of a clause before its subject
_TELLS = re.compile(r"\s*(?:đã|đang|vừa|mới|có ý kiến|ghi nhận|biểu dương|đánh giá|hoan nghênh|thống nhất)(?![\wđ])")


@dataclass
class Order:
    """`text[start:end]` of a paragraph as one assignment. `subject` is None when it speaks to whom the context names."""

    start: int
    end: int
    subject: Subject | None
    inline: bool = False
    dated: bool = False
    alone: bool = False  # speaks to nobody although others before it in the line do
    in_turn: bool = False  # one of several in a sentence: "giao A làm X, B làm Y"
    due_at: tuple[int, int] = (0, 0)  # where the deadline of all in turn stands, when the sentence says "tất cả …"


@dataclass(frozen=True)
class Line:
    """A paragraph read: the topic before its colon, who the whole line speaks to, and its orders."""

    topic_end: int
    subject: Subject | None
    orders: list[Order]


@cache
def _many_bodies() -> re.Pattern[str]:
    lists = words("actors")
    bodies = "|".join(re.escape(w) for w in sorted(lists["bodies"], key=len, reverse=True))
    others = "|".join(re.escape(w) for w in lists["not_names"] if w not in lists["bodies"])
    many = r"(?:tất cả |toàn bộ |toàn thể )?(?:các |những |một số |hệ thống |mọi )*"
    return re.compile(rf"{many}(?!(?:{others})(?![\wđ]))(?:{bodies})(?![\wđ])")


def is_body(name: Name) -> bool:
    """Whether a collective names somebody ("các sở") and not something ("các báo cáo")."""
    low = canonical(name.text)
    return kind_at(name.text, low, 0) != "collective" or _many_bodies().match(low) is not None


def speaker(text: str, low: str, at: int, bare: bool = False) -> Subject | None:
    """As `subject_at`, but only for somebody who can be told to do something, and looking through who gives the order."""
    subject = subject_at(text, low, at, bare)
    if subject is None or not all(is_body(n) for n in subject.names):
        return None
    if _TELLS.match(low, subject.end):
        return None
    giver = _superior().match(canonical(subject.names[0].text))
    if subject.order >= 0:
        giving = _GIVING.match(low, subject.order)
        if giving:
            inner = speaker(text, low, subject.order)
            if inner is not None:
                return inner
    return None if giver else subject


@cache
def _superior() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(re.escape(canonical(w)) for w in words("actors")["superiors"]) + r")(?![\wđ])")


def find_speaker(text: str, low: str, start: int, end: int) -> Subject | None:
    """Who `text[start:end]` speaks to: at its beginning, or behind a clause that leads up to it."""
    at = start
    while at < end and not (text[at].isalnum() or text[at] in '“"'):
        at += 1
    subject = speaker(text, low, at, bare=True)
    if subject is not None:
        return subject if subject.start < end else None
    for giving in _GIVING.finditer(low, at, min(end, at + _GIVING_REACH)):
        if giving.start() > at and not _given_here(text, low, at, giving.start()):
            continue
        subject = speaker(text, low, giving.start())
        if subject is not None:
            return subject
    if _INTRODUCES.match(low[at:end]):
        for comma in re.finditer(r",\s+", low[at : min(end, at + _INTRO_REACH)]):
            candidate = at + comma.end()
            if not text[candidate].isupper() and not low.startswith(("các ", "những "), candidate):
                continue
            subject = speaker(text, low, candidate)
            if subject is not None and subject.order >= 0:
                return subject
    return None


def _given_here(text: str, low: str, at: int, where: int) -> bool:
    """Whether "yêu cầu", "giao" in mid-sentence gives an order: behind who gives it, or behind a leading clause; not in a list of verbs."""
    before = low[at:where].rstrip()
    if before.endswith((",", ":", ";")):
        verbs = list(order_word().finditer(before))
        return not (verbs and verbs[-1].end() >= len(before) - 1) and (
            before[-1] == ":" or bool(_INTRODUCES.match(low[at:]))
        )
    giver = max(low.rfind(", ", at, where) + 2, at)
    if kind_at(text, low, giver) in ("proper", "posts", "alone") and end_of_name(text, low, giver, where) >= where - 1:
        return True  # "…, Giám đốc Sở Y tế yêu cầu …"
    last = text[at:where].split()
    return bool(last) and (last[-1][:1].isupper() or last[-1].lower() in _ENDS_OF_GIVERS)


def order_begins(low: str, at: int) -> bool:
    """Whether a word of order stands at `at`, or a word that leads up to one."""
    return order_word().match(low, at) is not None or _INTRODUCES.match(low[at : at + 40]) is not None


def read_line(text: str) -> Line:
    """Topic, subject and orders of one paragraph without its number."""
    low = canonical(text)
    topic_end = _topic_end(text, low)
    begin = topic_end
    whole = find_speaker(text, low, begin, len(text))
    if whole is not None and whole.order >= 0 and whole.start - begin < 60 and text[whole.end : whole.end + 1] == ":":
        rest = whole.end + 1
        if _INLINE.match(text[rest:].lstrip()):
            begin = rest
    listed = whole.end if whole is not None and whole.start < begin + 40 else begin
    orders = _orders(text, low, begin, listed)
    return Line(topic_end, whole, orders)


def _topic_end(text: str, low: str) -> int:
    """Where the order begins in "Về …: giao Bộ X …"; 0 when the line has no topic."""
    if speaker(text, low, 0) is not None:
        return 0
    for colon in re.finditer(r":\s+", low[:900]):
        rest = colon.end()
        if low.startswith(("http", "//"), rest):
            continue
        inline = _INLINE.match(text[rest:])
        if inline and find_speaker(text, low, rest + inline.end(), len(text)) is not None:
            return rest
        subject = speaker(text, low, rest)
        if subject is None and _INTRODUCES.match(low[rest:]) and colon.start() < 200:
            subject = find_speaker(text, low, rest, len(text))
        if subject is not None and subject.order >= 0:
            return rest
    return 0


def _pieces(text: str, low: str, begin: int, listed: int) -> list[tuple[int, int, bool]]:
    """Sentences and clauses between semicolons; the flag marks those that open with an inline number."""
    cuts = {begin: False}
    for match in _BREAK.finditer(text, begin):
        if (
            match.start() < listed
            or _inside(text, match.start())
            or _ABBREVIATED.search(low[max(0, match.start() - 6) : match.start()])
        ):
            continue
        cuts[match.end()] = False
    for match in _INLINE.finditer(text, begin):
        if _inside(text, match.start()) or not _cuts_here(low, match):
            continue
        cuts[match.start()] = True
    starts = sorted(s for s in cuts if s < len(text))
    return [(s, e, cuts[s]) for s, e in zip(starts, [*starts[1:], len(text)], strict=True)]


def _cuts_here(low: str, match: re.Match[str]) -> bool:
    """Arabic numbers open orders of their own; "(i)" does so only when what it numbers are orders, not things."""
    if match[0][1].isdigit():
        return bool(
            order_word().match(low, match.end()) or find_speaker(low.capitalize(), low, match.end(), len(low)) or True
        )
    head = low.rfind(":", 0, match.start())
    return head >= 0 and bool(
        re.search(r"(?:tập trung|sau(?: đây)?|như sau|nhiệm vụ|yêu cầu|trách nhiệm|nội dung|chủ trì)\s*$", low[:head])
    )


def _inside(text: str, at: int) -> bool:
    before = text[:at]
    return before.count("(") > before.count(")") or before.count("“") > before.count("”")


def _orders(text: str, low: str, begin: int, listed: int) -> list[Order]:
    """The orders from `begin` on; up to `listed` stand the names of the first subject, which are not cut."""
    orders: list[Order] = []
    pieces = [
        (left, right, inline and left == start, left > start)
        for start, end, inline in _pieces(text, low, begin, listed)
        for left, right in _at_speakers(text, low, start, end)
    ]
    for start, end, inline, by_comma in pieces:
        for left, right in _at_deadlines(text, low, start, end):
            mark = _INLINE.match(text[left:right]) if inline and left == start else None
            first = left + (mark.end() if mark else 0)
            subject = find_speaker(text, low, first, right)
            phrases = deadline_phrases(text[left:right])
            dated = any(_dates(low[left + p.start : left + p.end], p) for p in phrases)
            if orders and subject is not None and orders[-1].subject is None and _LEADS_UP.match(low, orders[-1].start):
                # "Trên cơ sở tổng hợp nhu cầu …; Sở Tài chính tham mưu …": the first clause gives nobody work.
                orders[-1] = Order(orders[-1].start, right, subject, orders[-1].inline, dated)
            elif not orders or mark or _opens(low, orders, first, subject, phrases, dated):
                alone = bool(orders) and subject is None and orders[-1].subject is not None
                in_turn = by_comma and left == start and orders and orders[-1].end == left
                orders.append(Order(first if mark else left, right, subject, bool(mark), dated, alone, bool(in_turn)))
            else:
                orders[-1].end = right
                orders[-1].dated |= dated
    for order in orders:
        while order.end > order.start and text[order.end - 1] in " ;,\n":
            order.end -= 1
        while order.start < order.end and text[order.start] in " ;,\n":
            order.start += 1
    _share_deadline(low, orders)
    kept = []
    for order, following in zip(orders, [*orders[1:], None], strict=True):
        opens_list = text[order.start : order.end].endswith(":") and following is not None and following.inline
        if opens_list and following is not None and following.subject is None:
            following.subject = order.subject
        if not opens_list and order.end - order.start > 8:
            kept.append(order)
    return kept


def _dates(said: str, phrase: Phrase) -> bool:
    """Whether a phrase gives its clause a deadline of its own: not "trước năm 2023", which tells which ones are meant."""
    return (phrase.rank <= 3 and not said.startswith(("trước năm", "đến hết năm"))) or "nhiệm vụ" in said


def _opens(
    low: str, orders: list[Order], start: int, subject: Subject | None, phrases: Sequence[Phrase], dated: bool
) -> bool:
    last = orders[-1]
    if subject is not None:
        before = {canonical(n.text) for n in last.subject.names} if last.subject else set()
        return {canonical(n.text) for n in subject.names} != before or last.dated
    rest = low[start:]
    if _BELONGS.match(rest):
        return False
    if _OTHERWISE.match(rest) or (phrases and _ONLY_DATES.fullmatch(rest[: phrases[0].start])):
        return False
    if _CONTINUES.match(rest) and not last.dated:
        return False
    if _OWN_LEAD.match(rest):
        return True
    if last.dated:
        return True
    # "định kỳ trước ngày 01/6 … báo cáo …" is an order of its own.
    return dated and bool(re.match(r"^\W*định kỳ", rest))


def _at_deadlines(text: str, low: str, start: int, end: int) -> list[tuple[int, int]]:
    """A piece cut again behind a deadline when another order with a deadline of its own follows after a comma."""
    dated = [p for p in deadline_phrases(text[start:end]) if p.rank <= 3]
    out, left = [], start
    for one, other in pairwise(dated):
        bracketed = low[start + one.start] == "(" == low[start + other.start]
        comma = re.match(
            r",\s+(?:đồng thời |và )?|\s+và\s+" if bracketed else r",\s+(?:đồng thời |và )?",
            low[start + one.end : start + other.start],
        )
        if comma is None or (one.rank > 1 and other.rank <= 1):
            continue
        behind = start + one.end + comma.end()
        if (
            order_word().match(low, behind)
            and (bracketed or not low.startswith(("báo cáo", "hoàn thành trước", "gửi", "trình"), behind))
            and other.start - one.end > 25
        ):
            out.append((left, behind))
            left = behind
    out.append((left, end))
    return out


_IN_TURN = re.compile(r",\s+(?:và |còn )?")
_FOR_ALL = re.compile(r"(?:tất cả|toàn bộ|đều|cùng)(?: các nhiệm vụ)?(?: này)? (?:hoàn thành|xong|báo cáo|gửi)")


def _at_speakers(text: str, low: str, start: int, end: int) -> list[tuple[int, int]]:
    """A sentence cut where it turns to somebody else: "giao A làm X, B làm Y". Not in a list of those who coordinate."""
    first = find_speaker(text, low, start, end)
    if first is None or first.order < 0 or "phối hợp" in low[first.end : end]:
        return [(start, end)]
    out, left, since = [], start, first.order
    for comma in _IN_TURN.finditer(low, first.order, end):
        if _inside(text, comma.start()) or kind_at(text, low, comma.end()) not in ("proper", "alone"):
            continue
        if any(
            kind_at(text, low, m.start())
            for m in re.finditer(r"(?<![\w])\w+", low[:end])
            if since <= m.start() < comma.start()
        ):
            break  # names stand in what is to be done: the comma may go on with them
        other = speaker(text, low, comma.end(), bare=True)
        if other is None or other.order < 0:
            break
        out.append((left, comma.end()))
        left, since = comma.end(), other.order
    return [*out, (left, end)]


_LAST_SENTENCE = re.compile(r"\.\s+(?=(?:thời (?:gian|hạn) )?(?:hoàn thành|xong)(?: trước| trong| chậm nhất| xong)?)")


def _share_deadline(low: str, orders: list[Order]) -> None:
    """ "…, tất cả hoàn thành trước ngày …" at the end of a sentence, "Hoàn thành trước ngày …" as the last sentence of a
    paragraph: it holds for everybody named in it who has no date of his own."""
    speaking = [o for o in orders if o.subject is not None]
    last = _LAST_SENTENCE.search(low, orders[-1].start, orders[-1].end) if len(speaking) > 1 else None
    if last and not any(o.dated for o in orders[:-1]):
        for order in orders[:-1]:
            order.due_at = (last.end(), orders[-1].end)
    for i, order in enumerate(orders):
        shared = _FOR_ALL.search(low, order.start, order.end)
        if shared is None or not order.in_turn:
            continue
        k = i
        while k >= 0:
            orders[k].due_at = (shared.start(), order.end)
            if not orders[k].in_turn:
                break
            k -= 1
