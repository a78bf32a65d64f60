"""Sentences for what is wrong with a plan file, and what could not be taken as written in it."""

from pathlib import Path

from roviec.cli.command import CommandError, no_file
from roviec.cli.language import gettext as _
from roviec.cli.language import gettext_noop
from roviec.core.reasons import Reason
from roviec.core.schedule import CycleError, Problem
from roviec.paper.plans import BadPlanFileError, PlanFile, read_plan

_SHOWN = 20


def load_plan(path: Path) -> PlanFile:
    """The plan of a file, or a `CommandError` that says where it is wrong, why, and what would be right."""
    try:
        return read_plan(path)
    except BadPlanFileError as error:
        raise CommandError(f"{path}: {_place(error.params)}{_unreadable(error)}") from None
    except OSError as error:
        raise no_file(path, error) from None


def _place(params: dict[str, str | int]) -> str:
    places = {
        "row": _("dòng %(n)s"),
        "task": _("công việc %(n)s"),
        "line": _("dòng %(n)s"),
        "field": _("trường %(n)s"),
        "calendar": _("lịch “%(n)s”"),
    }
    said = [text % {"n": params[key]} for key, text in places.items() if key in params]
    return ", ".join(said) + ": " if said else ""


def _unreadable(error: BadPlanFileError) -> str:
    sentences = {
        "unknown_type": _("không biết loại tệp “%(suffix)s”; đọc được: %(known)s."),
        "bad_gzip": _("tệp nén bị hỏng; hãy nén lại hoặc dùng tệp chưa nén."),
        "too_large": _("tệp giải nén vượt quá %(most)s MB; không kế hoạch nào cần đến thế."),
        "xml_entities": _(
            "tệp khai báo thực thể hoặc DTD, không được đọc vì có thể gây hại; hãy lưu lại từ Microsoft Project."
        ),
        "not_xml": _("không phải XML hợp lệ (lỗi ở cột %(column)s); hãy lưu lại từ Microsoft Project dạng XML."),
        "bad_encoding": _("bảng mã không đọc được; hãy lưu lại bằng UTF-8."),
        "not_mspdi": _("là XML nhưng không phải kế hoạch của Microsoft Project (thẻ gốc “%(root)s”, cần “Project”)."),
        "several_projects": _("chứa nhiều dự án; hãy lưu từng dự án thành một tệp."),
        "no_start": _("không có ngày bắt đầu của kế hoạch."),
        "bad_date": _("“%(value)s” không phải ngày có thật (viết 2026-01-31T07:30)."),
        "date_with_zone": _("“%(value)s” có múi giờ; kế hoạch dùng giờ địa phương, bỏ phần múi giờ đi."),
        "date_out_of_range": _("“%(value)s” nằm ngoài các năm %(first)s–%(last)s."),
        "bad_number": _("“%(value)s” không phải số hợp lệ."),
        "bad_duration": _("“%(value)s” không phải thời lượng (viết PT8H0M0S trong XML; 3d, 4h trong CSV)."),
        "bad_time": _("“%(value)s” không phải giờ hợp lệ (viết 07:30)."),
        "calendar_overlap": _("các ca làm việc trong một ngày chồng lên nhau."),
        "task_without_uid": _("công việc “%(task)s” không có UID."),
        "not_json": _("không phải JSON hợp lệ (cột %(column)s: %(why)s)."),
        "not_csv": _("không phải CSV hợp lệ: %(why)s."),
        "json_shape": _("không đúng dạng, cần %(expected)s."),
        "unknown_calendar": _("lịch “%(calendar)s” không có; dùng vn, standard, 24h hoặc khai báo trong calendars."),
        "unknown_constraint": _("ràng buộc “%(value)s” không có; dùng ASAP, ALAP, MSO, MFO, SNET, SNLT, FNET, FNLT."),
        "constraint_without_date": _("ràng buộc %(value)s cần có ngày (date)."),
        "unknown_link": _("liên kết “%(value)s” không hiểu; viết như 1FS, 2SS+1d, 3FF-4h."),
        "empty": _("tệp rỗng."),
        "no_column": _("không có cột %(column)s; dòng đầu là: %(found)s."),
        "finish_before_start": _("hạn “%(value)s” trước ngày bắt đầu."),
    }
    return sentences.get(error.code, error.code) % error.params


def say_problem(problem: Problem) -> str:
    """One line about something in the plan that was not taken as written, with the tasks it concerns."""
    tasks = ", ".join(str(uid) for uid in problem.tasks[:_SHOWN]) + ("…" if len(problem.tasks) > _SHOWN else "")
    about = " " + _("(công việc %(tasks)s)") % {"tasks": tasks} if tasks else ""
    return _sentence(problem.reason) + about


