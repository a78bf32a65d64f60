"""What a notice says. Kind and parameters are stored, the sentence is made when it is read, in the reader's language."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roviec.core.calendars import VIETNAM
from roviec.core.notices import Group

SENTENCES: dict[str, Promise] = {
    "assigned": gettext_lazy("Nhiệm vụ mới được giao"),
    "assigned_many": gettext_lazy("Bạn được giao %(count)s nhiệm vụ của kế hoạch"),
    "directive_received": gettext_lazy("Văn bản mới đến, chờ rà soát"),
    "supporting": gettext_lazy("Đơn vị bạn phối hợp thực hiện nhiệm vụ mới"),
    "supporting_many": gettext_lazy("Đơn vị bạn phối hợp thực hiện %(count)s nhiệm vụ của kế hoạch"),
    "person_named": gettext_lazy("Bạn được phân công thực hiện"),
    "handed_over": gettext_lazy("Nhiệm vụ được chuyển đến"),
    "restructured": gettext_lazy("Đơn vị bạn tiếp nhận việc khi sắp xếp tổ chức"),
    "meeting_called": gettext_lazy("Mời họp"),
    "meeting_moved": gettext_lazy("Lịch họp thay đổi"),
    "meeting_cancelled": gettext_lazy("Phiên họp bị hủy"),
    "meeting_concluded": gettext_lazy("Đã ra thông báo kết luận cuộc họp"),
    "late": gettext_lazy("Đã quá hạn"),
    "due_soon": gettext_lazy("Sắp đến hạn"),
    "late_climbs": gettext_lazy("Quá hạn kéo dài"),
    "silent": gettext_lazy("Không có động tĩnh"),
    "handed_round": gettext_lazy("Bị chuyển vòng qua nhiều người"),
    "unreachable": gettext_lazy("Thông báo không gửi tới được"),
    "explanation_overdue": gettext_lazy("Quá hạn giải trình"),
    "worker_silent": gettext_lazy("Tiến trình nền ngừng hoạt động: cảnh báo không được gửi"),
    "probably_late": gettext_lazy("Nguy cơ quá hạn theo dự báo"),
    "unnamed": gettext_lazy("Chờ phân công quá một ngày làm việc"),
    "not_accepted": gettext_lazy("Chưa có ai tiếp nhận"),
    "for_signature": gettext_lazy("Đã trình, chờ bạn ký"),
    "submitted": gettext_lazy("Sản phẩm đã nộp, chờ bạn nghiệm thu"),
    "extension_asked": gettext_lazy("Đề nghị gia hạn, chờ bạn quyết định"),
    "extension_waiting": gettext_lazy("Đề nghị gia hạn chờ quyết định quá một ngày làm việc"),
    "effect_near": gettext_lazy("Văn bản có hiệu lực từ %(day)s, mới sẵn sàng %(ready)s/%(all)s điều"),
    "extension_decided": gettext_lazy("Đã có quyết định về đề nghị gia hạn"),
    "opinion_asked": gettext_lazy("Xin ý kiến của bạn"),
    "opinion_overdue": gettext_lazy("Ý kiến quá hạn trả lời"),
    "opinion_answered": gettext_lazy("Đã có ý kiến trả lời"),
    "spoken_incomplete": gettext_lazy("Việc giao nhanh chưa được ghi đầy đủ"),
    "accepted": gettext_lazy("Đã tiếp nhận nhiệm vụ"),
    "refused": gettext_lazy("Từ chối tiếp nhận nhiệm vụ"),
    "signed": gettext_lazy("Đã ký"),
    "sent_back": gettext_lazy("Bản trình ký bị trả lại"),
    "deliverable_accepted": gettext_lazy("Sản phẩm được nghiệm thu"),
    "returned": gettext_lazy("Sản phẩm bị trả lại"),
    "reopened": gettext_lazy("Việc đã hoàn thành được mở lại"),
    "suspended": gettext_lazy("Tạm dừng thực hiện"),
    "resumed": gettext_lazy("Tiếp tục thực hiện"),
    "due_changed": gettext_lazy("Hạn hoàn thành thay đổi"),
    "calendar_changed": gettext_lazy("Lịch làm việc thay đổi: %(count)s hạn liên quan đến bạn được tính lại"),
    "cancelled": gettext_lazy("Nhiệm vụ đã hủy"),
    "reminded": gettext_lazy("Bạn được đôn đốc"),
    "explanation_demanded": gettext_lazy("Yêu cầu giải trình việc quá hạn"),
    "explanation_given": gettext_lazy("Có giải trình, chờ kết luận"),
    "explanation_decided": gettext_lazy("Đã có kết luận về giải trình"),
    "obstacle_raised": gettext_lazy("Có vướng mắc chờ bạn tháo gỡ"),
    "obstacle_answered": gettext_lazy("Vướng mắc bạn nêu đã được trả lời, chờ bạn xác nhận"),
    "pledge_proposed": gettext_lazy("Có cam kết chờ bạn duyệt"),
    "pledge_reviewed": gettext_lazy("Có tự kiểm điểm theo cam kết, chờ bạn kết luận"),
    "pledge_decided": gettext_lazy("Đã có quyết định về cam kết của bạn"),
    "pledge_ended": gettext_lazy("Đã có kết luận về cam kết của bạn"),
    "pledges_owed": gettext_lazy("Bạn còn thiếu %(count)s việc nóng, việc khó so với định mức %(least)s"),
    "commended": gettext_lazy("Có quyết định khen thưởng"),
    "factfile_made": gettext_lazy("Một hồ sơ sự việc có tên bạn đã được lập; bạn xem và ghi ý kiến được"),
    "obstacle_unanswered": gettext_lazy("Vướng mắc quá hạn trả lời"),
    "peers_opened": gettext_lazy("Bạn được hỏi ý kiến về đồng nghiệp, ẩn danh, đến %(until)s"),
    "peers_closed": gettext_lazy("Đã có kết quả đánh giá chéo về bạn"),
    "sheet_unsent": gettext_lazy("Phiếu theo dõi, đánh giá %(period)s chưa gửi; kỳ đến hết ngày %(day)s"),
    "sheets_waiting": gettext_lazy("%(count)s phiếu %(period)s chờ bạn xác nhận"),
    "period_unclosed": gettext_lazy("Kỳ đánh giá %(period)s (hết ngày %(day)s) chưa chốt"),
    "sheet_returned": gettext_lazy("Phiếu %(period)s được trả lại để sửa"),
    "sheet_result": gettext_lazy("Phiếu %(period)s đã có kết quả"),
    "sheet_reopened": gettext_lazy("Kỳ đánh giá %(period)s được mở lại"),
    "grade_result": gettext_lazy("Đã có kết quả xếp loại chất lượng năm %(year)s của bạn"),
    "grade_replaced": gettext_lazy("Có quyết định xếp loại mới thay quyết định năm %(year)s của bạn"),
    "appeal_received": gettext_lazy("Có kiến nghị về đánh giá, xếp loại chờ bạn trả lời"),
    "appeal_settled": gettext_lazy("Kiến nghị của bạn đã được trả lời"),
    "appeal_overdue": gettext_lazy("Kiến nghị quá hạn 7 ngày làm việc, bạn chưa trả lời"),
    "export_overdue": gettext_lazy("Kết quả đánh giá, xếp loại quá hạn chuyển lên cơ sở dữ liệu quốc gia"),
    "commented": gettext_lazy("Có trao đổi mới"),
}

# The same with the number of working days, where the rung of a ladder gave one.
COUNTED: dict[str, Promise] = {
    "due_soon": gettext_lazy("Còn %(days)s ngày làm việc là hết hạn"),
    "late_climbs": gettext_lazy("Đã quá hạn %(days)s ngày làm việc"),
    "silent": gettext_lazy("%(days)s ngày làm việc không có động tĩnh"),
}

# How somebody came to know: values of alerts.models.ReadHow.
READ_HOW: dict[str, Promise] = {
    "opened": gettext_lazy("mở việc ra xem"),
    "marked": gettext_lazy("xác nhận từng thông báo"),
    "all": gettext_lazy("đánh dấu đã đọc hàng loạt"),
}

GROUPS: dict[Group, Promise] = {
    Group.NEW: gettext_lazy("Mới giao"),
    Group.LATE: gettext_lazy("Quá hạn"),
    Group.SOON: gettext_lazy("Sắp đến hạn"),
    Group.WAITING: gettext_lazy("Chờ bạn"),
    Group.DECIDED: gettext_lazy("Kết quả"),
    Group.TALK: gettext_lazy("Trao đổi"),
}

# Sign and tone, as in web.states.
LOOKS: dict[Group, tuple[str, str]] = {
    Group.NEW: ("plus", "plain"),
    Group.LATE: ("late", "late"),
    Group.SOON: ("soon", "soon"),
    Group.WAITING: ("unassigned", "soon"),
    Group.DECIDED: ("done", "plain"),
    Group.TALK: ("info", "none"),
}


def sentence(kind: str, params: Mapping[str, Any]) -> str:
    """What happened, in the active language, without the title of the thing. KeyError for a kind that nobody has put in words."""
    if kind == "extension_decided" and "approved" in params:
        return _("Đồng ý gia hạn") if params["approved"] else _("Không đồng ý gia hạn")
    if "days" in params and kind in COUNTED:
        days = int(params["days"])
        if kind == "due_soon" and days <= 0:
            return _("Hết hạn hôm nay")
        return COUNTED[kind] % {"days": days}
    return str(SENTENCES[kind]) % params


def details(params: Mapping[str, Any]) -> list[str]:
    """What else is known: the due date, who did it, why."""
    said = []
    if old := _when(params.get("old_due")):
        said.append(_("Hạn cũ: %(due)s") % {"due": old})
    if due := _when(params.get("new_due") or params.get("due")):
        said.append(_("Hạn: %(due)s") % {"due": due})
    if params.get("session"):
        said.append(_("Phiên thứ %(number)s") % {"number": params["session"]})
    if hour := _when(params.get("hour")):
        said.append(_("Thời gian: %(hour)s") % {"hour": hour})
    if params.get("place"):
        said.append(_("Địa điểm: %(place)s") % {"place": params["place"]})
    if params.get("document"):
        said.append(_("Số, ký hiệu: %(number)s") % {"number": params["document"]})
    if params.get("became_late"):
        said.append(_("Thành quá hạn: %(n)s") % {"n": params["became_late"]})
    if params.get("no_longer_late"):
        said.append(_("Không còn quá hạn: %(n)s") % {"n": params["no_longer_late"]})
    if params.get("explain"):
        said.append(_("Phải giải trình"))
    if params.get("percent"):
        said.append(_("Khả năng quá hạn: %(percent)s%%") % {"percent": params["percent"]})
    if params.get("by"):
        said.append(_("Người thực hiện: %(by)s") % {"by": params["by"]})
    if params.get("reason"):
        said.append(_("Lý do: %(reason)s") % {"reason": params["reason"]})
    said += [str(params[name]) for name in ("question", "text", "note") if params.get(name)]
    return said


def _when(value: object) -> str:
    """05/12/2025; with the hour when it is not the end of the day."""
    if not isinstance(value, str) or not value:
        return ""
    local = datetime.fromisoformat(value).astimezone(VIETNAM)
    return f"{local:%d/%m/%Y}" if (local.hour, local.minute) == (23, 59) else f"{local:%H:%M %d/%m/%Y}"
