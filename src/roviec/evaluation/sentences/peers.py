"""How cross-evaluation and the spread of scores say their reasons."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REASONS: dict[str, str | Promise] = {
    "peers.no_title": _("Phải đặt tên cho đợt đánh giá chéo."),
    "peers.questions": _("Phải có đúng %(n)s câu hỏi khác nhau."),
    "peers.closes": _("Ngày kết thúc phải sau hôm nay và không quá %(most)s ngày."),
    "peers.again": _(
        "Nơi này đang có hoặc đã có một đợt của kỳ %(period)s. Mỗi kỳ chỉ một đợt, để không ai so hai đợt mà suy ra ý kiến."
    ),
    "peers.too_few_people": _(
        "Chỉ có %(n)s người: không ai đủ %(least)s người nhận xét nên không giữ được ẩn danh. Hãy mở đợt cho đơn vị lớn hơn."
    ),
    "peers.answered": _(
        "Bạn đã gửi ý kiến của đợt này. Ý kiến gửi một lần, không sửa được vì không ai biết ý kiến nào của ai."
    ),
    "peers.closed": _("Đợt đánh giá chéo này đã kết thúc."),
    "peers.runs": _(
        "Đợt này lấy ý kiến đến %(until)s; chỉ đóng được từ lúc đó, để không ai chọn thời điểm mà suy ra ý kiến."
    ),
    "peers.not_asked": _("Có người không thuộc danh sách bạn được hỏi. Hãy tải lại trang."),
    "peers.half": _("Trả lời đủ %(n)s câu về người này, hoặc để trống cả người này."),
    "peers.points": _("Chọn một mức từ 1 đến %(most)s."),
    "peers.nothing": _("Chưa trả lời về ai. Chọn mức cho ít nhất một đồng nghiệp."),
    "peers.no_reason": _("Phải ghi lý do hủy đợt đánh giá chéo."),
    "raters.few_questions": _("Chỉ có %(n)s câu hỏi, cần ít nhất %(least)s: không hiệu chỉnh."),
    "raters.few_raters": _("Chỉ %(n)s người trả lời, cần ít nhất %(least)s: không hiệu chỉnh."),
    "raters.few_answers": _(
        "Mới có %(n)s lượt nhận xét, quá ít so với số người: không tách được mức chặt, dễ của người chấm."
    ),
    "raters.not_connected": _(
        "Các ý kiến chia thành %(groups)s nhóm không có người chấm chung: %(n)s người ngoài nhóm lớn nhất chỉ có điểm trung bình, không so được với nhóm kia."
    ),
    "levelling.high_and_late": _(
        "%(good)s %% phiếu đạt từ 70 điểm trở lên, nhưng %(share)s %% trong %(n)s việc đến hạn bị chậm."
    ),
    "levelling.high_and_returned": _(
        "%(good)s %% phiếu đạt từ 70 điểm trở lên, nhưng %(share)s %% trong %(n)s việc đã nộp bị trả lại."
    ),
    "levelling.all_alike": _(
        "%(n)s phiếu gần như bằng điểm nhau (độ lệch %(spread)s điểm): điểm không nói ai làm hơn ai."
    ),
}
