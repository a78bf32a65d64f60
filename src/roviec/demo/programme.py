"""A programme over two plans of the demo city, with what was planned at first, links between works, and one that slipped since."""

from datetime import date, datetime, timedelta

from roviec.core.actor import Actor
from roviec.demo.desk import COMMITTEE
from roviec.meetings.models import Committee
from roviec.work.actions import change_plan, create_plan, freeze_baseline, place_plan
from roviec.work.changes import Change, MakeLink, Move
from roviec.work.models import Plan

TITLE, CODE = "Chương trình đổi mới công nghệ và chuyển đổi số Thành phố giai đoạn 2025 - 2026", "CTr-CĐS-2025"
PLAN = "552/KH-UBND"
# Works of the plan by their numbers in the document: what has to be done before what, and the one that moved.
LINKS = (("2", "3"), ("3", "4"), ("8", "9"), ("9", "10"))
MOVED, MOVED_TO = "10", (date(2025, 12, 22), date(2025, 12, 31))


def lay_out(office: Actor, at: datetime) -> None:
    """`at`: when the office sat down to it; the slip comes a quarter of an hour after the baseline was frozen."""
    plan = Plan.objects.get(code=PLAN)
    programme = create_plan(
        title=TITLE, code=CODE, starts_on=date(2025, 10, 1), ends_on=date(2026, 12, 31), by=office, at=at
    )
    for child in (plan, Committee.objects.get(name=COMMITTEE).plan):
        place_plan(child, programme, by=office, at=at)
    tasks = {task.number: task.pk for task in plan.tasks.filter(parent=None).order_by("-order")}
    links: list[Change] = [MakeLink(tasks[before], tasks[after]) for before, after in LINKS]
    change_plan(plan, links, by=office, at=at)
    freeze_baseline(plan, name="Kế hoạch gốc", by=office, at=at + timedelta(minutes=5))
    moved = Move(tasks[MOVED], *MOVED_TO)
    change_plan(plan, [moved], by=office, at=at + timedelta(minutes=15), reason="Chờ kinh phí bổ sung cuối năm")
