"""Why a file cannot be taken away or brought back as it is, and what to do about it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "taking.too_many_for_picture": _(
        "Một ảnh chỉ chứa được %(most)s dòng; hãy lọc bớt, hoặc chọn PDF, HTML hay Excel."
    ),
    "bringing.sheet_unused": _("Trang tính “%(sheet)s” không có cột “Nhiệm vụ” nên không được đọc."),
    "bringing.too_many_lines": _("Tệp có quá %(most)s dòng; hãy chia thành nhiều tệp."),
    "bringing.no_lines": _("Bảng trong tệp chỉ có tiêu đề, không có nhiệm vụ nào."),
    "bringing.no_columns": _(
        "Không thấy bảng nhiệm vụ trong tệp. Cần một dòng tiêu đề có các cột như: %(columns)s."
    ),
    "bringing.twice": _("Dòng này trùng với dòng %(row)s (cùng một nhiệm vụ); chỉ dòng đầu được đọc. Nếu là việc mới, hãy xóa ô ẩn ở cuối dòng."),
    "bringing.unknown_key": _("Nhiệm vụ của dòng này không thuộc kế hoạch này, hoặc bạn không được xem."),
    "bringing.empty_title": _("Thiếu nội dung nhiệm vụ. Xóa một dòng trong bảng không xóa nhiệm vụ; muốn hủy, hãy mở trang nhiệm vụ."),
    "bringing.not_yours": _("Bạn không có quyền sửa nội dung này."),
    "bringing.closed_task": _("Nhiệm vụ đã hoàn thành hoặc đã hủy, không sửa được nữa."),
    "bringing.lead_fixed": _("Việc đã giao: đổi đơn vị chủ trì bằng “Chuyển xử lý” trên trang nhiệm vụ."),
    "bringing.no_report": _("Bạn không phải người đang làm việc này, hoặc việc chưa được tiếp nhận, nên không báo cáo tiến độ thay được."),
    "bringing.due_needed": _("Việc đã giao phải có ngày hạn cụ thể; hãy ghi ngày dạng 31/12/2025."),
    "bringing.due_not_yours": _("Bạn không quyết định hạn của việc này và cũng không phải người thực hiện để đề nghị gia hạn."),
    "bringing.unknown_unit": _("Không tìm thấy đơn vị “%(name)s”; hãy ghi đúng tên hoặc tên viết tắt, nhiều đơn vị cách nhau bằng dấu chấm phẩy."),
    "bringing.several_units": _("“%(name)s” có thể là: %(names)s; hãy ghi đủ tên."),
    "bringing.may_not_add": _("Bạn không có quyền thêm nhiệm vụ vào kế hoạch này, hoặc kế hoạch đã đóng."),
    "bringing.nothing_ticked": _("Chưa chọn thay đổi nào."),
    "bringing.too_many_ticked": _("Mỗi lần áp dụng tối đa %(most)s thay đổi."),
    "bringing.nothing_applied": _("Chưa áp dụng gì: có %(count)s chỗ không thực hiện được. Bỏ chọn những chỗ dưới đây hoặc sửa rồi thử lại."),
    "bringing.overtaken": _("%(count)s thay đổi đã chọn không còn khớp: vừa có người sửa nhiệm vụ. Hãy xem lại bảng so sánh."),
    "feed.bad_alarm": _("Báo trước nhiều nhất %(most)s ngày."),
    "feed.too_many": _("Mỗi tài khoản có nhiều nhất %(most)s địa chỉ lịch đang dùng; hãy thu hồi địa chỉ không còn dùng."),
    "cell.serial": _("Ô chứa số “%(text)s”, đọc là ngày %(day)s; hãy kiểm tra."),
    "cell.short_year": _("Năm trong “%(text)s” chỉ có hai chữ số; hãy ghi đủ bốn chữ số."),
    "cell.year": _("Năm trong “%(text)s” nằm ngoài khoảng %(first)s–%(last)s."),
    "cell.no_such_day": _("Không có ngày “%(text)s”."),
    "cell.no_date": _("Không đọc được thời hạn “%(text)s”; hãy ghi ngày dạng 31/12/2025."),
    "cell.read_as": _("“%(text)s” được đọc là hết ngày %(day)s; hãy kiểm tra."),
    "cell.calendar_days": _("“%(text)s” tính theo ngày thường; hãy ghi ngày cụ thể hoặc số ngày làm việc."),
    "cell.no_percent": _("“%(text)s” không phải tỷ lệ từ 0 đến 100 %%."),
    "cell.formula": _("Ô có công thức. Hãy chép ô rồi “Dán giá trị” để ghi kết quả, và tải lại tệp."),
}  # fmt: skip
