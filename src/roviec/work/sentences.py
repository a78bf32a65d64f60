"""The verbs of the ledger's entries as sentences, and the reasons of this app. `%(name)s` are facts of the entry."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from roviec.core.calendars import VIETNAM

SENTENCES: dict[str, str | Promise] = {
    "created": _("Tạo mới: %(title)s"),
    "edited": _("Sửa nội dung"),
    "closed": _("Đóng kế hoạch"),
    "split": _("Chia thành %(count)s phần việc"),
    "tasks_assigned": _("Giao %(count)s nhiệm vụ"),
    "assigned": _("Giao cho %(whom)s, hạn %(due)s"),
    "accepted": _("Tiếp nhận nhiệm vụ"),
    "refused": _("Từ chối tiếp nhận"),
    "person_named": _("Phân công cho %(whom)s"),
    "progress_reported": _("Báo cáo tiến độ: %(progress)s%%"),
    "handed_up": _("Trình %(whom)s ký"),
    "signed": _("Đã ký, chuyển lại %(whom)s"),
    "sent_back": _("Trả lại bản trình ký cho %(whom)s"),
    "submitted": _("Nộp sản phẩm"),
    "deliverable_accepted": _("Nghiệm thu, hoàn thành"),
    "history_brought_in": _("%(source)s, dòng %(row)s"),
    "finished_with_document": _("Phát hành %(document)s, hoàn thành"),
    "linked_to_document": _("Được giao lại tại %(document)s"),
    "returned": _("Trả lại sản phẩm cho %(whom)s"),
    "reopened": _("Mở lại việc đã hoàn thành, chuyển %(whom)s"),
    "plan_reopened": _("Kế hoạch mở lại vì mở lại nhiệm vụ: %(title)s"),
    "extension_asked": _("Đề nghị gia hạn từ %(due)s đến %(new_due)s"),
    "extension_approved": _("Đồng ý gia hạn từ %(old_due)s đến %(due)s"),
    "extension_refused": _("Không đồng ý gia hạn"),
    "due_changed": _("Đổi hạn từ %(old_due)s thành %(due)s"),
    "suspended": _("Tạm dừng"),
    "resumed": _("Cho tiếp tục, hạn %(due)s"),
    "handed_over": _("Chuyển xử lý cho %(whom)s"),
    "opinion_asked": _("Xin ý kiến %(whom)s"),
    "opinion_answered": _("%(whom)s đã cho ý kiến"),
    "opinion_withdrawn": _("Rút đề nghị cho ý kiến gửi %(whom)s"),
    "order_completed": _("Bổ sung nội dung việc giao nhanh"),
    "cancelled": _("Hủy nhiệm vụ"),
    "commented": _("Trao đổi"),
    "reminded": _("Đôn đốc lần %(times)s"),
    "obstacle_raised": _("Nêu vướng mắc, gửi %(whom)s"),
    "yields_set": _("Sản phẩm quy đổi: %(what)s"),
    "yields_carried": _("Sản phẩm quy đổi, theo kỳ trước: %(what)s"),
    "explanation_demanded": _("Yêu cầu giải trình"),
    "explanation_given": _("Giải trình việc quá hạn %(due)s"),
    "explanation_objective": _("Kết luận: quá hạn do nguyên nhân khách quan"),
    "explanation_not_objective": _("Kết luận: quá hạn không do nguyên nhân khách quan"),
    "replanned": _("Đổi lịch kế hoạch: %(start)s – %(end)s"),
    "placed": _("Đổi vị trí trong kế hoạch"),
    "links_changed": _("Đổi quan hệ phụ thuộc với việc khác"),
    "plan_changed": _("Thay đổi lịch kế hoạch: %(count)s nhiệm vụ"),
    "plan_undone": _("Hoàn tác thay đổi lịch kế hoạch: %(count)s nhiệm vụ"),
    "plan_change_undone": _("Hoàn tác, lịch kế hoạch trở lại: %(start)s – %(end)s"),
    "baseline_frozen": _("Chốt mốc so sánh “%(name)s”: %(count)s nhiệm vụ"),
    "joined_programme": _("Đưa vào chương trình: %(parent_title)s"),
    "left_programme": _("Đưa ra khỏi chương trình: %(parent_title)s"),
    "moved": _("Chuyển đến %(whom)s do sắp xếp tổ chức"),
}

REASONS: dict[str, str | Promise] = {
    "task.too_long": _("Quá dài: tối đa %(most)s ký tự."),
    "task.bad_recurrence": _("Chu kỳ phải là hằng tháng, hằng quý, hằng năm hoặc thường xuyên."),
    "history.days_backwards": _(
        "Dòng %(row)s của sổ: ngày giao, ngày hoàn thành phải theo thứ tự và không sau hôm nay."
    ),
    "task.due_and_budget": _("Chỉ chọn một: hạn theo ngày hoặc số ngày làm việc."),
    "task.planned_backwards": _("Ngày kết thúc đứng trước ngày bắt đầu."),
    "task.bad_progress": _("Tiến độ là một số từ 0 đến 100."),
    "task.no_parts": _("Chưa có phần việc nào."),
    "task.fixed_once_given": _("Nhiệm vụ đã giao: mục này chỉ đổi bằng chuyển xử lý, gia hạn hoặc đổi hạn."),
    "task.reason_missing": _("Phải ghi lý do."),
    "task.text_missing": _("Phải ghi nội dung."),
    "task.nobody_named": _("Chưa chọn người hoặc đơn vị."),
    "task.outside_lead": _("Người hoặc đơn vị được chọn không thuộc đơn vị chủ trì."),
    "task.bad_link": _("Liên kết phải bắt đầu bằng https:// hoặc http://."),
    "task.deliverable_missing": _("Phải kèm tệp hoặc liên kết của sản phẩm: %(deliverable)s"),
    "task.result_missing": _("Phải ghi kết quả, kèm tệp hoặc liên kết."),
    "task.document_number_missing": _("Phải ghi số, ký hiệu văn bản."),
    "task.issued_in_future": _("Ngày ban hành chưa đến."),
    "task.issued_before_given": _("Ngày ban hành đứng trước ngày giao nhiệm vụ."),
    "submission.no_proposal": _("Tờ trình phải nêu một đề xuất."),
    "submission.several_proposals": _("Tờ trình chỉ nêu một đề xuất; ở đây có %(count)s phương án. Hãy chọn một."),
    "submission.no_opinion": _("Tờ trình phải nêu ý kiến của người trình."),
    "task.own_work": _("Không tự duyệt việc do chính mình làm hoặc đề nghị."),
    "task.parts_open": _("Còn %(count)s phần việc chưa xong."),
    "task.whole_done": _("Nhiệm vụ chung “%(title)s” đã hoàn thành; hãy mở lại nhiệm vụ chung trước."),
    "task.lead_is_no_more": _(
        "%(unit)s không còn và việc đã chia cho nhiều đơn vị; hãy giao một nhiệm vụ mới cho đơn vị tiếp nhận."
    ),
    "task.signer_is_doer": _("Người ký không thể là người đang thực hiện."),
    "task.signer_missing": _("Chưa rõ ai ký: hãy chọn người ký."),
    "task.due_past": _("Hạn mới đã qua."),
    "task.not_spoken": _("Nhiệm vụ này không phải việc giao nhanh chờ bổ sung."),
    "task.watcher_is_person": _("Chỉ người dùng mới theo dõi được nhiệm vụ."),
    "plan_change.nothing": _("Chưa có thay đổi nào."),
    "plan_change.too_many": _("Mỗi lần tối đa %(most)s thay đổi; hãy chia làm nhiều lần."),
    "plan_change.unreadable": _("Không đọc được dữ liệu gửi lên, tại: %(place)s."),
    "plan_change.unknown_task": _("Không có nhiệm vụ này trong kế hoạch, hoặc nhiệm vụ đã hủy."),
    "plan_change.unknown_link": _("Quan hệ phụ thuộc này không còn; có thể người khác vừa xóa."),
    "plan_change.closed_task": _("Nhiệm vụ %(task)s đã kết thúc nên không đổi được nữa."),
    "plan_change.whole": _("Nhiệm vụ %(task)s có phần việc: ngày của nó theo các phần việc."),
    "plan_change.circle": _("Các việc chờ nhau thành vòng: %(tasks)s. Hãy bỏ một quan hệ phụ thuộc trong vòng."),
    "plan_change.own_whole": _(
        "Việc %(before)s và việc %(after)s là phần và toàn thể của nhau nên không đặt được như vậy."
    ),
    "plan_change.linked_twice": _("Việc %(before)s và việc %(after)s đã có quan hệ phụ thuộc."),
    "plan_change.ask_later_only": _("Chỉ đề nghị được hạn muộn hơn hạn đang có."),
    "plan_change.no_moment": _("Ràng buộc này cần một ngày."),
    "plan_change.too_long": _("Kế hoạch kéo dài quá năm 9999; hãy kiểm tra lại ngày và thời gian."),
    "plan_change.far_day": _("Ngày phải nằm trong các năm từ %(first)s đến %(last)s."),
    "plan_change.waits": _("Bắt đầu ngày %(day)s: phải chờ việc %(before)s."),
    "plan_change.next_day": _("Bắt đầu ngày %(day)s: ngày đã chọn không làm việc hoặc đã qua."),
    "plan_change.undone_already": _("Thay đổi này đã được hoàn tác."),
    "plan_change.cannot_redo": _("Không làm lại được: thay đổi đã hoàn tác có thêm nhiệm vụ mới."),
    "plan_change.built_upon": _("Không hoàn tác được: %(who)s đã đổi việc %(task)s sau đó."),
    "plan_change.bad_cursor": _("Không nhận ra mốc theo dõi; hãy tải lại trang."),
    "why.done": _("Đã xong ngày %(end)s."),
    "why.summary": _("Ngày theo các phần việc: %(start)s – %(end)s."),
    "why.link_FS": _("Bắt đầu %(start)s vì việc %(before)s xong %(at)s."),
    "why.link_SS": _("Bắt đầu %(start)s vì việc %(before)s bắt đầu %(at)s."),
    "why.link_FF": _("Kết thúc %(end)s vì việc %(before)s xong %(at)s."),
    "why.link_SF": _("Kết thúc %(end)s vì việc %(before)s bắt đầu %(at)s."),
    "why.lag_after": _("Cách việc đó %(days)s ngày làm việc."),
    "why.lag_before": _("Được làm gối lên việc đó %(days)s ngày làm việc."),
    "why.lag_elapsed_after": _("Cách việc đó %(hours)s giờ, tính cả ngày nghỉ."),
    "why.lag_elapsed_before": _("Được làm gối lên việc đó %(hours)s giờ, tính cả ngày nghỉ."),
    "why.lag_percent_after": _("Cách việc đó %(percent)s%% thời gian của nó."),
    "why.lag_percent_before": _("Được làm gối lên việc đó %(percent)s%% thời gian của nó."),
    "why.constraint_ALAP": _("Bắt đầu %(start)s vì được xếp muộn nhất có thể."),
    "why.constraint_SNET": _("Bắt đầu %(start)s vì đã đặt: không sớm hơn ngày này."),
    "why.constraint_SNLT": _("Bắt đầu %(start)s vì đã đặt: không muộn hơn ngày này."),
    "why.constraint_FNET": _("Kết thúc %(end)s vì đã đặt: không sớm hơn ngày này."),
    "why.constraint_FNLT": _("Kết thúc %(end)s vì đã đặt: không muộn hơn ngày này."),
    "why.constraint_MSO": _("Bắt đầu %(start)s vì đã đặt: phải bắt đầu ngày này."),
    "why.constraint_MFO": _("Kết thúc %(end)s vì đã đặt: phải kết thúc ngày này."),
    "why.placed": _("Bắt đầu %(start)s vì đã được xếp vào ngày này; không phải chờ việc nào."),
    "why.actual": _("Đang làm, bắt đầu từ %(start)s."),
    "why.goes_on": _("Ngày kết thúc dự kiến đã qua; phần còn lại làm tiếp từ hôm nay, xong %(end)s."),
    "why.not_before_today": _("Ngày dự kiến đã qua mà chưa làm: sớm nhất bắt đầu %(start)s."),
    "why.start": _("Bắt đầu %(start)s, cùng lúc kế hoạch bắt đầu."),
    "why.duration": _("Làm trong %(days)s ngày làm việc, xong %(end)s."),
    "why.late": _("Theo lịch này xong %(end)s, sau hạn %(due)s %(days)s ngày làm việc."),
    "why.slack": _("Còn có thể lùi %(days)s ngày làm việc mà không làm trễ gì."),
    "why.critical": _("Nằm trên đường găng: lùi việc này là có việc trễ."),
    "baseline.name_missing": _("Chưa đặt tên mốc so sánh."),
    "baseline.name_taken": _("Kế hoạch đã có mốc so sánh tên “%(name)s”."),
    "baseline.nothing": _("Kế hoạch chưa có nhiệm vụ nào để chốt."),
    "programme.circle": _("Chương trình này nằm dưới chính kế hoạch đang chọn."),
    "programme.elsewhere": _("Chỉ đưa được vào chương trình của cùng cơ quan hoặc của cơ quan cấp trên."),
    "plan.title_missing": _("Chưa ghi tên kế hoạch."),
    "plan.closed": _("Kế hoạch đã đóng."),
    "plan.still_open": _("Còn %(count)s nhiệm vụ chưa kết thúc."),
    "series.bad_day": _("Ngày đến hạn là một số từ 0 đến 31."),
    "handover.bad_kind": _("Chưa chọn đúng loại chuyển xử lý."),
    "handover.same": _("Người hoặc đơn vị này đang giữ việc."),
    "handover.other_unit": _("Chỉ người giao việc mới chuyển được sang đơn vị khác."),
    "opinion.question_missing": _("Phải ghi nội dung xin ý kiến."),
    "opinion.answer_missing": _("Phải ghi ý kiến."),
    "opinion.post_elsewhere": _("Người được hỏi không thuộc đơn vị được hỏi."),
    "file.empty": _("Tệp “%(name)s” trống."),
    "file.too_large": _("Tệp “%(name)s” lớn hơn %(most)s MB."),
    "file.executable": _("Tệp “%(name)s” là chương trình nên không được nhận."),
    "file.macro": _("Tệp “%(name)s” có macro; hãy lưu lại dạng .docx hoặc .xlsx không có macro."),
    "file.old_office": _("Tệp “%(name)s” ở dạng Office cũ; hãy lưu lại dạng .docx, .xlsx hoặc .pdf."),
    "file.broken_zip": _("Tệp “%(name)s” bị hỏng, không mở được."),
    "file.not_kept": _("Tệp “%(name)s” chưa được gửi lên; hãy gửi tệp trước."),
    "file.unknown": _("Không nhận ra loại của tệp “%(name)s”; nhận pdf, docx, xlsx, pptx, png, jpg, txt, zip."),
}

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$")
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}")


def say(verb: str, data: Mapping[str, Any]) -> str:
    """The sentence of an entry; what an older entry does not say is shown as a dash. An unknown verb is said as it stands."""
    sentence = SENTENCES.get(verb)
    if sentence is None:
        return verb
    facts: defaultdict[str, str] = defaultdict(lambda: "–")
    facts.update({name: _shown(value) for name, value in data.items() if value is not None})
    facts["whom"] = ", ".join(str(data[key]) for key in ("post_title", "unit_name") if data.get(key)) or "–"
    return str(sentence) % facts


def _shown(value: Any) -> str:
    """Instants as people write them: the day, and the hour unless it is the end of the day. Days as 05/12/2025."""
    if isinstance(value, str) and _DAY.match(value):
        return f"{date.fromisoformat(value):%d/%m/%Y}"
    if isinstance(value, str) and _INSTANT.match(value):
        local = datetime.fromisoformat(value).astimezone(VIETNAM)
        if (local.hour, local.minute) == (23, 59):
            return f"{local:%d/%m/%Y}"
        return translate("%(hour)s ngày %(day)s") % {"hour": f"{local:%H:%M}", "day": f"{local:%d/%m/%Y}"}
    return str(value)
