"""How directives say their reasons."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "directive.secret": _(
        "Tệp %(filename)s thuộc danh mục bí mật nhà nước hoặc có dấu độ mật. Hệ thống này không nhận và không lưu văn bản mật; "
        "hãy xử lý ngoài hệ thống theo quy định."
    ),
    "tracked.bad_day": _("Trang “%(sheet)s”, ô %(cell)s: không hiểu ngày “%(text)s”. Viết như 05/12/2025."),
    "tracked.unknown_state": _(
        "Trang “%(sheet)s”, ô %(cell)s: không hiểu tình trạng “%(text)s”; coi là đang thực hiện."
    ),
    "tracked.day_assumed": _("Trang “%(sheet)s”, dòng %(row)s: không ghi ngày hoàn thành, lấy %(day)s."),
    "tracked.day_ahead": _("Trang “%(sheet)s”, dòng %(row)s: ngày hoàn thành %(day)s chưa tới."),
    "tracked.on_time_but_later": _(
        "Trang “%(sheet)s”, dòng %(row)s: ghi đúng hạn nhưng ngày hoàn thành %(day)s sau hạn; tính theo ngày."
    ),
    "tracked.late_but_in_time": _(
        "Trang “%(sheet)s”, dòng %(row)s: ghi quá hạn nhưng ngày hoàn thành %(day)s trong hạn; tính theo ngày."
    ),
    "tracked.late_without_due": _("Trang “%(sheet)s”, dòng %(row)s: ghi hoàn thành quá hạn nhưng không có hạn."),
    "tracked.late_not_due": _("Trang “%(sheet)s”, dòng %(row)s: ghi quá hạn nhưng hạn chưa qua hoặc không có hạn."),
    "tracked.open_with_day": _(
        "Trang “%(sheet)s”, dòng %(row)s: ghi đang thực hiện nhưng có ngày hoàn thành %(day)s; coi là đang thực hiện."
    ),
    "tracked.given_after_done": _(
        "Trang “%(sheet)s”, dòng %(row)s: ngày giao sau ngày hoàn thành; lấy ngày hoàn thành."
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
    "provision.details_named": _("Văn bản ghi rõ ai quy định chi tiết."),
    "provision.guidance_named": _("Văn bản ghi rõ ai quy định hoặc hướng dẫn."),
    "provision.general_guidance": _("Hướng dẫn chung về tổ chức thực hiện; có thể không cần chờ văn bản nào."),
    "provision.by_reference": _("Chỉ dẫn chiếu “theo quy định của …”; có thể văn bản đó đã có."),
    "provision.issuer_above": _("Cơ quan được nêu ở khoản phía trên."),
    "provision.of_amended_law": _("Câu này nằm trong đoạn sửa đổi một văn bản khác."),
    "provision.no_such_task": _("Không có nhiệm vụ này, hoặc nhiệm vụ chưa giao hay đã hủy."),
    "provision.not_linked": _("Nhiệm vụ này không gắn với nội dung đó."),
    "provision.followed": _("Văn bản này đã được theo dõi hiệu lực."),
    "provision.not_legal": _("Văn bản này chưa được theo dõi hiệu lực."),
    "provision.no_such_guidance": _("Có dòng không còn trong danh sách chờ hướng dẫn; hãy tải lại trang."),
    "provision.no_issuer": _("Phải ghi cơ quan ban hành."),
    "provision.no_such_document": _("Không có văn bản này trong hệ thống."),
    "provision.no_document": _("Phải chọn văn bản hoặc ghi số, ký hiệu."),
    "provision.none_chosen": _("Chưa chọn điều, khoản nào của văn bản này."),
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
