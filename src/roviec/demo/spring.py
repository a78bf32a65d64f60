"""The first quarter of 2026 in the demo city: what became of last year's work, and the city's programme of the new year."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from django.db.models import Q

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.demo.arrivals import AUTHORITY, moment
from roviec.demo.cast import Cast
from roviec.demo.life import Life, Steps
from roviec.organisation.models import Unit
from roviec.organisation.queries.charge import posts_in_charge
from roviec.work import actions as work
from roviec.work.actions import TaskFields
from roviec.work.models import Task, TaskState

YEAR_PLAN, YEAR_CODE = "Chương trình công tác năm 2026 của UBND Thành phố", "CTCT-2026"
GIVEN = date(2026, 1, 5)
TET = (date(2026, 2, 14), date(2026, 2, 22))

# Title, lead, deliverable, due.
YEAR_WORK = (
    ("Trình dự toán kinh phí chuyển đổi số năm 2026", "Sở Khoa học và Công nghệ", "Tờ trình dự toán", date(2026, 1, 23)),
    ("Ban hành kế hoạch cải cách hành chính năm 2026", "Sở Nội vụ", "Kế hoạch của UBND Thành phố", date(2026, 1, 20)),
    ("Giao chỉ tiêu kinh tế - xã hội năm 2026 cho phường, xã, đặc khu", "Sở Tài chính", "Quyết định giao chỉ tiêu", date(2026, 1, 16)),
    ("Bảo đảm hàng hóa, bình ổn giá dịp Tết Nguyên đán", "Sở Công Thương", "Báo cáo kết quả", date(2026, 2, 11)),
    ("Chăm lo Tết cho hộ nghèo, gia đình chính sách", "Sở Nội vụ", "Báo cáo kết quả", date(2026, 2, 10)),
    ("Rà soát quy hoạch ngành sau sắp xếp đơn vị hành chính", "Sở Xây dựng", "Báo cáo rà soát", date(2026, 3, 20)),
    ("Phương án phân bổ vốn đầu tư công quý II năm 2026", "Sở Tài chính", "Tờ trình phương án", date(2026, 3, 25)),
    ("Đánh giá ba tháng theo dõi, đánh giá công chức theo Nghị định 335/2025/NĐ-CP", "Sở Nội vụ", "Báo cáo đánh giá", date(2026, 4, 10)),
    ("Kế hoạch tuyển sinh đầu cấp năm học 2026 - 2027", "Sở Giáo dục và Đào tạo", "Kế hoạch tuyển sinh", date(2026, 3, 31)),
    ("Rà soát cơ sở khám, chữa bệnh sau sắp xếp", "Sở Y tế", "Báo cáo rà soát", date(2026, 3, 13)),
    ("Đề án phát triển du lịch đường thủy", "Sở Du lịch", "Dự thảo đề án", date(2026, 4, 15)),
    ("Chuẩn bị lễ kỷ niệm 30/4 và 1/5", "Sở Văn hóa và Thể thao", "Kế hoạch tổ chức", date(2026, 4, 3)),
    ("Rà soát văn bản quy phạm pháp luật hết hiệu lực năm 2025", "Sở Tư pháp", "Danh mục công bố", date(2026, 1, 30)),
    ("Kế hoạch phòng, chống ngập mùa mưa 2026", "Sở Xây dựng", "Kế hoạch được duyệt", date(2026, 4, 20)),
    ("Kiểm tra việc quản lý, sử dụng tài sản công dôi dư", "Sở Tài chính", "Kết luận kiểm tra", date(2026, 3, 18)),
    ("Cấp nước sạch cho các xã Cần Giờ mùa khô", "Sở Nông nghiệp và Môi trường", "Báo cáo phương án", date(2026, 3, 6)),
    ("Chuẩn hóa, làm sạch dữ liệu đất đai quý I", "Sở Nông nghiệp và Môi trường", "Báo cáo kết quả", date(2026, 4, 1)),
    ("Sơ kết vận hành Trung tâm Phục vụ hành chính công các phường, xã", "Văn phòng UBND Thành phố", "Báo cáo sơ kết", date(2026, 4, 8)),
)  # fmt: skip
OF_ALL_WARDS = (
    ("Bảo đảm an ninh trật tự, vệ sinh môi trường dịp Tết Nguyên đán Bính Ngọ", "Báo cáo kết quả", date(2026, 2, 11)),
    ("Báo cáo kết quả giải quyết thủ tục hành chính quý I năm 2026", "Báo cáo theo mẫu", date(2026, 4, 6)),
)


def come_to_ends(cast: Cast, office: Actor, random: Random) -> Iterator[Steps]:
    """What was open in December comes to its end in the months after; one in fourteen does not, and is what long lateness looks like."""
    open_now = Task.objects.filter(clock__counts=True, clock__closed_at=None, clock__unit__is_external=False)
    named = open_now.filter(Q(clock__due__lt=moment(date(2026, 3, 25), 0)) | Q(clock__suspended_since__isnull=False))
    for pk in named.order_by("plan__code", "order", "lead_unit__code", "title").values_list("pk", flat=True):
        if random.random() > 1 / 14:
            yield _come_to_end(pk, office, cast, Random(random.random()))


def _come_to_end(pk: UUID, office: Actor, cast: Cast, random: Random) -> Steps:
    task = task_of(pk)
    due = task.clock.due or moment(date(2026, 2, 27), 15)
    start = max(due, moment(date(2025, 12, 8), 9)) + timedelta(days=random.randint(-12, 4))
    yield (at := office_hour(max(start, moment(date(2025, 12, 8), 9)), random))
    with suppress(Invalid, Denied):
        task = task_of(pk)
        if task.clock.suspended_since:
            work.resume_task(pk, by=office, at=at)
        head = cast.head(task.lead_unit_id) if task.lead_unit_id else None
        if head is None or task.state in (TaskState.DONE, TaskState.CANCELLED, TaskState.REFUSED):
            return
        if task.state == TaskState.ASSIGNED:
            work.accept_task(pk, by=head, at=at)
        worker = cast.actor(task.person_post_id) or head
        if task.clock.hold_kind == "signature":
            work.sign(pk, by=cast.actor(task.clock.holder_post_id) or head, at=at)
        if task_of(pk).state == TaskState.IN_PROGRESS:
            yield (at := office_hour(at + timedelta(hours=3), random))
            number = random.randint(100, 9999)
            link = f"https://vanban.demo.invalid/{number}"
            work.submit_deliverable(pk, link=link, text=f"Báo cáo số {number}/BC", by=worker, at=at)
        yield (at := office_hour(at + timedelta(days=random.randint(1, 4)), random))
        work.accept_deliverable(pk, by=office, at=at, note="Đạt yêu cầu")


def give_out_the_year(cast: Cast, office: Actor, life: Life) -> list[Steps]:
    """The city's programme, given out on the first Monday, and the lives of its tasks."""
    at = moment(GIVEN, 8, 30)
    plan = work.create_plan(
        title=YEAR_PLAN, code=YEAR_CODE, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), by=office, at=at
    )
    units = {unit.name: unit for unit in Unit.objects.filter(name__in={row[1] for row in YEAR_WORK})}
    wards = Unit.objects.filter(is_body=True, is_external=False, level="commune", side="state", valid_to=None)
    wanted = [(title, units[name], deliverable, due) for title, name, deliverable, due in YEAR_WORK]
    wanted += [(title, ward, paper, due) for title, paper, due in OF_ALL_WARDS for ward in wards.order_by("code")]
    charge = posts_in_charge({unit.pk for _title, unit, _paper, _due in wanted}, GIVEN)
    fields = [
        TaskFields(
            title=title,
            deliverable=deliverable,
            lead_unit=unit,
            accountable_post=charge.get(unit.pk) or cast.head_post(unit.pk),
            authority=AUTHORITY,
            due=due,
            planned_start=GIVEN,
            planned_end=due,
            number=str(n),
        )
        for n, (title, unit, deliverable, due) in enumerate(wanted, 1)
    ]
    drafts = work.create_tasks(plan, [work.Drafting(one) for one in fields], by=office, at=at)
    work.assign_tasks(drafts, by=office, at=at + timedelta(hours=1))
    given = Task.objects.filter(plan=plan, state=TaskState.ASSIGNED, clock__counts=True)
    return [life.of(task) for task in given.select_related("clock", "lead_unit", "plan").order_by("order", "number")]


def task_of(pk: UUID) -> Task:
    return Task.objects.select_related("clock", "plan", "lead_unit").get(pk=pk)


def office_hour(at: datetime, random: Random) -> datetime:
    """Not before `at`, within office hours of a weekday; not in the days of Tết."""
    here = at.astimezone(VIETNAM)
    if here.hour >= 17:
        here += timedelta(days=1)
    if not 8 <= here.hour < 17:
        here = here.replace(hour=random.randint(8, 16), minute=random.randint(0, 59))
    while here.weekday() > 4 or TET[0] <= here.date() <= TET[1]:
        here += timedelta(days=1)
    return here.replace(second=0, microsecond=0)
