"""From one session to the next: conclusions become tasks, the notice goes out, the next agenda builds itself from their state."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from docx import Document

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.ledger.actions import Conflict
from roviec.ledger.models import Entry, OutboxMessage
from roviec.meetings import actions, papers, queries
from roviec.meetings.actions import CommitteeFields, Minutes, Settlement
from roviec.meetings.models import Committee, Matter, Meeting
from roviec.meetings.permissions import PERMISSIONS
from roviec.paper.official import write_docx
from roviec.work.models import Comment, Task, TaskState
from tests.work.town import NOW, Town, build, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return build()


@pytest.fixture
def committee(town: Town) -> Committee:
    fields = CommitteeFields(
        name="Giao ban tuần của UBND phường",
        chair_post=town.posts["chairman"].pk,
        secretary_post=town.posts["tracker"].pk,
        members=(town.posts["culture_head"].pk, town.posts["economy_head"].pk),
        rhythm="weekly",
    )
    return actions.create_committee(fields, by=town.actor("tracker"), at=NOW)


def call(town: Town, committee: Committee, on: datetime = NOW + timedelta(hours=2)) -> Meeting:
    return actions.call_meeting(committee, on=on, place="Phòng họp A", by=town.actor("tracker"), at=NOW)


def conclude(town: Town, meeting: Meeting, **changed: object) -> Task:
    return actions.add_conclusion(meeting, town.fields(**changed), by=town.actor("tracker"), at=NOW).task


def issue(town: Town, meeting: Meeting, number: str = "45/TB-UBND", at: datetime = NOW, **more: str) -> Meeting:
    on = date(2025, 12, 1) if at == NOW else at.date()
    return actions.issue_notice(meeting, number=number, on=on, by=town.actor("tracker"), at=at, **more)


def test_a_notice_gives_out_every_conclusion_at_once_and_sets_the_next_date(town: Town, committee: Committee) -> None:
    meeting = call(town, committee)
    tasks = [
        conclude(town, meeting),
        conclude(town, meeting, title="Báo cáo kết quả hội thi", lead_unit=town.units["economy"]),
    ]
    assert {task.state for task in tasks} == {TaskState.DRAFT}
    OutboxMessage.objects.all().delete()
    issue(town, meeting)
    assert set(Task.objects.filter(plan=committee.plan).values_list("state", flat=True)) == {TaskState.ASSIGNED}
    told = OutboxMessage.objects.filter(topic="work.task_assigned")
    assert told.count() == 2  # one for each unit, whatever the number of tasks
    committee.refresh_from_db()
    assert committee.next_at == meeting.at + timedelta(days=7)


def test_a_notice_with_a_gap_goes_out_whole_or_not_at_all(town: Town, committee: Committee) -> None:
    meeting = call(town, committee)
    conclude(town, meeting)
    conclude(town, meeting, title="Việc chưa có hạn", due=None)
    with pytest.raises(Invalid) as refused:
        issue(town, meeting)
    assert refused.value.problems[0][0] == "unclear_reason"
    assert set(Task.objects.filter(plan=committee.plan).values_list("state", flat=True)) == {TaskState.DRAFT}
    assert issue(town, meeting, unclear_reason="Chờ thành phố cho mốc").state == Meeting.State.ISSUED


def test_the_next_agenda_names_what_is_late_and_who_heads_it(town: Town, committee: Committee) -> None:
    first = call(town, committee)
    late = conclude(town, first, due=date(2025, 12, 3))
    conclude(town, first, title="Còn hạn", due=date(2025, 12, 30))
    issue(town, first)
    second = call(town, committee, on=later(7))
    agenda = queries.agenda(second, town.actor("chairman"), later(7))
    assert (agenda.counts.open_late, agenda.counts.open_on_time) == (1, 1)
    assert [(line.task.pk, line.head, line.head_name) for line in agenda.late] == [
        (late.pk, town.posts["culture_head"], "Nguyễn Văn culture_head")
    ]


def settlement(town: Town, **changed: object) -> Settlement:
    values: dict[str, object] = {
        "cause": "Thiếu kinh phí",
        "answers_post": town.posts["culture_head"].pk,
        "solution": "Bố trí từ nguồn dự phòng",
        "new_due": date(2025, 12, 20),
    }
    return Settlement(**(values | changed))


def test_a_late_matter_leaves_with_cause_head_solution_and_day_and_its_due_date_stays(
    town: Town, committee: Committee
) -> None:
    first = call(town, committee)
    task = conclude(town, first, due=date(2025, 12, 3))
    issue(town, first)
    second = call(town, committee, on=later(7))
    due = Task.objects.get(pk=task.pk).clock.due
    actions.settle_matter(second, settlement(town), task=task.pk, by=town.actor("tracker"), at=later(7))
    row = second.matters.get()
    assert (row.outcome, row.old_due, row.new_due) == (Matter.Outcome.SETTLED, due, date(2025, 12, 20))
    assert Task.objects.get(pk=task.pk).clock.due == due
    assert "Bố trí từ nguồn dự phòng" in Comment.objects.get(task=task).text
    actions.settle_matter(second, settlement(town, cause="Khác"), task=task.pk, by=town.actor("tracker"), at=later(7))
    assert second.matters.get().cause == "Khác"


@pytest.mark.parametrize("gap", [{"cause": " "}, {"solution": ""}, {"new_due": date(2025, 12, 1)}])
def test_without_one_of_the_four_a_matter_does_not_leave(
    town: Town, committee: Committee, gap: dict[str, object]
) -> None:
    first = call(town, committee)
    task = conclude(town, first, due=date(2025, 12, 3))
    issue(town, first)
    second = call(town, committee, on=later(7))
    with pytest.raises(Invalid) as refused:
        actions.settle_matter(second, settlement(town, **gap), task=task.pk, by=town.actor("tracker"), at=later(7))
    assert refused.value.problems[0][0] == next(iter(gap))
    assert not second.matters.exists()


def test_what_is_left_is_before_the_next_session_and_what_was_settled_is_not(town: Town, committee: Committee) -> None:
    first = call(town, committee)
    left = actions.add_matter(first, "Phương án chợ hoa Tết", by=town.actor("tracker"), at=NOW)
    actions.add_matter(first, "Trang trí trụ sở", by=town.actor("tracker"), at=NOW)
    actions.leave_matter(first, matter=left.pk, by=town.actor("tracker"), at=NOW)
    issue(town, first)
    second = call(town, committee, on=later(7))
    assert [one.title for one in queries.agenda(second, town.actor("tracker"), later(7)).new] == [
        "Phương án chợ hoa Tết"
    ]


def test_a_task_of_another_plan_is_not_before_the_meeting_unless_it_follows_the_plan(
    town: Town, committee: Committee
) -> None:
    other = town.assigned(due=date(2025, 12, 3))
    meeting = call(town, committee, on=later(7))
    with pytest.raises(Invalid):
        actions.settle_matter(meeting, settlement(town), task=other.pk, by=town.actor("tracker"), at=later(7))
    committee.follows.set([town.plan])
    agenda = queries.agenda(meeting, town.actor("tracker"), later(7))
    assert [line.task.pk for line in agenda.late] == [other.pk]


def test_after_the_notice_nothing_of_the_session_changes(town: Town, committee: Committee) -> None:
    meeting = call(town, committee)
    issue(town, meeting)
    who = {"by": town.actor("tracker"), "at": NOW}
    for act in (
        lambda: actions.write_minutes(meeting, Minutes(assessment="Khác"), **who),
        lambda: actions.add_matter(meeting, "Khác", **who),
        lambda: actions.add_conclusion(meeting, town.fields(), **who),
        lambda: actions.cancel_meeting(meeting, reason="Nhầm", **who),
        lambda: issue(town, meeting),
    ):
        with pytest.raises(Invalid):
            act()


def test_one_session_is_planned_at_a_time_and_a_session_with_conclusions_is_not_called_off(
    town: Town, committee: Committee
) -> None:
    meeting = call(town, committee)
    with pytest.raises(Invalid):
        call(town, committee)
    task = conclude(town, meeting)
    with pytest.raises(Invalid):
        actions.cancel_meeting(meeting, reason="Hoãn", by=town.actor("tracker"), at=NOW)
    actions.drop_conclusion(meeting, task.pk, by=town.actor("tracker"), at=NOW)
    actions.cancel_meeting(meeting, reason="Hoãn", by=town.actor("tracker"), at=NOW)
    assert call(town, committee).number == 2


def test_the_second_of_two_who_write_the_minutes_is_told(town: Town, committee: Committee) -> None:
    meeting = call(town, committee)
    actions.write_minutes(meeting, Minutes(assessment="Tốt"), by=town.actor("tracker"), at=NOW, version=meeting.version)
    with pytest.raises(Conflict):
        actions.write_minutes(
            meeting, Minutes(assessment="Chưa tốt"), by=town.actor("chairman"), at=NOW, version=meeting.version
        )


ROLES = ("chairman", "vice", "tracker", "culture_head", "officer", "mayor", "secretary", "admin")
RUN = {"chairman", "vice", "tracker"}


def test_who_may_do_what(town: Town, committee: Committee) -> None:
    meeting = call(town, committee)
    for action in PERMISSIONS:
        thing = {"create_committee": None}.get(action, meeting)
        allowed = {role for role in ROLES if PERMISSIONS.allows(town.actor(role), action, thing)}
        if action == "create_committee":
            expected = RUN | {"mayor", "secretary"}
        elif action == "view_committee":
            expected = set(ROLES) - {"secretary"}
        else:
            expected = RUN
        assert allowed == expected, action
    with pytest.raises(Denied):
        actions.add_matter(meeting, "Việc", by=town.actor("officer"), at=NOW)


def words_of(data: bytes) -> str:
    word = Document(BytesIO(data))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in word.paragraphs] + cells)


def test_the_notice_has_the_parts_of_an_official_document_and_every_conclusion(
    town: Town, committee: Committee
) -> None:
    first = call(town, committee)
    late = conclude(town, first, due=date(2025, 12, 3))
    issue(town, first)
    meeting = call(town, committee, on=later(7))
    actions.write_minutes(
        meeting, Minutes("Trưởng các phòng", "Đạt kết quả khá.", "Còn chậm."), by=town.actor("tracker"), at=later(7)
    )
    actions.settle_matter(meeting, settlement(town), task=late.pk, by=town.actor("tracker"), at=later(7))
    conclude(town, meeting, supports=(town.units["economy"],), due=date(2025, 12, 25))
    meeting = issue(town, meeting, number="51/TB-UBND", at=later(7))
    document = papers.notice(
        meeting, queries.conclusions_of(meeting), queries.settled_of(meeting), place="Bến Thành", chair="Trần Văn A"
    )
    text = words_of(write_docx(document))
    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Số: 51/TB-UBND",
        "Bến Thành, ngày 08 tháng 12 năm 2025",
        "THÔNG BÁO",
        "I. ĐÁNH GIÁ KẾT QUẢ",
        "II. TỒN TẠI, NGUYÊN NHÂN",
        "III. NHIỆM VỤ, GIẢI PHÁP",
        "Giao Phòng Văn hóa - Xã hội chủ trì, phối hợp với Phòng Kinh tế, Hạ tầng và Đô thị: Xây dựng phương án",
        "hoàn thành chậm nhất ngày 25/12/2025.",
        "IV. XỬ LÝ CÁC NHIỆM VỤ QUÁ HẠN",
        "Bố trí từ nguồn dự phòng",
        "Phòng Văn hóa - Xã hội (để thực hiện)",
        "TL. CHỦ TỊCH UBND PHƯỜNG",
    ):
        assert said in text, said


def test_a_notice_that_we_write_is_read_back_with_the_same_leads_and_dates(town: Town, committee: Committee) -> None:
    from_here = call(town, committee)
    conclude(town, from_here, due=date(2025, 12, 25))
    conclude(
        town,
        from_here,
        title="Báo cáo kết quả thu ngân sách quý IV",
        lead_unit=town.units["economy"],
        due=date(2025, 12, 30),
    )
    issued = issue(town, from_here)
    document = papers.notice(issued, queries.conclusions_of(issued), [], place="Bến Thành", chair="Trần Văn A")
    from roviec.directives.actions import receive_directive  # noqa: PLC0415  only this test goes round

    again = receive_directive(write_docx(document), "tb.docx", by=town.actor("tracker"), at=later(1)).directive
    assert again.number == "45/TB-UBND"
    read = [(row.leads, row.due) for row in again.proposals.order_by("order")]
    assert read == [
        (["Phòng Văn hóa - Xã hội"], date(2025, 12, 25)),
        (["Phòng Kinh tế, Hạ tầng và Đô thị"], date(2025, 12, 30)),
    ]


def test_the_report_has_the_four_counts_and_the_late_ones_by_name(town: Town, committee: Committee) -> None:
    first = call(town, committee)
    conclude(town, first, due=date(2025, 12, 3))
    issue(town, first)
    second = call(town, committee, on=later(7))
    agenda = queries.agenda(second, town.actor("tracker"), later(7))
    tasks = list(queries.tasks_heard(committee, town.actor("tracker")).select_related("clock", "lead_unit"))
    document = papers.report(second, agenda.counts, agenda.late, tasks, place="Bến Thành", today=date(2025, 12, 8))
    text = words_of(write_docx(document))
    assert "đang thực hiện quá hạn 1." in text
    assert "Nguyễn Văn culture_head" in text


def test_every_step_leaves_an_entry(town: Town, committee: Committee) -> None:
    meeting = call(town, committee)
    conclude(town, meeting)
    issue(town, meeting)
    verbs = list(Entry.objects.filter(stream_id=meeting.pk).order_by("seq").values_list("verb", flat=True))
    assert verbs == ["called", "conclusion_added", "issued"]
    told = list(Entry.objects.filter(stream_id=committee.pk).order_by("seq").values_list("verb", flat=True))
    assert told == ["founded", "meeting_called", "meeting_closed"]
