"""Phrases of running text that state a deadline, and which of them decides. Dates that are told about are none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from roviec.core.deadlines import DeadlineKind
from roviec.core.extraction.letters import canonical
from roviec.core.extraction.model import Place
from roviec.core.extraction.proposals import Field, Timing
from roviec.core.extraction.timing import UNKNOWN_DATE, timing_of

_DAY = r"(?:thứ \w+,? |chủ nhật,? )?(?:ngày\s*)?\d{1,2}\s*(?:/|\.|-|tháng)\s*\d{1,2}(?:\s*(?:/|\.|-|,?\s*n[ăâáa]m)\s*\d{4})?"
_MONTH = r"(?:cuối |đầu |giữa )?tháng\s*\d{1,2}(?:\s*(?:/|-|,?\s*n[ăâáa]m)\s*\d{4})?"
_QUARTER = r"(?:cuối |đầu )?qu[ýíy]\s*(?:iv|iii|ii|i|[1-4])(?![a-z])(?:\s*(?:/|-|,?\s*(?:của )?n[ăâáa]m)\s*\d{4})?"
_YEAR = r"(?:cuối |đầu )?n[ăâáa]m\s*\d{4}"
_EVERY = r"(?:\s*(?:,|và)?\s*(?:định kỳ\s*)?h[ằà]ng (?:tháng|quý|năm|tuần))?"
_HOUR = r"(?:\d{1,2}\s*(?:giờ|h|g|:)\s*(?:\d{2})?\s*(?:phút)?(?: (?:sáng|trưa|chiều|tối|đêm))?,?\s*)?"
_UNTIL = (
    r"(?:(?:chậm|muộn) nhất(?: là)?(?: vào)?(?: trước| đến)?|trước|hạn (?:chót|cuối|nộp)(?: là)?"
    r"|(?:thời hạn|thời gian|hạn)(?: hoàn thành| thực hiện| xong| chậm nhất)*(?: là)?\s*:?(?: trước| đến)?|đến hết|hết|xong(?: trong| vào)?)"
)
_AND_DAY = r"(?:\s*(?:,|và|;)\s*(?:ngày\s*)?\d{1,2}/\d{1,2}(?:/\d{4})?)*"

# Rank, pattern, sureness. Within one order the lowest rank decides; of one rank the last in the text.
_PHRASES: tuple[tuple[int, re.Pattern[str], float], ...] = (
    (0, re.compile(rf"(?:định kỳ |hằng năm,? )?{_UNTIL}\s*{_HOUR}{_DAY}{_AND_DAY}{_EVERY}"), 0.92),
    (0, re.compile(r"(?:định kỳ )?(?:trước )?ngày (?:cuối cùng|\d{1,2})(?: của)? (?:h[ằà]ng|mỗi) (?:tháng|quý)"), 0.9),
    (0, re.compile(rf"{_UNTIL}\s*{_HOUR}ngày mùng \d+ (?:tết|tháng giêng) \({_DAY}\)"), 0.85),
    (0, re.compile(rf"vào (?:sáng|trưa|chiều|tối|đêm) {_DAY}"), 0.82),
    (1, re.compile(rf"(?:đưa vào (?:hoạt động|vận hành|sử dụng|khai thác)|khánh thành|khởi công|thông xe)[^,;.]{{0,20}}? (?:vào )?ngày\s*{_DAY}"), 0.78),
    (0, re.compile(rf"(?:trong|hoàn thành|hoàn thành vào|vào) {_HOUR}ngày\s*{_DAY}{_EVERY}"), 0.85),
    (0, re.compile(rf"{_UNTIL}\s*{_HOUR}h[ằà]ng (?:ngày|tuần)"), 0.9),
    (0, re.compile(rf"(?:^\W*|(?<=[;,:.] ))đến {_HOUR}{_DAY}"), 0.8),
    (0, re.compile(r"(?:định kỳ )?(?:trước )?ngày \d{1,2}(?: của)? tháng (?:đầu|cuối)(?: của)?(?: mỗi)? qu[ýí]"
        r"|(?:trước )?ngày \d{1,2}(?: của)? tháng (?:sau|tiếp theo|kế tiếp)"), 0.8),
    (1, re.compile(rf"(?:phấn đấu,? |bảo đảm,? |đảm bảo,? )?đến (?:hết |cuối )?{_HOUR}{_DAY}"
        r"(?=,? (?:đạt|phải|hoàn thành|cơ bản|có|giải ngân|tối thiểu|ít nhất|100%|xong))"), 0.8),
    (1, re.compile(rf"{_UNTIL}\s*(?:{_MONTH}|{_QUARTER})"), 0.88),
    (1, re.compile(rf"(?:ngay )?(?:trong|hoàn thành|hoàn thành vào|vào|ban hành|trình) (?:{_MONTH}|{_QUARTER}){_EVERY}"), 0.9),
    (1, re.compile(rf"(?:trong|tại|vào) (?:kỳ |buổi |cuộc )?(?:phiên họp|sinh hoạt|họp|giao ban)[^,;.]{{0,40}}? (?:tuần (?:đầu|cuối|thứ \w+) )?{_MONTH}"), 0.6),
    (1, re.compile(rf"(?:trong |vào |trước )?tuần (?:đầu|cuối|thứ \w+|\d)(?: của)? {_MONTH}"), 0.6),
    (2, re.compile(r"(?:trong|sau|chậm nhất|không quá|tối đa)(?: thời hạn| vòng| thời gian| sau| là)* (?:không quá |tối đa )?"
        r"\d{1,3}\s*(?:\([^)]*\)\s*)?(?:ngày làm việc"
        r"|ngày|tuần|tháng)(?!\s*(?:đầu|cuối))(?:,? (?:kể từ|từ khi|từ ngày|sau khi|tính từ)[^,;.]*)?"), 0.85),
    (2, re.compile(r"(?:trong|sau|chậm nhất|không quá)(?: thời hạn| vòng| thời gian| sau| là)*"
        r" \d{1,3} giờ(?: làm việc)?(?:,? (?:kể từ|từ khi|sau khi|tính từ)[^,;.]*)?"), 0.85),
    (2, re.compile(rf"từ (?:ngày )?\d{{1,2}}(?:/\d{{1,2}}(?:/\d{{4}})?| tháng \d{{1,2}}(?: năm \d{{4}})?)?\s*(?:đến(?: hết)?|-)\s*{_DAY}"), 0.85),
    (2, re.compile(rf"từ {_MONTH}\s*(?:đến(?: hết)?|-)\s*{_MONTH}"), 0.85),
    (2, re.compile(r"trong (?:tuần|tháng|quý|ngày|năm) (?:này|nay|hôm nay)"), 0.7),
    (3, re.compile(r"(?:^\W*|trong )(?:giai đoạn|các năm|năm) (?:từ năm )?\d{4}\s*(?:-|đến(?: năm)?)\s*\d{4}"), 0.85),
    (3, re.compile(rf"(?:ngay )?(?:trong|hết|hoàn thành|trước|đến hết|(?<=kết )vào|(?<=thành )vào) {_YEAR}(?!\s*(?:và những|-|–))"), 0.7),
    (3, re.compile(r"\(\s*năm \d{4}\s*\)"), 0.7),
    (3, re.compile(r"trong (?:\d{1,2}|những|các) tháng (?:đầu|cuối) năm(?: \d{4})?(?: và (?:những|các) tháng (?:đầu|cuối) năm \d{4})?"), 0.7),
    (4, re.compile(r"ngay sau khi [^,;.]+|(?:^|(?<=[,;:] ))sau khi [^,;.]*(?:ban hành|hiệu lực|phê duyệt|thông qua|có hướng dẫn)[^,;.]*"
        r"|tại (?:các )?(?:kỳ họp|phiên họp)[^,;.]*|(?<= )khi được [^,;.]+"
        r"|sau khi (?:có )?(?:luật|nghị định|nghị quyết|thông tư|đề án|quy hoạch|quyết định|hướng dẫn)[^,;.]*(?=[,;.]|$)"
        r"|ngay khi (?:có|hoàn thành|kết thúc|nhận được) [^,;.]+"), 0.8),
    (5, re.compile(r"định kỳ(?: \(?h[ằà]ng (?:tháng|quý|năm|tuần|ngày)\)?| \d+ tháng(?: một lần|/lần)?| (?:tháng|quý|năm|tuần)(?! *\d))?(?: hoặc đột xuất)?"
        r"|nhiệm vụ thường xuyên"), 0.9),
    (6, re.compile(r"^\W*(?:h[ằà]ng (?:tháng|quý|năm|tuần|ngày)|thường xuyên|liên tục)(?! (?:vụ|trú))"), 0.9),
    (5, re.compile(r"\d{1,2} (?:ngày|tuần|tháng) (?:một|1|01) lần"), 0.85),
    (6, re.compile(r"(?<=[,;] )(?:định kỳ )?(?:h[ằà]ng|mỗi) (?:tháng|quý|năm|tuần)(?= )(?:[^,;.]{0,80} (?:một|1|01) lần)?"), 0.85),
    (6, re.compile(r"(?:vào )?(?:sáng |chiều )?thứ (?:hai|ba|tư|năm|sáu|bảy) h[ằà]ng tuần|h[ằà]ng (?:ngày|tuần|tháng|quý|năm)(?=\s*(?:[.;,]|$))"), 0.85),
    (6, re.compile(r"(?<=theo dõi )thường xuyên|(?<=phải )liên tục|(?<=báo cáo )h[ằà]ng (?:tháng|quý|năm|tuần)|(?<=phủ )h[ằà]ng (?:tháng|tuần|quý)"), 0.85),
    (7, re.compile(r"trong thời gian sớm nhất|(?<![\wđ])ngay(?! (?:từ|khi|sau|trong|cả|tại|khi|lập))(?![\wđ])|ngay lập tức"), 0.85),
)  # fmt: skip

# A date behind these belongs to what is told about, not to the order.
_TOLD = re.compile(
    r"(?:được giao|đã giao|giao|được xử lý|đã|chưa|tính|từ|kể từ|số liệu|cập nhật|khả năng giải ngân|phát sinh"
    r"|đứng đầu|ban hành kèm theo|nghị quyết|diễn ra|tổ chức (?:từ|vào)|bản tin|nhiệm kỳ"
    r"|thời (?:gian|hạn) (?:giải quyết|xử lý|thẩm định|trả kết quả)(?: \w+){0,4})"
    r"(?:\s+(?:đến|trong|vào))?\s*$"
)


_IF = re.compile(r"(?<![\wđ])(?:nếu|trường hợp)(?: \w+){0,4}\s*$")
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
            if rank <= 3 and _IF.search(low[: match.start()]):
                continue  # "nếu hết ngày 20/12 không đồng thuận thì …": when something else happens
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
    if timing.value.due is not None and timing.value.due < day != UNKNOWN_DATE:
        # Nobody is told to do a thing by a day that is past: it is told about ("các nhiệm kỳ trước năm 2015").
        if phrase.rank >= 3:
            return None
        timing = timing.doubted(0.6, "deadline.past", text=timing.value.raw)
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
