"""What the rules of clocks say."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "clock.bad_budget": _("Thời hạn từ 1 đến 2500 ngày làm việc."),
    "extension.already_asked": _("Đã có một đề nghị gia hạn đang chờ quyết định."),
    "extension.already_decided": _("Đề nghị gia hạn này đã được quyết định."),
    "extension.none_asked": _("Không có đề nghị gia hạn nào đang chờ."),
    "holds.before_last": _("Thời điểm này đứng trước lần chuyển gần nhất."),
    "opinion.due_past": _("Hạn cho ý kiến đã qua."),
    "opinion.answered": _("Đơn vị được hỏi đã cho ý kiến."),
    "opinion.withdrawn": _("Đề nghị cho ý kiến đã được rút."),
}
