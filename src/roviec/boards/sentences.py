"""What the boards refuse, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "view.name_missing": _("Phải đặt tên cho bộ lọc."),
    "view.no_page": _("Địa chỉ này không phải là một trang của hệ thống."),
    "view.too_long": _("Bộ lọc quá dài; hãy bỏ bớt điều kiện."),
    "view.too_many": _("Đã có %(most)s bộ lọc của trang này; hãy xóa bớt."),
}
