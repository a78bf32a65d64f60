"""Which phrases set a term of days that is known from its first day on, and which hang on something that has not happened."""

from datetime import UTC, date, datetime

import pytest

from roviec.core.deadlines import DueRule, Term, due_of, read_deadline, term_of
from roviec.core.packaged import vietnam_calendar

ISSUED, RECEIVED = date(2025, 11, 18), date(2025, 12, 1)
AT = datetime(2025, 12, 1, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("phrase", "rule", "amount", "since", "due"),
    [
        ("15 ngày làm việc kể từ ngày nhận", DueRule.WORKING_DAYS, 15, RECEIVED, date(2025, 12, 22)),
        (
            "trong thời hạn 10 ngày kể từ ngày nhận Kế hoạch này",
            DueRule.CALENDAR_DAYS,
            10,
            RECEIVED,
            date(2025, 12, 11),
        ),
        (
            "trong 05 ngày kể từ khi nhận được văn bản",
            DueRule.CALENDAR_DAYS,
            5,
            RECEIVED,
            date(2025, 12, 8),
        ),  # a Saturday
        (
            "chậm nhất 3 ngày làm việc kể từ ngày được giao nhiệm vụ",
            DueRule.WORKING_DAYS,
            3,
            RECEIVED,
            date(2025, 12, 4),
        ),
        ("sau 30 ngày kể từ ngày ban hành", DueRule.CALENDAR_DAYS, 30, ISSUED, date(2025, 12, 18)),
        ("05 ngày làm việc kể từ ngày ký", DueRule.WORKING_DAYS, 5, ISSUED, date(2025, 11, 25)),
        ("10 ngày làm việc kể từ ngày 10/12/2025", DueRule.WORKING_DAYS, 10, date(2025, 12, 10), date(2025, 12, 24)),
    ],
)
def test_a_term_with_a_known_first_day(phrase: str, rule: DueRule, amount: int, since: date, due: date) -> None:
    term = term_of(read_deadline(phrase, ISSUED), RECEIVED)
    assert term == Term(rule, amount, since)
    calendar = vietnam_calendar()
    assert calendar.local_day(due_of(term.derivation(rolls=True, said_at=AT), calendar)) == due


@pytest.mark.parametrize(
    "phrase",
    [
        "15 ngày kể từ ngày nhận đủ hồ sơ hợp lệ",
        "10 ngày kể từ ngày nhận được báo cáo của các đơn vị",
        "trong 10 ngày sau khi có hướng dẫn của Bộ",
        "trong 03 tháng kể từ ngày ban hành",
        "trong 03 tháng kể từ ngày nhận",
        "trong vòng 10 ngày",
        "trước ngày 15/12/2025",
    ],
)
def test_no_first_day_is_guessed_and_months_end_on_a_date(phrase: str) -> None:
    assert term_of(read_deadline(phrase, ISSUED), RECEIVED) is None
