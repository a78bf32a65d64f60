"""Names of bodies and posts in running text and in cells: where one ends and the next begins.

A name may hold commas and "và" itself ("Sở Văn hóa, Thể thao và Du lịch", "Các sở, ban, ngành"), so a list is cut only
where a word that begins names follows. A collective stays one string, as it is written.
"""

import re
from dataclasses import dataclass
from functools import cache

from roviec.core.extraction.bodies import end_of_known_body, known_spans
from roviec.core.extraction.letters import LOWER, UPPER, canonical, squeeze
from roviec.core.extraction.lexicon import words

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Name:
    """One actor as written; `text[start:end]` of what was read."""

    text: str
    start: int
    end: int

    def moved(self, by: int) -> "Name":
        """The same name, its place counted from `by` characters before."""
        return Name(self.text, self.start + by, self.end + by)


def _any_of(items: tuple[str, ...]) -> str:
    return "|".join(re.escape(w) for w in sorted(items, key=len, reverse=True))


@cache
def _starters() -> dict[str, re.Pattern[str]]:
    lists = words("actors")
    # Canonical lower case is compared, the capital letter is looked at in the text itself.
    patterns = {
        key: re.compile(rf"(?:{_any_of(tuple(canonical(w) for w in lists[key]))})(?![\wđ])")
        for key in ("proper", "places", "not_names", "alone", "posts", "collective", "kinds")
    }
    patterns["honorific"] = re.compile(rf"(?:(?:{_any_of(lists['honorifics'])})[\s:]+)+")
    return patterns


_BULLET = re.compile(r"^\s*(?:[-+•*]\s*|\(?\d{1,2}[.)]\s+|\(\d{1,2}\)\s*|[a-zđ]\)\s+)")
_SEPARATOR = re.compile(
    rf"[;\n]|,|\.\s+(?=[{UPPER}])|\s+và\s+|\s+cùng\s+|\s+&\s+(?=\w\w\w)|\s+-\s+(?=Các|Sở|Bộ|UBND|Ủy ban)"
)
_ROLE_NOTE = re.compile(r"\s*\((?:cơ quan |đơn vị )?(?:chủ trì|phối hợp|đầu mối|thường trực)[^)]*\)", re.I)
_MORE = re.compile(r"[ .]\s*(?!và\s|hoặc\s|có liên quan|liên quan)\w")
_GROUP = re.compile(r"(?:bộ|sở),? (?:ban|ngành)")
_TITLE_ALONE = re.compile(r"^\w+(?: \w+)?(?: các)?(?: (?:bộ|sở|ban|ngành|cơ quan|đơn vị))?\s*,?$")
_DEPARTMENT = re.compile(r"(?:vụ|cục|phòng|chi cục|ban) ")
# Words that begin a body's name and stand for a field of work in another's.
_FIELD_TOO = re.compile(
    r"(?:bảo hiểm|thuế|thanh tra|hải quan|quỹ|báo|đài|khu|cảng|viễn thông|điện lực|thống kê)(?![\wđ])"
)
_PLACE = re.compile(rf"(?:[Tt]hành phố|[Tt]ỉnh|[Xx]ã|[Pp]hường|[Đđ]ặc khu) [{UPPER}]")
_PERSON = re.compile(rf"(?:[{UPPER}][{LOWER}]+\s+){{1,4}}[{UPPER}][{LOWER}]+")
_ROLE_IN_COMMITTEE = re.compile(
    r"(?:phó )?(?:trưởng ban|tổ trưởng|trưởng tiểu ban|trưởng đoàn)(?: thường trực| chỉ đạo)?(?![\wđ ])"
    r"|(?:ủy|uỷ) viên(?: thường trực)?(?![\wđ ])|thành viên(?![\wđ ])"
)
_HEADS_BEFORE = re.compile(r"(?:bộ trưởng|giám đốc|thủ trưởng)[^,]*, thủ trưởng ")
_TRAILING = " \t\n,;.:/-–"
_PLACE_OF_MANY = re.compile(
    r"(?:các|những) (?:tỉnh|thành phố|bộ|sở|cục|vụ|tập đoàn|địa phương|xã|phường|ban|viện|trường)[^:,;]{0,30}:"
)


def kind_at(text: str, low: str, at: int) -> str:
    """How a name begins at `at` of `text` (`low` is its canonical form): proper, bare, alone, posts, collective, kinds or ""."""
    starters = _starters()
    if starters["not_names"].match(low, at):
        return ""
    if text[at : at + 1].isupper():
        if end_of_known_body(text, low, at) > at:
            return "proper"
        place = starters["places"].match(low, at)
        if place and text[place.end() : place.end() + 2].strip()[:1].isupper():
            return "proper"
        for key in ("posts", "alone", "proper"):
            match = starters[key].match(low, at)
            if match:
                if key != "proper":
                    return key
                if starters["collective"].match(low, at):
                    return "collective"
                # "Sở, ban, ngành": a kind, not a name.
                return "proper" if _MORE.match(low, match.end()) else "bare"
        return ""
    if starters["collective"].match(low, at):
        return "collective"
    return "kinds" if starters["kinds"].match(low, at) else ""


