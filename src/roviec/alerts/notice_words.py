"""Why an alert cannot be put off, muted or set otherwise, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "notice.top_not_snoozed": _("Cảnh báo ở bậc cao không hoãn nhắc được."),
    "notice.read_already": _("Thông báo này đã được đọc."),
    "notice.reason_missing": _("Cho biết lý do hoãn nhắc."),
    "notice.snooze_until": _("Hoãn nhắc từ ngày mai, nhiều nhất %(most)s ngày."),
    "notice.no_such_kind": _("Không có loại thông báo “%(kind)s”."),
    "notice.obligatory": _("Loại thông báo này là bắt buộc, không tắt được."),
    "ladder.too_long": _("Tệp dài quá %(most)s ký tự; thang cảnh báo không dài như vậy."),
    "ladder.not_toml": _("Dòng %(line)s: không đọc được. Mỗi dòng có dạng khóa = giá trị, chữ đặt trong ngoặc kép."),
    "ladder.unknown_key": _("Dòng %(line)s: không có khóa “%(value)s”. Các khóa dùng được: %(known)s."),
    "ladder.missing": _("Dòng %(line)s: thiếu khóa “%(key)s”."),
    "ladder.bad_value": _("Dòng %(line)s: giá trị của “%(key)s” sai kiểu hoặc để trống."),
    "ladder.bad_code": _("Dòng %(line)s: mã “%(value)s” phải gồm chữ thường không dấu, số và gạch dưới."),
    "ladder.bad_days": _("Dòng %(line)s: số ngày làm việc từ 0 đến %(most)s."),
    "ladder.unknown_kind": _("Dòng %(line)s: không có loại việc “%(value)s”. Các loại: %(known)s."),
    "ladder.unknown_when": _("Dòng %(line)s: không có mốc “%(value)s”. Các mốc: %(known)s."),
    "ladder.unknown_role": _("Dòng %(line)s: không có vai “%(value)s”. Các vai: %(known)s."),
    "ladder.tells_nobody": _("Dòng %(line)s: bậc này không báo cho ai."),
    "ladder.ends_before": _("Dòng %(line)s: ngày hết hiệu lực phải sau ngày bắt đầu."),
    "ladder.too_many": _("Nhiều nhất %(most)s bậc trong một thang."),
    "ladder.twice": _("Dòng %(line)s: mã “%(code)s” đã dùng ở dòng %(first)s."),
    "ladder.loop": _(
        "Dòng %(line)s: bậc này không đứng sau bậc ở dòng %(first)s. Xếp theo thứ tự thời gian, không quay lại."
    ),
    "ladder.goes_down": _("Dòng %(line)s: bậc này báo thấp hơn bậc ở dòng %(first)s. Càng trễ phải báo càng cao."),
    "ladder.gap": _("Dòng %(line)s: cách bậc ở dòng %(first)s quá %(most)s ngày làm việc mà không báo cho ai."),
    "ladder.starts_late": _('Dòng %(line)s: thiếu bậc ở ngày quá hạn (when = "late", working_days = 0).'),
    "ladder.explains_nothing": _("Dòng %(line)s: chỉ bậc quá hạn mới yêu cầu giải trình."),
    "ladder.no_days": _("Dòng %(line)s: bậc này cần ít nhất một ngày làm việc."),
    "ladder.dates_overlap": _("Thang “%(code)s” và thang “%(other)s” cùng có hiệu lực từ %(day)s."),
    "ladder.dates_gap": _("Không có thang nào từ %(since)s đến %(day)s, trước thang “%(code)s”."),
    "ladder.kind_without": _("Loại việc “%(kind)s” không có thang nào đang có hiệu lực."),
    "ladder.day_taken": _("Đã có một thang bắt đầu từ %(day)s; hãy chọn ngày khác."),
    "ladder.begins_in_the_past": _("Thang bắt đầu từ %(day)s là ngày đã qua; quá khứ không viết lại được."),
    "ladder.ends_when": _("Chọn một ngày từ hôm nay, trong thời gian thang còn hiệu lực."),
}
