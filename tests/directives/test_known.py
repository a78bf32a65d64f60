"""Work that was given before is linked, not doubled; a corrected edition shows what it changes."""

from datetime import date, timedelta

import pytest

from roviec.core.calendars import end_of_day
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.directives import queries
from roviec.directives.actions import confirm_proposals, link_proposals, receive_directive, unlink_proposal
from roviec.directives.models import Directive, Proposal
from roviec.ledger.models import Entry
from roviec.work.models import Task
from tests.directives.test_receiving import word
from tests.work.town import NOW, Town

LINES = (
    "Giao Sở Tài chính chủ trì báo cáo kết quả giải ngân vốn đầu tư công năm 2025, hoàn thành trước ngày 20/12/2025.",
    "Giao Sở Nội vụ chủ trì xây dựng đề án vị trí việc làm của các phường mới, hoàn thành trước ngày 25/12/2025.",
    "Giao Sở Công Thương chủ trì xây dựng phương án bình ổn thị trường dịp Tết, hoàn thành trước ngày 31/12/2025.",
)


def notice(*lines: str, number: str = "45/TB-VP") -> bytes:
    head = (
        "ỦY BAN NHÂN DÂN",
        "THÀNH PHỐ HỒ CHÍ MINH",
        f"Số: {number}",
        "Thành phố Hồ Chí Minh, ngày 28 tháng 11 năm 2025",
    )
    return word(*head, "THÔNG BÁO", "Kết luận của Chủ tịch tại cuộc họp giao ban", *lines)


def receive(town: Town, data: bytes, name: str = "tb.docx", minutes: int = 0) -> Directive:
    at = NOW + timedelta(minutes=minutes)
    return receive_directive(data, name, by=town.actor("clerk"), at=at).directive


def rows(directive: Directive) -> list[Proposal]:
    return list(queries.proposals_of(directive).filter(state="proposed"))


@pytest.fixture
def given(town: Town) -> Directive:
    """The first notice, its three tasks given out."""
    directive = receive(town, notice(*LINES))
    found = rows(directive)
    assert [row.leads for row in found] == [["Sở Tài chính"], ["Sở Nội vụ"], ["Sở Công Thương"]]
    ids = [row.pk for row in found]
    confirm_proposals(directive.pk, ids, by=town.actor("clerk"), at=NOW, authority="Giám đốc", unclear_reason="Gấp")
    return directive


def test_the_same_work_of_another_document_is_pointed_out_for_the_same_lead_only(town: Town, given: Directive) -> None:
    other = receive(
        town,
        notice(
            "Giao Sở Tài chính chủ trì báo cáo kết quả giải ngân vốn đầu tư công năm 2025 trước ngày 18/12/2025.",
            "Giao Sở Nội vụ chủ trì báo cáo kết quả giải ngân vốn đầu tư công năm 2025 trước ngày 18/12/2025.",
            number="51/TB-VP",
        ),
        "khac.docx",
    )
    first, second = rows(other)
    alike = queries.alike_tasks(other, [first, second], town.actor("clerk"), NOW)
    assert [one.task.lead_unit for one in alike[first.pk]] == [town.units["finance"]]
    assert alike[first.pk][0].degree > 60
    assert second.pk not in alike


def test_linking_makes_no_second_task_and_both_histories_say_so(town: Town, given: Directive) -> None:
    other = receive(town, notice(LINES[0], number="51/TB-VP"), "khac.docx")
    row, task = rows(other)[0], Task.objects.get(lead_unit=town.units["finance"])
    link_proposals(other.pk, {row.pk: task.pk}, by=town.actor("clerk"), at=NOW)
    row.refresh_from_db()
    assert (row.state, row.task, Task.objects.count()) == ("confirmed", task, 3)
    assert "51/TB-VP" in Entry.objects.filter(stream_id=task.pk, verb="linked_to_document").get().data
    unlink_proposal(row.pk, by=town.actor("clerk"), at=NOW)
    row.refresh_from_db()
    assert (row.state, row.task) == ("proposed", None)


def test_a_row_that_made_its_task_cannot_be_unlinked(town: Town, given: Directive) -> None:
    with pytest.raises(Invalid):
        unlink_proposal(given.proposals.first().pk, by=town.actor("clerk"), at=NOW)


def test_a_task_of_another_body_or_a_draft_is_no_place_to_link_to(town: Town, given: Directive) -> None:
    other = receive(town, notice(LINES[0], number="51/TB-VP"), "khac.docx")
    row = rows(other)[0]
    for task in (town.assigned(), town.draft()):
        with pytest.raises(Invalid):
            link_proposals(other.pk, {row.pk: task.pk}, by=town.actor("clerk"), at=NOW)
    with pytest.raises(Denied):
        link_proposals(other.pk, {row.pk: Task.objects.first().pk}, by=town.actor("chairman"), at=NOW)


def test_a_corrected_edition_shows_what_changed_what_is_new_and_what_is_gone(town: Town, given: Directive) -> None:
    changed = LINES[1].replace("25/12/2025", "28/12/2025")
    new = (
        "Giao Sở Khoa học và Công nghệ chủ trì vận hành nền tảng dữ liệu dùng chung, hoàn thành trước ngày 30/12/2025."
    )
    corrected = receive(town, notice(LINES[0], changed, new), "tb-sua.docx", minutes=5)
    before = queries.earlier_edition(corrected)
    assert before is not None and before.pk == given.pk
    same, moved, added = rows(corrected)
    edition = queries.compared(corrected, before, [same, moved, added])
    assert edition.pairs[same.pk][1] == []
    assert edition.pairs[moved.pk][1] in (["due"], ["text", "due"])
    assert added.pk not in edition.pairs
    assert [row.leads for row in edition.gone] == [["Sở Công Thương"]]
    assert edition.unchanged == [same.pk]


def test_another_number_year_or_issuer_is_no_earlier_edition(town: Town, given: Directive) -> None:
    assert queries.earlier_edition(receive(town, notice(*LINES, number="46/TB-VP"), "b.docx", minutes=1)) is None
    assert queries.earlier_edition(given) is None


def test_rows_can_go_into_a_plan_that_is_there(town: Town) -> None:
    directive = receive(town, notice(*LINES))
    first = receive(town, notice(LINES[2], number="40/TB-VP"), "a.docx")
    home = confirm_proposals(first.pk, [rows(first)[0].pk], by=town.actor("clerk"), at=NOW, assign=False).plan
    ids = [row.pk for row in rows(directive)]
    done = confirm_proposals(directive.pk, ids, by=town.actor("clerk"), at=NOW, plan=home.pk, assign=False)
    assert done.plan == home
    assert home.tasks.count() == 4
    with pytest.raises(Invalid):
        other = receive(town, notice(LINES[0], number="60/TB-VP"), "c.docx")
        confirm_proposals(other.pk, [rows(other)[0].pk], by=town.actor("clerk"), at=NOW, plan=town.plan.pk)


def test_the_due_date_of_a_linked_task_stays(town: Town, given: Directive) -> None:
    other = receive(town, notice(LINES[0].replace("20/12", "10/12"), number="51/TB-VP"), "khac.docx")
    row, task = rows(other)[0], Task.objects.get(lead_unit=town.units["finance"])
    assert row.due == date(2025, 12, 10)
    link_proposals(other.pk, {row.pk: task.pk}, by=town.actor("clerk"), at=NOW)
    assert Task.objects.get(pk=task.pk).clock.due == task.clock.due == end_of_day(date(2025, 12, 20))
