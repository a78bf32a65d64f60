"""Deadlines as official documents write them. The document of these phrases is dated 18 November 2025 unless one is named."""

import json
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roviec.core.calendars import CalendarDays, WorkingDays
from roviec.core.deadlines import Deadline, Reading, due_instant, read_deadline
from roviec.core.packaged import vietnam_calendar

ISSUED = date(2025, 11, 18)
GOLD = Path(__file__).parent / "samples" / "deadline-phrases.jsonl"


def read(text: str, issued: date = ISSUED) -> Deadline:
    deadline = read_deadline(text, issued, vietnam_calendar())
    assert deadline is not None, text
    return deadline


@pytest.mark.parametrize(
    ("text", "kind", "due"),
    [
        ("trước ngày 30 tháng 11 năm 2025", "date", "2025-11-30"),
        ("hoàn thành trước ngày 05/12/2025", "date", "2025-12-05"),
        ("chậm nhất trước ngày 31/01/2026", "date", "2026-01-31"),
        ("30/06/2025", "date", "2025-06-30"),
        ("30-06-2025", "date", "2025-06-30"),
        ("30.6.2025", "date", "2025-06-30"),
        ("trước ngày 5/12", "date", "2025-12-05"),
        ("trước 15/01", "date", "2026-01-15"),
        ("đến hết ngày 17/11/2025", "date", "2025-11-17"),
        ("trong ngày hôm nay", "date", "2025-11-18"),
        ("6/2025", "month", "2025-06-30"),
        ("Tháng 12/2025", "month", "2025-12-31"),
        ("hoàn thành trong tháng 11 năm 2025", "month", "2025-11-30"),
        ("trong tháng 9", "month", "2026-09-30"),
        ("trong tháng 12", "month", "2025-12-31"),
        ("trong tháng này", "month", "2025-11-30"),
        ("2/2028", "month", "2028-02-29"),
        ("Quí IV-2025", "quarter", "2025-12-31"),
        ("quý IV-2025", "quarter", "2025-12-31"),
        ("quý I năm 2026", "quarter", "2026-03-31"),
        ("Quý 2/2026", "quarter", "2026-06-30"),
        ("Qúy III/2026", "quarter", "2026-09-30"),
        ("quý II", "quarter", "2026-06-30"),
        ("2025", "year", "2025-12-31"),
        ("trong năm 2026", "year", "2026-12-31"),
        ("năm nám 2024", "year", "2024-12-31"),
        ("trong năm nay", "year", "2025-12-31"),
        ("Tới cuối năm", "year", "2025-12-31"),
        ("Thường xuyên", "recurring", None),
        ("theo yêu cầu nhiệm vụ", "recurring", None),
        ("Nhiệm vụ thường xuyên", "recurring", None),
        ("hằng quý", "recurring", None),
        ("trước ngày 15 hằng tháng", "recurring", None),
        ("ngay sau khi Nghị định được ban hành", "conditional", None),
        ("Sau khi có Quy chế của TW", "conditional", None),
        ("khi có sửa đổi", "conditional", None),
        ("Theo lộ trình được giao tại Kế hoạch số 02-KH/BCĐTW", "relative", None),
        ("ngay", "immediate", None),
    ],
)
def test_a_phrase_is_read_as_officials_mean_it(text: str, kind: str, due: str | None) -> None:
    deadline = read(text)
    assert (deadline.kind, deadline.due and deadline.due.isoformat()) == (kind, due)


@pytest.mark.parametrize(
    "text", ["", "khẩn trương", "kịp thời", "sớm", "theo quy định của pháp luật", "báo cáo Chủ tịch Ủy ban nhân dân"]
)
def test_urging_is_no_deadline(text: str) -> None:
    assert read_deadline(text, ISSUED) is None


@pytest.mark.parametrize(
    ("text", "start", "due"),
    [
        ("Giai đoạn 2026 - 2027", "2026-01-01", "2027-12-31"),
        ("Năm 2025-2030", "2025-01-01", "2030-12-31"),
        ("Từ 01/7/2025", "2025-07-01", None),
        ("từ ngày 15/11 đến ngày 30/11/2025", "2025-11-15", "2025-11-30"),
        ("từ ngày 15 đến 20/11/2025", "2025-11-15", "2025-11-20"),
        ("từ tháng 11/2025 đến tháng 3/2026", "2025-11-01", "2026-03-31"),
        ("2025 và những năm tiếp theo", "2025-01-01", None),
        ("trong 6 tháng đầu năm 2026", "2026-01-01", "2026-06-30"),
        ("từ nay đến hết năm 2025", "2025-11-18", "2025-12-31"),
    ],
)
def test_a_range_has_its_first_day_and_its_end(text: str, start: str, due: str | None) -> None:
    deadline = read(text)
    assert (deadline.kind, deadline.start and deadline.start.isoformat()) == ("range", start)
    assert (deadline.due and deadline.due.isoformat()) == due


