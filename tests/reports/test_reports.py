"""Reports: live until they are issued, then as they were issued; every figure leads to its list."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document
from python_calamine import CalamineWorkbook

from roviec.core.calendars import VIETNAM
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reporting import sums
from roviec.custody.estates import Unmapped
from roviec.custody.models import Clock
from roviec.custody.queries import four_counts
from roviec.ledger.models import Entry
from roviec.organisation.estates import registered
from roviec.organisation.queries.actors import worker_actor
from roviec.reports import actions, queries
from roviec.reports.actions import ReportFields
from roviec.reports.models import Report
from roviec.work import actions as work
from roviec.work.models import Task
from tests.reports.conftest import Browser
from tests.work.town import DAY, Town, later

pytestmark = pytest.mark.django_db
FROM, TO = date(2025, 12, 1), date(2025, 12, 10)
CLOSED = later(days=14)


def finish(town: Town, task: Task, day: int) -> None:
    """Handed in on the day and accepted a day later."""
    if task.state == "assigned":
        work.accept_task(task, by=town.actor("officer"), at=later(hours=1))
    file = work.store_file(b"%PDF-1.4\n%%EOF\n", "phuong-an.pdf", at=later(days=day))
    work.submit_deliverable(task, files=[file], text="Phương án đã duyệt", by=town.actor("officer"), at=later(days=day))
    work.accept_deliverable(task, by=town.actor("chairman"), at=later(days=day + 1))


@pytest.fixture
def tasks(town: Town) -> dict[str, Task]:
    """Of the plan: done within the period, done after it, late at its end, due after it, cancelled after it, extended after it."""
    made = {
        "done": town.assigned(title="Xong trong kỳ", due=date(2025, 12, 5)),
        "done_after": town.assigned(title="Xong sau kỳ", due=date(2025, 12, 8)),
        "late": town.assigned(title="Quá hạn trong kỳ", due=date(2025, 12, 4)),
        "next": town.assigned(title="Đến hạn kỳ tới", due=date(2025, 12, 18)),
        "cancelled": town.assigned(title="Hủy sau kỳ", due=date(2025, 12, 30)),
        "extended": town.assigned(title="Gia hạn sau kỳ", due=date(2025, 12, 19)),
    }
    finish(town, made["done"], 3)
    why = {"cause": "means", "text": "Chờ cấp vốn"}
    work.give_explanation(made["late"], **why, by=town.actor("officer"), at=later(days=8))
    finish(town, made["done_after"], 11)
    work.cancel_task(made["cancelled"], reason="Không làm", by=town.actor("chairman"), at=later(days=12))
    work.ask_extension(
        made["extended"], new_due=date(2025, 12, 28), reason="Chờ vốn", by=town.actor("officer"), at=later(days=12)
    )
    work.decide_extension(made["extended"], approve=True, by=town.actor("chairman"), at=later(days=12))
    return made


@pytest.fixture
def report(town: Town, tasks: dict[str, Task]) -> Report:
    fields = ReportFields(title="Tình hình tháng 12", starts_on=FROM, ends_on=TO, plan=town.plan.pk)
    return actions.draft_report(fields, by=town.actor("tracker"), at=CLOSED)


def figures(town: Town, report: Report, now=CLOSED) -> tuple[int, ...]:
    found = queries.report_page(report, town.actor("tracker"), now).sums
    return found.done_on_time, found.done_late, found.open_on_time, found.open_late


def test_figures_are_those_of_the_closing_instant_whatever_came_after(town: Town, report: Report) -> None:
    """Done, cancelled and extended after the period counts as it stood when the period was closed."""
    assert figures(town, report) == (1, 0, 3, 2)
    page = queries.report_page(report, town.actor("tracker"), CLOSED)
    assert [line.title for line in page.late] == ["Quá hạn trong kỳ", "Xong sau kỳ"]
    assert [line.due.astimezone(VIETNAM).date() for line in page.next if line.title == "Gia hạn sau kỳ"] == [
        date(2025, 12, 19)
    ]
    assert [line.cause for line in page.late] == ["Thiếu kinh phí, thiết bị, phần mềm. Chờ cấp vốn", ""]
    assert page.late[0].head == "Nguyễn Văn culture_head, Trưởng phòng" and page.late[0].days_late == 4


def test_of_the_present_the_lines_say_what_the_four_counts_say(town: Town, tasks: dict[str, Task]) -> None:
    now = later(days=40)
    lines = queries.lines_at(Task.objects.filter(plan=town.plan), now, now=now)
    known = four_counts(Clock.objects.filter(pk__in=[one.task for one in lines]), now)
    found = sums(lines)
    for name in ("done_on_time", "done_late", "open_on_time", "open_late", "due_soon", "suspended", "no_due"):
        assert getattr(found, name) == getattr(known, name), name


def test_an_issued_report_stays_what_it_was_and_the_ledger_says_what(
    town: Town, report: Report, tasks: dict[str, Task]
) -> None:
    who = {"by": town.actor("tracker"), "at": CLOSED}
    actions.write_report(report, {"difficulties": "Thiếu vốn"}, **who)
    before = figures(town, report)
    issued = actions.issue_report(
        report, number="31/BC-UBND", on=CLOSED.date(), signer_post=town.posts["chairman"].pk, **who
    )
    work.edit_task(
        tasks["next"],
        town.fields(title="Tên khác", due=date(2025, 12, 18), person_post=town.posts["officer"]),
        by=town.actor("chairman"),
        at=CLOSED,
    )
    finish(town, tasks["late"], 15)
    assert figures(town, issued, later(days=60)) == before
    titles = {line.title for line in queries.report_lines(issued, town.actor("tracker"), later(days=60))}
    assert "Đến hạn kỳ tới" in titles and "Tên khác" not in titles
    assert issued.signer_name == "Nguyễn Văn chairman"
    assert list(Entry.objects.filter(stream_id=report.pk).order_by("seq").values_list("verb", flat=True)) == [
        "drafted",
        "written",
        "issued",
    ]
    for act in (
        lambda: actions.write_report(issued, {"next": "Khác"}, **who),
        lambda: actions.drop_report(issued, **who),
        lambda: actions.issue_report(issued, number="32/BC-UBND", on=CLOSED.date(), **who),
    ):
        with pytest.raises(Invalid):
            act()


def test_an_issued_report_is_recalled_with_a_reason_and_stays_to_be_read_as_it_was(
    town: Town, report: Report, browser_of: Browser, at: Callable
) -> None:
    at(CLOSED)
    who = {"by": town.actor("tracker"), "at": CLOSED}
    with pytest.raises(Invalid, match="not_issued"):
        actions.recall_report(report, reason="Sai số", **who)
    issued = actions.issue_report(report, number="31/BC-UBND", on=CLOSED.date(), **who)
    before = figures(town, issued)
    client = browser_of("tracker")
    address = reverse("reports:recall", args=[report.pk])
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "Nhầm số liệu của Phòng Kinh tế"}).status_code == 302
    recalled = Report.objects.get()
    assert recalled.state == "recalled" and figures(town, recalled, later(days=60)) == before
    for reader in ("tracker", "mayor"):
        page = browser_of(reader).get(reverse("reports:report", args=[report.pk])).content.decode()
        assert "Nhầm số liệu của Phòng Kinh tế" in page, "also those above who could read it"
    word = Document(BytesIO(client.get(reverse("reports:document", args=[report.pk])).content))
    assert any("ĐÃ THU HỒI" in one.text for one in word.paragraphs)
    with pytest.raises(Invalid):
        actions.recall_report(report, reason="Lần nữa", **who)
    again = actions.draft_report(
        actions.ReportFields("Lập lại", starts_on=report.starts_on, ends_on=report.ends_on, plan=report.plan_id), **who
    )
    assert actions.issue_report(again, number="32/BC-UBND", on=CLOSED.date(), **who).state == "issued"
    assert Entry.objects.filter(stream_id=report.pk, verb="recalled").count() == 1


def test_a_report_is_issued_with_a_number_after_its_closing_day_by_who_may(town: Town, report: Report) -> None:
    for wrong in ({"number": " "}, {"on": date(2025, 12, 9)}, {"on": date(2026, 1, 1)}):
        sent = {"number": "31/BC-UBND", "on": CLOSED.date()} | wrong
        with pytest.raises(Invalid):
            actions.issue_report(report, by=town.actor("tracker"), at=CLOSED, **sent)
    for who in ("officer", "mayor", "economy_head"):
        with pytest.raises(Denied):
            actions.issue_report(report, number="31/BC", on=CLOSED.date(), by=town.actor(who), at=CLOSED)
    assert Report.objects.get().state == Report.State.DRAFT


def test_every_figure_of_the_page_leads_to_a_list_of_that_many(
    town: Town, report: Report, browser_of: Browser, at: Callable
) -> None:
    at(CLOSED)
    client = browser_of("tracker")
    page = client.get(reverse("reports:report", args=[report.pk])).content.decode()
    links = re.findall(
        r'href="([^"]+/nhiem-vu/\?[^"]+)"[^>]*>(?:\s|<strong[^>]*>|<svg.*?</svg>|<span[^>]*>)*([\d.]+)', page
    )
    assert len(links) > 15
    for address, said in links:
        shown = client.get(unescape(address)).content.decode()
        assert re.search(r"<strong>(\d+) nhiệm vụ</strong>", shown)[1] == said, address


def test_the_document_and_its_annex_say_what_the_page_says(
    town: Town, report: Report, browser_of: Browser, at: Callable
) -> None:
    at(CLOSED)
    client = browser_of("tracker")
    sent = {"situation": "Các đơn vị cố gắng.", "proposals": "Cấp vốn sớm.", "version": report.version}
    assert client.post(reverse("reports:write", args=[report.pk]), sent).status_code == 302
    assert client.post(reverse("reports:write", args=[report.pk]), sent | {"next": "Khác"}).status_code == 422
    issue = {
        "number": "31/BC-UBND",
        "on": "15/12/2025",
        "signer": str(town.posts["chairman"].pk),
        "recipients": "UBND Thành phố",
    }
    assert client.post(reverse("reports:issue", args=[report.pk]), issue | {"number": ""}).status_code == 422
    assert client.post(reverse("reports:issue", args=[report.pk]), issue).status_code == 302
    word = Document(BytesIO(client.get(reverse("reports:document", args=[report.pk])).content))
    text = "\n".join(
        [one.text for one in word.paragraphs]
        + [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    )
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 31/BC-UBND",
        "Bến Thành, ngày 15 tháng 12 năm 2025",
        "BÁO CÁO",
        "I. TÌNH HÌNH THỰC HIỆN",
        "Tính đến hết ngày 10/12/2025",
        "có 6 nhiệm vụ",
        "đang thực hiện quá hạn 2 (33,3%)",
        "II. KẾT QUẢ NỔI BẬT",
        "Xong trong kỳ (Phương án đã duyệt)",
        "III. NHIỆM VỤ QUÁ HẠN, NGUYÊN NHÂN",
        "Nguyễn Văn culture_head, Trưởng phòng",
        "Cấp vốn sớm.",
        "CHỦ TỊCH UBND PHƯỜNG",
        "Nguyễn Văn chairman",
    ):
        assert said in text, said
    book = CalamineWorkbook.from_filelike(BytesIO(client.get(reverse("reports:annex", args=[report.pk])).content))
    assert [len(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names] == [7, 2, 2]


def test_a_report_on_a_unit_is_its_heads_and_a_draft_is_seen_in_its_body_only(
    town: Town, tasks: dict[str, Task], browser_of: Browser, at: Callable, pinned_queries: Callable
) -> None:
    at(CLOSED)
    client = browser_of("culture_head")
    sent = {"scope": "unit", "unit": str(town.units["culture"].pk), "period": "2025-11"}
    assert client.post(reverse("reports:new"), sent | {"unit": ""}).status_code == 422
    assert client.post(reverse("reports:new"), sent).status_code == 302
    made = Report.objects.get()
    assert (made.starts_on, made.ends_on) == (date(2025, 11, 1), date(2025, 11, 30))
    assert made.title == "Tình hình thực hiện Phòng Văn hóa - Xã hội, tháng 11 năm 2025"
    with pytest.raises(Denied):
        actions.draft_report(
            ReportFields(title="Khác", period="2025-11", unit=town.units["economy"].pk),
            by=town.actor("culture_head"),
            at=CLOSED,
        )
    page = reverse("reports:report", args=[made.pk])
    seen = {who: browser_of(who).get(page).status_code for who in ("chairman", "officer", "mayor", "secretary")}
    assert seen == {"chairman": 200, "officer": 200, "mayor": 404, "secretary": 404}
    actions.issue_report(made, number="5/BC", on=date(2025, 12, 1), by=town.actor("culture_head"), at=CLOSED)
    assert browser_of("mayor").get(page).status_code == 200
    with pinned_queries("a report"):
        client.get(page)
    with pinned_queries("reports"):
        client.get(reverse("reports:index"))


def test_compared_with_the_period_before_is_what_was_issued_then(town: Town, tasks: dict[str, Task]) -> None:
    def drafted(first: date, last: date) -> Report:
        fields = ReportFields(title="Kỳ", starts_on=first, ends_on=last, plan=town.plan.pk)
        return actions.draft_report(fields, by=town.actor("tracker"), at=CLOSED)

    first = drafted(FROM, date(2025, 12, 5))
    actions.issue_report(first, number="1/BC", on=date(2025, 12, 6), by=town.actor("tracker"), at=CLOSED)
    then = queries.report_page(first, town.actor("tracker"), CLOSED).sums
    second = drafted(date(2025, 12, 6), TO)
    page = queries.report_page(second, town.actor("tracker"), CLOSED)
    assert page.before == then
    assert (page.sums.done, page.whole.done) == (0, 1)
    assert timedelta(days=1) == second.starts_on - first.ends_on


def test_a_draft_goes_to_the_successor_of_its_body_with_an_entry_and_what_was_issued_stays(
    town: Town, report: Report
) -> None:
    who = {"by": town.actor("tracker"), "at": CLOSED}
    draft = actions.draft_report(ReportFields(title="Còn soạn", starts_on=FROM, ends_on=TO), **who)
    actions.issue_report(report, number="31/BC-UBND", on=CLOSED.date(), **who)
    ward, city = town.units["ward"].pk, town.units["city"].pk
    drafts = registered()["reports.Report.body"]
    assert drafts.held([ward], DAY) == {ward: 1}
    with pytest.raises(Unmapped):
        drafts.move({ward: None}, worker_actor(), CLOSED)
    assert drafts.move({ward: city}, worker_actor(), CLOSED) == 1
    assert dict(Report.objects.values_list("pk", "body")) == {draft.pk: city, report.pk: ward}
    assert [one.stream_id for one in Entry.objects.filter(verb="moved")] == [draft.pk]
