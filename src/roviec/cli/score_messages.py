"""What the rules of scoring say on the command line."""

from roviec.cli.language import gettext as _
from roviec.cli.language import gettext_noop
from roviec.core.reasons import Reason

MESSAGES = {
    "score.a": gettext_noop("a, số lượng: %(done)s hoàn thành trên %(given)s được giao (đã quy đổi) = %(percent)s %%"),
    "score.b": gettext_noop("b, chất lượng: %(done)s đạt trên %(given)s được giao (đã quy đổi) = %(percent)s %%"),
    "score.c": gettext_noop("c, tiến độ: %(done)s đúng hạn trên %(given)s được giao (đã quy đổi) = %(percent)s %%"),
    "score.d_full": gettext_noop("d, kết quả đơn vị: mọi cấp dưới đạt từ mức hoàn thành trở lên = 100 %%"),
    "score.d_half": gettext_noop("d, kết quả đơn vị: có cấp dưới dưới 50 điểm = 50 %%"),
    "score.dd_full": gettext_noop("đ, tổ chức thực hiện: không có chậm trễ kéo dài = 100 %%"),
    "score.dd_half": gettext_noop("đ, tổ chức thực hiện: có tồn tại, chậm trễ kéo dài = 50 %%"),
    "score.e_full": gettext_noop("e, đoàn kết: không có mất đoàn kết kéo dài = 100 %%"),
    "score.e_half": gettext_noop("e, đoàn kết: có mâu thuẫn, mất đoàn kết kéo dài = 50 %%"),
    "score.steered": gettext_noop("Tính cả việc chỉ đạo, điều hành: sản phẩm của %(sheets)s công chức thuộc quyền"),
    "score.general": gettext_noop("Tiêu chí chung: %(points)s trên %(most)s điểm"),
    "score.results": gettext_noop(
        "Kết quả thực hiện nhiệm vụ: (%(letters)s) / %(n)s = %(percent)s %% × 70 = %(points)s điểm"
    ),
    "score.results_capped": gettext_noop("Kết quả vượt 100 %%: điểm mục này không quá %(most)s"),
    "score.total": gettext_noop("Tổng %(total)s điểm, ứng với mức: %(band)s"),
    "score.nothing_given": gettext_noop(
        "Chưa đủ dữ liệu: không có sản phẩm nào được giao trong kỳ nên không tính được tỷ lệ."
    ),
    "score.not_known": gettext_noop("Chưa đủ dữ liệu: chưa rõ tiêu chí %(letter)s của đơn vị, lĩnh vực phụ trách."),
    "score.criteria_missing": gettext_noop("Chưa đủ dữ liệu: chưa chấm các tiêu chí chung %(which)s."),
    "score.more_than_given": gettext_noop(
        "%(product)s: hoàn thành nhiều hơn số được giao; nếu là việc đột xuất hay nhận thêm thì ghi thành dòng riêng."
    ),
    "grade.too_short": gettext_noop("làm việc %(months)s tháng, chưa đủ %(least)s tháng: không xếp loại"),
    "grade.no_months": gettext_noop("chưa có điểm tháng nào"),
    "grade.points": gettext_noop("trung bình %(mean)s điểm, ứng với mức: %(band)s"),
    "grade.degradation": gettext_noop("có kết luận suy thoái, vi phạm nêu gương"),
    "grade.disciplined": gettext_noop("bị kỷ luật từ khiển trách trở lên vì hành vi liên quan đến công vụ"),
    "grade.unit_wrongdoing": gettext_noop("đơn vị phụ trách trực tiếp liên quan đến tham nhũng, lãng phí và bị xử lý"),
    "grade.above_unit": gettext_noop("không cao hơn mức của tổ chức: %(band)s"),
    "ruleset.unreadable": gettext_noop("bộ quy tắc thiếu hoặc sai mục này"),
    "ruleset.sum": gettext_noop("các điểm tối đa không cộng thành %(most)s"),
    "ruleset.bands": gettext_noop("các mức phải xếp từ cao xuống thấp, không trùng, mức cuối từ 0"),
    "ruleset.default": gettext_noop("giá trị mặc định không có trong các giá trị"),
    "score.no_such_setting": gettext_noop("bộ quy tắc không có cài đặt này; có: %(known)s"),
    "score.no_such_value": gettext_noop("giá trị không có; chọn: %(known)s"),
    "score.no_such_criterion": gettext_noop("không có tiêu chí này; có: %(known)s"),
    "score.points_out_of_range": gettext_noop("điểm từ 0 đến %(most)s"),
    "score.coefficient": gettext_noop("hệ số quy đổi phải lớn hơn 0"),
    "score.negative": gettext_noop("không được âm"),
    "score.excused": gettext_noop("số lần do nguyên nhân khách quan không thể nhiều hơn số lần xảy ra"),
    "score.handed_over_done": gettext_noop("việc đã giao lại cho người khác không tính hoàn thành; ghi 0"),
    "score.not_an_object": gettext_noop("phải là một đối tượng JSON {…}"),
    "score.not_a_list": gettext_noop("phải là một danh sách JSON […]"),
    "score.unknown_field": gettext_noop("không có trường này"),
    "score.missing": gettext_noop("chưa ghi"),
    "score.not_a_number": gettext_noop("“%(value)s” không phải là số"),
    "score.not_whole": gettext_noop("“%(value)s” phải là số nguyên"),
    "score.not_yes_or_no": gettext_noop("phải là true hoặc false"),
    "score.not_one_of": gettext_noop("“%(value)s” không có; chọn: %(known)s"),
}


def said(reason: Reason) -> str:
    return _(MESSAGES[reason.code]) % reason.params
