"""The office's desk in the first quarter of 2026: sessions held, reports issued and drafted, the incoming documents of the last days."""

from dataclasses import dataclass
from datetime import date, timedelta

from roviec.core.actor import Actor
from roviec.demo.arrivals import moment
from roviec.demo.cast import Cast
from roviec.demo.city import CITY, TODAY
from roviec.demo.desk import COMMITTEE, Conclude, Incoming, conclude, register
from roviec.demo.programme import CODE
from roviec.meetings.actions import Minutes, add_matter, call_meeting, write_minutes
from roviec.meetings.models import Committee, Meeting
from roviec.organisation.models import Unit
from roviec.reports.actions import ReportFields, draft_report, issue_report, write_report
from roviec.reports.models import Report
from roviec.work.models import Plan

INCOMING = (
    Incoming(
        "3011",
        date(2026, 3, 26),
        "1804/BNV-CCVC",
        date(2026, 3, 24),
        "Bộ Nội vụ",
        "V/v báo cáo tình hình triển khai Nghị định 335/2025/NĐ-CP quý I năm 2026",
        date(2026, 4, 6),
    ),
    Incoming(
        "3019",
        date(2026, 3, 27),
        "96/TB-VPTU",
        date(2026, 3, 26),
        "Văn phòng Thành ủy",
        "Thông báo lịch làm việc tuần thứ nhất tháng 4",
    ),
    Incoming(
        "3024",
        date(2026, 3, 27),
        "3390/BTC-NSNN",
        date(2026, 3, 25),
        "Bộ Tài chính",
        "V/v báo cáo giải ngân vốn đầu tư công quý I năm 2026",
        date(2026, 4, 3),
    ),
    Incoming(
        "3040",
        date(2026, 3, 30),
        "611/SYT-NVY",
        date(2026, 3, 30),
        "Sở Y tế",
        "V/v xin ý kiến phương án sáp nhập trạm y tế phường",
        date(2026, 4, 8),
    ),
    Incoming(
        "3046",
        date(2026, 3, 30),
        "17/GM-BTGDV",
        date(2026, 3, 29),
        "Ban Tuyên giáo và Dân vận Thành ủy",
        "Giấy mời dự hội nghị báo cáo viên tháng 4",
    ),
    Incoming(
        "3052",
        TODAY,
        "1120/BKHCN-CĐSQG",
        date(2026, 3, 30),
        "Bộ Khoa học và Công nghệ",
        "V/v đánh giá chỉ số chuyển đổi số cấp tỉnh năm 2025",
        date(2026, 4, 14),
    ),
)


@dataclass(frozen=True, slots=True)
class Session:
    number: str
    on: date
    shortcomings: str
    conclusions: tuple[Conclude, ...]


SESSIONS = (
    Session(
        "1104/TB-VP",
        date(2025, 12, 8),
        "Một số phường chưa có người phụ trách dữ liệu; chỉ tiêu hồ sơ toàn trình chưa đạt.",
        (
            Conclude(
                "Bố trí người phụ trách dữ liệu ở 168 phường, xã, đặc khu",
                "Sở Nội vụ",
                "Báo cáo kết quả",
                date(2026, 1, 30),
            ),
            Conclude(
                "Trình kế hoạch chuyển đổi số năm 2026",
                "Sở Khoa học và Công nghệ",
                "Tờ trình kế hoạch",
                date(2026, 1, 15),
            ),
        ),
    ),
    Session(
        "218/TB-VP",
        date(2026, 3, 9),
        "Tiến độ kết nối của các sở không đều; báo cáo quý còn chậm.",
        (
            Conclude(
                "Kết nối dữ liệu hộ tịch, đất đai với Trung tâm Phục vụ hành chính công",
                "Sở Tư pháp",
                "Biên bản nghiệm thu",
                date(2026, 3, 27),
            ),
            Conclude(
                "Công bố danh mục dữ liệu mở đợt 1 năm 2026",
                "Sở Khoa học và Công nghệ",
                "Danh mục được công bố",
                date(2026, 4, 15),
            ),
        ),
    ),
)
NEXT = date(2026, 4, 6)


def come_back_to_the_desk(cast: Cast, office: Actor) -> None:
    register(INCOMING, office)
    _sessions(cast, office)
    _reports(cast, office)


def _sessions(cast: Cast, office: Actor) -> None:
    committee = Committee.objects.get(name=COMMITTEE)
    for session in SESSIONS:
        at = moment(session.on, 14)
        meeting = committee.meetings.filter(state=Meeting.State.PLANNED).first() or call_meeting(
            committee, on=at, place="Phòng họp số 1", by=office, at=at - timedelta(days=5)
        )
        minutes = Minutes(attendees="các thành viên Ban Chỉ đạo", assessment="", shortcomings=session.shortcomings)
        write_minutes(meeting, minutes, by=office, at=at)
        conclude(meeting, session.conclusions, committee.chair_post, session.number, cast, office, at)
    at = moment(date(2026, 3, 30), 9)
    following = call_meeting(committee, on=moment(NEXT, 14), place="Phòng họp số 1", by=office, at=at)
    add_matter(following, "Kết quả chuyển đổi số quý I năm 2026", by=office, at=at + timedelta(minutes=5))


def _reports(cast: Cast, office: Actor) -> None:
    """December's is issued in January; that of the quarter is being drafted."""
    december = Report.objects.get(period="2025-12", state=Report.State.DRAFT)
    at = moment(date(2026, 1, 6), 9)
    texts = {
        "situation": "Các cơ quan, đơn vị hoàn thành phần lớn nhiệm vụ của năm; một số nhiệm vụ chuyển sang quý I năm 2026."
    }
    write_report(december, texts, by=office, at=at)
    chair = cast.head_post(Unit.objects.get(code=CITY).pk)
    issue_report(
        december,
        number="6/BC-UBND",
        on=at.date(),
        signer_post=chair.pk if chair else None,
        recipients="Thường trực Thành ủy\nCác sở, ban, ngành\nLưu: VT, CĐS",
        by=office,
        at=at + timedelta(minutes=30),
    )
    programme = Plan.objects.get(code=CODE)
    title = f"Tình hình thực hiện {programme.title}, quý I năm 2026"
    draft_report(
        ReportFields(title=title, period="2026-Q1", plan=programme.pk), by=office, at=moment(date(2026, 3, 30), 10)
    )
