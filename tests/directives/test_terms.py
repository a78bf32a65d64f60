"""A term of days in a document stays a term once it is confirmed: it moves with the calendar and with a suspension."""

from datetime import date
from io import BytesIO

from docx import Document

from roviec.core.calendar_layers import CalendarEdit
from roviec.core.calendars import VIETNAM, SpecialDay, end_of_day
from roviec.custody.actions.calendars import change_calendar
from roviec.custody.models import Clock
from roviec.directives.actions import Changes, confirm_proposals, correct_proposal, receive_directive
from roviec.directives.queries.terms import term_of_proposal
from roviec.work.actions import resume_task, suspend_task
from roviec.work.models import Task
from tests.work.town import NOW, Town, later

ROWS = (
    ("Rà soát quy hoạch mạng lưới chợ", "Sở Công Thương", "15 ngày làm việc kể từ ngày nhận Kế hoạch này"),
    ("Lập dự toán kinh phí thực hiện", "Sở Tài chính", "30 ngày kể từ ngày ban hành"),
    ("Kiểm tra việc sắp xếp tổ chức bộ máy", "Sở Nội vụ", "10 ngày làm việc kể từ ngày nhận Kế hoạch này"),
)


def plan() -> bytes:
    word = Document()
    for line in ("ỦY BAN NHÂN DÂN", "THÀNH PHỐ", "Số: 99/KH-UBND", "Thành phố, ngày 25 tháng 11 năm 2025", "KẾ HOẠCH"):
        word.add_paragraph(line)
    word.add_paragraph("Phát triển thương mại năm 2026")
    headers = ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành", "Sản phẩm")
    table = word.add_table(rows=1, cols=len(headers))
    for n, row in enumerate([headers, *((str(n), *row, "Báo cáo") for n, row in enumerate(ROWS, 1))]):
        cells = table.rows[0].cells if n == 0 else table.add_row().cells
        for cell, text in zip(cells, row, strict=True):
            cell.text = text
    data = BytesIO()
    word.save(data)
    return data.getvalue()


def test_terms_of_a_document_move_with_calendar_and_suspension_and_a_day_written_by_hand_does_not(town: Town) -> None:
    clerk = town.actor("clerk")
    directive = receive_directive(plan(), "kh-99.docx", by=clerk, at=NOW).directive
    received, issued, corrected = directive.proposals.order_by("order")
    assert (received.due, issued.due) == (date(2025, 12, 22), date(2025, 12, 25))
    correct_proposal(corrected.pk, Changes(due=date(2025, 12, 12)), by=clerk, at=NOW)
    corrected.refresh_from_db()
    assert [term_of_proposal(row) is not None for row in (received, issued, corrected)] == [True, True, False]

    pks = [row.pk for row in (received, issued, corrected)]
    done = confirm_proposals(directive.pk, pks, by=clerk, at=later(1), authority="Giám đốc quyết định")
    assert done.assigned == 3
    by_receipt, by_issue, by_hand = [Task.objects.get(pk=task.pk) for task in done.tasks]

    def due(task: Task) -> date:
        return Clock.objects.get(pk=task.pk).due.astimezone(VIETNAM).date()

    # Given out a day later, the term still runs from the day the document came in.
    assert [due(one) for one in (by_receipt, by_issue, by_hand)] == [received.due, issued.due, date(2025, 12, 12)]
    day_off = CalendarEdit(days=(SpecialDay(date(2025, 12, 10), "holiday", "Nghỉ bão", (), "Công điện 12"),))
    change_calendar("vn", day_off, by=town.actor("admin"), at=later(2))
    assert [due(one) for one in (by_receipt, by_issue, by_hand)] == [
        date(2025, 12, 23),
        date(2025, 12, 25),
        date(2025, 12, 12),
    ]
    for task in (by_receipt, by_issue, by_hand):
        suspend_task(task, reason="Chờ hướng dẫn", by=clerk, at=later(2))
        resume_task(task, by=clerk, at=later(4))  # Wednesday to Friday: two working days, two days
    assert [due(one) for one in (by_receipt, by_issue, by_hand)] == [
        date(2025, 12, 25),
        date(2025, 12, 29),  # the 27th is a Saturday
        date(2025, 12, 12),
    ]
    clock = Clock.objects.get(pk=by_receipt.pk)
    assert clock.due_original == end_of_day(date(2025, 12, 22))
