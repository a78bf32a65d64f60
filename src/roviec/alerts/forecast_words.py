"""What a forecast says, and why: the reasons of `core.forecast` in sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "forecast.late_already": _("Đã quá hạn."),
    "forecast.class": _(
        "Việc cùng đơn vị, cùng loại: cứ 100 việc còn mở khi đã dùng %(used)s%% thời gian thì %(late)s việc trễ hạn (theo %(cases)s việc đã xong)."
    ),
    "forecast.class_thin": _(
        "Đơn vị mới xong %(cases)s việc cùng loại nên lấy theo mức chung: cứ 100 việc còn mở khi đã dùng %(used)s%% thời gian thì khoảng %(late)s việc trễ hạn."
    ),
    "forecast.waits_for": _("Phải chờ việc “%(title)s” xong trước."),
    "forecast.waits_for_hidden": _("Phải chờ một việc khác xong trước."),
    "forecast.untouched": _("Đã dùng %(used)s%% thời gian mà chưa ai bắt đầu."),
    "forecast.begun": _("Đã có người bắt đầu làm."),
    "forecast.begun_not": _("Chưa ai bắt đầu nên chưa có hoạt động nào."),
    "forecast.silence": _("%(days)s ngày làm việc gần đây không có hoạt động nào."),
    "forecast.progress": _("Tiến độ báo cáo %(progress)s%%, thời gian đã dùng %(used)s%%."),
    "forecast.no_report": _("Chưa có báo cáo tiến độ."),
    "forecast.signature": _("Đã trình, đang chờ ký."),
    "forecast.no_signature": _("Chưa trình ký."),
    "forecast.passes": _("Đã chuyển tay %(times)s lần."),
    "forecast.no_passes": _("Chưa phải chuyển tay lần nào."),
    "forecast.extensions": _("Đã gia hạn %(times)s lần."),
    "forecast.no_extensions": _("Chưa gia hạn lần nào."),
    "forecast.suspensions": _("Đã tạm dừng %(times)s lần."),
    "forecast.no_suspensions": _("Chưa tạm dừng lần nào."),
    "forecast.opinions": _("%(times)s ý kiến đã hỏi mà chưa có trả lời."),
    "forecast.no_opinions": _("Không phải chờ ý kiến nào."),
    "forecast.unit": _("Đơn vị đang có %(open)s việc mở, trong đó %(late)s việc quá hạn."),
    "forecast.little_history": _("Mới có %(cases)s việc đã đến hạn để rút kinh nghiệm; cần ít nhất %(enough)s việc."),
    "forecast.not_better": _(
        "Thử lại trên %(cases)s việc gần đây, dự báo chưa tốt hơn cách đoán đơn giản, nên không đưa ra con số."
    ),
    "forecast_log.no_case": _("Dòng không có mã hồ sơ."),
    "forecast_log.bad_instant": _("“%(text)s” không phải là thời điểm có múi giờ (ví dụ 2025-12-05T08:00+07:00)."),
    "forecast_log.due_before_start": _("Hạn không muộn hơn lúc bắt đầu."),
}
