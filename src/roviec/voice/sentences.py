"""How obstacles say their reasons."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "obstacle.is_open": _("Vướng mắc này chưa được trả lời."),
    "obstacle.is_answered": _("Vướng mắc này đã được trả lời, đang chờ xác nhận."),
    "obstacle.is_cleared": _("Vướng mắc này đã được tháo gỡ."),
    "obstacle.is_withdrawn": _("Vướng mắc này đã được rút."),
    "obstacle.no_text": _("Phải ghi vướng ở đâu."),
    "obstacle.no_wanted": _("Phải ghi đề nghị tháo gỡ thế nào."),
    "obstacle.no_answer": _("Phải ghi nội dung trả lời."),
    "obstacle.own": _("Không gửi vướng mắc cho chính mình; hãy chọn người hoặc đơn vị có thẩm quyền tháo gỡ."),
    "obstacle.task_closed": _("Nhiệm vụ đã kết thúc hoặc chưa giao nên không nêu vướng mắc."),
}
