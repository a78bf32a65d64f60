"""What the rules of clocks say."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "due.by_decision": _("Ngày do người giao ấn định (%(day)s): chỉ quyết định mới dời được, lịch không dời."),
    "due.calendar_days": _("%(days)s ngày theo lịch kể từ %(day)s, ngày đầu không tính."),
    "due.working_days": _("%(days)s ngày làm việc kể từ %(day)s, ngày đầu không tính."),
    "due.working_minutes": _("%(minutes)s phút làm việc kể từ %(day)s."),
    "due.rolled_over": _("%(from)s là ngày nghỉ: hạn lùi sang ngày làm việc tiếp theo, %(to)s."),
    "due.suspended": _("Tạm dừng từ %(since)s đến %(until)s: số ngày mất được cộng lại, hạn đến %(day)s."),
    "due.suspended_after": _("Tạm dừng từ %(since)s đến %(until)s, sau khi đã hết hạn: không cộng thêm."),
    "due.suspended_date": _("Tạm dừng từ %(since)s đến %(until)s: ngày ấn định không dời."),
    "due.suspended_nothing_lost": _("Tạm dừng từ %(since)s đến %(until)s: không mất ngày làm việc nào."),
    "due.end_of_day": _("Còn trong hạn đến hết ngày cuối cùng."),
    "due.inferred": _("Đặt trước khi hệ thống lưu ngày bắt đầu tính: ngày bắt đầu được suy ngược từ hạn."),
    "reading.dates_stay": _("Cài đặt: ngày do văn bản ấn định rơi vào ngày nghỉ vẫn giữ nguyên."),
    "reading.dates_roll_over": _(
        "Cài đặt: ngày do văn bản ấn định rơi vào ngày nghỉ thì lùi sang ngày làm việc tiếp theo."
    ),
    "reading.terms_roll_over": _("Cài đặt: thời hạn kết thúc vào ngày nghỉ thì lùi sang ngày làm việc tiếp theo."),
    "reading.terms_stay": _("Cài đặt: thời hạn kết thúc vào ngày nghỉ vẫn giữ nguyên."),
    "holidays.empty": _("Tệp không có dòng nào. Tải danh sách có các cột date, kind, name, source."),
    "holidays.not_csv": _("Đây không phải tệp CSV đọc được. Lưu lại thành “CSV UTF-8”."),
    "holidays.columns_missing": _("Dòng 1 thiếu cột: %(columns)s."),
    "holidays.too_many_rows": _("Tệp có hơn %(most)s dòng; danh sách ngày nghỉ không dài như vậy."),
    "holidays.no_such_day": _("“%(value)s” không phải ngày có thật. Viết 2026-02-10 hoặc 10/02/2026."),
    "holidays.no_such_kind": _("“%(value)s” không phải holiday, weekend_workday, half_day hoặc ordinary."),
    "holidays.repeats_line": _("Ngày này đã có ở dòng %(line)s."),
    "holidays.too_long": _("Tên hoặc nguồn dài quá %(most)s ký tự."),
    "clock.bad_budget": _("Thời hạn từ 1 đến 2500 ngày làm việc."),
    "explanation.not_late": _("Việc này không quá hạn nên không phải giải trình."),
    "explanation.decided": _("Đã có kết luận về giải trình này."),
    "explanation.given": _("Đã có giải trình, đang chờ kết luận."),
    "explanation.none_waits": _("Không có giải trình nào đang chờ kết luận."),
    "explanation.no_such_cause": _("Chọn một nguyên nhân trong danh sách."),
    "explanation.text_missing": _("Phải nói rõ nguyên nhân."),
    "extension.already_asked": _("Đã có một đề nghị gia hạn đang chờ quyết định."),
    "extension.already_decided": _("Đề nghị gia hạn này đã được quyết định."),
    "extension.none_asked": _("Không có đề nghị gia hạn nào đang chờ."),
    "holds.before_last": _("Thời điểm này đứng trước lần chuyển gần nhất."),
    "opinion.due_past": _("Hạn cho ý kiến đã qua."),
    "opinion.answered": _("Đơn vị được hỏi đã cho ý kiến."),
    "opinion.withdrawn": _("Đề nghị cho ý kiến đã được rút."),
}
