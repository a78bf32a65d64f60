"""Names of people left out of a text, for examples that leave the house. Rather one word too many than a person."""

import re
import unicodedata

from roviec.core.extraction.letters import LOWER, UPPER

LEFT_OUT = "[tên người]"
# The family names of nearly everybody, and those of peoples of the north and of the highlands.
_FAMILY = (
    "Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trịnh|Mai|Lương|Đoàn|Trương|Cao|Tô|Tạ|Hà|"
    "Thái|Châu|Lâm|Tống|Kiều|Lò|Tòng|Giàng|Vàng|Sùng|Thào|Cà|Quàng|Hứa|Nông|Triệu|Chu|Vương|Phùng|Đào|Lưu|Quách|Khuất|Từ|"
    "Nghiêm|Thạch|Sơn|Danh|Điểu|Y|H’|K’|Rơ|Ksor|Siu|Bế|Ma|Hầu|Lù|Lầu|Mùa|Vi|Lang|Lữ|Lục|Tăng|Quan|La|Viên"
)
_SYLLABLE = rf"[{UPPER}][{LOWER}’']*"
_NAME = re.compile(rf"(?<!\w)(?:{_FAMILY})(?: {_SYLLABLE}){{2,4}}(?!\w)")
_PLACES = "(?:Rịa|Nà|Đen|Triệu|Điểm|Chiểu|Tô|Sơn)(?!\\w)"  # Bà Rịa, Cô Tô, Anh Sơn
_ADDRESSED = re.compile(
    rf"(?<!\w)(?P<how>(?:[Đđ]ồng chí|[Đđ]/c|[Ôô]ng,? [Bb]à|[Ôô]ng|[Bb]à|[Tt]hầy|[Cc]ô|[Aa]nh|[Cc]hị)\.?:? )"
    rf"(?!{_PLACES})(?P<name>{_SYLLABLE}(?: {_SYLLABLE}){{0,4}})"
)
# Behind these the name is of a street, a school, a place, and no person is meant.
_NAMED_AFTER = re.compile(
    r"(?:đường|phố|hẻm|cầu|trường|thpt|thcs|tiểu học|mầm non|xã|phường|thị trấn|huyện|quận|chợ|công viên|bệnh viện|nhà máy|công ty"
    r"|đại học|thôn|ấp|bản|tổ dân phố|khu phố|hồ|bến) $",
    re.I,
)
# What follows "ông", "đồng chí" as a post and no name: "đồng chí Giám đốc Sở".
_POST = re.compile(r"(?:Giám|Phó|Chủ|Bí|Trưởng|Chánh|Thủ|Bộ|Thứ|Hiệu|Cục|Vụ|Tổng|Ủy|Thành|Chỉ|Viện|Tổ)(?!\w)")


def without_persons(text: str) -> str:
    """`text` (made NFC) with "[tên người]" where a person is named. Places and schools named after people stay."""
    text = unicodedata.normalize("NFC", text)

    def addressed(match: re.Match[str]) -> str:
        return match[0] if _POST.match(match["name"]) else match["how"] + LEFT_OUT

    def named(match: re.Match[str]) -> str:
        return match[0] if _NAMED_AFTER.search(match.string, 0, match.start()) else LEFT_OUT

    return _NAME.sub(named, _ADDRESSED.sub(addressed, text))
