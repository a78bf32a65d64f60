"""Which columns each register has, and by what names people head them."""

from collections.abc import Sequence
from dataclasses import dataclass

from roviec.core.text import fold


@dataclass(frozen=True, slots=True)
class Column:
    """`headers`: how the column may be headed, the one of the template first. `example` stands in the template."""

    field: str
    headers: tuple[str, ...]
    required: bool = False
    example: str = ""


def _c(field: str, *headers: str, required: bool = False, example: str = "") -> Column:
    return Column(field, headers, required, example)


_FROM = _c(
    "valid_from",
    "Từ ngày",
    "Ngày bắt đầu",
    "Ngày hiệu lực",
    "Hiệu lực từ",
    "Bắt đầu",
    required=True,
    example="01/07/2025",
)
_TO = _c("valid_to", "Hết ngày", "Ngày kết thúc", "Hết hiệu lực", "Đến ngày", "Kết thúc")
_UNIT = _c(
    "unit", "Đơn vị", "Mã đơn vị", "Tên đơn vị", "Cơ quan", "Phòng ban", "Cơ quan, đơn vị", required=True, example="S01"
)
_TITLE = _c("title", "Chức danh", "Chức vụ", "Tên vị trí", "Vị trí", required=True, example="Trưởng phòng")
_SEAT = _c("seat", "Số thứ tự chỉ tiêu", "Chỉ tiêu", "Chỗ", "Số chỗ", "Ghế", example="1")
_OFFICER = _c(
    "officer", "Cán bộ", "Mã cán bộ", "Mã công chức", "Số hiệu", "Họ và tên", "Họ tên", required=True, example="CB001"
)
_BASIS = _c("basis", "Căn cứ", "Văn bản", "Quyết định", "Số quyết định", example="12/QĐ-UBND")
_CODE_OF_OFFICER = ("Mã cán bộ", "Mã", "Mã công chức", "Mã CBCCVC", "Số hiệu", "Số hiệu công chức", "Mã số")

