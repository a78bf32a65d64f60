"""The frame of an official document (Decree 30/2020): who issued it, its number, date, kind, subject, signer, secrecy."""

import datetime as dt
import re
from dataclasses import dataclass, field
from enum import StrEnum

from roviec.core.extraction.frame import Line, frame_lines, lines_of, table_lines
from roviec.core.extraction.kinds import KINDS
from roviec.core.extraction.letters import canonical, squeeze
from roviec.core.extraction.model import DocumentModel, Paragraph, Place, Role, Table
from roviec.core.extraction.references import Reference, references_of
from roviec.core.extraction.signature import Capacity, read_signature


class Secrecy(StrEnum):
    """Degrees of the law on state secrets; anything but NONE must not be taken in."""

    NONE = ""
    SECRET = "mat"
    TOP = "toi-mat"
    UTMOST = "tuyet-mat"


class Urgency(StrEnum):
    NONE = ""
    URGENT = "khan"
    VERY_URGENT = "thuong-khan"
    EXPRESS = "hoa-toc"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Empty strings and None for what was not found. `places` maps a field's name to where it stands."""

    number: str = ""
    symbol: str = ""
    joint: str = "/"  # party bodies write "312-TB/TU"
    date: dt.date | None = None
    place: str = ""
    issuer: str = ""
    parent: str = ""
    kind: str = ""
    subject: str = ""
    signer: str = ""
    signer_title: str = ""
    capacity: Capacity = Capacity.OWN
    recipients: tuple[str, ...] = ()
    urgency: Urgency = Urgency.NONE
    secrecy: Secrecy = Secrecy.NONE
    rests_on: tuple[Reference, ...] = ()
    replaces: tuple[Reference, ...] = ()
    places: dict[str, Place] = field(default_factory=dict)

    @property
    def full_number(self) -> str:
        """ "634/TB-VPCP" """
        return f"{self.number}{self.joint}{self.symbol}" if self.symbol else self.number


_SIGN = r"[\w&.,()]"  # letters of a symbol: "UBND", "VPCP", "V.I"
_NUMBER = re.compile(
    r"(?:số(?:\s*hiệu)?\s*[:.]?|^)\s*(?P<number>\d[\d.]*[a-z]?|\.{2,}|…+|_+)?\s*"
    rf"(?P<join>[/-])\s*(?P<symbol>(?:\d{{4}}\s*/\s*)?[^\W_]{{1,12}}\s*[-–/]\s*[^\W\d_]{_SIGN}*(?:\s*[-–.]\s*[^\W\d_]{_SIGN}*)*)",
    re.I,
)
_DATE = re.compile(
    r"(?:(?P<place>[^,\d]{2,40}),\s*)?ngày\s*(?P<d>\d{1,2})\s*(?:tháng|/|\.)\s*(?P<m>\d{1,2})\s*(?:năm|/|\.)\s*(?P<y>(?:19|20)\d\d)",
    re.I,
)
_KEPT_UP_TO = re.compile(r"(?:cập nhật|dữ liệu|số liệu|tính|tổng hợp)[^,;]{0,20} đến (?:hết )?ngày ")
_DECIDES = (
    "chủ tịch ủy ban nhân dân",
    "ủy ban nhân dân",
    "hội đồng nhân dân",
    "thủ tướng chính phủ",
    "bộ trưởng bộ",
    "giám đốc sở",
    "ban thường vụ",
)
_TITLE_OF_TABLE = re.compile(
    r"(?:bảng|danh mục|danh sách|biểu|theo dõi|tổng hợp|phân công|nhiệm vụ|kế hoạch|chương trình|lịch|tiến độ|kết quả)(?![\wđ])"
)
_MOTTO = re.compile(r"cộng ho[àa]̀? ?x|cộng hòa xã hội|độc lập\s*-\s*tự do|đảng cộng sản việt nam")
_RULE = re.compile(r"^[\s\-–—_*=.…]*$")
_ABOUT = re.compile(r"^(?:v/v|về việc|vv)\s*:?\s+", re.I)

_SECRET = re.compile(
    r"^[\s*\[(\-–]*(?:(?:độ|mức độ|đóng dấu)\s*mật\s*:?\s*)?(?P<mark>tuyệt\s+mật|tối\s+mật|mật)[\s*\]).\-–]*$"
)
_SECRET_LABEL = re.compile(r"(?:độ|mức độ|chế độ)\s*mật\s*:?\s*[\"(]?(?P<mark>tuyệt\s+mật|tối\s+mật|mật)(?!\w)")
_URGENT = re.compile(r"^[\s*\[(]*(?:độ khẩn\s*:?\s*)?(?P<mark>hỏa tốc(?:\s+hẹn giờ)?|thượng khẩn|khẩn)[\s*\]).!]*$")
_MARKS = {"mật": Secrecy.SECRET, "tối mật": Secrecy.TOP, "tuyệt mật": Secrecy.UTMOST}


