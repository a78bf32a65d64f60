"""The columns of a register of incoming documents (sổ đăng ký văn bản đến), by what names offices and their software head them."""

from roviec.organisation.readers.columns import Column

COLUMNS = (
    Column("number_in", ("Số đến", "Số thứ tự đến", "STT đến", "Số văn bản đến", "Số VB đến"), example="1520"),
    Column("arrived_on", ("Ngày đến", "Ngày nhận", "Ngày tiếp nhận", "Ngày vào sổ", "Thời gian đến"), example="01/12/2025"),
    Column(
        "number",
        ("Số, ký hiệu", "Số ký hiệu", "Số/ký hiệu", "Số hiệu", "Số văn bản", "Số, ký hiệu văn bản", "Số KH", "Ký hiệu"),
        example="617/KH-UBND",
    ),
    Column(
        "issued_on",
        ("Ngày ban hành", "Ngày văn bản", "Ngày VB", "Ngày, tháng văn bản", "Ngày tháng văn bản", "Ngày ký", "Ngày phát hành"),
        example="28/11/2025",
    ),
    Column(
        "issuer",
        ("Cơ quan ban hành", "Nơi gửi", "Tác giả", "Cơ quan gửi", "Đơn vị gửi", "Nơi ban hành", "Đơn vị ban hành", "Cơ quan, tổ chức ban hành"),
        example="Sở Tài chính",
    ),
    Column("kind", ("Tên loại", "Loại văn bản", "Loại", "Hình thức văn bản"), example="Công văn"),
    Column(
        "subject",
        ("Trích yếu", "Trích yếu nội dung", "Tên loại và trích yếu nội dung", "Nội dung", "Về việc", "Tên loại và trích yếu nội dung văn bản"),
        required=True,
        example="V/v báo cáo tiến độ giải ngân vốn đầu tư công năm 2025",
    ),
    Column("urgency", ("Độ khẩn", "Mức độ khẩn", "Khẩn"), example="Khẩn"),
    Column("secrecy", ("Độ mật", "Mức độ mật", "Mật")),
    Column("answer_by", ("Hạn trả lời", "Thời hạn trả lời", "Hạn xử lý", "Hạn giải quyết", "Thời hạn xử lý", "Hạn xử lý văn bản"), example="10/12/2025"),
    Column("source_key", ("Mã văn bản", "Mã định danh văn bản", "Mã hồ sơ", "Mã định danh", "ID"), example="H29.18-2025-1520"),
)  # fmt: skip
