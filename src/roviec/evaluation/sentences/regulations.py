"""How working regulations say their reasons."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "regulation.no_field": _("Không thuộc lĩnh vực nào của quy chế."),
    "regulation.other_person": _("Thuộc lĩnh vực “%(field)s” nhưng giao cho người khác."),
    "regulation.nobody_named": _("Thuộc lĩnh vực “%(field)s” nhưng chưa phân công ai."),
    "regulation.too_long": _("Lĩnh vực “%(field)s” xử lý trong %(most)s ngày làm việc; việc này đã %(days)s ngày."),
    "regulation.no_person": _("Vị trí phụ trách đang khuyết."),
    "regulation.no_substitute": _("Chưa có người thay thế."),
    "regulation.substitute_gone": _("Vị trí thay thế đang khuyết."),
    "regulation.no_title": _("Phải ghi tên quy chế."),
    "regulation.begins_in_the_past": _(
        "Quy chế áp dụng sớm nhất từ ngày đầu tháng này; việc của tháng đã qua giữ nguyên."
    ),
    "regulation.before_edition": _("Đã có bản áp dụng từ %(day)s; bản mới phải áp dụng sau ngày đó."),
    "regulation.no_lines": _("Ghi ít nhất một lĩnh vực."),
    "regulation.too_many": _("Nhiều nhất %(most)s lĩnh vực trong một quy chế."),
    "regulation.field_missing": _("Dòng %(line)s: phải ghi tên lĩnh vực."),
    "regulation.twice": _("Dòng %(line)s: lĩnh vực này đã ghi ở dòng %(first)s."),
    "regulation.post_missing": _("Dòng %(line)s: phải chọn người phụ trách."),
    "regulation.outside_unit": _(
        "Dòng %(line)s: người phụ trách và người thay thế phải thuộc đơn vị vào ngày áp dụng."
    ),
    "regulation.own_substitute": _("Dòng %(line)s: người thay thế phải là người khác."),
    "regulation.bad_days": _("Dòng %(line)s: thời gian xử lý từ 1 đến 250 ngày làm việc."),
    "regulation.bad_cell": _("Sheet “%(sheet)s”, dòng %(line)s, cột “%(column)s”: không hiểu “%(value)s”. %(remedy)s"),
    "regulation.bad_file": _("Không đọc được tệp này; hãy gửi tệp .xlsx theo mẫu."),
    "regulation.no_columns": _("Dòng đầu của sheet phải có các cột: %(columns)s."),
}
