"""How commendation says its reasons."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "commending.no_sheets": _("Chưa có phiếu nào được xác nhận trong năm."),
    "commending.mean_below": _("Điểm bình quân %(mean)s, dưới %(least)s."),
    "commending.no_grade": _("Chưa có mức xếp loại của năm."),
    "commending.grade_below": _("Mức xếp loại thấp hơn mức đặt ra."),
    "commending.no_work": _("Không có việc đến hạn trong năm để tính."),
    "commending.in_time_below": _("Đúng hạn %(share)s %% trong %(done)s việc, dưới %(least)s %%."),
    "commending.lasting": _("Có %(count)s lần chậm kéo dài."),
    "commending.pledges_failed": _("Giữ được %(kept)s trong %(all)s việc khó đã kết thúc."),
    "commending.is_open": _("Đợt khen thưởng đang nhận đề nghị."),
    "commending.is_council": _("Đợt khen thưởng đang do Hội đồng xét."),
    "commending.is_decided": _("Đợt khen thưởng đã có quyết định."),
    "commending.is_dropped": _("Đợt khen thưởng đã bỏ."),
    "commending.no_title": _("Phải ghi tên đợt khen thưởng."),
    "commending.no_criteria": _("Chọn ít nhất một tiêu chí từ kết quả."),
    "commending.bad_criterion": _("“%(value)s” không dùng được cho tiêu chí này."),
    "commending.name_one": _("Chọn một người hoặc một đơn vị."),
    "commending.oneself": _("Không ai đề nghị hay quyết định khen thưởng cho chính mình."),
    "commending.named_already": _("%(name)s đã được đề nghị trong đợt này."),
    "commending.outside_body": _("Chỉ đề nghị người, đơn vị của cơ quan mở đợt khen thưởng."),
    "commending.no_nominees": _("Chưa có ai được đề nghị."),
    "commending.not_named": _("Có tên không nằm trong danh sách đề nghị."),
    "commending.bad_votes": _("%(for)s phiếu đồng ý trên %(of)s phiếu là không thể."),
    "commending.no_decision": _("Ghi số, ngày quyết định khen thưởng."),
    "commending.too_many": _("Chọn %(count)s, quá số %(most)s của đợt này."),
}