COLUMNS: dict[str, tuple[Column, ...]] = {
    "units": (
        _c("code", "Mã đơn vị", "Mã", "Mã định danh", "Mã cơ quan", required=True, example="S01"),
        _c("name", "Tên đơn vị", "Tên", "Tên cơ quan", "Cơ quan, đơn vị", "Đơn vị", required=True, example="Sở Khoa học và Công nghệ"),
        _c("short_name", "Tên viết tắt", "Viết tắt", "Tên ngắn", "Tên gọi tắt", example="Sở KH&CN"),
        _c("kind", "Loại", "Loại hình", "Loại đơn vị", example="Sở"),
        _c("level", "Cấp", "Cấp hành chính", example="Cấp tỉnh, thành phố"),
        _c("side", "Khối", "Hệ thống", example="Chính quyền"),
        _c("is_body", "Là cơ quan độc lập", "Cơ quan độc lập", "Là cơ quan"),
        _c("is_external", "Bên ngoài", "Ngoài hệ thống"),
        _c("parent", "Đơn vị cấp trên", "Trực thuộc", "Đơn vị cha", "Mã đơn vị cấp trên", "Cơ quan chủ quản", "Thuộc", example="UB"),
        _FROM,
        _TO,
        _c("note", "Ghi chú"),
    ),
    "aliases": (
        _UNIT,
        _c("name", "Tên gọi khác", "Tên khác", "Tên cũ", required=True, example="Sở KH&CN"),
        _c("is_former", "Là tên cũ"),
        _FROM,
        _TO,
    ),
    "job_types": (
        _c("code", "Mã vị trí việc làm", "Mã", "Mã VTVL", required=True, example="VT01"),
        _c("name", "Tên vị trí việc làm", "Vị trí việc làm", "Tên", required=True, example="Chuyên viên về tổ chức bộ máy"),
        _c("duty_group", "Nhóm nhiệm vụ", "Nhóm", example="Nghiệp vụ chuyên ngành"),
        _c("description", "Mô tả công việc", "Mô tả"),
        _c("competences", "Khung năng lực", "Năng lực", "Yêu cầu năng lực"),
    ),
    "posts": (
        _UNIT,
        _TITLE,
        _c("rank", "Cấp bậc", "Vai trò", "Nhóm chức danh", example="Người đứng đầu đơn vị"),
        _SEAT,
        _c("job_type", "Mã vị trí việc làm", "Vị trí việc làm", "Mã VTVL"),
        _c("tracks_work", "Theo dõi chung", "Theo dõi, đôn đốc"),
        _c("administers", "Quản trị hệ thống", "Quản trị"),
        _c("keeps_register", "Quản lý tổ chức", "Quản lý hồ sơ tổ chức"),
        _FROM,
        _TO,
    ),
    "officers": (
        _c("code", *_CODE_OF_OFFICER, required=True, example="CB001"),
        _c("full_name", "Họ và tên", "Họ tên", "Tên cán bộ", required=True, example="Nguyễn Văn An"),
        _c("personnel_type", "Loại nhân sự", "Loại cán bộ", "Đối tượng", "Loại", example="Công chức"),
        _c("email", "Thư điện tử", "Email", "E-mail", "Hộp thư"),
        _c("phone", "Điện thoại", "Số điện thoại", "Di động", "SĐT"),
        _c("is_generated", "Người minh họa"),
    ),
    "mandates": (
        _OFFICER,
        _UNIT,
        _TITLE,
        _SEAT,
        _c("kind", "Hình thức", "Hình thức bổ nhiệm", "Loại", example="Bổ nhiệm"),
        _c("document", "Quyết định", "Số quyết định", "Văn bản", "Căn cứ", example="12/QĐ-UBND"),
        _c("is_scoring", "Tính điểm tại đây", "Đơn vị đánh giá", "Nơi đánh giá"),
        _FROM,
        _TO,
    ),
    "portfolios": (
        _UNIT,
        _TITLE,
        _SEAT,
        _c("covers", "Đơn vị phụ trách", "Phụ trách đơn vị", "Phụ trách", example="S02"),
        _c("field", "Lĩnh vực phụ trách", "Lĩnh vực", example="Chuyển đổi số"),
        _BASIS,
        _FROM,
        _TO,
    ),
    "delegations": (
        _c("kind", "Hình thức", "Loại", example="Ủy quyền"),
        _c("giver_unit", "Đơn vị của người giao", "Đơn vị giao", "Đơn vị ủy quyền", required=True, example="UB"),
        _c("giver_title", "Chức danh của người giao", "Chức danh giao", "Người giao", "Người ủy quyền", required=True, example="Chủ tịch"),
        _c("giver_seat", "Chỉ tiêu của người giao"),
        _c("receiver_unit", "Đơn vị của người nhận", "Đơn vị nhận", required=True, example="S01"),
        _c("receiver_title", "Chức danh của người nhận", "Chức danh nhận", "Người nhận", "Người được ủy quyền", required=True, example="Giám đốc"),
        _c("receiver_seat", "Chỉ tiêu của người nhận"),
        _c("scope", "Nội dung", "Phạm vi", "Nội dung ủy quyền", required=True, example="Ký quyết định giao đất"),
        _c("basis", "Căn cứ", "Văn bản", "Quyết định", required=True, example="15/QĐ-UBND"),
        _FROM,
        _TO,
    ),
    "absences": (
        _OFFICER,
        _c("kind", "Lý do", "Lý do vắng", "Loại", "Hình thức", example="Nghỉ phép"),
        _c("substitute", "Người thay", "Người thay thế", "Người xử lý thay", "Ủy quyền cho", example="CB002"),
        _FROM,
        _c("valid_to", "Ngày trở lại", "Ngày đi làm lại", "Hết ngày", "Ngày kết thúc", "Đến ngày"),
    ),
    "functions": (
        _UNIT,
        _c("text", "Chức năng, nhiệm vụ", "Chức năng", "Nhiệm vụ", "Lĩnh vực", "Nội dung", required=True, example="Chuyển đổi số, hạ tầng số"),
        _c("title", "Chức danh", "Chức vụ", "Vị trí"),
        _SEAT,
        _BASIS,
        _FROM,
        _TO,
    ),
}  # fmt: skip


def match_header(cells: Sequence[str], columns: Sequence[Column]) -> dict[str, int]:
    """Field -> place of its column, for every heading that is known; the name of the field itself is known too."""
    wanted = {fold(header): column.field for column in columns for header in (*column.headers, column.field)}
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = wanted.get(fold(cell).rstrip(" *:"))
        if name is not None and name not in found:
            found[name] = place
    return found


def missing(found: dict[str, int], columns: Sequence[Column]) -> list[str]:
    """Headings of the required columns that are not there."""
    return [column.headers[0] for column in columns if column.required and column.field not in found]


def heading(kind: str, field: str | None) -> str:
    """How the template heads the field; the field itself where it has no column."""
    return next((column.headers[0] for column in COLUMNS.get(kind, ()) if column.field == field), field or "")
