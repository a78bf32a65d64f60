"""What the demo city received in November 2025, how it was addressed, and what a clerk added before giving it out.

The documents are real. Those of other provinces are re-addressed to the city; bodies that are not of this city stay outside bodies.
Two documents of the collection are kept out (617/KH-UBND and 11554/VPCP-V.I), so that a newcomer has something new to drop in.
"""

from dataclasses import dataclass, field
from datetime import date

FRONT = "Ủy ban Mặt trận Tổ quốc Việt Nam Thành phố"
CITY = "Ủy ban nhân dân Thành phố Hồ Chí Minh"
SCIENCE = "Sở Khoa học và Công nghệ"

OF_OTHER_PROVINCES = {
    "Ủy ban nhân dân Tỉnh": CITY,
    "Ban Quản lý khu Kinh tế": "Ban Quản lý các Khu chế xuất và công nghiệp Thành phố",
    "Ban Quản lý các khu chế xuất và công nghiệp Cần Thơ": "Ban Quản lý các Khu chế xuất và công nghiệp Thành phố",
    "Sở Văn hoá Thể thao du lịch": "Sở Văn hóa và Thể thao",
    "Sở Văn hóa, Thể thao và Du lịch": "Sở Văn hóa và Thể thao",
    "Sở Nông nghiệp và môi trường": "Sở Nông nghiệp và Môi trường",
    "Ủy ban Mặt trận Tổ quốc Việt Nam thành phố": FRONT,
    "Thanh tra thành phố": "Thanh tra Thành phố",
}
TO_LOCAL_GOVERNMENTS = (
    "bộ, ngành, địa phương",
    "địa phương",
    "Ủy ban nhân dân các tỉnh",
    "tỉnh, thành phố",
    "các địa phương",
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document on its way in. `due` are dates that the office set, in turn, where the document names none."""

    file: str
    on: date
    mapping: dict[str, str] = field(default_factory=dict)
    due: tuple[date, ...] = ()
    local: str = ""  # the unit that the city gives central orders "to the localities" to
    review_only: bool = False
    crowds: int = 1  # how many rows for all wards are given out already; the others wait for review


def _december(*days: int) -> tuple[date, ...]:
    return tuple(date(2025, 12, day) for day in days)


ARRIVALS = (
    Arrival("nq-03a.docx", date(2025, 11, 3), local=SCIENCE, due=(date(2025, 11, 28), *_december(10, 19, 31))),
    Arrival("tb-624a.docx", date(2025, 11, 17), local=SCIENCE, due=(date(2025, 11, 25), *_december(5, 9, 15))),
    Arrival(
        "ct-09.docx",
        date(2025, 11, 19),
        OF_OTHER_PROVINCES,
        due=(date(2025, 11, 28), *_december(3, 8, 12, 31)),
        crowds=2,
    ),
    Arrival("kh-552.docx", date(2025, 11, 20), OF_OTHER_PROVINCES, due=(date(2025, 11, 27), *_december(4, 9, 19, 30))),
    Arrival("kh-160.docx", date(2025, 11, 20), OF_OTHER_PROVINCES, due=_december(2, 5, 10, 25)),
    Arrival("cv-6225.docx", date(2025, 11, 21), due=_december(15, 31)),
    Arrival("tb-634.docx", date(2025, 11, 24), due=_december(10, 31)),
    Arrival("cd-227.docx", date(2025, 11, 24), due=(date(2025, 11, 30), *_december(10, 31))),
    Arrival("tb-637.docx", date(2025, 11, 25), due=_december(12, 31)),
    Arrival("tb-659.docx", date(2025, 12, 2), review_only=True),
)
MERGER_ON = date(2025, 10, 1)
MERGED = ("Phòng Kế hoạch - Tài chính, Sở Du lịch", "Phòng Nghiệp vụ, Sở Du lịch")
MERGED_INTO = "Phòng Kế hoạch - Nghiệp vụ, Sở Du lịch"