def read_letterhead(document: DocumentModel) -> Letterhead:
    """The frame of `document`; every field that cannot be found stays empty."""
    lines = frame_lines(document)
    found: dict[str, Place] = {}
    number, joint, symbol = _number(lines, found)
    day, place = _date(lines, found)
    issuer, parent = _issuer(lines, found)
    kind, subject = _kind_and_subject(lines, symbol, issuer, found)
    if not subject and all(isinstance(block, Table) and block.name for block in document.blocks[:1]):
        subject = _title_of_sheet(lines, found)
    signer, title, capacity, recipients = read_signature(document, found)
    rests_on, replaces = references_of(document)
    return Letterhead(
        number, symbol, joint, day, place, issuer, parent, kind, subject, signer, title, capacity, recipients,
        _urgency(lines, found), secrecy_of(document), rests_on, replaces, found,
    )  # fmt: skip


def secrecy_of(document: DocumentModel) -> Secrecy:
    """The highest secrecy mark: a line of its own in the frame, in a page's edge or a text box, or behind "Độ mật:"."""
    worst = Secrecy.NONE
    order = list(Secrecy)
    for line in _marked_lines(document):
        low = canonical(squeeze(line.text))
        match = _SECRET_LABEL.search(low)
        # The mark is printed in capitals; "mật" in small letters on a line of its own is a word of the text.
        if match is None and any(c.isupper() for c in line.text.strip()[:3]):
            match = _SECRET.match(low)
        if match:
            worst = max(worst, _MARKS[" ".join(match["mark"].split())], key=order.index)
    return worst


def _marked_lines(document: DocumentModel) -> list[Line]:
    lines = frame_lines(document)
    for block in document.blocks:
        # In text and PDF files the running header of every page is a short line of capitals in the body.
        if isinstance(block, Paragraph) and (
            block.role is not Role.BODY or (len(block.text) < 30 and block.text.isupper())
        ):
            lines += lines_of(block.text, block.anchor)
        elif isinstance(block, Table) and block.rows <= 4 and block.columns <= 3:
            lines += table_lines(block)
    return lines


def _number(lines: list[Line], found: dict[str, Place]) -> tuple[str, str, str]:
    for line in lines:
        low = canonical(line.text)
        if not low.startswith("số") and not re.match(r"\d+[/-]", low):
            continue
        match = _NUMBER.search(line.text)
        if match and len(line.text) < 110 and match.start() < 4:
            found["number"] = line.place
            return (
                (match["number"] or "").strip("._… "),
                match["join"],
                re.sub(r"\s*([-–/])\s*", r"\1", match["symbol"]).strip(" .,"),
            )
    return "", "/", ""


def _date(lines: list[Line], found: dict[str, Place]) -> tuple[dt.date | None, str]:
    for line in lines:
        number = _NUMBER.search(line.text) if canonical(line.text).startswith("số") else None
        begin = number.end() if number else 0  # a PDF has number and date on one line
        match = _DATE.search(line.text, begin)
        if match is None or match.start() > begin + 3 or len(line.text) > 110:
            continue
        day = _day(match["d"], match["m"], match["y"])
        if day is not None:
            found["date"] = line.place
            return day, squeeze(match["place"] or "")
    for line in lines:  # "(Kèm theo Kế hoạch số 617/KH-UBND ngày 01/12/2025 …)" of an appendix on its own
        low = canonical(line.text)
        if low.lstrip("( ").startswith(("kèm theo", "ban hành kèm theo")):
            match = _DATE.search(line.text)
            day = _day(match["d"], match["m"], match["y"]) if match else None
            if day is not None:
                found["date"] = line.place
                return day, ""
    return None, ""


def as_of(document: DocumentModel) -> dt.date | None:
    """The day up to which a table of tasks says it is kept: "(Cập nhật đến ngày 12/5/2026)"."""
    for line in frame_lines(document):
        low = canonical(line.text)
        match = _DATE.search(line.text) if len(low) < 110 and _KEPT_UP_TO.search(low) else None
        if match and (day := _day(match["d"], match["m"], match["y"])):
            return day
    return None


def _day(d: str, m: str, y: str) -> dt.date | None:
    try:
        return dt.date(int(y), int(m), int(d))
    except ValueError:
        return None


