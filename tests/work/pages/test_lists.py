"""Plans and their tables, charts and files, whatever their size."""

import io
import json
from collections.abc import Callable
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse

from roviec.work import actions
from roviec.work.models import Plan, Task, TaskState
from tests.work.town import NOW, Town

Browser = Callable[[str], Client]


@pytest.fixture
def busy(town: Town) -> Town:
    """A whole with three parts, something late, something done, a draft."""
    whole = town.assigned(title="Niêm yết công khai kết quả tại từng khu phố", person_post=None, number="1")
    culture, economy = town.units["culture"], town.units["economy"]
    parts = [
        town.fields(title=f"Niêm yết tại khu phố {n}", lead_unit=unit)
        for n, unit in ((1, culture), (2, economy), (3, economy))
    ]
    for part in actions.split_into_parts(whole, parts, by=town.actor("chairman"), at=NOW):
        actions.assign_task(part, by=town.actor("chairman"), at=NOW)
    late = town.assigned(title="Báo cáo rà soát trụ sở dôi dư", due=(NOW + timedelta(days=1)).date(), number="2")
    actions.accept_task(late, by=town.actor("officer"), at=NOW)
    town.draft(title="Tăng cường phối hợp giữa các phòng", number="3")
    return town


def plan_page(client: Client, town: Town, **filters: object):
    return client.get(reverse("work:plan", args=[town.plan.pk]), filters)


def test_items_stand_with_their_parts_folded_and_leaves_are_counted_once(busy: Town, browser_of: Browser) -> None:
    context = plan_page(browser_of("chairman"), busy).context
    assert [row.task.number for row in context["rows"]] == ["1", "2", "3"]
    whole = context["rows"][0]
    assert whole.parts == 3
    assert whole.counts.open == 3
    assert context["counts"].total == 4


def test_parts_fold_out(busy: Town, browser_of: Browser) -> None:
    whole = Task.objects.get(number="1")
    page = browser_of("chairman").get(reverse("work:parts", args=[whole.pk])).content.decode()
    assert page.count("<tr") == 3
    assert "khu phố 2" in page


def test_a_filter_is_in_the_address_and_finds_leaves(busy: Town, browser_of: Browser, move_clock: Callable) -> None:
    move_clock(NOW + timedelta(days=4))
    chairman = browser_of("chairman")
    late = plan_page(chairman, busy, trang_thai="open_late").context
    assert [row.task.number for row in late["rows"]] == ["2"]
    assert late["rows"][0].days_late == 3
    unit = plan_page(chairman, busy, don_vi=busy.units["economy"].pk).context
    assert {row.task.title for row in unit["rows"]} == {"Niêm yết tại khu phố 2", "Niêm yết tại khu phố 3"}
    words = plan_page(chairman, busy, q="tru so").context
    assert [row.task.number for row in words["rows"]] == ["2"]
    person = plan_page(chairman, busy, nguoi="nguyen van officer").context
    assert [row.task.number for row in person["rows"]] == ["2"]


def test_the_counts_are_what_their_links_list(busy: Town, browser_of: Browser) -> None:
    chairman = browser_of("chairman")
    context = plan_page(chairman, busy).context
    for name, address in context["links"].items():
        listed = chairman.get(address).context["shown"].paginator.count
        assert listed == getattr(context["counts"], name), name


def test_an_old_address_still_opens_the_plan(busy: Town, browser_of: Browser) -> None:
    answer = plan_page(browser_of("chairman"), busy, trang_thai="la", don_vi="1", sap_xep="gi", trang="999")
    assert answer.status_code == 200


def test_nothing_found_says_what_to_do(busy: Town, browser_of: Browser) -> None:
    assert "Bỏ bớt điều kiện lọc" in plan_page(browser_of("chairman"), busy, q="khong co chu nay").content.decode()


def test_a_body_below_sees_only_its_own_part_of_a_plan(busy: Town, browser_of: Browser) -> None:
    assert plan_page(browser_of("secretary"), busy).status_code == 404


def test_plans_are_found_without_marks(busy: Town, browser_of: Browser, move_clock: Callable) -> None:
    tracker = browser_of("tracker")
    page = tracker.get(reverse("work:plans"), {"q": "chuong trinh thang 12"}).context
    assert [row["plan"] for row in page["rows"]] == [busy.plan]
    assert page["rows"][0]["counts"].total == 4
    assert tracker.get(reverse("work:plans"), {"cham": "on"}).context["rows"] == []
    move_clock(NOW + timedelta(days=4))
    assert len(tracker.get(reverse("work:plans"), {"cham": "on"}).context["rows"]) == 1


