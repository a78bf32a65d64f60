"""How promises say their reasons."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "pledge.is_proposed": _("Cam kết này đang chờ duyệt."),
    "pledge.is_approved": _("Cam kết này đã được duyệt."),
    "pledge.is_refused": _("Cam kết này không được duyệt là việc khó."),
    "pledge.is_kept": _("Cam kết này đã được xác nhận làm được."),
    "pledge.is_failed": _("Cam kết này đã kết thúc: chưa làm được."),
    "pledge.is_protected": _("Cam kết này đã kết thúc: chưa làm được, được bảo vệ."),
    "pledge.is_withdrawn": _("Cam kết này đã được rút."),
    "pledge.bad_kind": _("Chọn việc nóng, việc khó hoặc chương trình hành động."),
    "pledge.no_title": _("Phải ghi cam kết làm việc gì."),
    "pledge.no_result": _("Phải ghi kết quả nhìn thấy được khi làm xong."),
    "pledge.no_why": _("Phải ghi việc này nóng, khó ở chỗ nào."),
    "pledge.due_past": _("Hạn hoàn thành phải từ hôm nay trở đi."),
    "pledge.due_outside": _("Hạn hoàn thành phải trong thời gian của cam kết: từ năm %(first)s đến năm %(last)s."),
    "pledge.no_review": _("Phải ghi nội dung tự kiểm điểm."),
    "pledge.bad_outcome": _("Chọn kết quả: làm được, chưa làm được, hoặc chưa làm được và được bảo vệ."),
    "pledge.task_open": _("Nhiệm vụ của cam kết này chưa được nghiệm thu nên chưa xác nhận làm được."),
    "pledge.name_the_document": _("Ghi số, ngày văn bản của cấp có thẩm quyền quyết định về cam kết này."),
    "pledge.bad_rank": _("Chọn một nhóm chức vụ."),
    "pledge.no_basis": _("Ghi văn bản đặt ra định mức này."),
    "pledge.bad_years": _("Chương trình hành động kéo dài từ 1 đến 5 năm."),
    "pledge.bad_month": _("Chọn một tháng từ 1 đến 12."),
}
