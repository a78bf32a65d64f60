"""Running text: where a subject ends and its order begins, who is told to coordinate."""

import re
from dataclasses import dataclass
from functools import cache

from roviec.core.extraction.actors import Name, end_of_name, kind_at, split_names
from roviec.core.extraction.bodies import ends_with_known_body
from roviec.core.extraction.letters import LOWER, UPPER, canonical
from roviec.core.extraction.lexicon import lines, words
from roviec.core.extraction.names import split_roles


@cache
def order_word() -> re.Pattern[str]:
    """A word that an order begins with, in canonical text."""
    verbs = sorted((canonical(v) for v in lines("verbs")), key=len, reverse=True)
    return re.compile(r"(?<![\wđ])(?:" + "|".join(map(re.escape, verbs)) + r")(?![\wđ])")


# Words of the list that are no order where they stand: "cơ quan quản lý nhà nước", "các tổ chức, cá nhân", "các đơn vị được giao".
_PART_OF_NAME = re.compile(
    r"(?:(?:cơ quan|đơn vị|tổ chức|doanh nghiệp|ban|trung tâm|cục|lực lượng|người|hội|dịch vụ|tổ|bộ phận|công ty|các) "
    r"(?:quản lý|truyền thông|thông tin|chủ trì|chuyển|tư vấn|điều phối|sử dụng|khai thác|đào tạo|đầu tư|vận hành"
    r"|thực hiện|chức năng|kiểm tra|giám sát|kiểm soát|tham gia|phát triển|điều hành)|(?:dự án|chủ) đầu tư(?: xây dựng)?|truyền hình thành|được \w+(?: \w+)?)$"
)
_NOUN_AFTER = {
    "tổ chức": re.compile(r"\s*(?:,|cá nhân|và cá nhân|tín dụng|chính trị|đảng|xã hội|có liên quan|liên quan)"),
    "chức năng": re.compile(r"(?!$)"),
    "có nhiệm vụ": re.compile(r"\s*(?:quá hạn|đến hạn|chậm|tồn đọng|chưa hoàn thành|được giao)"),
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
    r"|(?:vận|luân|di|dây) chuyển$|(?:đào|cải|sáng|chế|nhân) tạo$|(?:việc|người) làm$|quốc gia (?:hạn|cố)$"
    r"|(?:công nghệ|an toàn|an ninh|văn hóa|và) thông tin$"
)
_OTHER_HALF = re.compile(r"(?:giao (?:thông|dịch|tiếp|lưu|ban|thừa)|cử tri|cần thiết|lập pháp|làm chủ)(?![\wđ])")
_RUN_END = re.compile(
    r"[;:.]|\((?![\w&Đ. -]{2,24}\))"
    r"|,? (?:để|trong việc|nhằm|theo|tại(?! phụ lục| danh mục)|về|khi|trên cơ sở|trong quá trình|trong phạm vi|nếu|đối với|từ|như)(?= )"
    r"|,? (?:trước|trong|chậm nhất|muộn nhất|đến|hết|vào|xong) (?:ngày|tháng|quý|quí|năm|\d)"
)


# Behind these everything before was the name, however long.
_BEGINS_DUTY = re.compile(
    r"\s*(?:chủ trì|có trách nhiệm|có nhiệm vụ|chịu trách nhiệm|phối hợp|khẩn trương|tiếp tục|tập trung|tăng cường|chủ động|căn cứ|theo dõi|tham mưu)(?![\wđ])"
)
_WORK_FOLLOWS = re.compile(r"\s+(?:một số|các|những|nội dung|nhiệm vụ|nghiêm|tốt|ngay|đồng bộ|như sau)(?![\wđ])")
_WHICH = re.compile(r"\s*(?:có|thuộc|nằm|nơi|đang|chưa|được)(?![\wđ])")
_FEW = 2  # words behind a name that may still belong to it
_FEW_BEFORE_COLON = 10  # the same before a colon, behind which the work begins
_FEW_IN_HEADING = 6  # the same where nothing but the name stands on the line


# "… các cơ quan liên quan điều hành …": such a collective ends with the word, whatever verb follows.
_CONCERNED = re.compile(
    r"(?<![\wđ])(?:có )?liên quan(?= )(?! (?:đến|tới|thuộc|của|trong|trên|ở|tại|và|cấp|khác|tỉnh|thành phố))"
)


