"""What to tell people when a file, or a part of it, could not be read: where, why, what to do.

Keys are the codes of `ReaderError` and of the notes in `DocumentModel.unread` and `Extraction.notes`. The sentences are
message ids: web and command line look them up in the language of who reads them.
"""


def _(message: str) -> str:
    """Marks a message id for the catalogue. It is looked up where the sentence is said, in the language of who reads it."""
    return message


MESSAGES: dict[str, str] = {
    "reader.cannot_open": _("Không mở được tệp %(filename)s: %(problem)s. Kiểm tra lại đường dẫn và quyền đọc tệp."),
    "reader.empty": _("Tệp %(filename)s trống. Hãy chọn lại đúng tệp."),
    "reader.too_large": _(
        "Tệp %(filename)s nặng %(megabytes)s MB, vượt mức %(limit)s MB. Hãy tách phụ lục hoặc bỏ hình ảnh rồi tải lại."
    ),
    "reader.unknown_format": _(
        "Chưa đọc được loại tệp của %(filename)s. Các loại đọc được: %(known)s. Hãy lưu văn bản sang một trong các loại này."
    ),
    "reader.old_word": _(
        "Tệp %(filename)s là Word đời cũ (.doc). Hãy mở bằng Word và lưu thành .docx, hoặc cài LibreOffice trên máy chủ để đọc thẳng."
    ),
    "reader.wrong_content": _(
        "Nội dung tệp %(filename)s không phải là %(expected)s như tên tệp. Hãy mở tệp bằng đúng phần mềm và lưu lại."
    ),
    "reader.html_inside": _(
        "Tệp %(filename)s thực ra là trang web được đổi tên. Hãy mở bằng Word hoặc Excel và lưu lại, hoặc đổi đuôi thành .html."
    ),
    "reader.broken": _("Tệp %(filename)s bị hỏng, không đọc được. Hãy mở và lưu lại, hoặc xin lại bản gốc."),
    "reader.part_missing": _("Tệp %(filename)s thiếu phần %(part)s, có thể bị cắt khi gửi. Hãy xin lại bản gốc."),
    "reader.encrypted": _("Tệp %(filename)s được đặt mật khẩu hoặc mã hóa. Hãy bỏ mật khẩu rồi tải lại."),
    "reader.macro": _("Tệp %(filename)s có chứa macro nên không nhận. Hãy lưu thành .docx hoặc .xlsx (không macro)."),
    "reader.bomb": _(
        "Tệp %(filename)s khi giải nén lớn bất thường (%(megabytes)s MB) nên không đọc. Hãy xin lại tệp từ nơi gửi."
    ),
    "reader.too_many_parts": _(
        "Tệp %(filename)s có %(parts)s thành phần, vượt mức %(limit)s, nên không đọc. Hãy xin lại tệp từ nơi gửi."
    ),
    "reader.entities": _(
        "Tệp %(filename)s có khai báo XML không an toàn nên không đọc. Hãy mở bằng Word hoặc Excel và lưu lại."
    ),
    "reader.no_text": _("Tệp %(filename)s không có chữ nào. Nếu là bản chụp, hãy dùng bản có chữ (bản gốc điện tử)."),
    "reader.scanned": _(
        "Tệp %(filename)s gồm %(pages)s trang ảnh chụp, không có lớp chữ. Hãy dùng bản gốc điện tử (.docx hoặc .pdf có chữ),"
        " hoặc cài Tesseract kèm tiếng Việt (gói tesseract-ocr-vie) trên máy chủ để đọc ảnh."
    ),
    "reader.picture": _(
        "Tệp %(filename)s là ảnh chụp. Hãy dùng bản gốc điện tử, hoặc cài Tesseract kèm tiếng Việt (gói tesseract-ocr-vie)"
        " trên máy chủ để đọc ảnh."
    ),
    "reader.too_many_pages": _(
        "Tệp %(filename)s có %(pages)s trang, vượt mức %(limit)s trang. Hãy tách thành nhiều tệp."
    ),
    "reader.sheet_too_large": _(
        "Trang tính “%(sheet)s” của tệp %(filename)s có %(rows)s dòng, quá lớn. Hãy xóa các dòng, cột trống ở cuối rồi lưu lại."
    ),
    "reader.too_slow": _("Đọc tệp %(filename)s quá %(seconds)s giây nên đã dừng. Hãy tách tệp thành các phần nhỏ hơn."),
    "reader.too_much_memory": _(
        "Tệp %(filename)s cần quá nhiều bộ nhớ nên đã dừng. Hãy tách tệp thành các phần nhỏ hơn."
    ),
    "reader.failed": _("Không đọc được tệp %(filename)s. Hãy mở và lưu lại rồi thử lần nữa."),
    "reader.secret": _(
        "Văn bản %(filename)s mang dấu độ mật nên không được đưa vào hệ thống. Không có nội dung nào được lưu lại."
    ),
    "read.recognised": _("Các trang ảnh chụp được máy nhận dạng chữ, có thể sai: %(pages)s. Hãy soát lại với bản gốc."),
    "read.turned": _("Các trang nằm ngược hoặc nằm ngang, đã xoay lại để đọc: %(pages)s."),
    "unread.pages_out_of_time": _("Hết thời gian, chưa đọc các trang: %(pages)s. Hãy tách tệp thành các phần nhỏ hơn."),
    "read.old_font": _("Văn bản dùng phông chữ cũ (%(font)s), đã chuyển sang Unicode. Hãy soát lại chữ hoa và dấu."),
    "unread.pictures": _("Có %(count)s hình ảnh chưa đọc. Nếu trong hình có nhiệm vụ, hãy nhập tay."),
    "unread.objects": _("Có %(count)s đối tượng nhúng chưa đọc. Nếu trong đó có nhiệm vụ, hãy nhập tay."),
    "unread.formulas": _(
        "Có %(count)s ô công thức chưa được tính (%(cells)s) nên không có giá trị. Hãy mở bằng Excel, lưu lại rồi tải lên."
    ),
    "read.tracked_changes": _(
        "Văn bản còn các sửa đổi chưa chấp nhận (Track Changes): phần chèn thêm được đọc, phần đã xóa thì không. Hãy kiểm tra đây có phải bản ký."
    ),
    "extraction.outside_the_text": _(
        "Có %(count)s khung chữ hoặc chú thích cuối trang giống nội dung giao việc, chưa lấy thành nhiệm vụ: “%(text)s”. Hãy xem và nhập tay nếu cần."
    ),
    "unread.comments": _("Các ghi chú bên lề (comment) không được đọc."),
    "unread.hidden_sheet": _("Trang tính ẩn “%(sheet)s” không được đọc. Nếu cần, hãy bỏ ẩn rồi tải lại."),
    "unread.pdf_tables": _(
        "Bảng trong tệp PDF được đọc thành dòng chữ, có thể sót nhiệm vụ. Nếu có bản .docx hoặc .xlsx, hãy dùng bản đó."
    ),
    "unread.bare_pages": _("Các trang không có chữ, chưa đọc: %(pages)s."),
    "extraction.several_documents": _(
        "Tệp chứa %(count)s văn bản: %(numbers)s. Nhiệm vụ của tất cả đã được đọc; nên tách tệp để theo dõi riêng từng văn bản."
    ),
    "extraction.no_document_date": _("Không tìm thấy ngày ban hành văn bản. Các thời hạn không ghi năm phải xem lại."),
    "extraction.nothing_found": _("Không tìm thấy nhiệm vụ nào trong văn bản."),
}
