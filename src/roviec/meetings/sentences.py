"""How meetings say their reasons and what happened to them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "meeting.no_name": _("Phải ghi tên."),
    "meeting.bad_rhythm": _("Chọn một nhịp họp trong danh sách."),
    "meeting.unknown_post": _("Có vị trí không còn trong danh sách; hãy chọn lại."),
    "meeting.unknown_plan": _("Có kế hoạch không thuộc cơ quan này."),
    "meeting.one_planned": _("Đã có một phiên họp sắp tới; hãy họp hoặc hủy phiên đó trước."),
    "meeting.closed": _("Phiên họp này đã ra thông báo kết luận hoặc không họp nên không sửa được nữa."),
    "meeting.has_conclusions": _("Phiên họp đã có kết luận giao việc; hãy bỏ các kết luận đó trước khi hủy."),
    "meeting.no_title": _("Phải ghi nội dung."),
    "meeting.no_cause": _("Phải ghi nguyên nhân."),
    "meeting.no_solution": _("Phải ghi giải pháp."),
    "meeting.day_past": _("Ngày cam kết đã qua."),
    "meeting.not_heard": _("Nhiệm vụ này không thuộc các kế hoạch mà cuộc họp theo dõi."),
    "meeting.bad_kind": _("Chỉ có tệp docx hoặc pdf."),
    "meeting.no_office": _("Máy chủ chưa cài LibreOffice nên chưa in được PDF; hãy tải bản Word (.docx)."),
    "meeting.not_printed": _("LibreOffice không in được tệp này; hãy tải bản Word (.docx)."),
    "meeting.unclear": _("%(count)s kết luận còn thiếu nên chưa giao được: %(titles)s. Bổ sung, hoặc ghi lý do."),
}