def names_run(text: str, low: str, at: int) -> tuple[list[Name], int, bool]:
    """The names that `text` lists from `at` on, and where they end: before a word of order, a sign, or a clause. The flag
    says that where a name ends was told from its letters alone, or that words stand in it that no list knows."""
    if not kind_at(text, low, at):
        return [], at, False
    end = _end_of_names(text, low, at)
    concerned = list(_CONCERNED.finditer(low, at, end))
    if concerned and not any(
        kind_at(text, low, m.end()) for m in re.finditer(r"[,;]\s+|\svà\s", low[concerned[-1].end() : end])
    ):
        end = concerned[-1].end()
    stop = end
    while stop > at and text[stop - 1] in " ,:\n":
        stop -= 1
    names = split_names(text[at:stop], at)
    ends_line = not low[stop:].strip(" .:;,") or low[end : end + 1] == ":"
    doubtful = False
    for i, name in enumerate(names):
        kind = kind_at(text, low, name.start)
        if kind not in ("proper", "alone", "posts", "collective"):
            continue
        whole = end_of_name(text, low, name.start, name.end)
        left_over = len(re.sub(r"\([^)]*\)", "", low[whole : name.end]).split())
        if not left_over or low[whole] == ":" or " " not in low[name.start : whole]:
            continue
        known = ends_with_known_body(text, low, name.start, whole)
        few = _FEW_BEFORE_COLON if low[end : end + 1] == ":" else _FEW_IN_HEADING if ends_line else 0 if known else _FEW
        if kind != "collective" and left_over > few and not (_BEGINS_DUTY.match(low, end) or _WHICH.match(low, whole)):
            # The order begins with a verb that is not in the list; what it is about is no part of the name.
            return [*names[:i], Name(text[name.start : whole].rstrip(" ,"), name.start, whole)], whole, True
        doubtful |= not ends_line
    return names, end, doubtful


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
        if word == "thực hiện" and _WORK_FOLLOWS.match(low, match.end()):
            return match.start()
        if any(c.isupper() for c in text[match.start() : match.end()]) or _PART_OF_NAME.search(low[at : match.end()]):
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
    told: bool = False  # where the name ends was told from its letters alone


_GIVES = re.compile(
    r"(?:(?:(?:thống nhất|đồng ý|nhất trí),? )?"
    r"(?:đề nghị|yêu cầu|giao(?: nhiệm vụ)?(?: cho)?|phân công|kiến nghị|giao trách nhiệm(?: cho)?)\s*:?\s+)?"
    r"(?P<honorific>(?:các )?(?:đồng chí|đ/c|ông,? bà|ông|bà|thầy|cô)\s+)?"
)
# Told by a word in small letters alone: "giao xã lập …", "yêu cầu chủ đầu tư khẩn trương …".
_GENERIC = re.compile(
    r"(?:xã|phường|đặc khu|tỉnh|thành phố|huyện|sở|ngành|địa phương|đơn vị|nhà thầu|nhà đầu tư|tư vấn|công ty|nhà trường)(?= )"
)
_NARRATES = re.compile(
    r"\s*(?:đã|đang|vừa|mới|hiện|có|là|chưa|gặp|được|bị|cũng|vẫn|còn|đạt|do|và|hoặc|thuộc|của|trên|trong|với|về|tại|gồm|ở|không)(?![\wđ])"
)
_PERSON = re.compile(rf"(?:[{UPPER}][{LOWER}]* )+[{UPPER}][{LOWER}]+(?=[ ,:;.]|$)")
_ROLE = re.compile(r"\((?:chủ trì|phối hợp)[^)]*(?:\)|$)")
_DUTY = re.compile(r"[\s:,]*(?:có trách nhiệm|có nhiệm vụ|chịu trách nhiệm)?[\s:,]*")


# Words that open a duty and stand in no clause before it; up to them a clause may say which of many are meant.
_DUTY_BEGINS = re.compile(
    r"(?<=\w )(?:khẩn trương|chủ động|tập trung|tiếp tục|có trách nhiệm|chịu trách nhiệm|tăng cường"
    r"|nghiêm túc|phối hợp chặt chẽ|kịp thời|đẩy nhanh|đẩy mạnh)(?![\wđ])"
)
_LONGEST_CLAUSE = 24  # words
_STOP = re.compile(r"[.;:]")


def _sentence_end(low: str, at: int) -> int:
    stop = _STOP.search(low, at)
    return stop.start() if stop else len(low)


_CITED_END = re.compile(r"(?:(?:19|20)\d\d|này|nêu trên|kèm theo|đính kèm) ")


def _behind_citation(low: str, at: int) -> int:
    """Where the order begins in "(Các bộ) được giao nhiệm vụ tại Quyết định … năm 2025 báo cáo …"; 0 when it is not built so."""
    if not low.startswith(("được", "có", "tại", "theo", "trong"), at) and not low[at : at + 1].isspace():
        return 0
    for match in _CITED_END.finditer(low, at, _sentence_end(low, at)):
        if order_word().match(low, match.end()):
            return match.end()
    return 0