def _issuer(lines: list[Line], found: dict[str, Place]) -> tuple[str, str]:
    left: list[Line] = []
    for line in lines:
        if line.side > 0 or _RULE.match(line.text):
            continue
        low = canonical(line.text)
        if _MOTTO.search(low) or low in ("nam", "việt nam"):  # the motto may be wrapped
            if line.side == 0 and left:
                break
            continue
        if (
            low.startswith("số")
            or _DATE.search(line.text)
            or low in KINDS
            or (
                line.side < 1
                and re.match(r"(?:bảng|danh mục|danh sách|biểu|phụ lục|theo dõi|tổng hợp|phân công|lịch)(?![\wđ])", low)
            )
            or len(line.text) > 90
            or re.match(r"\d+[/-]", low)
        ):
            break
        if _SECRET.match(low) or _URGENT.match(low):
            continue
        left.append(line)
        if len(left) == 4:
            break
    if not left:
        return "", ""
    # "ỦY BAN NHÂN DÂN" / "TỈNH ĐỒNG THÁP" is one name on two lines; a name that follows a whole one is its child.
    names: list[list[Line]] = []
    for line in left:
        low = canonical(line.text)
        if (
            names
            and low.startswith(
                ("tỉnh", "thành phố", "tp", "xã", "phường", "huyện", "quận", "đặc khu", "việt nam", "về ", "và ")
            )
        ) or (
            names
            and re.search(r"(?:,| và| -|nhân dân|thành phố|tỉnh|phường|xã)$", canonical(names[-1][-1].text))
            and not low.startswith(("ủy ban", "sở", "ban", "văn phòng"))
        ):
            names[-1].append(line)
        else:
            names.append([line])
    found["issuer"] = names[-1][0].place
    texts = [squeeze(" ".join(part.text.strip("* ") for part in name)) for name in names]
    return texts[-1], texts[-2] if len(texts) > 1 else ""


def _title_of_sheet(lines: list[Line], found: dict[str, Place]) -> str:
    """What stands between the letterhead of a workbook and the headings of its columns."""
    title: list[Line] = []
    for line in lines:
        low = canonical(squeeze(line.text))
        shouted = line.text.isupper() and len(low) > 12
        if _TITLE_OF_TABLE.match(low) or (title and shouted and not low.startswith(("phụ lục", "("))):
            title.append(line)
        elif title:
            break
    if title:
        found["subject"] = title[0].place
    return squeeze(" ".join(line.text for line in title))


def _kind_and_subject(lines: list[Line], symbol: str, issuer: str, found: dict[str, Place]) -> tuple[str, str]:
    kind, at = "", -1
    for i, line in enumerate(lines):
        low = canonical(squeeze(line.text)).strip(" .:")
        if low in KINDS and (line.text.isupper() or line.bold):
            kind, at = low.capitalize(), i
            found["kind"] = line.place
            break
    if at >= 0:
        subject: list[Line] = []
        for line in lines[at + 1 :]:
            if _RULE.match(line.text) or (line.side == 0 and lines[at].side != 0):
                if subject:
                    break
                continue
            letters = [c for c in line.text if c.isalpha()]
            shouted = bool(letters) and sum(c.isupper() for c in letters) > 0.7 * len(letters)
            plain = not subject and len(line.text) < 250 and not line.text.rstrip().endswith((".", ";", ":", "/"))
            if (
                not (shouted or line.bold or plain or _ABOUT.match(line.text))
                or len(line.text) > 600
                or re.match(r"^(?:[IVX]+|\d+|[A-H])\s?[.)-]\s", line.text)
                or canonical(line.text).startswith("phụ lục")
            ):
                break
            if re.search(r"(?:điện|gửi)\s*:?\s*$", canonical(line.text)):
                break
            # The body that decides is named once more between the subject and the reasons.
            if subject and canonical(squeeze(line.text)).startswith((canonical(issuer) or "?", *_DECIDES)):
                break
            subject.append(line)
        if subject:
            found["subject"] = subject[0].place
            return kind, _ABOUT.sub("", squeeze(" ".join(line.text for line in subject)))
        return kind, ""
    for line in lines:
        if _ABOUT.match(line.text):
            found["subject"] = line.place
            rest = [
                other.text
                for other in lines
                if other.anchor == line.anchor and other.start > line.start and not _RULE.match(other.text)
            ]
            return "Công văn", _ABOUT.sub("", squeeze(" ".join([line.text, *rest])))
    # "KH-UBND", "TB/TU", of a legal text "2025/NĐ-CP"; a letter has the signs of those who wrote it ("VPCP-V.I").
    code = next((part for part in re.split(r"[-/]", symbol) if part and not part.isdigit()), "")
    named = next((name.capitalize() for name, short in KINDS.items() if short.upper() == code.upper()), "")
    return named or ("Công văn" if symbol else ""), ""


def _urgency(lines: list[Line], found: dict[str, Place]) -> Urgency:
    for line in lines:
        match = _URGENT.match(canonical(squeeze(line.text)))
        if match and line.text.strip()[:1].isupper():
            found["urgency"] = line.place
            mark = match["mark"]
            return (
                Urgency.EXPRESS
                if mark.startswith("hỏa")
                else Urgency.VERY_URGENT
                if mark.startswith("thượng")
                else Urgency.URGENT
            )
    return Urgency.NONE
