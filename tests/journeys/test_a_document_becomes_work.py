"""The main job, end to end: a real plan goes in, is reviewed and given out, is accepted and worked on, becomes late, and is seen."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from roviec.jobs.worker import run
from roviec.organisation.models.post import Rank
from roviec.work.models import Task
from tests.directives.conftest import SAMPLES
from tests.directives.departments import build_with_departments
from tests.work.town import NOW, Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Window = Callable[..., Page]
# Monday 5 January 2026, 08:00: the quarter in which the criteria were due is over.
NEXT_YEAR = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


@pytest.fixture
def town(transactional_db: None, set_clock: Callable[[datetime], None]) -> Town:
    set_clock(NOW)
    town = build_with_departments()
    town.seat("scientist", "science", "Chuyên viên", Rank.STAFF)
    return town


def test_a_plan_goes_in_and_its_late_task_is_seen_by_those_who_answer(
    town: Town, window: Window, set_clock: Callable[[datetime], None]
) -> None:
    clerk = window("clerk")
    clerk.goto("/van-ban/moi/")
    clerk.locator("input[type=file]").set_input_files(SAMPLES / "kh-617.docx")
    clerk.get_by_label("không thuộc danh mục bí mật").check()
    clerk.get_by_role("button", name="Đọc văn bản").click()
    clerk.wait_for_url("**/ra-soat/")
    expect(clerk.get_by_role("heading", name="Rà soát 617/KH-UBND")).to_be_visible()

    criteria = clerk.locator(".proposal").filter(has_text="Xây dựng Bộ tiêu chí đánh giá mức độ chuyển đổi số")
    expect(criteria).to_contain_text("Chưa ghi sản phẩm phải nộp")
    criteria.get_by_role("link", name="Sửa").click()
    dialog = clerk.get_by_role("dialog")
    dialog.get_by_label("Sản phẩm").fill("Bộ tiêu chí được ban hành")
    dialog.get_by_role("button", name="Lưu").click()
    expect(dialog).to_be_hidden()
    expect(criteria).to_contain_text("Bộ tiêu chí được ban hành")
    expect(criteria.get_by_role("checkbox")).to_be_checked()
    clerk.get_by_role("button", name="Giao các dòng đã chọn").click()
    clerk.wait_for_url(lambda url: "ra-soat" not in url)
    expect(clerk.get_by_text("Đã giao", exact=False).first).to_be_visible()
    task = Task.objects.get(deliverable="Bộ tiêu chí được ban hành")

    head = window("science_head")
    run(threading.Event(), once=True)
    head.goto("/thong-bao/")
    expect(head.get_by_text("617/KH-UBND").or_(head.get_by_text("Bộ tiêu chí")).first).to_be_visible()
    head.goto(f"/nhiem-vu/{task.pk}/")
    expect(head.get_by_text("Giao tại văn bản")).to_be_visible()
    head.get_by_role("button", name="Tiếp nhận").click()
    expect(head.get_by_text("Đã tiếp nhận nhiệm vụ.")).to_be_visible()
    head.get_by_role("link", name="Phân công").click()
    naming = head.get_by_role("dialog")
    naming.get_by_label("Giao cho").select_option(f"post:{town.posts['scientist'].pk}")
    naming.get_by_role("button", name="Phân công").click()
    expect(head.get_by_text("Đã phân công.")).to_be_visible()

    officer = window("scientist", 390, 844)
    officer.goto("/viec-cua-toi/")
    expect(officer.get_by_text("Xây dựng Bộ tiêu chí").first).to_be_visible()
    officer.goto(f"/nhiem-vu/{task.pk}/")
    officer.get_by_role("link", name="Báo cáo tiến độ").click()
    report = officer.get_by_role("dialog")
    report.get_by_label("Đã làm được (%)").fill("40")
    report.get_by_label("Đã làm gì, còn gì").fill("Đã có dự thảo lần một")
    report.get_by_role("button", name="Gửi báo cáo").click()
    expect(officer.get_by_text("Đã có dự thảo lần một").first).to_be_visible()

    set_clock(NEXT_YEAR)
    run(threading.Event(), once=True)
    for key, address in (
        ("scientist", "/viec-cua-toi/"),
        ("science_head", f"/nhiem-vu/{task.pk}/"),
        ("clerk", "/theo-doi/"),
    ):
        page = window(key)
        page.goto(address)
        expect(page.get_by_text("Quá hạn", exact=False).first).to_be_visible()
    leader = window("mayor", 390, 844)
    leader.goto("/lanh-dao/")
    expect(leader.get_by_text("Sở Khoa học và Công nghệ").first).to_be_visible()


def test_a_secret_document_is_turned_away_with_its_reason(town: Town, window: Window, tmp_path: Path) -> None:
    path = tmp_path / "mat.txt"
    path.write_text(
        "MẬT\nỦY BAN NHÂN DÂN\nSố: 1/KH-UBND\nKẾ HOẠCH\nSở Tài chính báo cáo trước ngày 15/12/2025.", encoding="utf-8"
    )
    clerk = window("clerk")
    clerk.goto("/van-ban/moi/")
    clerk.locator("input[type=file]").set_input_files(path)
    clerk.get_by_label("không thuộc danh mục bí mật").check()
    clerk.get_by_role("button", name="Đọc văn bản").click()
    expect(clerk.get_by_text("không nhận và không lưu văn bản mật", exact=False).first).to_be_visible()
