"""Work by terms in the demo city: a ward's counter that opens on Saturday mornings, and requests to be answered in so many working days."""

from datetime import date, datetime

from roviec.core.actor import Actor
from roviec.core.calendars import OFFICE_HOURS, WorkingDays
from roviec.core.working_table import WeekFrom
from roviec.custody.actions.calendars import set_opening_hours
from roviec.demo.arrivals import moment
from roviec.demo.cast import Cast
from roviec.organisation.models import Unit
from roviec.work.actions import TaskFields, accept_task, assign_task, create_plan, create_task

WARD = "Phường Sài Gòn"
COUNTER = f"Trung tâm Phục vụ hành chính công {WARD}"
SATURDAYS_FROM = date(2025, 7, 5)
SATURDAYS_TOO = WeekFrom(SATURDAYS_FROM, (*(OFFICE_HOURS,) * 5, OFFICE_HOURS[:1], ()), frozenset({5}))

# Title, deliverable, days of the term, day on which it was given.
REQUESTS = (
    (
        "Trả lời kiến nghị của tổ dân phố 5 về trật tự vỉa hè đường Lê Thánh Tôn",
        "Văn bản trả lời",
        5,
        date(2025, 12, 1),
    ),
    ("Xác minh đơn phản ánh tiếng ồn karaoke tại chung cư Tôn Thất Đạm", "Biên bản xác minh", 7, date(2025, 11, 28)),
    ("Rà soát hồ sơ đề nghị hỗ trợ nhà ở cho hộ cận nghèo đợt 2", "Danh sách hộ đủ điều kiện", 10, date(2025, 11, 24)),
    ("Góp ý dự thảo quy chế phối hợp giữa trung tâm và các phòng chuyên môn", "Văn bản góp ý", 15, date(2025, 12, 3)),
    ("Cập nhật sổ bộ cư trú theo đề nghị của Công an phường", "Sổ bộ đã cập nhật", 20, date(2025, 12, 4)),
)


def open_on_saturdays(*, by: Actor, at: datetime) -> None:
    """The counter's own calendar; what the whole country says of a day still holds for it."""
    set_opening_hours(Unit.objects.get(name=COUNTER).pk, SATURDAYS_TOO, by=by, at=at)


def requests(cast: Cast) -> None:
    """A plan of the ward whose tasks are terms: their due dates move when the calendar does."""
    leader = cast.head(Unit.objects.get(name=f"Ủy ban nhân dân {WARD}").pk)
    culture = Unit.objects.get(name=f"Phòng Văn hóa - Xã hội {WARD}")
    people = cast.staff_posts([culture.pk])
    head = cast.head_post(culture.pk)
    if leader is None or head is None or not people:
        raise LookupError(WARD)
    first = min(day for *_rest, day in REQUESTS)
    plan = create_plan(title=f"Trả lời kiến nghị, đề nghị của {WARD}", by=leader, at=moment(first, 8))
    for number, (title, deliverable, days, day) in enumerate(REQUESTS):
        person, at = people[number % len(people)], moment(day, 9)
        fields = TaskFields(
            title=title,
            deliverable=deliverable,
            lead_unit=culture,
            person_post=person,
            accountable_post=head,
            authority="Chủ tịch UBND phường quyết định",
            budget=WorkingDays(days),
        )
        task = assign_task(create_task(plan, fields, by=leader, at=at), by=leader, at=at)
        if officer := cast.actor(person.pk):
            accept_task(task, by=officer, at=moment(day, 14))
