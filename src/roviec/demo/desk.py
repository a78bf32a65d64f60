"""The office's desk in the demo city: incoming documents of the last days, and a committee between two of its sessions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.demo.arrivals import moment
from roviec.demo.cast import Cast
from roviec.demo.city import CITY
from roviec.directives.actions import ArrivalFields, Instruction, enter_instruction, issue_answer, note_for_information
from roviec.directives.actions import take_in_arrivals as take_in
from roviec.directives.models import Arrival
from roviec.meetings.actions import (
    CommitteeFields,
    Minutes,
    add_conclusion,
    add_matter,
    call_meeting,
    create_committee,
    issue_notice,
    write_minutes,
)
from roviec.meetings.models import Meeting
from roviec.organisation.models import Post, Unit
from roviec.organisation.models.post import Rank
from roviec.work.actions import TaskFields, accept_task


@dataclass(frozen=True, slots=True)
class Incoming:
    number_in: str
    arrived_on: date
    number: str
    issued_on: date
    issuer: str
    subject: str
    answer_by: date | None = None


@dataclass(frozen=True, slots=True)
class Conclude:
    title: str
    lead: str
    deliverable: str
    due: date


INCOMING = (
    Incoming(
        "11872",
        date(2025, 12, 1),
        "9034/BNV-CCVC",
        date(2025, 11, 27),
        "Bộ Nội vụ",
        "V/v góp ý dự thảo Thông tư hướng dẫn theo dõi, đánh giá công chức",
        date(2025, 12, 10),
    ),
    Incoming(
        "11875",
        date(2025, 12, 1),
        "412/TB-VPTU",
        date(2025, 11, 28),
        "Văn phòng Thành ủy",
        "Thông báo lịch làm việc tuần thứ nhất tháng 12",
    ),
    Incoming(
        "11891",
        date(2025, 12, 2),
        "15220/BTC-NSNN",
        date(2025, 11, 30),
        "Bộ Tài chính",
        "V/v báo cáo tình hình giải ngân vốn đầu tư công 11 tháng năm 2025",
        date(2025, 12, 8),
    ),
    Incoming(
        "11902",
        date(2025, 12, 3),
        "2210/SGDĐT-TCCB",
        date(2025, 12, 2),
        "Sở Giáo dục và Đào tạo",
        "V/v xin ý kiến phương án bố trí giáo viên sau sắp xếp",
        date(2025, 12, 12),
    ),
    Incoming(
        "11915",
        date(2025, 12, 4),
        "88/GM-BTGDV",
        date(2025, 12, 3),
        "Ban Tuyên giáo và Dân vận Thành ủy",
        "Giấy mời dự hội nghị báo cáo viên tháng 12",
    ),
    Incoming(
        "11923",
        date(2025, 12, 4),
        "1766/STC-ĐT",
        date(2025, 12, 4),
        "Sở Tài chính",
        "V/v điều chỉnh kế hoạch vốn các dự án chậm tiến độ",
        date(2025, 12, 9),
    ),
    Incoming(
        "11930",
        date(2025, 12, 5),
        "5512/BKHCN-CĐSQG",
        date(2025, 12, 3),
        "Bộ Khoa học và Công nghệ",
        "V/v cung cấp số liệu chỉ số chuyển đổi số cấp tỉnh năm 2025",
        date(2025, 12, 15),
    ),
)
ANSWERED, FOR_HOME, FOR_FINANCE, TO_KNOW = "11872", "11872", "11891", ("11875",)
COMMITTEE = "Ban Chỉ đạo chuyển đổi số Thành phố"
FIRST, NEXT = date(2025, 11, 10), date(2025, 12, 8)
CONCLUSIONS = (
    Conclude(
        "Hoàn thành kết nối nền tảng dữ liệu dùng chung với 168 phường, xã, đặc khu",
        "Sở Khoa học và Công nghệ",
        "Báo cáo nghiệm thu kết nối",
        date(2025, 12, 2),
    ),
    Conclude(
        "Rà soát, cắt giảm thủ tục hành chính chưa đủ điều kiện thực hiện trực tuyến toàn trình",
        "Sở Nội vụ",
        "Danh mục thủ tục đề xuất cắt giảm",
        date(2025, 12, 20),
    ),
    Conclude(
        "Bố trí kinh phí duy trì hạ tầng số dùng chung năm 2026",
        "Sở Tài chính",
        "Tờ trình phân bổ kinh phí",
        date(2025, 12, 15),
    ),
)


def keep_the_desk(cast: Cast, office: Actor) -> None:
    city = Unit.objects.get(code=CITY)
    leaders = Post.objects.filter(unit=city, rank__in=(Rank.LEADER, Rank.DEPUTY_LEADER)).order_by(
        "rank", "title", "seat"
    )
    filled = [post for post in leaders if cast.actor(post.pk)]
    deputy = next(post for post in filled if post.rank == Rank.DEPUTY_LEADER)
    chair = next(post for post in filled if post.rank == Rank.LEADER)
    _incoming(office, deputy)
    _committee(cast, office, chair)


def register(incoming: tuple[Incoming, ...], office: Actor) -> None:
    """Into the register of incoming documents, on the morning they came."""
    for one in incoming:
        fields = ArrivalFields(
            subject=one.subject,
            number=one.number,
            issuer=one.issuer,
            issued_on=one.issued_on,
            arrived_on=one.arrived_on,
            number_in=one.number_in,
            answer_by=one.answer_by,
        )
        take_in([fields], source=Arrival.Source.REGISTER, by=office, at=moment(one.arrived_on, 7, 45))


def _incoming(office: Actor, leader: Post) -> None:
    register(INCOMING, office)
    lines = {line.number_in: line for line in Arrival.objects.filter(body=office.body_id)}
    for number_in in TO_KNOW:
        note_for_information(lines[number_in], by=office, at=moment(lines[number_in].arrived_on, 8))
    for number_in, unit, words in (
        (FOR_HOME, "Sở Nội vụ", "Giao Sở Nội vụ tham mưu văn bản góp ý, trình trước ngày 08/12."),
        (FOR_FINANCE, "Sở Tài chính", "Sở Tài chính tổng hợp, báo cáo đúng hạn của Bộ."),
    ):
        arrival = lines[number_in]
        wanted = Instruction(
            decision="answer",
            leader_post=leader.pk,
            words=words,
            lead_unit=Unit.objects.get(name=unit).pk,
            due=arrival.answer_by,
        )
        enter_instruction(arrival, wanted, by=office, at=moment(arrival.arrived_on, 9))
    issue_answer(
        lines[ANSWERED], number="7745/UBND-NC", issued_on=date(2025, 12, 4), by=office, at=moment(date(2025, 12, 4), 16)
    )


def _committee(cast: Cast, office: Actor, chair: Post) -> None:
    """The first session has issued its notice; the next one is planned and its agenda stands."""
    units = [Unit.objects.get(name=one.lead) for one in CONCLUSIONS]
    heads = [post for unit in units if (post := cast.head_post(unit.pk))]
    at = moment(FIRST, 8)
    fields = CommitteeFields(
        name=COMMITTEE,
        chair_post=chair.pk,
        secretary_post=office.post_id,
        members=tuple(post.pk for post in heads),
        rhythm="monthly",
    )
    committee = create_committee(fields, by=office, at=at - timedelta(days=4))
    first = call_meeting(
        committee, on=at, place="Phòng họp số 1, trụ sở UBND Thành phố", by=office, at=at - timedelta(days=3)
    )
    minutes = Minutes(
        attendees="các thành viên Ban Chỉ đạo",
        assessment="Các sở, ngành đã chủ động triển khai; tỷ lệ hồ sơ trực tuyến tăng so với quý trước.",
        shortcomings="Kết nối dữ liệu với cấp xã còn chậm do chưa thống nhất chuẩn dữ liệu.",
    )
    write_minutes(first, minutes, by=office, at=at)
    conclude(first, CONCLUSIONS, chair, "1021/TB-VP", cast, office, at)
    following = call_meeting(
        committee, on=moment(NEXT, 14), place="Phòng họp số 1", by=office, at=moment(date(2025, 12, 4), 9)
    )
    add_matter(
        following, "Kế hoạch chuyển đổi số năm 2026 của Thành phố", by=office, at=moment(date(2025, 12, 4), 9, 5)
    )


def conclude(
    meeting: Meeting, said: tuple[Conclude, ...], chair: Post, number: str, cast: Cast, office: Actor, at: datetime
) -> None:
    """The conclusions, the notice in the evening, and on the next day the heads accept what is theirs."""
    for one in said:
        task = TaskFields(
            title=one.title,
            lead_unit=Unit.objects.get(name=one.lead),
            deliverable=one.deliverable,
            due=one.due,
            accountable_post=chair,
            authority="Trưởng Ban Chỉ đạo quyết định theo kết luận cuộc họp",
        )
        add_conclusion(meeting, task, by=office, at=at)
    issue_notice(meeting, number=number, on=at.astimezone(VIETNAM).date(), by=office, at=at + timedelta(hours=3))
    for conclusion in meeting.conclusions.select_related("task").order_by("order"):
        head = cast.head(conclusion.task.lead_unit_id) if conclusion.task.lead_unit_id else None
        if head:
            accept_task(conclusion.task_id, by=head, at=at + timedelta(days=1))
