"""Running text: where a subject ends and its order begins, who is told to coordinate, which phrase is the deadline."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache

from roviec.core.deadlines import DeadlineKind
from roviec.core.extraction.actors import Name, kind_at, split_names
from roviec.core.extraction.letters import LOWER, UPPER, canonical
from roviec.core.extraction.lexicon import lines, words
from roviec.core.extraction.model import Place
from roviec.core.extraction.names import split_roles
from roviec.core.extraction.proposals import Field, Timing
from roviec.core.extraction.timing import timing_of


@cache
def order_word() -> re.Pattern[str]:
    """A word that an order begins with, in canonical text."""
    verbs = sorted((canonical(v) for v in lines("verbs")), key=len, reverse=True)
    return re.compile(r"(?<![\wđ])(?:" + "|".join(map(re.escape, verbs)) + r")(?![\wđ])")


# Words of the list that are no order where they stand: "cơ quan quản lý nhà nước", "các tổ chức, cá nhân", "các đơn vị được giao".
_PART_OF_NAME = re.compile(
    r"(?:(?:cơ quan|đơn vị|tổ chức|doanh nghiệp|ban|cục|lực lượng|người|hội|dịch vụ|tổ|bộ phận|công ty|các) "
    r"(?:quản lý|truyền thông|thông tin|chủ trì|chuyển|tư vấn|điều phối|sử dụng|khai thác|đào tạo|đầu tư|vận hành"
    r"|thực hiện|chức năng|kiểm tra|giám sát|kiểm soát|tham gia|phát triển)|(?:dự án|chủ) đầu tư(?: xây dựng)?|truyền hình thành|được \w+(?: \w+)?)$"
)
_NOUN_AFTER = {
    "tổ chức": re.compile(r"\s*(?:,|cá nhân|và cá nhân|tín dụng|chính trị|đảng|xã hội|có liên quan|liên quan)"),
    "chức năng": re.compile(r"(?!$)"),
}
# "Phòng Quản lý xây dựng chủ trì …": a word of work right before a word that opens orders belongs to the name.
_ALSO_IN_NAMES = {
    "xây dựng",
    "phát triển",
    "quản lý",
    "đầu tư",
    "đào tạo",
    "kiểm tra",
    "giám sát",
    "bảo vệ",
    "thông tin",
    "hỗ trợ",
    "thẩm định",
    "quy hoạch",
    "thi đua",
    "khen thưởng",
    "tổng hợp",
    "tư vấn",
}
_NAME_WAS_LONGER = re.compile(
    r"\s*(?:\(|(?:chủ trì|phối hợp|có trách nhiệm|có nhiệm vụ|chịu trách nhiệm|khẩn trương|tiếp tục|tham mưu|rà soát|báo cáo|hướng dẫn|phải|cần)(?![\wđ]))"
)
# Small verbs that are half of a longer word there: "công trình", "giao thông", "công lập".
_HALF_WORD = re.compile(
    r"(?:công|chương|quá|lộ|quy|giáo|hành|tiến|trình|tuyến) trình$|(?:thành|độc|công|thiết|xác|dân|tư) lập$|(?:bàn|chuyển|ngoại|xã|được) giao$"
    r"|(?:vận|luân|di|dây) chuyển$|(?:đào|cải|sáng|chế|nhân) tạo$|(?:việc|người) làm$"
)
_OTHER_HALF = re.compile(
    r"(?:giao (?:thông|dịch|tiếp|lưu|ban|thừa)|cử tri|đưa tin|cần thiết|lập pháp|làm chủ)(?![\wđ])"
)
_RUN_END = re.compile(
    r"[;:.]|\((?![\w&Đ. -]{2,24}\))|,? (?:để|trong việc|nhằm|theo|tại|về|khi|trên cơ sở|trong quá trình|trong phạm vi|nếu|đối với|từ|như)(?= )"
    r"|,? (?:trước|trong|chậm nhất|muộn nhất|đến|hết|vào|xong) (?:ngày|tháng|quý|quí|năm|\d)"
)


def names_run(text: str, low: str, at: int) -> tuple[list[Name], int]:
    """The names that `text` lists from `at` on, and where they end: before a word of order, a sign, or a clause."""
    if not kind_at(text, low, at):
        return [], at
    end = _end_of_names(text, low, at)
    stop = end
    while stop > at and text[stop - 1] in " ,:\n":
        stop -= 1
    return split_names(text[at:stop], at), end


@cache
def _tail() -> re.Pattern[str]:
    tails = "|".join(re.escape(w) for w in sorted(words("actors")["tails"], key=len, reverse=True))
    return re.compile(rf"(?:[\s,]+(?:{tails})(?![\wđ]))*")


_LAST_CAPITAL = re.compile(rf"[{UPPER}][\wđ&.-]*(?=[^{UPPER}]*$)")
_ONE_MORE = re.compile(rf"\s+[{LOWER}]+")
_PLACE_NAME = re.compile(rf"(?:tỉnh|thành phố|xã|phường|huyện|quận|đặc khu|thị trấn)(?: [{UPPER}][\w-]*)+$")


def _end_without_verb(text: str, low: str, at: int, end: int) -> int:
    """Where a proper name ends whose order begins with a verb that is not in the list, behind its last capital: known tails,
    or one small syllable ("Y tế") and known tails; `end` when nothing is left over."""
    capital = _LAST_CAPITAL.search(text, at, end)
    if capital is None:
        return end
    stop = capital.end()
    tail = _tail().match(low, stop)
    if tail is not None and tail.end() > stop:
        stop = tail.end()
    elif not _PLACE_NAME.search(text[at:stop]):
        syllable = _ONE_MORE.match(text, stop)
        stop = syllable.end() if syllable else stop
        tail = _tail().match(low, stop)
        stop = tail.end() if tail else stop
    return stop if low[stop:end].strip(" ,") else end


def _end_of_names(text: str, low: str, at: int) -> int:
    sign = _RUN_END.search(low, at)
    end = sign.start() if sign else len(text)
    if (
        sign
        and low[sign.start()] == ":"
        and re.search(
            r"(?:các|những) (?:bộ|sở|cục|vụ|tập đoàn|tỉnh|thành phố|địa phương|xã|phường|ngân hàng|viện|trường|bệnh viện|ban|cơ quan|đơn vị)[^,;:]{0,20}$",
            low[at:end],
        )
    ):
        # "các Tập đoàn: A, B" goes on behind its colon.
        following = _RUN_END.search(low, end + 1)
        end = following.start() if following else len(text)
    while end < len(text) and low[end] == ";" and kind_at(text, low, _after(low, end)):
        # "Giám đốc các Sở: A, B; Chủ tịch UBND các xã …" is one list, unless an order stands before the semicolon.
        if _first_order(text, low, at, end) is not None:
            break
        following = _RUN_END.search(low, end + 1)
        end = following.start() if following else len(text)
    stop = _first_order(text, low, at, end)
    return end if stop is None else stop


def _after(low: str, at: int) -> int:
    """The next letter behind a sign."""
    at += 1
    while at < len(low) and low[at] == " ":
        at += 1
    return at


def _first_order(text: str, low: str, at: int, end: int) -> int | None:
    """Where the first word of an order begins that is no part of a name."""
    for match in order_word().finditer(low, at, end):
        word = match[0]
        if text[match.start()].isupper() or _PART_OF_NAME.search(low[at : match.end()]):
            continue
        if _HALF_WORD.search(low[at : match.end()]) or _OTHER_HALF.match(low, match.start()):
            continue
        if word in _ALSO_IN_NAMES and _NAME_WAS_LONGER.match(low, match.end()):
            continue
        if low.rfind("(", at, match.start()) > low.rfind(")", at, match.start()):
            continue  # "Sở Xây dựng (chủ trì), …"
        noun = _NOUN_AFTER.get(word)
        if noun and noun.match(low, match.end()):
            continue
        return match.start()
    return None


@dataclass(frozen=True)
class Subject:
    """Who an order speaks to. `names` from `start` to `end`; `order` is where the work begins, -1 when nothing follows."""

    names: list[Name]
    start: int
    end: int
    order: int
    supports: tuple[Name, ...] = ()


_GIVES = re.compile(
    r"(?:(?:đề nghị|yêu cầu|giao(?: nhiệm vụ)?(?: cho)?|phân công|kiến nghị|giao trách nhiệm(?: cho)?)\s*:?\s+)?(?:(?:các )?(?:đồng chí|đ/c|ông|bà)\s+)?"
)
_PERSON = re.compile(rf"(?:[{UPPER}][{LOWER}]+ )+[{UPPER}][{LOWER}]+(?=[ ,:;.]|$)")
_DUTY = re.compile(r"[\s:,]*(?:có trách nhiệm|có nhiệm vụ|chịu trách nhiệm)?[\s:,]*")


def subject_at(text: str, low: str, at: int) -> Subject | None:
    """The subject that begins at `at`, if names stand there with an order (or nothing more) behind them."""
    gives = _GIVES.match(low, at)
    begin = gives.end() if gives else at
    person = _PERSON.match(text, begin) if low[at:begin].rstrip().endswith(("đồng chí", "đ/c", "ông", "bà")) else None
    if person:
        end = _end_of_names(text, low, person.end())
        shown = text[begin:end].rstrip(" ,:-–")
        duty = _DUTY.match(low, end)
        after = duty.end() if duty else end
        return Subject(
            [Name(shown, begin, begin + len(shown))],
            begin,
            end,
            after if order_word().match(low, after) or low[end : end + 1] == ":" else -1,
        )
    kind = kind_at(text, low, begin)
    if not kind or (kind == "kinds" and begin == at):
        return None
    names, end = names_run(text, low, begin)
    if not names:
        return None
    given = begin > at
    if given and len(names) == 1 and kind in ("proper", "alone", "posts") and not order_word().match(low, end):
        shorter = _end_without_verb(text, low, begin, end)
        if shorter < end:
            names, end = split_names(text[begin:shorter].rstrip(" ,"), begin), shorter
    supports: tuple[Name, ...] = ()
    if "(chủ trì" in low[begin:end] or "(phối hợp" in low[begin:end]:
        main, also = split_roles(text[begin:end])
        names, supports = [n.moved(begin) for n in main], tuple(n.moved(begin) for n in also)
    rest = _DUTY.match(low, end)
    order = rest.end() if rest else end
    if order >= len(text.rstrip(" .:;")):
        return Subject(names, begin, end, -1)
    if text[end : end + 1] == ":" or order_word().match(low, order) or order_word().match(low, end):
        return Subject(names, begin, end, end if order_word().match(low, end) else order, supports)
    # "…, theo chức năng, nhiệm vụ, khẩn trương …": a clause between subject and order.
    clause = re.match(
        r",? (?:theo|căn cứ|trên cơ sở|trong phạm vi|tại|từ|với|đối với)[^.;:]{3,160}?,\s*(?=\w)", low[end:]
    )
    if clause and order_word().match(low, end + clause.end()):
        return Subject(names, begin, end, end + clause.end())
    if given and len(names) > 0:
        return Subject(names, begin, end, order)
    return None


_COORDINATE = re.compile(
    r"phối hợp(?: chặt chẽ| đồng bộ| thường xuyên| kịp thời)*(?:,? (?:trao đổi|hướng dẫn|hỗ trợ))?(?: với| cùng(?: với)?)?:?\s+"
)


def supports_in(text: str) -> list[Name]:
    """Who the order is to be done together with: the names behind "phối hợp với"."""
    low = canonical(text)
    found: list[Name] = []
    for match in _COORDINATE.finditer(low):
        if kind_at(text, low, match.end()):
            names, _ = names_run(text, low, match.end())
            found += names
    unique: dict[str, Name] = {}
    for name in found:
        unique.setdefault(canonical(name.text), name)
    return list(unique.values())


_DAY = r"(?:ngày\s*)?\d{1,2}\s*(?:/|\.|-|tháng)\s*\d{1,2}(?:\s*(?:/|\.|-|,?\s*năm)\s*\d{4})?"
_MONTH = r"(?:cuối |đầu |giữa )?tháng\s*\d{1,2}(?:\s*(?:/|-|,?\s*năm)\s*\d{4})?"
_QUARTER = r"(?:cuối |đầu )?qu[ýíy]\s*(?:iv|iii|ii|i|[1-4])(?![a-z])(?:\s*(?:/|-|,?\s*(?:của )?năm)\s*\d{4})?"
_YEAR = r"(?:cuối |đầu )?năm\s*\d{4}"
_EVERY = r"(?:\s*(?:,|và)?\s*(?:định kỳ\s*)?h[ằà]ng (?:tháng|quý|năm|tuần))?"
_HOUR = r"(?:\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{2})?\s*(?:phút)?,?\s*)?"
_UNTIL = (
    r"(?:(?:chậm|muộn) nhất(?: là)?(?: vào)?(?: trước| đến)?|trước|hạn chót(?: là)?"
    r"|(?:thời hạn|thời gian|hạn)(?: hoàn thành| thực hiện| xong| chậm nhất)*(?: là)?\s*:?(?: trước| đến)?|đến hết|hết|xong(?: trong| vào)?)"
)
_AND_DAY = r"(?:\s*(?:,|và|;)\s*(?:ngày\s*)?\d{1,2}/\d{1,2}(?:/\d{4})?)*"

# Rank, pattern, sureness. Within one order the lowest rank decides; of one rank the last in the text.
_PHRASES: tuple[tuple[int, re.Pattern[str], float], ...] = (
    (0, re.compile(rf"(?:định kỳ |hằng năm,? )?{_UNTIL}\s*{_HOUR}{_DAY}{_AND_DAY}{_EVERY}"), 0.92),
    (0, re.compile(r"(?:định kỳ )?(?:trước )?ngày (?:cuối cùng|\d{1,2})(?: của)? (?:h[ằà]ng|mỗi) (?:tháng|quý)"), 0.9),
    (0, re.compile(rf"(?:trong|hoàn thành|hoàn thành vào|vào) {_HOUR}ngày\s*{_DAY}{_EVERY}"), 0.85),
    (1, re.compile(rf"{_UNTIL}\s*(?:{_MONTH}|{_QUARTER})"), 0.88),
    (1, re.compile(rf"(?:ngay )?(?:trong|hoàn thành|hoàn thành vào|vào|ban hành|trình) (?:{_MONTH}|{_QUARTER}){_EVERY}"), 0.9),
    (1, re.compile(rf"(?:trong |vào |trước )?tuần (?:đầu|cuối|thứ \w+|\d)(?: của)? {_MONTH}"), 0.6),
    (2, re.compile(r"(?:trong|sau|chậm nhất|không quá|tối đa)(?: thời hạn| vòng| thời gian| sau| là)* (?:không quá |tối đa )?"
        r"\d{1,3}\s*(?:\([^)]*\)\s*)?(?:ngày làm việc"
        r"|ngày|tuần|tháng)(?!\s*(?:đầu|cuối))(?:,? (?:kể từ|từ khi|từ ngày|sau khi|tính từ)[^,;.]*)?"), 0.85),
    (3, re.compile(rf"(?:ngay )?(?:trong|hết|hoàn thành|trước|đến hết) {_YEAR}(?!\s*(?:và những|-|–))"), 0.7),
    (3, re.compile(r"\(\s*năm \d{4}\s*\)"), 0.7),
    (3, re.compile(r"trong (?:\d{1,2}|những|các) tháng (?:đầu|cuối) năm(?: \d{4})?(?: và (?:những|các) tháng (?:đầu|cuối) năm \d{4})?"), 0.7),
    (4, re.compile(r"ngay sau khi [^,;.]+|(?:^|(?<=[,;:] ))sau khi [^,;.]*(?:ban hành|hiệu lực|phê duyệt|thông qua|có hướng dẫn)[^,;.]*"
        r"|ngay khi có [^,;.]+"), 0.8),
    (5, re.compile(r"định kỳ(?: \(?h[ằà]ng (?:tháng|quý|năm|tuần|ngày)\)?| \d+ tháng(?: một lần|/lần)?| (?:tháng|quý|năm|tuần))?(?: hoặc đột xuất)?"
        r"|nhiệm vụ thường xuyên"), 0.9),
    (6, re.compile(r"^\W*(?:h[ằà]ng (?:tháng|quý|năm|tuần|ngày)|thường xuyên|liên tục)(?! (?:vụ|trú))"), 0.9),
    (6, re.compile(r"(?:vào )?(?:sáng |chiều )?thứ (?:hai|ba|tư|năm|sáu|bảy) h[ằà]ng tuần|h[ằà]ng (?:tuần|tháng|quý|năm)(?=\s*(?:[.;,]|$))"), 0.85),
    (6, re.compile(r"(?<=theo dõi )thường xuyên|(?<=phải )liên tục|(?<=báo cáo )h[ằà]ng (?:tháng|quý|năm|tuần)|(?<=phủ )h[ằà]ng (?:tháng|tuần|quý)"), 0.85),
    (7, re.compile(r"trong thời gian sớm nhất|(?<![\wđ])ngay(?! (?:từ|khi|sau|trong|cả|tại|khi|lập))(?![\wđ])|ngay lập tức"), 0.85),
)  # fmt: skip

# A date behind these belongs to what is told about, not to the order.
_TOLD = re.compile(
    r"(?:được giao|đã giao|giao|được xử lý|đã|chưa|tính|từ|kể từ|số liệu|cập nhật|khả năng giải ngân|phát sinh"
    r"|đứng đầu|ban hành kèm theo|nghị quyết|diễn ra|tổ chức (?:từ|vào))"
    r"(?:\s+(?:đến|trong|vào))?\s*$"
)


_WITH_YEAR = re.compile(r"(?:19|20)\d\d")
_YEARLY_BEFORE = re.compile(r"định kỳ|h[ằà]ng năm")


@dataclass(frozen=True)
class Phrase:
    """A deadline phrase found in `text[start:end]`."""

    start: int
    end: int
    rank: int
    sure: float


@lru_cache(maxsize=4096)
def deadline_phrases(text: str) -> tuple[Phrase, ...]:
    """Phrases of a text that state a deadline, in order. Places are those of `text`."""
    low = canonical(text)
    found: list[Phrase] = []
    for rank, pattern, sure in _PHRASES:
        for match in pattern.finditer(low):
            if any(p.start < match.end() and match.start() < p.end for p in found):
                continue
            if (
                rank <= 3
                and _TOLD.search(low[: match.start()])
                and not match[0].startswith(("trước", "chậm", "muộn", "("))
            ):
                continue
            found.append(Phrase(match.start(), match.end(), rank, sure))
    return tuple(sorted(found, key=lambda p: p.start))


def chosen_phrase(phrases: Sequence[Phrase]) -> Phrase | None:
    """The one that decides: the lowest rank, of these the last."""
    if not phrases:
        return None
    best = min(p.rank for p in phrases)
    return [p for p in phrases if p.rank == best][-1]


def deadline_in(text: str, anchor: str, day: date, offset: int = 0) -> Field[Timing] | None:
    """The deadline that running text states, with its place (`offset` is where `text` begins in its paragraph); None when it states none."""
    phrases = deadline_phrases(text)
    phrase = chosen_phrase(phrases)
    if phrase is None:
        return None
    place = Place(anchor, offset + phrase.start, offset + phrase.end)
    raw = text[phrase.start : phrase.end].strip("() ")
    timing = timing_of(raw, place, day, phrase.sure)
    low = canonical(text)
    if (
        phrase.rank == 0
        and not _WITH_YEAR.search(raw)
        and _YEARLY_BEFORE.search(low[max(0, phrase.start - 140) : phrase.start])
    ):
        # "hằng năm … báo cáo … trước ngày 20/11": every year, not this one.
        every = timing_of(f"{raw} hằng năm", place, day, 0.8)
        timing = replace(every, value=replace(every.value, raw=raw))
    if timing.value.kind is DeadlineKind.NONE:
        return None
    rivals = [p for p in phrases if p.rank <= 1 and p is not phrase]
    if rivals and phrase.rank <= 1:
        others = {timing_of(text[p.start : p.end], place, day).value.due for p in rivals}
        if others - {timing.value.due}:
            timing = timing.doubted(0.6, "deadline.several_dates", text=timing.value.raw)
    return timing


_LOOSE_DATE = re.compile(
    r"(?<![\wđ])(?:trước|chậm nhất|muộn nhất|đến hết|hết|trong|xong|hạn|hoàn thành|vào|đến) (?:ngày|tháng|quý"
    r"|quí|năm|cuối|đầu|tuần)?\s*(?:năm |tháng |quý )?\d"
    r"|kỳ họp|(?:cuối|đầu|giữa) (?:năm|quý|tháng) "
)


def has_loose_date(text: str) -> bool:
    """Whether a text without a deadline speaks of a day, month or year as a deadline would."""
    return _LOOSE_DATE.search(canonical(text)) is not None
