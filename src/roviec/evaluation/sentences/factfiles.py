"""How files of facts say their reasons."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "factfile.bad_purpose": _("Chọn mục đích lập hồ sơ."),
    "factfile.no_why": _("Ghi rõ lập hồ sơ để làm gì, theo yêu cầu nào (ít nhất 10 ký tự)."),
    "factfile.in_the_future": _("Ngày cuối không được sau hôm nay."),
    "factfile.backwards": _("Ngày cuối phải sau ngày đầu."),
    "factfile.too_long": _("Hồ sơ nhiều nhất %(most)s năm."),
    "factfile.no_comment": _("Phải ghi ý kiến."),
}
