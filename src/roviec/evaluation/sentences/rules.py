"""What rules of a body are refused for."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "rules.no_such_ruleset": _("Không có bộ quy tắc này; hiện có: %(known)s."),
    "rules.no_such_rhythm": _("Chỉ theo dõi, đánh giá theo tháng hoặc theo quý."),
    "rules.not_a_first_day": _("Cách áp dụng có hiệu lực từ ngày đầu của một tháng; theo quý thì từ ngày đầu quý."),
    "rules.period_runs": _("Kỳ %(period)s đã mở theo cách áp dụng cũ; hãy chọn ngày sau kỳ đó."),
    "rules.same_day": _("Đã có cách áp dụng từ ngày %(day)s."),
}
