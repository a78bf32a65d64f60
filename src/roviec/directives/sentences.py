"""How directives say their reasons."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "directive.secret": _(
        "Tệp %(filename)s thuộc danh mục bí mật nhà nước hoặc có dấu độ mật. Hệ thống này không nhận và không lưu văn bản mật; "
        "hãy xử lý ngoài hệ thống theo quy định."
    ),
    "directive.by_hand": _("Người rà soát đã sửa."),
    "directive.empty_text": _("Nội dung nhiệm vụ đang trống."),
    "directive.split_needs_two": _("Cần ít nhất hai đoạn để tách."),
    "directive.merge_needs_two": _("Chọn ít nhất hai dòng để gộp."),
    "directive.not_open": _("Dòng này đã được giao hoặc đã bỏ; hãy tải lại trang."),
    "directive.not_editable": _("Thông tin này của văn bản không sửa được."),
    "directive.has_tasks": _("Văn bản này đã được chuyển thành nhiệm vụ nên không xếp vào mục Để biết được."),
    "directive.unknown_unit": _("Không có đơn vị nào tên “%(name)s”."),
    "directive.changed_since": _("Người khác vừa sửa dòng: %(rows)s. Chưa giao gì; hãy xem lại các dòng này rồi giao."),
    "directive.too_long": _(
        "Nội dung dài quá %(most)s ký tự ở dòng: %(rows)s. Hãy tách hoặc rút gọn các dòng này trước."
    ),
    "directive.no_such_task": _("Nhiệm vụ được chọn ở dòng %(rows)s không còn hoặc không thuộc cơ quan này."),
    "directive.no_such_plan": _("Kế hoạch được chọn đã đóng hoặc không thuộc cơ quan này."),
    "directive.not_linked": _("Dòng này không gắn với nhiệm vụ có sẵn."),
    "directive.nothing_to_confirm": _("Chưa chọn dòng nào còn chờ giao."),
    "directive.no_lead": _("Chưa rõ đơn vị chủ trì ở dòng: %(rows)s. Hãy nhận tên hoặc sửa các dòng này trước."),
    "arrival.no_subject": _("Thiếu trích yếu."),
    "arrival.in_future": _("Ngày đến chưa tới."),
    "arrival.issued_after_arrival": _("Ngày ban hành đứng sau ngày đến."),
    "arrival.secret_line": _("Văn bản có độ mật: hệ thống này không nhận, dòng này không được lưu."),
    "arrival.at_line": _("Dòng %(line)s %(sheet)s:"),
    "arrival.decided": _("Văn bản này đã được xử lý: %(decision)s."),
    "arrival.still_open": _("Văn bản này vẫn đang chờ xử lý."),
    "arrival.has_task": _("Văn bản này đã thành nhiệm vụ; hãy thay đổi ở nhiệm vụ đó."),
    "arrival.no_file": _("Chưa có tệp của văn bản này để đọc; hãy đưa tệp vào hoặc ghi bút phê."),
    "arrival.bad_decision": _("Chọn Thực hiện hoặc Trả lời."),
    "arrival.no_words": _("Phải ghi ý kiến của lãnh đạo."),
    "arrival.not_a_leader": _("Người cho ý kiến phải là lãnh đạo của cơ quan nhận văn bản."),
    "arrival.answered": _("Văn bản này đã được trả lời."),
    "arrival.nothing_owed": _("Văn bản này không giao việc trả lời cho ai."),
}