@pytest.mark.parametrize("name", ["plan", "unit", "officer"])
def test_charts_load_their_rows(busy: Town, browser_of: Browser, name: str) -> None:
    ids = {"plan": busy.plan.pk, "unit": busy.units["culture"].pk, "officer": busy.accounts["officer"].officer_id}
    chairman = browser_of("chairman")
    page = chairman.get(reverse(f"work:{name}_chart", args=[ids[name]]))
    assert page.status_code == 200
    assert "style-src-attr 'unsafe-inline'" in page["Content-Security-Policy"]
    rows = json.loads(chairman.get(reverse(f"work:{name}_gantt", args=[ids[name]])).content)["tasks"]
    assert len(rows) == {"plan": 6, "unit": 3, "officer": 1}[name]


def test_pages_without_a_chart_allow_no_inline_style(busy: Town, browser_of: Browser) -> None:
    assert "unsafe-inline" not in plan_page(browser_of("chairman"), busy)["Content-Security-Policy"]


def test_the_table_is_exported_after_showing_who_asks(busy: Town, browser_of: Browser) -> None:
    Task.objects.filter(number="2").update(title="=cmd|' /C calc'!A0")
    address = reverse("work:plan_export", args=[busy.plan.pk])
    client = browser_of("tracker")
    assert client.get(address).status_code == 302
    signed_in(client, busy, "tracker")
    answer = client.get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    with ZipFile(io.BytesIO(answer.content)) as book:
        assert "<f>" not in book.read("xl/worksheets/sheet1.xml").decode()
        assert "khu phố 3" in book.read("xl/sharedStrings.xml").decode()


def signed_in(client: Client, town: Town, key: str) -> None:
    account = town.accounts[key]
    account.set_password("dung-mat-khau-nay-123")
    account.save()
    client.post("/tai-khoan/dang-nhap/", {"login": key, "password": "dung-mat-khau-nay-123"})
    client.logout()
    client.post("/tai-khoan/dang-nhap/", {"login": key, "password": "dung-mat-khau-nay-123"})


def test_many_are_given_out_at_once_and_the_unclear_ones_named(town: Town, browser_of: Browser) -> None:
    clear, unclear = town.draft(), town.draft(title="Tăng cường phối hợp giữa các phòng", due=None)
    chairman = browser_of("chairman")
    data = {"do": "assign", "task": [clear.pk, unclear.pk]}
    assert chairman.post(reverse("work:bulk"), data).status_code == 200
    assert Task.objects.filter(state=TaskState.ASSIGNED).count() == 0
    answer = chairman.post(reverse("work:bulk"), {**data, "apply": 1})
    assert "Chưa có hạn hoàn thành" in answer.content.decode()
    assert list(Task.objects.filter(state=TaskState.ASSIGNED)) == [clear]


def test_one_person_is_named_for_many_tasks(town: Town, browser_of: Browser) -> None:
    tasks = [town.assigned(person_post=None) for _n in range(2)]
    data = {"do": "name", "apply": 1, "task": [task.pk for task in tasks], "who_text": "Nguyễn Văn colleague"}
    assert browser_of("culture_head").post(reverse("work:bulk"), data).status_code == 302
    assert set(Task.objects.values_list("person_post", flat=True)) == {town.posts["colleague"].pk}


def many(town: Town, count: int) -> Plan:
    for n in range(count):
        town.assigned(title=f"Nhiệm vụ số {n} về chuyển đổi số", supports=(town.units["economy"],))
    return town.plan


def test_a_plan_asks_the_same_whatever_its_size(busy: Town, browser_of: Browser, pinned_queries: Callable) -> None:
    chairman = browser_of("chairman")
    plan_page(chairman, busy)
    with pinned_queries("work plan"):
        plan_page(chairman, busy)
    many(busy, 12)
    with pinned_queries("work plan"):
        plan_page(chairman, busy)


def test_the_list_of_plans_asks_the_same_whatever_its_size(
    busy: Town, browser_of: Browser, pinned_queries: Callable
) -> None:
    tracker = browser_of("tracker")
    tracker.get(reverse("work:plans"))
    for n in range(5):
        actions.create_plan(title=f"Kế hoạch {n}", by=busy.actor("chairman"), at=NOW, leader_post=busy.posts["vice"])
    with pinned_queries("work plans"):
        tracker.get(reverse("work:plans"))


def test_a_task_with_a_long_life_asks_no_more(busy: Town, browser_of: Browser, pinned_queries: Callable) -> None:
    task, officer = Task.objects.get(number="2"), busy.actor("officer")
    actions.report_progress(task, progress=30, text="Xong đề cương", by=officer, at=NOW)
    actions.ask_opinion(task, unit=busy.units["economy"], question="Góp ý", by=officer, at=NOW)
    actions.ask_extension(task, new_due=NOW + timedelta(days=9), reason="Chờ số liệu", by=officer, at=NOW)
    for n in range(4):
        actions.comment_task(task, text=f"Lưu ý {n}", by=officer, at=NOW)
    actions.submit_deliverable(task, link="https://a.vn/1", by=officer, at=NOW)
    chairman = browser_of("chairman")
    address = reverse("work:task", args=[task.pk])
    chairman.get(address)
    with pinned_queries("work task"):
        assert chairman.get(address).status_code == 200
