"""How catalogues and yields say their reasons."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "catalogue.no_code": _("Thiếu mã công việc."),
    "catalogue.no_work": _("Thiếu tên nhiệm vụ."),
    "catalogue.no_output": _("Thiếu sản phẩm đầu ra: việc không rõ kết quả đầu ra phải loại khỏi danh mục."),
    "catalogue.no_coefficient": _("Thiếu hệ số quy đổi."),
    "catalogue.no_title": _("Phải ghi tên danh mục."),
    "catalogue.no_decision": _("Phải ghi số, ngày văn bản ban hành danh mục."),
    "catalogue.no_group": _("Chưa xếp nhóm, trong khi các dòng khác đã xếp."),
    "catalogue.no_standard": _("Không có sản phẩm nào có hệ số 1: chưa có đơn vị sản phẩm, công việc chuẩn."),
    "catalogue.too_long": _("Quá dài: tối đa %(most)s ký tự."),
    "catalogue.not_a_number": _("“%(text)s” không phải là số; viết như 1,6 hoặc 12."),
    "catalogue.coefficient_not_positive": _("Hệ số “%(text)s” phải lớn hơn 0."),
    "catalogue.points_not_positive": _("Điểm “%(text)s” phải lớn hơn 0."),
    "catalogue.too_large": _("Số “%(text)s” quá lớn."),
    "catalogue.too_precise": _("“%(text)s” có quá %(most)s chữ số thập phân hoặc quá lớn."),
    "catalogue.bad_frame": _("Khung điểm “%(text)s” không đọc được; viết như 11-50."),
    "catalogue.code_double": _("Mã %(code)s đã có ở dòng %(row)s; mỗi sản phẩm một mã."),
    "catalogue.code_taken": _("Mã %(code)s đã có trong danh mục."),
    "catalogue.too_many_groups": _("Có %(count)s nhóm (%(groups)s); chỉ được phân loại tối đa %(most)s nhóm."),
    "catalogue.group_gap": _("Nhóm bị ngắt quãng: không có nhóm số %(numbers)s."),
    "catalogue.group_nested": _(
        "Nhóm “%(group)s” nằm trong nhóm “%(other)s”; mỗi dòng chỉ ghi một nhóm, không lồng nhau."
    ),
    "catalogue.group_circular": _("Nhóm quay vòng: %(way)s."),
    "catalogue.frame_differs": _("Khung điểm %(frame)s khác khung %(usual)s của các dòng cùng nhóm %(group)s."),
    "catalogue.frames_overlap": _(
        "Khung điểm nhóm %(lower)s (đến %(most)s) và nhóm %(upper)s (từ %(least)s) chồng nhau."
    ),
    "catalogue.frames_gap": _(
        "Giữa khung điểm nhóm %(lower)s (đến %(most)s) và nhóm %(upper)s (từ %(least)s) có khoảng trống."
    ),
    "catalogue.points_outside_frame": _(
        "Điểm chấm %(points)s nằm ngoài khung %(frame)s của nhóm %(group)s; xếp lại nhóm hoặc chấm lại."
    ),
    "catalogue.coefficient_not_of_points": _(
        "Hệ số %(coefficient)s không khớp điểm chấm: %(points)s / %(standard)s = %(expected)s."
    ),
    "catalogue.coefficient_outside_group": _(
        "Hệ số %(coefficient)s nằm ngoài mức của nhóm %(group)s (từ %(least)s đến %(most)s)."
    ),
    "catalogue.output_is_doing": _("“%(output)s” là việc đang làm, không phải sản phẩm; ghi văn bản, hồ sơ nộp được."),
    "catalogue.output_compound": _("Gộp nhiều sản phẩm (%(pieces)s); tách mỗi sản phẩm thành một dòng có hệ số riêng."),
    "catalogue.output_either": _(
        "Một hệ số cho nhiều loại sản phẩm khác nhau (%(pieces)s); tách dòng nếu công sức không bằng nhau."
    ),
    "catalogue.duplicate": _("Trùng cả nhiệm vụ và sản phẩm với dòng %(row)s (%(code)s); bỏ một dòng."),
    "catalogue.alike": _(
        "Giống dòng %(row)s (%(code)s) đến %(percent)s%%; xem có phải cùng một việc nói bằng lời khác."
    ),
    "catalogue.too_long_to_compare": _("Danh mục dài hơn %(most)s dòng: chỉ so được những dòng trùng nguyên văn."),
    "catalogue.refused": _("Danh mục có %(count)s lỗi nên chưa nhập dòng nào. Sửa trong tệp rồi tải lại."),
    "catalogue.empty": _("Tệp không có dòng nào của danh mục."),
    "catalogue.not_a_draft": _("Chỉ làm được với bản dự thảo."),
    "catalogue.not_in_force": _("Danh mục này chưa được ban hành."),
    "catalogue.not_after": _("Ngày áp dụng phải sau ngày %(day)s, ngày áp dụng của lần ban hành %(edition)s."),
    "catalogue.period_closed": _("Kỳ %(period)s (đến ngày %(day)s) đã chốt; chọn ngày sau ngày đó."),
    "catalogue.product_ended": _("Sản phẩm này đã thôi áp dụng từ ngày %(day)s."),
    "catalogue.ends_before_it_begins": _("Ngày thôi áp dụng không được trước ngày bắt đầu áp dụng %(day)s."),
    "catalogue.on_the_list": _("Công việc này đã có trong danh mục với mã %(code)s."),
    "catalogue.proposal_decided": _("Đề nghị này đã được quyết định."),
    "catalogue.none_in_force": _("Cơ quan chưa có danh mục được ban hành."),
    "yield.shares_beyond_whole": _("Các phần chia cộng lại là %(shares)s, vượt quá số lượng của cả việc là %(whole)s."),
    "yield.parts_beyond_whole": _(
        "Các phần việc cộng lại là %(parts)s đơn vị chuẩn, vượt quá %(whole)s đơn vị của cả nhiệm vụ."
    ),
    "yield.no_work": _("Nhiệm vụ đã hủy, bị từ chối hoặc chưa có đơn vị chủ trì nên không ghi sản phẩm."),
    "yield.too_many": _("Một nhiệm vụ ghi tối đa %(most)s dòng; nhiều hơn thì chia thành phần việc."),
    "yield.bad_quantity": _("Số lượng “%(text)s” phải lớn hơn 0, dưới 1.000.000 và có tối đa 3 chữ số thập phân."),
    "yield.named_twice": _("Một sản phẩm chỉ ghi một dòng cho cả việc và mỗi người một phần."),
    "yield.unknown_product": _("Sản phẩm này không có trong danh mục đang áp dụng của cơ quan."),
    "yield.product_not_in_force": _("Sản phẩm %(code)s không áp dụng vào ngày %(day)s."),
    "yield.sudden_without_basis": _("Việc đột xuất phải có văn bản giao việc làm căn cứ."),
    "yield.sudden_by_oneself": _("Việc đột xuất phải do người khác giao; không tự giao cho mình."),
}
