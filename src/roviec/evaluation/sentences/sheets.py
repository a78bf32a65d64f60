"""How opening, filling and scoring say their reasons; `score.*` are the lines of "why so many points"."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "period.unknown": _("“%(period)s” không phải là một tháng (2026-03) hay quý (2026-Q1)."),
    "period.other_rhythm": _("Cơ quan này theo dõi, đánh giá theo kỳ khác; kỳ cần mở là %(expected)s."),
    "period.not_in_force": _("%(ruleset)s chưa hoặc không còn áp dụng cho kỳ này."),
    "period.not_by_itself": _("%(unit)s không tự tổ chức theo dõi, đánh giá; kỳ do cơ quan cấp trên mở."),
    "period.not_begun": _("Kỳ này bắt đầu từ ngày %(day)s."),
    "rules.unknown": _("Không có bộ quy tắc này; có: %(known)s."),
    "rules.basis_missing": _("Phải ghi quyết định, văn bản làm căn cứ."),
    "rules.period_open": _("Đã có kỳ từ ngày này trở đi; quy tắc mới chỉ áp dụng cho kỳ chưa mở."),
    "sheet.no_scoring_mandate": _(
        "Đang giữ %(count)s vị trí nhưng không có vị trí nào là vị trí được theo dõi, đánh giá."
    ),
    "sheet.two_scoring_mandates": _(
        "Cùng lúc giữ nhiều vị trí được theo dõi, đánh giá (%(posts)s); phải chọn một vị trí chính."
    ),
    "sheet.already_sent": _("Phiếu đã gửi, chờ xác nhận; muốn sửa thì đề nghị trả lại phiếu."),
    "sheet.sudden_unproved": _(
        "Có việc ghi là đột xuất nhưng chưa có văn bản hoặc không do người khác giao: đang tính như việc theo kế hoạch."
    ),
    "addition.product": _("Sản phẩm này không có trong danh mục đang áp dụng của cơ quan."),
    "addition.quantity": _("Số lượng phải lớn hơn 0."),
    "addition.done": _("Số hoàn thành phải từ 0 trở lên."),
    "addition.too_much": _(
        "Hoàn thành %(done)s trên %(quantity)s được giao: phần vượt phải ghi thành dòng riêng là việc đột xuất hoặc nhận thêm."
    ),
    "addition.text_missing": _("Phải ghi đã làm việc gì."),
    "addition.evidence_missing": _("Phải có minh chứng: đường dẫn, tệp hoặc số văn bản."),
    "addition.sudden_basis": _("Việc đột xuất phải ghi người giao (không phải chính mình) và văn bản giao việc."),
    "addition.origin": _("Chỉ bổ sung được việc theo kế hoạch, việc nhận thêm hoặc việc đột xuất."),
    "addition.link": _("Đường dẫn phải bắt đầu bằng https:// hoặc http://."),
    "score.a": _("a, số lượng: %(done)s hoàn thành trên %(given)s được giao (đã quy đổi) = %(percent)s %%"),
    "score.b": _("b, chất lượng: %(done)s đạt trên %(given)s được giao (đã quy đổi) = %(percent)s %%"),
    "score.c": _("c, tiến độ: %(done)s đúng hạn trên %(given)s được giao (đã quy đổi) = %(percent)s %%"),
    "score.d_full": _("d, kết quả đơn vị: mọi cấp dưới đạt từ mức hoàn thành trở lên = 100 %%"),
    "score.d_half": _("d, kết quả đơn vị: có cấp dưới dưới 50 điểm = 50 %%"),
    "score.dd_full": _("đ, tổ chức thực hiện: không có chậm trễ kéo dài = 100 %%"),
    "score.dd_half": _("đ, tổ chức thực hiện: có tồn tại, chậm trễ kéo dài = 50 %%"),
    "score.e_full": _("e, đoàn kết: không có mất đoàn kết kéo dài = 100 %%"),
    "score.e_half": _("e, đoàn kết: có mâu thuẫn, mất đoàn kết kéo dài = 50 %%"),
    "score.steered": _("Tính cả việc chỉ đạo, điều hành: sản phẩm của %(sheets)s công chức thuộc quyền"),
    "score.general": _("Tiêu chí chung: %(points)s trên %(most)s điểm"),
    "score.results": _("Kết quả thực hiện nhiệm vụ: (%(letters)s) / %(n)s = %(percent)s %% × 70 = %(points)s điểm"),
    "score.results_capped": _("Kết quả vượt 100 %%: điểm mục này không quá %(most)s"),
    "score.total": _("Tổng %(total)s điểm, ứng với mức: %(band)s"),
    "score.nothing_given": _("Chưa đủ dữ liệu: không có sản phẩm nào được giao trong kỳ nên không tính được tỷ lệ."),
    "score.not_known": _("Chưa đủ dữ liệu: chưa rõ tiêu chí %(letter)s của đơn vị, lĩnh vực phụ trách."),
    "score.criteria_missing": _("Chưa đủ dữ liệu: chưa chấm các tiêu chí chung %(which)s."),
    "score.more_than_given": _(
        "%(product)s: hoàn thành nhiều hơn số được giao; nếu là việc đột xuất hay nhận thêm thì ghi thành dòng riêng."
    ),
    "score.no_such_criterion": _("không có tiêu chí này; có: %(known)s"),
    "score.points_out_of_range": _("điểm từ 0 đến %(most)s"),
    "score.too_many_decimals": _("điểm ghi nhiều nhất %(decimals)s chữ số thập phân"),
    "score.negative": _("không được âm"),
    "score.not_a_number": _("“%(value)s” không phải là số"),
    "score.no_such_setting": _("bộ quy tắc không có cài đặt này; có: %(known)s"),
    "score.no_such_value": _("giá trị không có; chọn: %(known)s"),
}
