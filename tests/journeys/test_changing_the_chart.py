"""The chart in a real browser: a bar is dragged, looked at, saved, taken back; asked for; overtaken; kept when the link is lost."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from roviec.custody.models import Extension
from roviec.work.actions import change_plan
from roviec.work.changes import MakeLink
from roviec.work.models import Dependency, Task
from tests.work.town import NOW, Town, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Window = Callable[..., Page]
A_DAY = 20  # px at the zoom of weeks


@pytest.fixture
def town(transactional_db: None, set_clock: Callable[[datetime], None]) -> Town:
    """The town on the morning of Monday 1 December 2025."""
    set_clock(NOW + timedelta(hours=1))
    return build()


def planned(town: Town, title: str, start: int, end: int, due: int, **more: object) -> Task:
    """A task from one day of December to another."""
    days = {"planned_start": date(2025, 12, start), "planned_end": date(2025, 12, end), "due": date(2025, 12, due)}
    return town.assigned(title=title, **days, **more)


def link(town: Town, before: Task, after: Task) -> None:
    change_plan(town.plan, [MakeLink(before=before.pk, after=after.pk)], by=town.actor("chairman"), at=NOW, reason="")


def open_chart(page: Page, town: Town, query: str = "thang=tuan&sap=ke-hoach") -> None:
    page.goto(f"{reverse('work:plan_chart', args=[town.plan.pk])}?{query}")
    page.locator(".gantt-chart[aria-busy=false]").wait_for()
    page.locator(".gantt-frame").scroll_into_view_if_needed()


def bar(page: Page, task: Task):
    return page.locator(f".gantt_task_line[data-task-id='{task.pk}']")


def drag(page: Page, task: Task, days: int, *, end: bool = False) -> None:
    """The whole bar, or its end alone."""
    bar(page, task).hover()
    grip = bar(page, task).locator(".gantt_task_drag.task_end_date") if end else bar(page, task)
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + days * A_DAY / 2, y, steps=4)
    page.mouse.move(x + days * A_DAY, y, steps=4)
    page.mouse.up()


def looked(page: Page) -> None:
    """The server has said what follows."""
    expect(page.locator("[data-gantt-sentence]")).to_contain_text("nhiệm vụ")


def panel(page: Page):
    return page.get_by_role("form", name="Thay đổi chưa lưu")


def days_of(task: Task) -> tuple[date, date]:
    task.refresh_from_db()
    return task.planned_start, task.planned_end


def test_a_bar_is_dragged_looked_at_saved_and_taken_back(window: Window, town: Town) -> None:
    first = planned(town, "Lập danh mục", 1, 3, 12)
    second = planned(town, "Trình phê duyệt", 4, 5, 5)
    link(town, first, second)
    chairman = window("chairman")
    open_chart(chairman, town)
    drag(chairman, first, 2)
    expect(panel(chairman)).to_contain_text("Dời “Lập danh mục”: 03/12/2025 đến 05/12/2025.")
    expect(panel(chairman)).to_contain_text("làm 1 nhiệm vụ trễ hạn")
    expect(chairman.locator(".gantt-ghost")).to_have_count(1)
    assert days_of(first) == (date(2025, 12, 1), date(2025, 12, 3)), "nothing is written before it is saved"

    panel(chairman).get_by_role("button", name="Lưu").click()
    expect(panel(chairman)).to_be_hidden()
    expect(chairman.get_by_role("status").filter(has_text="Đã lưu.")).to_be_visible()
    assert days_of(first) == (date(2025, 12, 3), date(2025, 12, 5))
    assert days_of(second)[0] == date(2025, 12, 8), "the one that waits for it followed"

    chairman.locator("[data-gantt-said]").get_by_role("button", name="Hoàn tác").click()
    expect(chairman.get_by_text("Đã hoàn tác.")).to_be_visible()
    assert days_of(first) == (date(2025, 12, 1), date(2025, 12, 3))
    assert days_of(second) == (date(2025, 12, 4), date(2025, 12, 5))


def test_what_is_proposed_can_be_dropped(window: Window, town: Town) -> None:
    task = planned(town, "Lập danh mục", 1, 3, 12)
    chairman = window("chairman")
    open_chart(chairman, town)
    before = bar(chairman, task).bounding_box()
    drag(chairman, task, 2)
    panel(chairman).get_by_role("button", name="Bỏ").click()
    expect(panel(chairman)).to_be_hidden()
    assert bar(chairman, task).bounding_box()["x"] == pytest.approx(before["x"], abs=1)


def test_who_decides_is_asked_whether_the_due_day_moves_too(window: Window, town: Town) -> None:
    task = planned(town, "Lập danh mục", 1, 3, 4)
    chairman = window("chairman")
    open_chart(chairman, town)
    drag(chairman, task, 2, end=True)
    expect(panel(chairman).get_by_label("Chỉ đổi kế hoạch; hạn vẫn là 04/12/2025")).to_be_checked()
    panel(chairman).get_by_label("Đổi cả hạn thành 05/12/2025").check()
    panel(chairman).get_by_label("Lý do đổi hạn").fill("Chờ số liệu của phường bạn")
    looked(chairman)
    panel(chairman).get_by_role("button", name="Lưu").click()
    expect(chairman.get_by_text("Đã lưu.")).to_be_visible()
    task.clock.refresh_from_db()
    assert task.clock.due.date() == date(2025, 12, 5)
    assert task.clock.due_original.date() == date(2025, 12, 4), "the original date stays in sight"


def test_the_drag_of_everyone_else_is_a_request_for_extension(window: Window, town: Town) -> None:
    task = planned(town, "Lập danh mục", 1, 3, 3)
    officer = window("officer")
    open_chart(officer, town)
    drag(officer, task, 2, end=True)
    expect(panel(officer)).to_contain_text("Đề nghị gia hạn đến 05/12/2025")
    panel(officer).get_by_role("button", name="Gửi đề nghị").or_(
        panel(officer).get_by_role("button", name="Lưu")
    ).click()
    expect(panel(officer)).to_contain_text("Hãy ghi lý do")
    panel(officer).get_by_label("Lý do đề nghị gia hạn").fill("Chờ ý kiến của Sở Tài chính")
    panel(officer).get_by_role("button", name="Gửi đề nghị").or_(
        panel(officer).get_by_role("button", name="Lưu")
    ).click()
    expect(officer.get_by_text("Đã gửi 1 đề nghị gia hạn")).to_be_visible()
    asked = Extension.objects.get(clock=task.pk)
    assert asked.reason == "Chờ ý kiến của Sở Tài chính"
    task.clock.refresh_from_db()
    assert task.clock.due.date() == date(2025, 12, 3), "the due day moves by decision only"


def test_the_second_of_two_sees_what_the_first_did(window: Window, town: Town) -> None:
    task = planned(town, "Lập danh mục", 1, 3, 19)
    chairman, tracker = window("chairman"), window("tracker")
    open_chart(chairman, town)
    open_chart(tracker, town)
    drag(tracker, task, 3)
    looked(tracker)
    drag(chairman, task, 1)
    looked(chairman)
    panel(chairman).get_by_role("button", name="Lưu").click()
    expect(chairman.get_by_text("Đã lưu.")).to_be_visible()
    panel(tracker).get_by_role("button", name="Lưu").click()
    expect(panel(tracker)).to_contain_text("Nguyễn Văn chairman")
    expect(panel(tracker)).to_contain_text("thay đổi của bạn còn đây")
    looked(tracker)
    assert days_of(task) == (date(2025, 12, 2), date(2025, 12, 4)), "nobody is overwritten unseen"
    panel(tracker).get_by_role("button", name="Lưu").click()
    expect(tracker.get_by_text("Đã lưu.")).to_be_visible()
    assert days_of(task) == (date(2025, 12, 4), date(2025, 12, 5)), "its last day was a Saturday"

    chairman.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # what the clock does every few seconds
    expect(chairman.locator("[data-gantt-said]")).to_contain_text("Nguyễn Văn tracker")
    expect(chairman.locator(".gantt-row--fresh")).to_have_count(1)
    assert bar(chairman, task).bounding_box()["x"] == pytest.approx(bar(tracker, task).bounding_box()["x"], abs=1)


def test_a_lost_link_loses_nothing(window: Window, town: Town) -> None:
    task = planned(town, "Lập danh mục", 1, 3, 19)
    chairman = window("chairman")
    open_chart(chairman, town)
    chairman.context.set_offline(True)
    drag(chairman, task, 1)
    expect(panel(chairman)).to_contain_text("Mất kết nối. Thay đổi của bạn còn nguyên ở đây")
    panel(chairman).get_by_role("button", name="Thử lại").click()
    expect(panel(chairman)).to_contain_text("Mất kết nối.")
    chairman.context.set_offline(False)
    panel(chairman).get_by_role("button", name="Lưu").or_(panel(chairman).get_by_role("button", name="Thử lại")).click()
    expect(chairman.get_by_text("Đã lưu.")).to_be_visible()
    assert days_of(task) == (date(2025, 12, 2), date(2025, 12, 4))


def test_everything_is_done_with_the_keyboard_alone(window: Window, town: Town) -> None:
    first = planned(town, "Lập danh mục", 1, 3, 12)
    second = planned(town, "Trình phê duyệt", 8, 9, 19)
    chairman = window("chairman")
    open_chart(chairman, town)
    chairman.get_by_role("searchbox", name="Tìm trong biểu đồ").focus()
    chairman.keyboard.type("lap danh muc")
    expect(chairman.locator(".gantt_task_line")).to_have_count(1)
    for _ in "lap danh muc":
        chairman.keyboard.press("Backspace")
    expect(chairman.locator(".gantt_task_line")).to_have_count(2)
    chairman.keyboard.press("Enter")
    chairman.keyboard.press("?")
    expect(chairman.get_by_role("dialog", name="Phím tắt trên biểu đồ")).to_be_visible()
    chairman.keyboard.press("Escape")

    chairman.keyboard.press("Shift+ArrowRight")
    chairman.keyboard.press("Alt+Shift+ArrowRight")
    expect(panel(chairman)).to_contain_text("02/12/2025 đến 05/12/2025")
    chairman.keyboard.press("F2")
    chairman.keyboard.type("Lập danh mục công trình")
    chairman.keyboard.press("Enter")
    expect(panel(chairman)).to_contain_text("2 thay đổi chưa lưu")
    chairman.keyboard.press("Control+s")
    expect(chairman.get_by_text("Đã lưu.")).to_be_visible()
    assert days_of(first) == (date(2025, 12, 2), date(2025, 12, 5))
    assert first.title == "Lập danh mục công trình"

    chairman.keyboard.press("l")
    chairman.keyboard.press("ArrowDown")
    chairman.keyboard.press("l")
    chairman.get_by_role("dialog", name="Liên kết hai việc").get_by_role("button", name="Đặt liên kết").press("Enter")
    expect(panel(chairman)).to_contain_text("Nối “Lập danh mục công trình” với “Trình phê duyệt”.")
    chairman.keyboard.press("Control+s")
    expect(panel(chairman)).to_be_hidden()
    assert Dependency.objects.filter(before=first, after=second).exists()

    chairman.keyboard.press("n")
    chairman.keyboard.type("Công bố danh mục")
    chairman.keyboard.press("Enter")
    expect(panel(chairman)).to_contain_text("Thêm việc “Công bố danh mục”.")
    chairman.keyboard.press("Control+s")
    expect(chairman.locator(".gantt-title", has_text="Công bố danh mục")).to_be_visible()
    chairman.keyboard.press("Control+z")
    expect(chairman.locator(".gantt-title", has_text="Công bố danh mục")).to_have_count(0)
