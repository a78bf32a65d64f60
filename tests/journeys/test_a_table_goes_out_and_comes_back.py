"""A chart is taken away as it is filtered, its table is changed in the office and comes back, and the file itself searches and folds."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from roviec.work.models import Task
from tests.work.office import row_of, saved_again
from tests.work.town import NOW, Town, build

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Window = Callable[..., Page]


@pytest.fixture
def town(transactional_db: None, set_clock: Callable[[datetime], None]) -> Town:
    set_clock(NOW)
    return build()


def taken(page: Page, shape: str, to: Path) -> Path:
    page.get_by_label(shape).check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải về", exact=True).click()
    download.value.save_as(to)
    return to


def test_the_table_goes_out_is_changed_and_comes_back(town: Town, window: Window, tmp_path: Path) -> None:
    town.assigned(title="Báo cáo quý IV")
    town.assigned(title="Kế hoạch năm 2026", lead_unit=town.units["economy"], person_post=None)
    page = window("chairman")
    page.goto(f"/ke-hoach/{town.plan.pk}/gantt/?tim=bao+cao")
    page.get_by_role("link", name="Tải về, in").click()
    expect(page.get_by_text("Tệp chỉ có những việc đang hiện trên biểu đồ")).to_be_visible()
    page.get_by_role("link", name="Lấy tất cả").click()
    out = taken(page, "Excel, sửa rồi đưa trở lại được", tmp_path / "ra.xlsx")

    def change(rows: list) -> None:
        row_of(rows, "Báo cáo quý IV")[5] = datetime(2025, 12, 26)
        row_of(rows, "Kế hoạch năm 2026")[6] = "Quyết định ban hành"
        rows.append(["", "Hội nghị tổng kết", town.units["culture"].name, "", "", "31/12/2025", "Báo cáo", ""])

    back = tmp_path / "ve.xlsx"
    back.write_bytes(saved_again(out.read_bytes(), change))
    page.get_by_role("link", name="Đưa tệp trở lại").click()
    page.locator("input[type=file]").set_input_files(back)
    page.get_by_role("button", name="So sánh với kế hoạch").click()
    expect(page.get_by_role("heading", name="Tệp này đổi gì trong kế hoạch?")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="Kế hoạch năm 2026")
    expect(row.get_by_role("checkbox")).to_be_checked()
    row.get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="Áp dụng các thay đổi đã chọn").click()
    expect(page.get_by_text("Lý do", exact=False).first).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Kế hoạch năm 2026").get_by_role("checkbox")).not_to_be_checked()
    page.locator("textarea").fill("Theo họp giao ban")
    page.get_by_role("button", name="Áp dụng các thay đổi đã chọn").click()
    expect(page.get_by_text("Đã áp dụng 2 thay đổi.")).to_be_visible()
    moved = Task.objects.select_related("clock").get(title="Báo cáo quý IV")
    assert f"{moved.clock.due:%Y-%m-%d}" == "2025-12-26"
    assert Task.objects.get(title="Kế hoạch năm 2026").deliverable != "Quyết định ban hành"
    assert Task.objects.filter(title="Hội nghị tổng kết").exists()


def test_the_page_that_was_taken_away_searches_without_a_server(
    town: Town, window: Window, browser: Browser, tmp_path: Path
) -> None:
    town.assigned(title="Báo cáo quý IV")
    town.assigned(title="Kế hoạch năm 2026", lead_unit=town.units["economy"], person_post=None)
    page = window("chairman")
    page.goto(f"/ke-hoach/{town.plan.pk}/tai-ve/?nhom=don-vi")
    file = taken(page, "Trang HTML, mở ở đâu cũng được, tìm và thu gọn được", tmp_path / "ra.html")
    context = browser.new_context(offline=True)
    asked: list[str] = []
    alone = context.new_page()
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(file.as_uri())
    alone.get_by_label("Tìm").fill("ke hoach")
    expect(alone.get_by_text("Kế hoạch năm 2026")).to_be_visible()
    expect(alone.get_by_text("Báo cáo quý IV")).to_be_hidden()
    alone.get_by_label("Tìm").fill("")
    alone.get_by_role("button", name="Thu gọn, mở tất cả").click()
    expect(alone.get_by_text("Báo cáo quý IV")).to_be_hidden()
    expect(alone.get_by_role("rowheader", name=town.units["culture"].name)).to_be_visible()
    assert asked == [file.as_uri()]
    context.close()