@pytest.mark.parametrize(
    ("text", "recurrence"),
    [
        ("hằng tháng", "monthly"),
        ("hàng quý", "quarterly"),
        ("Thường xuyên, hằng năm", "yearly"),
        ("liên tục", "continuous"),
        ("hằng tuần", None),
        ("định kỳ", None),
    ],
)
def test_recurring_work_names_its_rhythm(text: str, recurrence: str | None) -> None:
    deadline = read(text)
    assert (deadline.kind, deadline.recurrence, deadline.due) == ("recurring", recurrence, None)


def test_a_date_that_goes_on_every_month_keeps_its_first_date() -> None:
    deadline = read("trước ngày 20 tháng 11 năm 2025 và hàng tháng")
    assert (deadline.kind, deadline.due, deadline.recurrence) == ("date", date(2025, 11, 20), "monthly")


def test_a_term_of_working_days_from_a_date_skips_days_off() -> None:
    deadline = read("10 ngày làm việc kể từ ngày 10/02/2026")
    assert (deadline.kind, deadline.due, deadline.budget) == ("relative", date(2026, 3, 3), WorkingDays(10))
    assert deadline.reasons[0].cite.endswith("147.2")


def test_a_term_from_an_event_without_a_date_keeps_its_budget_and_anchor() -> None:
    deadline = read("trong thời hạn 10 ngày kể từ ngày nhận Kế hoạch này")
    assert (deadline.due, deadline.budget, deadline.anchor) == (None, CalendarDays(10), "kể từ ngày nhận kế hoạch này")


def test_a_term_from_the_signing_runs_from_the_document() -> None:
    assert read("trong vòng 15 ngày kể từ ngày ký ban hành").due == date(2025, 12, 3)
    assert read("trong 03 tháng kể từ ngày ban hành").due == date(2026, 2, 23)  # the 18th is Tết
    assert read_deadline("05 ngày làm việc kể từ ngày ký", ISSUED).due is None  # type: ignore[union-attr] # no calendar, no guess


@pytest.mark.parametrize(
    "text", ["trước 11 giờ 00 ngày 19/6/2026", "trước 11h00 ngày 19/6/2026", "trước 11 giờ ngày 19 tháng 6 năm 2026"]
)
def test_an_hour_is_the_last_instant(text: str) -> None:
    deadline = read(text)
    assert (deadline.due, deadline.at) == (date(2026, 6, 19), time(11))
    assert due_instant(deadline) == datetime(2026, 6, 19, 4, tzinfo=UTC)


def test_before_a_day_includes_it_unless_the_setting_reads_the_letter() -> None:
    assert read("trước ngày 30/11/2025").reasons[0].code == "deadline.before_includes_day"
    letter = read_deadline("trước ngày 30/11/2025", ISSUED, reading=Reading(before_day_counts=False))
    assert letter is not None and letter.due == date(2025, 11, 29)


@pytest.mark.parametrize("text", ["trước ngày 31/2/2026", "30/02/2025", "tháng 13/2025", "ngày 31 tháng 4 năm 2026"])
def test_an_impossible_date_is_a_problem_not_a_date(text: str) -> None:
    deadline = read(text)
    assert deadline.due is None and deadline.reasons[0].code == "deadline.impossible_date"


def test_a_missing_year_is_assumed_and_said() -> None:
    assert [r.code for r in read("trong tháng 9").reasons] == ["deadline.year_assumed"]


def test_the_labelled_phrases_of_real_documents_are_read_right() -> None:
    rows = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]
    wrong = []
    for row in rows:
        deadline = read(row["text"], date.fromisoformat(row["issued"]))
        got = [str(deadline.kind), *(d and d.isoformat() for d in (deadline.due, deadline.start)), deadline.recurrence]
        if got != [row["kind"], row["due"], row["start"], row["recurrence"]]:
            wrong.append((row["text"], got))
    # One phrase recurs only by its heading ("hằng năm"), which the phrase alone does not say.
    assert [text for text, _ in wrong] == ["trước ngày 20/11"]


@given(st.text(alphabet="0123456789/-. trướcngàythánmqýIVđếừkêlàvi", max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    deadline = read_deadline(text, ISSUED, vietnam_calendar())
    assert deadline is None or deadline.start is None or deadline.due is None or deadline.start <= deadline.due


def test_a_term_that_ends_on_a_day_off_rolls_over_unless_the_setting_says_otherwise() -> None:
    issued = date(2025, 11, 26)  # a Wednesday; ten days later is Saturday
    phrase = "trong thời hạn 10 ngày kể từ ngày ký"
    assert read_deadline(phrase, issued, vietnam_calendar()).due == date(2025, 12, 8)
    stays = Reading(terms_roll_over=False)
    assert read_deadline(phrase, issued, vietnam_calendar(), stays).due == date(2025, 12, 6)
    assert read_deadline("trước ngày 06/12/2025", issued, vietnam_calendar()).due == date(2025, 12, 6)