def split_names(text: str, offset: int = 0) -> list[Name]:
    """The actors listed in `text` (a cell, or a stretch known to hold names only); places count from `offset`."""
    low = canonical(text)
    pieces: list[tuple[int, int, str]] = []  # start, end, separator before
    start, before = 0, ""
    whole = known_spans(text, low)
    for match in _SEPARATOR.finditer(text):
        if _inside_brackets(text, match.start()) or any(left < match.start() < right for left, right in whole):
            continue
        pieces.append((start, match.start(), before))
        start, before = match.end(), match[0].strip() or "\n"
    pieces.append((start, len(text), before))
    names: list[list[int]] = []
    for left, right, separator in pieces:
        bullet = _BULLET.match(text[left:right])
        begin = left + (bullet.end() if bullet else 0)
        while begin < right and text[begin].isspace():
            begin += 1
        honorific = _starters()["honorific"].match(low, begin, right)
        if honorific and honorific.end() < right:
            begin = honorific.end()
        if begin >= right:
            continue
        if not names or _begins_another(text, low, names[-1], begin, right, separator, bool(bullet)):
            names.append([begin, right])
        else:
            names[-1][1] = right
    return [n for s, e in names if (n := _trimmed(text, s, e, offset)) is not None]


def _begins_another(text: str, low: str, last: list[int], begin: int, right: int, separator: str, bullet: bool) -> bool:
    kind = kind_at(text, low, begin)
    current = low[last[0] : last[1]]
    strong = separator in (";", "\n") or bullet
    enumerating = ":" in current and bool(re.search(r":\s", current + " "))
    if not kind and _PLACE.match(text, last[0]) and _PLACE.match(text, begin):
        return True  # "Thành phố Hồ Chí Minh và thành phố Đà Nẵng"
    if not kind:
        return strong and not enumerating
    if (
        low.startswith(("ubnd", "ủy ban nhân dân"), begin)
        and separator == "và"
        and re.search(r"(?:hđnd|hội đồng nhân dân)\s*$", current)
    ):
        return False  # "Văn phòng HĐND và UBND"
    if enumerating and kind in ("kinds", "bare", "alone") and not strong:
        return False
    last_kind = kind_at(text, low, last[0])
    if strong:
        return True
    if kind == "posts":
        if separator == "," and _ROLE_IN_COMMITTEE.match(low, begin) and last_kind in ("", "posts"):
            return False  # "Giám đốc Sở Y tế, Phó Trưởng ban"
        if separator == "," and not last_kind and _PERSON.fullmatch(text[last[0] : last[1]].strip(" ,")):
            return False  # "Lê Văn Bình, Chủ tịch UBND xã"
        # Heads named in one breath are one: "Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Thủ trưởng cơ quan thuộc Chính phủ".
        if low.startswith("thủ trưởng", begin) and separator == "," and _HEADS_BEFORE.match(current):
            return False
        if (
            low.startswith(("thủ trưởng", "người đứng đầu"), begin)
            and last_kind == "posts"
            and _TITLE_ALONE.match(current)
        ):
            return separator != ","
        # "Bí thư tỉnh ủy và Chủ tịch UBND các tỉnh: A, B": the places belong to both.
        return not (separator == "và" and _PLACE_OF_MANY.search(low[begin:right] + ":") and ":" in low[begin:right])
    if kind == "proper":
        if separator == "và" and _DEPARTMENT.match(current) and _FIELD_TOO.match(low, begin):
            return False  # "Vụ Tiền lương và Bảo hiểm xã hội"
        if separator == "và" and " " not in current.strip() and last_kind in ("proper", "bare"):
            return False  # "Báo và Đài Phát thanh - Truyền hình"
        owner = re.search(r"(?:thuộc|của) ([\wđ]+)[^,;]*$", current)
        return not (owner and last_kind == "collective" and low.startswith(owner[1] + " ", begin))
    if kind == "bare":
        if _GROUP.match(low, begin) and last_kind == "bare":
            return not _GROUP.match(current + ", ban")
        return last_kind not in ("bare", "collective")
    if kind == "alone":
        return not (
            last_kind == "collective" and separator == "," and text[begin:right].strip() in ("Quân sự", "Biên phòng")
        )
    if kind == "collective":
        # "Ban Quản lý Khu kinh tế Nghi Sơn và các Khu công nghiệp" is one.
        return not (separator == "và" and "ban quản lý" in current and text[begin:right].startswith("các K"))
    # A kind in lower case: "doanh nghiệp, viện nghiên cứu, trường đại học" is a list, "các cơ quan, đơn vị" is one group.
    if last_kind in ("collective", "bare", "posts") or (" các " in current and "," in current):
        return False
    return last_kind != "kinds" or not current.strip().startswith(("cơ quan", "đơn vị", "tổ chức"))