def subject_at(text: str, low: str, at: int, bare: bool = False) -> Subject | None:
    """The subject that begins at `at`, if names stand there with an order (or nothing more) behind them.

    `bare` says that a sentence begins there: then a proper name is its subject whatever verb follows.
    """
    gives = _GIVES.match(low, at)
    begin = gives.end() if gives else at
    person = (
        _PERSON.match(text, begin)
        if low[at:begin].rstrip().endswith(("đồng chí", "đ/c", "ông", "bà", "thầy", "cô"))
        else None
    )
    if person:
        end = _end_of_names(text, low, person.end())
        post = re.match(r"\s*[,-]\s*", low[person.end() :])
        if post and kind_at(text, low, person.end() + post.end()) == "posts":
            end = end_of_name(text, low, person.end() + post.end(), end)
        elif not order_word().match(low, end):
            end = person.end()
        shown = text[begin:end].rstrip(" ,:-–")
        duty = _DUTY.match(low, end)
        after = duty.end() if duty else end
        return Subject(
            [Name(shown, begin, begin + len(shown))],
            begin,
            end,
            after if len(low) - after > 10 else -1,
            told=not order_word().match(low, after),
        )
    if gives and gives["honorific"] and _small_post().match(low, begin):
        text = text[:begin] + text[begin].upper() + text[begin + 1 :]  # "các đồng chí thành viên Ban Chỉ đạo"
    kind = kind_at(text, low, begin)
    if (
        not kind
        and begin > at
        and (generic := _GENERIC.match(low, begin))
        and order_word().match(low, generic.end() + 1)
    ):
        name = Name(text[begin : generic.end()], begin, generic.end())
        return Subject([name], begin, generic.end(), generic.end() + 1, told=True)
    if not kind or (kind == "kinds" and begin == at):
        return None
    names, end, told = names_run(text, low, begin)
    if not names:
        return None
    given = begin > at
    if given and len(names) == 1 and kind in ("proper", "alone", "posts") and not order_word().match(low, end):
        shorter = end_of_name(text, low, begin, end)
        if shorter < end:
            names, end = split_names(text[begin:shorter].rstrip(" ,"), begin), shorter
    supports: tuple[Name, ...] = ()
    if "(chủ trì" in low[begin:end] or "(phối hợp" in low[begin:end]:
        end = max(m.end() for m in _ROLE.finditer(low, begin, end))
        main, also = split_roles(text[begin:end])
        names, supports = [n.moved(begin) for n in main], tuple(n.moved(begin) for n in also)
    rest = _DUTY.match(low, end)
    order = rest.end() if rest else end
    if order >= len(text.rstrip(" .:;")):
        return Subject(names, begin, end, -1)
    if text[end : end + 1] == ":" or order_word().match(low, order) or order_word().match(low, end):
        return Subject(names, begin, end, end if order_word().match(low, end) else order, supports, told)
    # "…, theo chức năng, nhiệm vụ, khẩn trương …": a clause between subject and order.
    clause = re.match(
        r",? (?:theo|căn cứ|trên cơ sở|trong phạm vi|tại|từ|với|đối với)[^.;:]{3,160}?,\s*(?=\w)", low[end:]
    )
    if clause and order_word().match(low, end + clause.end()):
        return Subject(names, begin, end, end + clause.end(), told=told)
    if given and len(names) > 0:
        return Subject(names, begin, end, order, told=True)
    if (
        bare
        and kind == "collective"
        and (duty := _DUTY_BEGINS.search(low, end, _sentence_end(low, end)))
        and low[begin : duty.start()].count(" ") < _LONGEST_CLAUSE
    ):
        # "Các địa phương bị ảnh hưởng bởi bão tại khu vực miền Trung khẩn trương …": a clause tells which of them.
        shown = text[begin : duty.start()].rstrip(" ,")
        return Subject([Name(shown, begin, begin + len(shown))], begin, duty.start(), duty.start(), told=True)
    if bare and kind == "collective" and (cited := _behind_citation(low, end)):
        shown = text[begin:cited].rstrip(" ,")
        return Subject([Name(shown, begin, begin + len(shown))], begin, cited, cited, told=True)
    if bare and kind in ("proper", "alone", "posts", "collective"):
        whole = end_of_name(text, low, names[-1].start, end)
        if low[whole : whole + 2].strip().isalpha() and len(low) - whole > 15 and not _NARRATES.match(low, whole):
            last = Name(text[names[-1].start : whole].rstrip(" ,"), names[-1].start, whole)
            behind = _DUTY.match(low, whole)
            return Subject([*names[:-1], last], begin, whole, behind.end() if behind else whole, told=True)
    return None


@cache
def _small_post() -> re.Pattern[str]:
    """A post as it is written behind "các đồng chí", where it needs no capital letter."""
    posts = sorted((canonical(w) for w in words("actors")["posts"]), key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, posts)) + r")(?![\wđ])")


_COORDINATE = re.compile(
    r"(?:chủ trì,? cùng(?: với)?|phối hợp(?: chặt chẽ| đồng bộ| thường xuyên| kịp thời)*(?:,? (?:trao đổi|hướng dẫn|hỗ trợ))?"
    r"(?: v(?:ới|ói|ơi|oi)| cùng(?: với)?)?):?\s+"
)


def supports_in(text: str) -> list[Name]:
    """Who the order is to be done together with: the names behind "phối hợp với"."""
    low = canonical(text)
    found: list[Name] = []
    for match in _COORDINATE.finditer(low):
        if _small_post().match(low, match.end()) and text[match.end()].islower():
            text = (
                text[: match.end()] + text[match.end()].upper() + text[match.end() + 1 :]
            )  # "với thủ trưởng các đơn vị"
        if kind_at(text, low, match.end()):
            names, _, _ = names_run(text, low, match.end())
            found += names
    unique: dict[str, Name] = {}
    for name in found:
        unique.setdefault(canonical(name.text), name)
    return list(unique.values())
