"""The words that the chart's scripts say, by name; `%(name)s` is filled in by the browser. Named in static/web/js/gantt*.js."""

from django.utils.translation import gettext as _


def gantt_words() -> dict[str, str]:
    """In the reader's language."""
    return {**_columns(), **_states(), **_marks(), **_changes(), **_links_and_places()}


def _columns() -> dict[str, str]:
    return {
        "col_task": _("Nhiệm vụ"),
        "col_lead": _("Chủ trì"),
        "col_person": _("Người thực hiện"),
        "col_start": _("Bắt đầu"),
        "col_end": _("Kết thúc"),
        "col_due": _("Hạn"),
        "col_state": _("Trạng thái"),
        "col_progress": _("Tiến độ"),
        "col_slack": _("Dự trữ"),
        "col_forecast": _("Khả năng trễ"),
        "slack_days": _("%(n)s ngày"),
        "critical": _("Đường găng"),
        "on_critical": _("Nằm trên đường găng: chậm việc này là chậm cả kế hoạch"),
        "forecast_said": _("Khả năng trễ %(late)s; có thể xong %(p50)s, muộn nhất khoảng %(p85)s"),
        "group_count": _("%(n)s việc"),
        "group_late": _("%(n)s quá hạn"),
        "nobody": _("Chưa có người thực hiện"),
        "no_unit": _("Chưa có đơn vị chủ trì"),
    }


def _states() -> dict[str, str]:
    return {
        "all": _("Tất cả"),
        "tone_late": _("Quá hạn"),
        "tone_soon": _("Sắp đến hạn"),
        "tone_plain": _("Đang làm"),
        "tone_halt": _("Tạm dừng"),
        "tone_none": _("Chưa có hạn"),
        "tone_late-done": _("Xong quá hạn"),
        "tone_good": _("Xong đúng hạn"),
    }


def _marks() -> dict[str, str]:
    return {
        "today": _("Hôm nay"),
        "found": _("Còn %(n)s việc"),
        "print_cut": _("Bản in này có %(shown)s dòng đầu trong %(all)s dòng; in cả kế hoạch từ tệp PDF."),
        "why_nothing": _("Chưa có liên kết hay ràng buộc nào quyết định ngày của việc này."),
        "skipped": _("Không tính ngày %(day)s: %(why)s"),
        "pick_a_row": _("Hãy chọn một việc trên biểu đồ trước."),
        "lost_reading": _("Mất kết nối với máy chủ; biểu đồ đang hiện dữ liệu tải lần cuối."),
        "link_back": _("Đã kết nối lại."),
        "and_more": _("Và %(n)s thay đổi khác."),
    }


def _changes() -> dict[str, str]:
    return {
        "unsaved": _("%(n)s thay đổi chưa lưu"),
        "looking": _("Đang xem việc này kéo theo những gì…"),
        "save": _("Lưu"),
        "send_request": _("Gửi đề nghị"),
        "try_again": _("Thử lại"),
        "saved": _("Đã lưu."),
        "asked": _("Đã gửi %(n)s đề nghị gia hạn; hạn chỉ đổi khi được duyệt."),
        "undo": _("Hoàn tác"),
        "undone": _("Đã hoàn tác."),
        "nothing_to_undo": _("Không có gì để hoàn tác."),
        "failed": _("Chưa làm được. Kiểm tra kết nối rồi thử lại; nếu vẫn vậy, báo người quản trị."),
        "lost": _("Mất kết nối. Thay đổi của bạn còn nguyên ở đây, chưa lưu; hãy thử lại khi có mạng."),
        "reason_needed": _("Hãy ghi lý do; lý do được lưu cùng thay đổi của hạn."),
        "reason_asked": _("Lý do đề nghị gia hạn"),
        "reason_decided": _("Lý do đổi hạn"),
        "overtaken": _("Người khác vừa thay đổi cùng việc này."),
        "still_yours": _("Biểu đồ đã có bản mới của người đó; thay đổi của bạn còn đây, lưu hoặc bỏ tùy bạn."),
        "other_plan": _("Đang có thay đổi của kế hoạch khác chưa lưu. Lưu hoặc bỏ trước đã."),
        "stretch_plan": _("Chỉ đổi kế hoạch; hạn vẫn là %(due)s, biểu đồ sẽ cho thấy việc xong sau hạn"),
        "stretch_due": _("Đổi cả hạn thành %(due)s"),
        "stretch_ask": _("Đề nghị gia hạn đến %(due)s"),
        "may_not": _("Bạn không đổi được việc này trên biểu đồ."),
        "only_ask": _(
            "Ngày của việc này do người giao quyết định. Bạn có thể kéo cuối thanh sang phải để đề nghị gia hạn."
        ),
        "only_later": _("Chỉ đề nghị được một ngày muộn hơn hạn hiện nay."),
        "is_summary": _("Thanh này gộp các phần việc bên dưới; hãy đổi từng phần việc."),
        "did_move": _("Dời %(task)s: %(start)s đến %(end)s."),
        "did_due": _("Hạn của %(task)s: %(due)s."),
        "did_progress": _("Tiến độ của %(task)s: %(progress)s%% đã xong."),
        "did_rename": _("Đổi tên thành %(task)s: “%(title)s”."),
        "did_place": _("Đổi chỗ %(task)s."),
        "did_milestone": _("Đổi %(task)s thành mốc hoặc từ mốc thành việc."),
        "did_link": _("Nối %(before)s với %(after)s."),
        "did_relink": _("Đổi liên kết %(before)s với %(after)s."),
        "did_cut": _("Cắt liên kết %(before)s với %(after)s."),
        "did_add": _("Thêm việc “%(title)s”."),
    }


def _links_and_places() -> dict[str, str]:
    return {
        "link_from": _("Nối từ “%(task)s”. Chọn việc làm sau rồi bấm L lần nữa; Esc để thôi."),
        "link_says": _("“%(before)s” rồi đến “%(after)s”"),
        "linked_already": _("Hai việc này đã được nối như vậy."),
        "no_links": _("Việc này chưa có liên kết nào."),
        "place_in_plan_order": _("Muốn sắp xếp, hãy xem theo thứ tự của kế hoạch, không nhóm và không lọc."),
        "to_plan_order": _("Xem theo thứ tự kế hoạch"),
        "add_below": _("Ngay sau “%(task)s”"),
        "add_last": _("Ở cuối kế hoạch"),
    }


def gantt_row_keys() -> list[tuple[str, str, str]]:
    """What can be done to the row in hand: (data-gantt-do, label, key as the help sheet shows it)."""
    return [
        ("open", _("Mở trang của việc"), "Enter"),
        ("rename", _("Đổi tên"), "F2"),
        ("due", _("Đổi hạn, đề nghị gia hạn"), "D"),
        ("progress", _("Ghi tiến độ"), "P"),
        ("link", _("Nối với việc làm sau"), "L"),
        ("links", _("Sửa, cắt liên kết"), "K"),
        ("milestone", _("Đặt hoặc bỏ làm mốc"), "M"),
        ("in", _("Thụt vào, thành phần việc"), "Ctrl →"),
        ("out", _("Đưa ra một cấp"), "Ctrl ←"),
        ("up", _("Chuyển lên"), "Ctrl ↑"),
        ("down", _("Chuyển xuống"), "Ctrl ↓"),
        ("why", _("Vì sao bắt đầu ngày này"), "W"),
    ]
