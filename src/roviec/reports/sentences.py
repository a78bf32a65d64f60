"""How reports say their reasons."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "report.no_title": _("Phải ghi tên báo cáo."),
    "report.unknown_plan": _("Không có kế hoạch này, hoặc bạn không xem được."),
    "report.unknown_unit": _("Đơn vị này không thuộc cơ quan của bạn."),
    "report.unknown_signer": _("Người ký không thuộc cơ quan này; hãy chọn lại."),
    "report.closed": _("Báo cáo đã ban hành hoặc đã bỏ nên không sửa được nữa."),
    "report.not_issued": _("Chỉ thu hồi được báo cáo đã ban hành."),
    "report.no_reason": _("Phải ghi lý do thu hồi; ai đã nhận báo cáo đều thấy lý do này."),
    "report.period_runs": _("Kỳ báo cáo đến hết ngày %(day)s mới chốt số liệu; chưa ban hành được trước ngày đó."),
    "report.too_many": _("Báo cáo có %(count)s nhiệm vụ, quá %(most)s; hãy chọn phạm vi hẹp hơn."),
    "report.bad_period": _("Không có kỳ báo cáo này."),
    "report.no_days": _("Phải ghi ngày đầu và ngày cuối của kỳ."),
    "demand.nobody": _("Phải ghi ít nhất một đơn vị phải báo cáo."),
    "demand.too_many_units": _("Nhiều nhất %(most)s đơn vị trong một yêu cầu."),
    "demand.outside": _("Có đơn vị ở ngoài hệ thống hoặc không còn; chỉ yêu cầu được đơn vị có tài khoản."),
    "demand.too_many_figures": _("Nhiều nhất %(most)s chỉ tiêu trong một yêu cầu."),
    "demand.bad_figure": _("Chỉ tiêu “%(name)s” ghi chưa đúng: tên (đơn vị tính)."),
    "demand.due_past": _("Hạn báo cáo đã qua."),
    "demand.due_before_closing": _("Hạn báo cáo phải từ ngày chốt số liệu trở đi."),
    "demand.asked_already": _(
        "Đã có yêu cầu gần giống: “%(title)s” của %(body)s. Dùng số liệu đã có, hoặc ghi lý do vẫn phải yêu cầu."
    ),
    "demand.sent": _("Yêu cầu này đã gửi nên không sửa được nữa."),
    "round.closed": _("Kỳ báo cáo này đã kết thúc."),
    "round.answers_missing": _("Còn %(count)s đơn vị chưa nộp hoặc chưa được nhận."),
    "answer.handed_in": _("Báo cáo đã nộp; muốn sửa thì đề nghị nơi nhận trả lại."),
    "answer.figures_missing": _("Còn thiếu %(count)s số liệu: %(names)s."),
    "answer.bad_figure": _("Số liệu “%(name)s” không hợp lệ."),
}
