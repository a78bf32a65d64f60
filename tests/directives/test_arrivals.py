"""Incoming documents: in from where they arrive, once each; one decision; the obligation starts with the leader's words."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.directives import actions
from roviec.directives.actions import ArrivalFields, Instruction
from roviec.directives.models import Arrival, Directive
from roviec.jobs.inbox import look_into
from roviec.ledger.actions import Conflict
from roviec.ledger.models import Entry
from roviec.ledger.system_time import system_now
from roviec.organisation.queries.actors import worker_actor
from roviec.paper.sheets import Sheet, write_csv, write_sheet
from roviec.work.models import StoredFile, Task, TaskState
from tests.directives.conftest import sample
from tests.directives.test_receiving import word
from tests.work.town import NOW, Town, later

LINE = ArrivalFields(
    subject="V/v báo cáo tiến độ giải ngân vốn đầu tư công",
    number="1234/STC-ĐT",
    issuer="Sở Tài chính",
    issued_on=date(2025, 11, 28),
    answer_by=date(2025, 12, 10),
    number_in="1520",
)
HEADERS = (
    "Số đến",
    "Ngày đến",
    "Số, ký hiệu",
    "Ngày văn bản",
    "Tác giả",
    "Trích yếu nội dung",
    "Hạn trả lời",
    "Độ mật",
)


def take_in(town: Town, *lines: ArrivalFields) -> actions.TakenIn:
    return actions.take_in_arrivals(lines or (LINE,), source="page", by=town.actor("tracker"), at=NOW)


def instruction(town: Town, **changed: object) -> Instruction:
    values: dict[str, object] = {
        "decision": "answer",
        "leader_post": town.posts["vice"].pk,
        "words": "Giao Phòng VH-XH tham mưu trả lời trước ngày 08/12",
        "lead_unit": town.units["culture"].pk,
        "due": date(2025, 12, 8),
    }
    return Instruction(**(values | changed))


def test_a_document_taken_in_twice_stands_in_the_register_once(town: Town) -> None:
    first = take_in(town)
    again = take_in(
        town,
        LINE,
        ArrivalFields(subject="Khác chữ", number="1234/STC-ĐT", issuer="sở tài chính", issued_on=date(2025, 11, 28)),
    )
    assert (len(first.new), again.new, [one.pk for one in again.known]) == (1, [], [first.new[0].pk])


def test_a_wrong_line_keeps_no_other_out(town: Town) -> None:
    taken = take_in(
        town,
        ArrivalFields(subject=" "),
        LINE,
        ArrivalFields(subject="Ngày mai mới đến", arrived_on=date(2025, 12, 2)),
        ArrivalFields(subject="Ban hành sau khi đến", issued_on=date(2025, 12, 1), arrived_on=date(2025, 11, 30)),
    )
    assert [place for place, _why in taken.refused] == [0, 2, 3]
    assert [one.number for one in Arrival.objects.all()] == [LINE.number]


def test_the_obligation_starts_with_the_leaders_words_and_ends_with_the_answer(town: Town) -> None:
    arrival = take_in(town).new[0]
    done = actions.enter_instruction(arrival, instruction(town), by=town.actor("tracker"), at=later(hours=1))
    task = Task.objects.select_related("clock").get(pk=done.task_id)
    assert (task.state, task.lead_unit, task.accountable_post) == (
        TaskState.ASSIGNED,
        town.units["culture"],
        town.posts["vice"],
    )
    assert task.clock.started_at == later(hours=1)
    assert "Giao Phòng VH-XH tham mưu" in task.detail
    entry = Entry.objects.filter(stream_id=arrival.pk).latest("seq")
    assert entry.verb == "instructed" and "Phó Chủ tịch UBND phường" in entry.data

    actions.issue_answer(
        arrival.pk, number="77/UBND-VHXH", issued_on=date(2025, 12, 5), by=town.actor("tracker"), at=later(5)
    )
    task.refresh_from_db()
    arrival.refresh_from_db()
    assert (task.state, arrival.answer_number) == (TaskState.DONE, "77/UBND-VHXH")
    with pytest.raises(Invalid):
        actions.issue_answer(
            arrival.pk, number="78/UBND", issued_on=date(2025, 12, 5), by=town.actor("tracker"), at=later(5)
        )


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"words": "  "}, "words"),
        ({"decision": "inform"}, "decision"),
        ({"due": None}, "schedule"),
    ],
)
def test_an_instruction_with_gaps_is_refused_and_nothing_is_half_written(
    town: Town, changed: dict[str, object], field: str
) -> None:
    arrival = take_in(town).new[0]
    with pytest.raises(Invalid) as refused:
        actions.enter_instruction(arrival, instruction(town, **changed), by=town.actor("tracker"), at=NOW)
    assert refused.value.problems[0][0] == field
    arrival.refresh_from_db()
    assert arrival.decision == Arrival.Decision.WAITING
    assert not Task.objects.exists()


def test_only_a_leader_of_the_body_writes_instructions(town: Town) -> None:
    arrival = take_in(town).new[0]
    for post in ("mayor", "culture_head"):
        with pytest.raises(Invalid) as refused:
            actions.enter_instruction(
                arrival, instruction(town, leader_post=town.posts[post].pk), by=town.actor("tracker"), at=NOW
            )
        assert refused.value.problems[0][0] == "leader_post"


def test_the_second_of_two_who_decide_is_told(town: Town) -> None:
    arrival = take_in(town).new[0]
    actions.note_for_information(arrival, by=town.actor("tracker"), at=NOW, version=1)
    with pytest.raises(Conflict):
        actions.enter_instruction(arrival, instruction(town), by=town.actor("chairman"), at=NOW, version=1)
    with pytest.raises(Invalid):
        actions.note_for_information(arrival, by=town.actor("tracker"), at=NOW)


def test_a_slip_can_be_taken_back_until_there_is_a_task(town: Town) -> None:
    arrival = take_in(town).new[0]
    actions.note_for_information(arrival, by=town.actor("tracker"), at=NOW)
    actions.reopen_arrival(arrival, by=town.actor("tracker"), at=NOW)
    actions.enter_instruction(arrival, instruction(town), by=town.actor("tracker"), at=NOW)
    with pytest.raises(Invalid):
        actions.reopen_arrival(arrival, by=town.actor("tracker"), at=NOW)


def test_an_officer_and_another_body_decide_nothing(town: Town) -> None:
    arrival = take_in(town).new[0]
    for who in ("officer", "mayor", "secretary"):
        with pytest.raises(Denied):
            actions.note_for_information(arrival, by=town.actor(who), at=NOW)


def test_a_file_is_read_and_can_be_worked_through(town: Town) -> None:
    clerk = town.actor("clerk")
    taken = actions.take_in_file(sample("kh-617.xlsx"), "kh-617.xlsx", source="page", by=clerk, at=NOW)
    again = actions.take_in_file(sample("kh-617.xlsx"), "ten-khac.xlsx", source="page", by=clerk, at=NOW)
    arrival = taken.new[0]
    assert [one.pk for one in again.known] == [arrival.pk]
    assert arrival.directive.proposals.count() > 10
    actions.note_for_information(arrival, by=clerk, at=NOW)
    arrival.directive.refresh_from_db()
    assert arrival.directive.state == Directive.State.SET_ASIDE


def test_the_file_completes_the_line_that_came_before_it(town: Town) -> None:
    clerk = town.actor("clerk")
    text = word(
        "Số: 45/TB-UBND",
        "TP. Hồ Chí Minh, ngày 28 tháng 11 năm 2025",
        "THÔNG BÁO",
        "Giao Sở Tài chính báo cáo trước ngày 10/12/2025.",
    )
    number = actions.take_in_file(text, "tb.docx", source="page", by=town.actor("tracker"), at=NOW).new[0].number
    line = ArrivalFields(subject="Thông báo kết luận", number=number, issued_on=date(2025, 11, 28))
    known = actions.take_in_arrivals([line], source="register", by=clerk, at=NOW).new[0]
    taken = actions.take_in_file(text, "tb.docx", source="folder", by=clerk, at=NOW)
    assert [one.pk for one in taken.known] == [known.pk]
    known.refresh_from_db()
    assert known.directive_id is not None


def test_a_register_from_other_software_comes_in_and_says_what_stayed_out(town: Town) -> None:
    rows = [
        ("1520", date(2025, 12, 1), "1234/STC-ĐT", "28/11/2025", "Sở Tài chính", "Báo cáo giải ngân", "10/12/2025", ""),
        ("1521", date(2025, 12, 1), "15/KH-BCĐ", "31/2/2025", "Ban Chỉ đạo", "Kế hoạch", "", ""),
        ("1522", date(2025, 12, 1), "9/BC-CA", "28/11/2025", "Công an Thành phố", "Báo cáo tình hình", "", "Mật"),
        ("1523", date(2025, 12, 1), "16/STC", "28/11/2025", "Sở Tài chính", "", "", ""),
    ]
    for data, name in (
        (write_sheet(Sheet("Sổ đến", HEADERS, rows)), "so.xlsx"),
        (write_csv(HEADERS, rows), "so.csv"),
    ):
        result = actions.take_in_register(data, name, by=town.actor("tracker"), at=NOW)
        assert [(one.line, one.problems[0][0]) for one in result.refused] == [
            (3, "issued_on"),
            (4, "secrecy"),
            (5, "subject"),
        ]
    assert (len(result.taken.new), len(result.taken.known)) == (0, 1)
    line = Arrival.objects.get()
    assert (line.number_in, line.answer_by, line.source) == ("1520", date(2025, 12, 10), "register")
    assert "tình hình" not in " ".join(Entry.objects.values_list("data", flat=True))


def test_a_thousand_lines_are_written_in_few_statements(town: Town, django_assert_max_num_queries) -> None:
    many = [ArrivalFields(subject=f"Văn bản {n}", number=f"{n}/STC", issuer="Sở Tài chính") for n in range(1000)]
    with django_assert_max_num_queries(60):
        assert len(take_in(town, *many).new) == 1000


@pytest.fixture
def folder(tmp_path: Path, town: Town) -> Path:
    home = tmp_path / town.units["ward"].code
    home.mkdir()
    return tmp_path


def look(folder: Path, ahead: int = 60) -> list[str]:
    soon = system_now() + timedelta(seconds=ahead)
    return look_into(folder, by=worker_actor(), at=NOW, system_now=soon)


def test_what_is_put_into_the_watched_folder_comes_into_the_register(town: Town, folder: Path) -> None:
    home = folder / town.units["ward"].code
    (home / "kh-617.xlsx").write_bytes(sample("kh-617.xlsx"))
    (home / "so.csv").write_bytes(write_csv(HEADERS, [("7", "", "8/STC", "", "Sở Tài chính", "Báo cáo", "", "")]))
    (home / "hong.docx").write_bytes(b"PK\x03\x04 broken")
    (home / "mat.docx").write_bytes(word("MẬT", "Số: 45/TB-UBND", "THÔNG BÁO", "Nội dung không được lưu."))
    assert look(folder) == []
    assert sorted(Arrival.objects.values_list("source", flat=True)) == ["folder", "folder"]
    assert {one.body_id for one in Arrival.objects.all()} == {town.units["ward"].pk}
    assert sorted(path.name for path in (home / "da-nhan").iterdir()) == ["kh-617.xlsx", "so.csv"]
    assert sorted(path.name for path in (home / "khong-nhan").iterdir()) == [
        "hong.docx",
        "hong.docx.ly-do.txt",
        "mat.docx",
        "mat.docx.ly-do.txt",
    ]
    assert "không nhận" in (home / "khong-nhan" / "mat.docx.ly-do.txt").read_text(encoding="utf-8")
    assert StoredFile.objects.count() == 1


def test_a_file_still_being_written_is_left_alone_and_a_name_used_before_gets_a_number(
    town: Town, folder: Path
) -> None:
    home = folder / town.units["ward"].code
    (home / "a.txt").write_text("Không giao việc gì.", encoding="utf-8")
    look(folder, ahead=0)
    assert (home / "a.txt").exists()
    look(folder)
    (home / "a.txt").write_text("Văn bản khác.", encoding="utf-8")
    look(folder)
    assert sorted(path.name for path in (home / "da-nhan").iterdir()) == ["a (2).txt", "a.txt"]


def test_a_folder_of_no_body_is_named(town: Town, folder: Path) -> None:
    (folder / "khong-co").mkdir()
    assert look(folder) == ["inbox: no body has the code khong-co"]
