"""A work catalogue from a .xlsx, .csv or .tsv file: its columns by the headings that lists in use have."""

from roviec.core.catalogue import Written
from roviec.core.reasons import Reason
from roviec.organisation.readers.columns import Column
from roviec.organisation.readers.lines import read_register

# How the columns may be headed, the one of the template first; then other spellings, and those of published data.
COLUMNS = (
    Column("part", ("Phần", "Nhóm danh mục", "phan"), example="Dùng chung"),
    Column("code", ("Mã CV", "Mã công việc", "Mã sản phẩm", "Mã", "ma_cv"), required=True, example="DC.01"),
    Column("office", ("Phòng", "Đơn vị", "Phòng, đơn vị", "Phòng/đơn vị", "phong"), example=""),
    Column(
        "work",
        ("Nhiệm vụ", "Tên nhiệm vụ", "Tên công việc", "Công việc", "Nhiệm vụ/công việc", "nhiem_vu"),
        required=True,
        example="Soạn thảo văn bản hành chính đơn giản",
    ),
    Column(
        "detail",
        ("Công việc chi tiết", "Mô tả", "Nội dung công việc", "cong_viec_chi_tiet"),
        example="Soạn giấy mời theo mẫu",
    ),
    Column(
        "output",
        ("Sản phẩm đầu ra", "Sản phẩm", "Sản phẩm/công việc đầu ra", "Kết quả đầu ra", "san_pham_dau_ra"),
        required=True,
        example="Giấy mời",
    ),
    Column("group", ("Nhóm", "Nhóm công việc", "Nhóm phức tạp", "Nhóm độ phức tạp", "nhom"), example="N1"),
    Column("frame", ("Khung điểm", "khung_diem"), example="1-10"),
    Column("points", ("Điểm chấm", "Điểm", "diem_cham"), example="5"),
    Column("coefficient", ("Hệ số quy đổi", "Hệ số", "he_so_quy_doi"), required=True, example="1"),
    Column("note", ("Ghi chú", "ghi_chu"), example=""),
)
HEADINGS = {column.field: column.headers[0] for column in COLUMNS}


def read_catalogue(data: bytes, file_name: str) -> tuple[list[Written], list[Reason]]:
    """Rows as written, and remarks on the file as a whole. Raises Invalid("file", …) for what is no table with these columns."""
    register = read_register(data, file_name, COLUMNS)
    rows = [Written(line.number, line.values) for line in register.lines]
    return rows, register.remarks