def _inside_brackets(text: str, at: int) -> bool:
    return text.count("(", 0, at) > text.count(")", 0, at) and ")" in text[at:]


def _trimmed(text: str, start: int, end: int, offset: int) -> Name | None:
    note = _ROLE_NOTE.search(text, start, end)
    if note and note.end() >= end - 1:
        end = note.start()
    while start < end and text[start] in _TRAILING:
        start += 1
    while end > start and text[end - 1] in _TRAILING:
        end -= 1
    shown = squeeze(text[start:end])
    return Name(shown, offset + start, offset + end) if any(c.isalpha() for c in shown) else None


@cache
def _tails() -> re.Pattern[str]:
    lists = words("actors")
    known = (*lists["tails"], *(w for w in lists["bodies"] if w != "cấp"))
    return re.compile(rf"[\s,]+(?:{_any_of(known)})(?![\wđ])")


@cache
def _compounds() -> re.Pattern[str]:
    """Words that names go on with, of two syllables or more."""
    return re.compile(rf"(?:{_any_of(tuple(w for w in words('actors')['tails'] if ' ' in w))})(?![\wđ])")


_NEXT_WORD = re.compile(r"(?P<join>,?\s+(?:và\s+|&\s+|-\s+)?|\s*-\s*)(?P<word>[\w&./-]*\w)")
_IN_BRACKETS = re.compile(r"\s*\([^()]{1,30}\)")
_PLACE_BEFORE = re.compile(
    r"(?:tỉnh|thành phố|xã|phường|huyện|quận|đặc khu|thị trấn|khu|cảng|thủy điện|sông|hồ|đảo)\s+$"
)
_WHOLE_HEADS = ("bộ", "sở", "cục", "vụ", "tỉnh", "ubnd", "hđnd")  # no small syllable goes on with them: "thuộc Bộ mở …"
_COUNTED = ("vực", "số", "khu", "vùng", "đoàn", "chỉ đạo", "chỉ huy", "đội", "ban")


def end_of_name(text: str, low: str, start: int, end: int) -> int:
    """Where the proper name that begins at `start` ends, told from its letters: capitals, the second syllable of what a
    capital begins ("Y tế"), and small words that names go on with ("tỉnh", "dự án"). At most `end`."""
    at = _walked(text, low, start, end)
    # No name ends in "các" or "của": then what follows is a word that the lists do not know.
    return end if _DANGLING.search(low, start, at) else at


_DANGLING = re.compile(r"(?<![\wđ])(?:các|những|một số|của|thuộc|và)$")


def _walked(text: str, low: str, start: int, end: int) -> int:
    at = _behind_head(text, low, start)
    halved = False  # the capital before may go on with one small syllable
    place = capital = False  # the word before was part of a place's name, a capital that heads nothing
    posts = bool(_starters()["posts"].match(low, start))
    while at < end:
        if bracket := _IN_BRACKETS.match(text, at, end):
            at, halved = bracket.end(), False
            continue
        word = _NEXT_WORD.match(text, at, end)
        if word is None:
            return at
        begin, joined = word.start("word"), bool(word["join"].strip())
        compound = _compounds().match(low, begin, end)
        if word["word"][0].isupper():
            if compound and not joined:
                at, halved, place, capital = compound.end(), False, False, False  # "Người cao tuổi"
                continue
            head = _behind_head(text, low, begin)
            if head > begin:
                if word["join"].startswith(",") and not posts:
                    return at
                one_syllable = " " not in text[begin:head] and low[begin:head] not in _WHOLE_HEADS
                at, halved, place, capital = head, one_syllable, False, False
                continue
            place = bool(_PLACE_BEFORE.search(low, start, begin)) or (place and not joined)
            # Two capitals in a row are a name of its own ("Na Hang"): no small syllable follows.
            halved = not place and (joined or not capital)
            at, capital = word.end(), len(word["word"]) > 1
        elif word["word"][0].isdigit() and not joined and low.endswith(_COUNTED, start, at):
            at, halved = word.end(), False
        elif tail := _tails().match(low, at, end):
            at, halved, place, capital = tail.end(), False, False, False
        elif halved and not joined and word["word"].isalpha():
            at, halved, capital = word.end(), False, False
        else:
            return at
    return min(at, end)


def _behind_head(text: str, low: str, start: int) -> int:
    """Behind the longest word that begins a name at `start`, or `start`."""
    starters = _starters()
    heads = [m.end() for key in ("posts", "alone", "proper", "collective") if (m := starters[key].match(low, start))]
    return max(start, end_of_known_body(text, low, start), *heads)
