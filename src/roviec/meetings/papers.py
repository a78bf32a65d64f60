"""The papers of a meeting, from its facts: the notice of conclusion ("Thông báo kết luận") and the report to the next session.

Layout of a notice: header, "KẾT LUẬN CỦA … TẠI …", who met when and where, I. results, II. shortcomings, III. work per item, then who
notifies. Papers are Vietnamese whatever the reader's language.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import translation

from roviec.core.calendars import VIETNAM
from roviec.custody.queries.standings import Counts
from roviec.meetings.models import Conclusion, Matter, Meeting
from roviec.meetings.queries import LateLine
from roviec.paper.official import Block, Heading, OfficialDocument, Paragraph, Table
from roviec.web.states import state_view

if TYPE_CHECKING:
    from roviec.organisation.models import Unit
    from roviec.work.models import Task


def notice(
    meeting: Meeting, conclusions: Sequence[Conclusion], settled: Sequence[Matter], *, place: str, chair: str
) -> OfficialDocument:
    """`chair`: the name of who chaired. Before it is issued number and date are left open, as in a draft."""
    committee, body = meeting.committee, meeting.committee.body
    blocks: list[Block] = [Paragraph(_opening(meeting, chair))]
    part = 0
    for title, text in (("ĐÁNH GIÁ KẾT QUẢ", meeting.assessment), ("TỒN TẠI, NGUYÊN NHÂN", meeting.shortcomings)):
        if text:
            part += 1
            blocks += [Heading(f"{'I' * part}. {title}"), Paragraph(text)]
    part += 1
    roman = ("I", "II", "III", "IV")
    if conclusions:
        blocks.append(Heading(f"{roman[part - 1]}. NHIỆM VỤ, GIẢI PHÁP"))
        blocks += [Paragraph(f"{n}. {_order(one.task)}") for n, one in enumerate(conclusions, 1)]
        part += 1
    agreed = [matter for matter in settled if matter.outcome == Matter.Outcome.SETTLED]
    if agreed:
        blocks.append(Heading(f"{roman[part - 1]}. XỬ LÝ CÁC NHIỆM VỤ QUÁ HẠN"))
        blocks.append(
            Table(
                ("TT", "Nhiệm vụ", "Nguyên nhân", "Người đứng đầu chịu trách nhiệm", "Giải pháp", "Cam kết xong"),
                [_agreed_row(n, matter) for n, matter in enumerate(agreed, 1)],
                (3, 11, 8, 7, 8, 8),
            )
        )
    blocks.append(Paragraph(f"{_office(body)} thông báo để các cơ quan, đơn vị biết, thực hiện./."))
    return OfficialDocument(
        body=body.name,
        number=meeting.notice_number,
        place=place,
        on=meeting.notice_on,
        kind="Thông báo",
        subject=f"Kết luận của {committee.chair_post.title} tại {_session(meeting)}",
        blocks=blocks,
        recipients=[*_concerned(conclusions), "Lưu: VT"],
        capacity=f"TL. {committee.chair_post.title.upper()}" if committee.secretary_post else "",
        signer_title=committee.secretary_post.title if committee.secretary_post else committee.chair_post.title,
    )


def report(
    meeting: Meeting, counts: Counts, late: Sequence[LateLine], tasks: Sequence["Task"], *, place: str, today: date
) -> OfficialDocument:
    """State of the conclusions, for the session: four counts, the late ones by name and head, then every task."""
    total = counts.done_on_time + counts.done_late + counts.open_on_time + counts.open_late
    said = (
        f"Đến ngày {today:%d/%m/%Y}, cuộc họp theo dõi {total} nhiệm vụ: hoàn thành đúng hạn {counts.done_on_time}, hoàn thành quá hạn "
        f"{counts.done_late}, đang thực hiện trong hạn {counts.open_on_time}, đang thực hiện quá hạn {counts.open_late}."
    )
    blocks: list[Block] = [Heading("I. TÌNH HÌNH CHUNG"), Paragraph(said)]
    if late:
        rows = [
            (str(n), line.task.title, _unit(line.task), line.head_name or "(khuyết)", _day(line.task.clock.due))
            for n, line in enumerate(late, 1)
        ]
        blocks += [
            Heading("II. NHIỆM VỤ QUÁ HẠN"),
            Table(("TT", "Nhiệm vụ", "Chủ trì", "Người đứng đầu", "Hạn"), rows, (3, 16, 8, 8, 6)),
        ]
    behind = {line.task.pk for line in late}
    with translation.override("vi"):
        rows = [
            (
                str(n),
                task.title,
                _unit(task),
                _day(task.clock.due),
                "Quá hạn" if task.pk in behind else str(state_view(task.state).word),
            )
            for n, task in enumerate(tasks, 1)
        ]
    blocks += [
        Heading(f"{'III' if late else 'II'}. TỪNG NHIỆM VỤ"),
        Table(("TT", "Nhiệm vụ", "Chủ trì", "Hạn", "Tình trạng"), rows, (3, 16, 8, 6, 8)),
    ]
    committee = meeting.committee
    return OfficialDocument(
        body=committee.body.name,
        place=place,
        on=today,
        kind="Báo cáo",
        subject=f"Tình hình thực hiện kết luận, phục vụ {_session(meeting)}",
        blocks=blocks,
        recipients=["Thành viên dự họp", "Lưu: VT"],
        signer_title=committee.secretary_post.title if committee.secretary_post else "",
    )


def place_of(body: "Unit") -> str:
    """The place that stands before the date: what the body is called after its level ("phường Bến Thành" → "Bến Thành")."""
    name = body.name
    for start in ("Ủy ban nhân dân ", "Hội đồng nhân dân ", "Đảng ủy ", "UBND "):
        name = name.removeprefix(start)
    for level in ("phường ", "xã ", "đặc khu "):
        name = name.removeprefix(level)
    return name[:1].upper() + name[1:]


def _opening(meeting: Meeting, chair: str) -> str:
    at = meeting.at.astimezone(VIETNAM)
    who = f"{meeting.committee.chair_post.title} {chair}".strip()
    where = f", tại {meeting.place}" if meeting.place else ""
    with_whom = f" Dự họp có {meeting.attendees.rstrip('.')}." if meeting.attendees else ""
    session = _session(meeting)
    return (
        f"Ngày {at:%d/%m/%Y}{where}, {who} đã chủ trì {session}.{with_whom} Sau khi nghe báo cáo và ý kiến của các đại biểu, "
        f"{meeting.committee.chair_post.title} kết luận như sau:"
    )


def _session(meeting: Meeting) -> str:
    return f"phiên họp thứ {meeting.number}, {meeting.committee.name}"


def _order(task: "Task") -> str:
    """ "Giao Sở Tài chính chủ trì, phối hợp với Sở Xây dựng: …; sản phẩm: …; hoàn thành trước ngày …" as officials write it."""
    supports = [support.unit.name for support in task.supports.all()]
    said = f"Giao {_unit(task)} chủ trì"
    if supports:
        said += f", phối hợp với {', '.join(supports)}"
    said += f": {task.title.rstrip('.; ')}"
    if task.deliverable:
        said += f"; sản phẩm: {task.deliverable.rstrip('.; ')}"
    if task.clock.due:
        said += f"; hoàn thành chậm nhất ngày {_day(task.clock.due)}"
    elif task.recurrence:
        with translation.override("vi"):
            said += f"; {task.get_recurrence_display().lower()}"
    return f"{said}."


def _agreed_row(n: int, matter: Matter) -> tuple[str, ...]:
    post = matter.answers_post
    head = f"{post.title}, {post.unit.short_name or post.unit.name}" if post else ""
    promised = f"{matter.new_due:%d/%m/%Y}" if matter.new_due else ""
    return (str(n), matter.title, matter.cause, head, matter.solution, promised)


def _concerned(conclusions: Sequence[Conclusion]) -> list[str]:
    """Who has work from it: leads, then supports, each once."""
    names = [_unit(one.task) for one in conclusions]
    names += [support.unit.name for one in conclusions for support in one.task.supports.all()]
    return [f"{name} (để thực hiện)" for name in dict.fromkeys(names) if name]


def _unit(task: "Task") -> str:
    return task.lead_unit.name if task.lead_unit else task.lead_text


def _office(body: "Unit") -> str:
    return f"Văn phòng {body.short_name or body.name}"


def _day(instant: datetime | None) -> str:
    return f"{instant.astimezone(VIETNAM):%d/%m/%Y}" if instant else "–"
