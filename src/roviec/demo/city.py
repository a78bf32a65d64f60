"""The demo city as rows for the real import: Ho Chi Minh City with its 168 wards, departments and party bodies, and made-up people.

Names of wards are real (data/units), names of departments and party bodies carry how sure their source is (data/names); divisions of a
department are for illustration. Nothing here touches the database: `load.py` sends the rows through the register import.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib.resources import files
from random import Random

from roviec.demo.people import People, Person

SEED = 20251205
FOUNDED = date(2025, 7, 1)  # the two-level local government took effect
WINTER = date(2025, 12, 5)  # the morning on which the first part of the story ends
TODAY = date(2026, 3, 31)
CITY = "UBND-TP"
CITY_NAME = "Ủy ban nhân dân Thành phố Hồ Chí Minh"
PARTY = "TU"
FRONT = "MTTQ-TP"

Row = dict[str, str]

DIVISIONS = {
    "Sở Xây dựng": [
        "Văn phòng",
        "Phòng Quản lý chất lượng công trình",
        "Phòng Hạ tầng đô thị",
        "Phòng Nhà và thị trường bất động sản",
    ],
    "Sở Tài chính": ["Văn phòng", "Phòng Ngân sách", "Phòng Giá - Công sản", "Phòng Đầu tư"],
    "Sở Nội vụ": ["Văn phòng", "Phòng Tổ chức chính quyền", "Ban Thi đua - Khen thưởng", "Chi cục Văn thư - Lưu trữ"],
    "Sở Khoa học và Công nghệ": [
        "Văn phòng",
        "Phòng Quản lý khoa học",
        "Phòng Chuyển đổi số",
        "Chi cục Tiêu chuẩn Đo lường Chất lượng",
    ],
    "Văn phòng UBND Thành phố": ["Phòng Tổng hợp", "Phòng Kinh tế", "Phòng Đô thị", "Phòng Văn xã"],
}
TWO_WORD_KINDS = {"Chi", "Hội", "Liên", "Thanh", "Trung", "Văn", "Đảng", "Ủy"}
USUAL_DIVISIONS = ["Văn phòng", "Phòng Kế hoạch - Tài chính", "Phòng Nghiệp vụ"]
FUNCTIONS = {
    "Sở Khoa học và Công nghệ": [
        "khoa học và công nghệ", "đổi mới sáng tạo, chuyển giao công nghệ", "chuyển đổi số, hạ tầng số, dữ liệu số",
        "tiêu chuẩn đo lường chất lượng", "sở hữu trí tuệ",
    ],
    "Sở Tài chính": ["ngân sách, kinh phí, dự toán", "kế hoạch đầu tư công", "đăng ký doanh nghiệp, hợp tác xã", "giá, công sản"],
    "Sở Công Thương": ["công nghiệp, thương mại", "thương mại điện tử", "năng lượng, khuyến công", "xúc tiến thương mại"],
    "Sở Nông nghiệp và Môi trường": ["nông nghiệp, nông thôn", "tài nguyên nước, nước dưới đất", "đất đai, môi trường", "giảm nghèo bền vững"],
    "Sở Nội vụ": ["tổ chức bộ máy, biên chế", "cán bộ, công chức, viên chức", "lao động, việc làm", "thi đua, khen thưởng"],
    "Sở Giáo dục và Đào tạo": ["giáo dục, đào tạo", "trường học, học sinh", "đào tạo nguồn nhân lực"],
    "Sở Y tế": ["khám bệnh, chữa bệnh", "y tế dự phòng", "bảo trợ xã hội"],
    "Sở Xây dựng": ["quy hoạch, kiến trúc", "công trình xây dựng", "hạ tầng giao thông", "nhà ở"],
    "Sở Du lịch": ["du lịch, lữ hành", "xúc tiến du lịch"],
    "Sở Văn hóa và Thể thao": ["văn hóa, thể thao", "báo chí, tuyên truyền, truyền thông"],
    "Sở Tư pháp": ["văn bản quy phạm pháp luật", "phổ biến pháp luật", "hộ tịch"],
}  # fmt: skip


@dataclass(slots=True)
class City:
    """Rows per register, in the order in which they must be imported."""

    units: list[Row] = field(default_factory=list)
    aliases: list[Row] = field(default_factory=list)
    posts: list[Row] = field(default_factory=list)
    officers: list[Row] = field(default_factory=list)
    mandates: list[Row] = field(default_factory=list)
    portfolios: list[Row] = field(default_factory=list)
    absences: list[Row] = field(default_factory=list)
    functions: list[Row] = field(default_factory=list)


class _Builder:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.people = People(self.random)
        self.city = City()

    def unit(self, code: str, name: str, parent: str, **more: str) -> None:
        row = {
            "code": code,
            "name": name,
            "short_name": "",
            "kind": "",
            "level": "province",
            "side": "state",
            "is_body": "0",
            "parent": parent,
            "valid_from": FOUNDED.isoformat(),
            "note": "",
        }
        self.city.units.append(row | more)

    def seat(
        self,
        unit: str,
        title: str,
        rank: str = "staff",
        *,
        seat: int = 1,
        kind: str = "bo_nhiem",
        fill: bool = True,
        flags: Row | None = None,
    ) -> Person | None:
        self.city.posts.append(
            {
                "unit": unit,
                "title": title,
                "rank": rank,
                "seat": str(seat),
                "tracks_work": "0",
                "administers": "0",
                "valid_from": FOUNDED.isoformat(),
            }
            | (flags or {})
        )
        if not fill:
            return None
        person = self.people.next("vien_chuc" if "Viên chức" in title else "cong_chuc")
        self.city.officers.append(
            {
                "code": person.code,
                "full_name": person.full_name,
                "personnel_type": person.personnel_type,
                "email": person.email,
            }
        )
        self.mandate(person.code, unit, title, seat=seat, kind=kind)
        return person

    def mandate(
        self,
        officer: str,
        unit: str,
        title: str,
        *,
        seat: int = 1,
        kind: str = "bo_nhiem",
        scoring: bool = True,
        since: date = FOUNDED,
    ) -> None:
        self.city.mandates.append(
            {
                "officer": officer,
                "unit": unit,
                "title": title,
                "seat": str(seat),
                "kind": kind,
                "is_scoring": str(int(scoring)),
                "valid_from": since.isoformat(),
                "document": f"{self.random.randint(100, 2999)}/QĐ-UBND",
            }
        )

    def staff(self, unit: str, count: int, title: str = "Chuyên viên", flags: Row | None = None) -> None:
        for seat in range(1, count + 1):
            self.seat(unit, title, seat=seat, flags=flags)


def kind_of(name: str) -> str:
    """What officials call such a unit: its first word, or two where one alone says nothing."""
    words = name.split()
    return " ".join(words[:2]) if words[0] in TWO_WORD_KINDS else words[0]


def build_city(seed: int = SEED) -> City:
    """The same rows for the same seed."""
    builder = _Builder(seed)
    _city_hall(builder)
    _party(builder)
    _front(builder)
    for ward in _wards():
        _ward(builder, ward)
    _absences(builder)
    return builder.city


def _city_hall(b: _Builder) -> None:
    b.unit(CITY, CITY_NAME, "", short_name="UBND TP", kind="Ủy ban nhân dân", is_body="1")
    b.city.aliases.append({"unit": CITY, "name": "Ủy ban nhân dân thành phố", "valid_from": FOUNDED.isoformat()})
    b.seat(CITY, "Chủ tịch UBND Thành phố", "leader", kind="bau")
    departments = [row for row in _seed("thành phố") if row["parent"].startswith("UBND")]
    for seat in range(1, 6):
        b.seat(CITY, "Phó Chủ tịch UBND Thành phố", "deputy_leader", seat=seat, kind="bau")
    for number, row in enumerate(departments, 1):
        _department(b, f"S{number:02d}", row, deputy_seat=1 + number % 5)


def _department(b: _Builder, code: str, row: Row, deputy_seat: int) -> None:
    name = row["name"]
    is_office = name.startswith("Văn phòng")
    title = (
        "Chánh Văn phòng"
        if is_office
        else "Chánh Thanh tra"
        if name.startswith("Thanh tra")
        else "Trưởng ban"
        if name.startswith("Ban")
        else "Giám đốc"
    )
    tracks = {"tracks_work": "1"} if is_office else {}
    b.unit(
        code, name, CITY, kind=kind_of(name), note="" if row["confidence"].startswith("A") else "Tên cần kiểm tra lại"
    )
    kind = b.random.choices(("bo_nhiem", "quyen", "phu_trach"), (17, 2, 1))[0]
    b.seat(code, title, "head", kind=kind, flags=tracks)
    for seat in (1, 2):
        b.seat(
            code, f"Phó {title}", "deputy", seat=seat, fill=not (seat == 2 and b.random.random() < 0.15), flags=tracks
        )
    b.city.portfolios.append(
        {
            "unit": CITY,
            "title": "Phó Chủ tịch UBND Thành phố",
            "seat": str(deputy_seat),
            "covers": code,
            "valid_from": FOUNDED.isoformat(),
        }
    )
    for text in FUNCTIONS.get(name, ()):
        b.city.functions.append({"unit": code, "text": text, "valid_from": FOUNDED.isoformat(), "basis": "Minh họa"})
    if name.startswith("Trung tâm Phục vụ"):
        b.staff(code, 37, "Viên chức tiếp nhận và trả kết quả")  # with its three leaders: the unit of 40
        return
    for number, division in enumerate(DIVISIONS.get(name, USUAL_DIVISIONS), 1):
        sub = f"{code}.{number}"
        b.unit(
            sub,
            f"{division} {name}" if division in {"Văn phòng"} else f"{division}, {name}",
            code,
            short_name=division,
            kind=kind_of(division),
            note="Minh họa",
        )
        head = (
            "Chánh Văn phòng"
            if division == "Văn phòng"
            else "Chi cục trưởng"
            if division.startswith("Chi cục")
            else "Trưởng ban"
            if division.startswith("Ban")
            else "Trưởng phòng"
        )
        clerks = {"keeps_register": "1"} if division == "Phòng Tổ chức chính quyền" else {}
        b.seat(sub, head, "head", fill=clerks != {} or b.random.random() > 0.06, flags=tracks | clerks)
        b.staff(sub, 3, flags=tracks)
    if is_office:
        b.seat(code, "Quản trị hệ thống", flags={"administers": "1"})


def _party(b: _Builder) -> None:
    b.unit(
        PARTY, "Thành ủy Thành phố Hồ Chí Minh", "", short_name="Thành ủy", kind="Thành ủy", side="party", is_body="1"
    )
    b.seat(PARTY, "Bí thư Thành ủy", "leader", kind="chi_dinh")
    chairman = next(row["officer"] for row in b.city.mandates if row["title"] == "Chủ tịch UBND Thành phố")
    b.seat(PARTY, "Phó Bí thư Thành ủy", "deputy_leader", seat=1, kind="bau")
    b.seat(PARTY, "Phó Bí thư Thành ủy", "deputy_leader", seat=2, fill=False)
    b.mandate(chairman, PARTY, "Phó Bí thư Thành ủy", seat=2, kind="kiem_nhiem", scoring=False)
    for number, row in enumerate((r for r in _seed("thành phố") if r["parent"].startswith("Thành ủy")), 1):
        code, name = f"TU{number:02d}", row["name"]
        tracks = {"tracks_work": "1"} if name.startswith("Văn phòng") else {}
        b.unit(code, name, PARTY, kind=kind_of(name), side="party", note="Tên cần kiểm tra lại")
        head = (
            "Chánh Văn phòng"
            if name.startswith("Văn phòng")
            else "Chủ nhiệm"
            if name.startswith("Ủy ban")
            else "Bí thư"
            if name.startswith("Đảng ủy")
            else "Trưởng ban"
        )
        b.seat(code, head, "head", flags=tracks)
        b.staff(code, 3, flags=tracks)


def _front(b: _Builder) -> None:
    for number, row in enumerate((r for r in _seed("thành phố") if r["parent"].startswith("MTTQ")), 1):
        code = FRONT if number == 1 else f"DT{number:02d}"
        b.unit(
            code,
            row["name"],
            "" if number == 1 else FRONT,
            kind="Mặt trận" if number == 1 else "Đoàn thể",
            side="front",
            is_body="1",
            note="Tên cần kiểm tra lại",
        )
        b.seat(code, "Bí thư" if row["name"].startswith("Thành Đoàn") else "Chủ tịch", "leader", kind="bau")
        b.staff(code, 2, flags={"tracks_work": "1"})


def _ward(b: _Builder, ward: Row) -> None:
    code, kind, name = f"P{ward['ward_code']}", ward["type"], ward["full_name"]
    lower = kind.lower()
    b.unit(code, f"Ủy ban nhân dân {name}", CITY, short_name=f"UBND {name}", kind=kind, level="commune", is_body="1")
    b.city.aliases.append({"unit": code, "name": name, "valid_from": FOUNDED.isoformat()})
    chairman = b.seat(code, f"Chủ tịch UBND {lower}", "leader", kind="bau")
    for seat in (1, 2):
        b.seat(
            code,
            f"Phó Chủ tịch UBND {lower}",
            "deputy_leader",
            seat=seat,
            kind="bau",
            fill=not (seat == 2 and b.random.random() < 0.05),
        )
    for number, row in enumerate(_seed("xã" if kind == "Xã" else "phường"), 1):
        sub, division = f"{code}.{number}", row["name"]
        is_office = division.startswith("Văn phòng")
        tracks = {"tracks_work": "1"} if is_office else {}
        b.unit(
            sub,
            f"{division} {name}",
            code,
            short_name=division,
            kind=kind_of(division),
            level="commune",
            note="Tên cần kiểm tra lại",
        )
        title = "Chánh Văn phòng" if is_office else "Giám đốc" if division.startswith("Trung tâm") else "Trưởng phòng"
        b.seat(sub, title, "head", flags=tracks)
        b.staff(sub, 1, flags=tracks)
    party = f"D{ward['ward_code']}"
    b.unit(
        party,
        f"Đảng ủy {name}",
        PARTY,
        kind="Đảng ủy",
        level="commune",
        side="party",
        is_body="1",
        note="Tên cần kiểm tra lại",
    )
    b.seat(party, f"Bí thư Đảng ủy {lower}", "leader", kind="chi_dinh")
    b.seat(party, f"Phó Bí thư Đảng ủy {lower}", "deputy_leader", fill=False)
    if chairman:
        b.mandate(chairman.code, party, f"Phó Bí thư Đảng ủy {lower}", kind="kiem_nhiem", scoring=False)


def _absences(b: _Builder) -> None:
    """Thirty people away in December and twelve around today, each with a substitute of the same unit where there is one."""
    by_unit: dict[str, list[str]] = {}
    for row in b.city.mandates:
        by_unit.setdefault(row["unit"], []).append(row["officer"])
    units = [unit for unit, officers in by_unit.items() if len(officers) > 2]
    for n, unit in enumerate(b.random.sample(units, 42)):
        away, substitute = b.random.sample(by_unit[unit], 2)
        first = date(2025, 12, b.random.randint(1, 5)) if n < 30 else date(2026, 3, b.random.randint(25, 30))
        b.city.absences.append(
            {
                "officer": away,
                "substitute": substitute,
                "kind": b.random.choice(("nghi_phep", "cong_tac", "dao_tao", "nghi_om")),
                "valid_from": first.isoformat(),
                "valid_to": (first + timedelta(days=b.random.randint(3, 12))).isoformat(),
            }
        )


def _wards() -> Iterator[Row]:
    with (files("roviec.demo") / "data/units/units-2026.csv").open(encoding="utf-8") as source:
        yield from (row for row in csv.DictReader(source) if row["province_full"] == "Thành phố Hồ Chí Minh")


def _seed(level: str) -> list[Row]:
    with (files("roviec.demo") / "data/names/org_units_seed.csv").open(encoding="utf-8") as source:
        return [row for row in csv.DictReader(source) if row["level"] == level]