def _sentence(reason: Reason) -> str:
    sentences = {
        "duplicate_uid": _("Nhiều công việc trùng UID; chỉ giữ công việc sau cùng."),
        "link_to_nowhere": _("Liên kết trỏ tới công việc %(missing)s không có trong kế hoạch; bỏ qua."),
        "link_to_own_summary": _("Liên kết giữa một công việc và nhóm chứa nó; bỏ qua."),
        "external_link": _("Liên kết tới dự án khác (%(name)s) không tính được từ một tệp; bỏ qua."),
        "external_task": _("“%(name)s” thuộc dự án khác; tính như công việc thường."),
        "unknown_calendar": _("Không có lịch “%(calendar)s”; dùng lịch chung."),
        "base_calendar_missing": _("Lịch “%(calendar)s” dựa trên lịch “%(base)s” không có; dùng lịch chuẩn."),
        "calendar_exception_unsupported": _("Lịch “%(calendar)s”: chưa đọc được ngày lặp “%(name)s”."),
        "constraint_breaks_link": _("Ràng buộc %(constraint)s buộc công việc bắt đầu trước khi việc trước cho phép."),
        "constraint_without_date": _("Ràng buộc %(constraint)s không có ngày; bỏ qua."),
        "from_finish": _("Kế hoạch tính ngược từ ngày kết thúc; ở đây tính xuôi từ ngày bắt đầu."),
    }
    return sentences.get(reason.code.removeprefix("schedule."), reason.code) % dict(reason.params)


_BECAUSE = {
    "after_finish": gettext_noop("bắt đầu %(start)s vì việc %(uid)s xong %(at)s"),
    "after_start": gettext_noop("bắt đầu %(start)s vì việc %(uid)s bắt đầu %(at)s"),
    "ends_after_finish": gettext_noop("xong %(finish)s vì việc %(uid)s xong %(at)s"),
    "ends_after_start": gettext_noop("xong %(finish)s vì việc %(uid)s bắt đầu %(at)s"),
    "by_constraint": gettext_noop("bắt đầu %(start)s do ràng buộc %(constraint)s"),
    "with_plan": gettext_noop("bắt đầu %(start)s cùng kế hoạch"),
    "by_actual": gettext_noop("bắt đầu %(start)s theo thực tế"),
    "by_hand": gettext_noop("bắt đầu %(start)s vì được ấn định tay"),
    "from_data_date": gettext_noop("bắt đầu %(start)s vì phần còn lại không thể làm trước ngày cập nhật số liệu"),
    "by_levelling": gettext_noop("bắt đầu %(start)s do cân bằng nguồn lực"),
}


class Because:
    """Says why tasks stand where they do: "bắt đầu 12/3/2026 vì việc 41 xong 11/3/2026". One for many rows: each text is looked up once."""

    def __init__(self) -> None:
        self._sentences = {f"schedule.{code}": _(text) for code, text in _BECAUSE.items()}
        self._lags = {
            "working": _("(%(days)s ngày làm việc)"),
            "elapsed": _("(%(hours)s giờ)"),
            "percent": "(%(percent)s%%)",
        }

    def say(self, reason: Reason) -> str:
        params = dict(reason.params)
        for key in ("start", "finish", "at"):
            if key in params:
                year, month, day = str(params[key])[:10].split("-")
                params[key] = f"{int(day)}/{int(month)}/{year}"
        said = self._sentences[reason.code] % params
        lag = int(params.get("lag", 0))
        if not lag:
            return said
        amounts = {"days": f"{lag / 480:+g}", "hours": f"{lag / 60:+g}", "percent": f"{lag:+d}"}
        return f"{said} {self._lags[str(params['unit'])] % amounts}"


def say_left_out(file: PlanFile) -> str:
    """What a plan file holds that is not written again, as one sentence."""
    names = {
        "costs": _("chi phí"),
        "custom_fields": _("trường tự định nghĩa"),
        "notes": _("ghi chú"),
        "links_out": _("liên kết ngoài"),
        "materials": _("vật tư và khoản chi"),
        "contours": _("phân bổ theo thời gian"),
    }
    listed = ", ".join(text for key, text in names.items() if key in file.left_out)
    return _("Không ghi lại (chưa hỗ trợ): %(what)s.") % {"what": listed}


def say_cycles(error: CycleError, names: dict[int, str]) -> str:
    """Each circle with the names of its tasks."""
    circles = [
        " → ".join(
            f"{uid} “{names.get(uid, '')}”"
            for uid in (*circle[:_SHOWN], *(("…",) if len(circle) > _SHOWN else ()), circle[0])
        )
        for circle in error.cycles[:5]
    ]
    return _("Các công việc chờ lẫn nhau thành vòng, không tính được: %(circles)s") % {"circles": "; ".join(circles)}
