"""How confirming and closing say their reasons. `sheet.*` are also the marks that a head sees beside a sheet."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "sheet.not_sent": _("Chưa gửi phiếu"),
    "sheet.additions_open": _("%(n)s sản phẩm bổ sung chờ quyết định"),
    "sheet.unit_facts_open": _("Còn thiếu %(n)s trong ba tiêu chí d, đ, e"),
    "sheet.no_total": _("Chưa đủ dữ liệu để tính điểm"),
    "sheet.under": _("Dưới %(least)s điểm"),
    "sheet.late_undecided": _("%(n)s lần chậm chưa có kết luận giải trình"),
    "sheet.without_product": _("%(n)s việc chưa gắn sản phẩm nên không được tính"),
    "sheet.far_from_facts": _("Tự chấm tiêu chí chung %(own)s %%, kết quả công việc %(facts)s %%"),
    "sheet.capped": _("Kết quả %(percent)s %%, chỉ tính tối đa 70 điểm"),
    "sheet.over_given": _("%(n)s sản phẩm làm nhiều hơn số được giao"),
    "sheet.rose": _("Tăng %(points)s điểm so với kỳ trước (%(before)s)"),
    "sheet.fell": _("Giảm %(points)s điểm so với kỳ trước (%(before)s)"),
    "sheet.confirmed": _("Phiếu này đã được xác nhận; muốn sửa thì trả lại phiếu trước."),
    "sheet.not_confirmable_unsent": _(
        "Công chức chưa gửi phiếu: phải chấm đủ các tiêu chí chung và ghi lý do xác nhận thay."
    ),
    "sheet.not_sent_yet": _("Phiếu chưa được gửi nên không có gì để trả lại."),
    "sheet.comment_missing": _("Điểm khác với điểm tự chấm: phải ghi nhận xét."),
    "sheet.reason_missing": _("Phải ghi lý do."),
    "sheet.additions_first": _("Còn %(n)s sản phẩm bổ sung chưa quyết định."),
    "sheet.below_first": _("Phải xác nhận trước phiếu của cấp dưới: còn %(n)s người (%(names)s)."),
    "sheet.above_first": _("Phiếu của cấp trên đã xác nhận dựa vào phiếu này; trả lại trước: %(names)s."),
    "sheet.unit_facts_first": _("Phải cho biết các tiêu chí d, đ, e của người lãnh đạo trước."),
    "sheet.not_a_leader": _("Ba tiêu chí d, đ, e chỉ áp dụng cho người giữ chức vụ lãnh đạo, quản lý."),
    "sheet.fact_derived": _("Tiêu chí này tính từ phiếu của cấp dưới, không nhập tay."),
    "sheet.no_such_fact": _("Không có tiêu chí này."),
    "addition.decided": _("Sản phẩm bổ sung này đã được quyết định hoặc đã rút."),
    "addition.why_refused": _("Không chấp nhận thì phải ghi lý do."),
    "period.closed": _("Kỳ theo dõi, đánh giá này đã chốt; muốn sửa phải mở lại kỳ."),
    "period.open": _("Kỳ theo dõi, đánh giá này đang mở."),
    "period.runs": _("Kỳ này đến hết ngày %(day)s; chưa chốt được."),
    "period.nothing_confirmed": _("Chưa có phiếu nào được xác nhận nên chưa có gì để chốt."),
    "period.not_all_confirmed": _(
        "Còn %(n)s phiếu chưa được xác nhận. Ghi lý do nếu vẫn chốt kỳ mà không có các phiếu này."
    ),
    "period.reason_missing": _("Mở lại kỳ đã chốt thì phải ghi lý do."),
}
