"""A chart as a workbook, the way offices keep their tracking tables, with the bars as coloured cells beside it.

All text is written as text: a name that begins with "=" stays a name. Two hidden columns hold the key of each row and what it said
when it was taken out, so that the changed file can come back (`work.readers.tracking`).
"""

import io
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta

import xlsxwriter

from roviec.paper.gantt.chart import Bar, Chart, Gettext, State

_FILL = {
    State.OPEN: "#2F6F9F",
    State.SOON: "#C98A10",
    State.LATE: "#B3261E",
    State.CRITICAL: "#8A5A00",
    State.DONE: "#3C7D4B",
    State.DONE_LATE: "#7D6B3C",
    State.HALTED: "#A9B3BF",
    State.SUMMARY: "#3B4652",
    State.UNDATED: "#5B6877",
}
# Of the time line; with the others beside it a table that comes back stays within what its reader takes.
_MOST_COLUMNS = 170
# Headings of the hidden columns; the reader knows them by these names.
KEY, KEPT = "roviec:id", "roviec:base"
# A longer table is written row by row through a temporary file, so that memory does not grow with it.
_IN_MEMORY = 2000


def write_workbook(chart: Chart, gettext: Gettext, rows: Callable[[Iterable[Bar]], Iterable[Bar]] = iter) -> bytes:
    """The .xlsx file: title, header, one row per task; frozen header, filter, A3 landscape with the header repeated."""
    stream = io.BytesIO()
    long = len(chart.bars) > _IN_MEMORY
    options = {
        "in_memory": not long,
        "constant_memory": long,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        _fill(book, chart, gettext, rows)
    return stream.getvalue()


def _slots(first: date, last: date) -> list[tuple[date, date]]:
    """The stretches of the time line: days, weeks, or months, whichever fits a sheet."""
    for step in (1, 7):
        if (last - first).days / step <= (120 if step == 1 else _MOST_COLUMNS):
            begin = first - timedelta(days=first.weekday() if step == 7 else 0)
            count = -(-(last - begin).days // step)
            return [(begin + timedelta(days=step * i), begin + timedelta(days=step * (i + 1))) for i in range(count)]
    months: list[tuple[date, date]] = []
    day = first.replace(day=1)
    while day < last and len(months) < _MOST_COLUMNS:
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        months.append((day, following))
        day = following
    return months


def _fill(
    book: xlsxwriter.Workbook, chart: Chart, gettext: Gettext, rows: Callable[[Iterable[Bar]], Iterable[Bar]]
) -> None:
    sheet = book.add_worksheet(gettext("Tiến độ"))
    base = {"font_name": "Times New Roman", "font_size": 11, "valign": "top"}
    boxed = base | {"border": 1, "border_color": "#B8C0CA", "text_wrap": True}
    plain, centred = book.add_format(boxed), book.add_format(boxed | {"align": "center"})
    dated = book.add_format(boxed | {"num_format": "dd/mm/yyyy", "align": "center"})
    percent = book.add_format(boxed | {"num_format": "0%", "align": "center"})
    header = book.add_format(boxed | {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#EEF1F5"})
    narrow = book.add_format(
        boxed | {"bold": True, "align": "center", "font_size": 8, "bg_color": "#EEF1F5", "rotation": 90}
    )
    late = book.add_format(boxed | {"bold": True, "font_color": "#B3261E"})
    bold = book.add_format(boxed | {"bold": True})
    grouped = book.add_format(boxed | {"bold": True, "bg_color": "#EEF1F5"})
    title = book.add_format(base | {"bold": True, "font_size": 14})
    fills = {state: book.add_format({"bg_color": colour}) for state, colour in _FILL.items()}
    off = book.add_format({"bg_color": "#EDF0F4"})

    columns = [
        (gettext("STT"), 6),
        (gettext("Nhiệm vụ"), 48),
        (gettext("Chủ trì"), 24),
        (gettext("Phối hợp"), 24),
        (gettext("Bắt đầu"), 12),
        (gettext("Thời hạn"), 14),
        (gettext("Sản phẩm"), 24),
        (gettext("Tiến độ"), 9),
        (gettext("Tình trạng"), 14),
    ]
    comes_back = any(bar.key for bar in chart.bars)
    taken = len(columns) + 2 * comes_back
    slots = _slots(*chart.span)
    sheet.write_string(0, 0, chart.title, title)
    if chart.subtitle:
        sheet.write_string(1, 0, chart.subtitle, book.add_format(base | {"italic": True}))
    for column, (label, width) in enumerate(columns):
        sheet.set_column(column, column, width)
        sheet.write_string(2, column, label, header)
    sheet.set_column(taken, taken + len(slots), 2.6)
    if comes_back:
        sheet.set_column(len(columns), taken - 1, 8, None, {"hidden": True})
        for column, name in enumerate((KEY, KEPT), start=len(columns)):
            sheet.write_string(2, column, name, header)
    sheet.set_row(2, 58)
    by_day = bool(slots) and (slots[0][1] - slots[0][0]).days == 1
    for column, (begin, end) in enumerate(slots, start=taken):
        sheet.write_string(2, column, f"{begin:%m/%Y}" if (end - begin).days > 7 else f"{begin:%d/%m/%Y}", narrow)
    row, group = 2, ""
    for bar in rows(chart.bars):
        if bar.group != group:
            group, row = bar.group, row + 1
            sheet.write_string(row, 0, "", grouped)
            sheet.write_string(row, 1, group, grouped)
            for column in range(2, len(columns)):
                sheet.write_blank(row, column, None, grouped)
        row += 1
        text = late if bar.state is State.LATE else bold if bar.state is State.SUMMARY else plain
        indented = "    " * max(bar.level - 1, 0) + bar.name
        for column, value in enumerate((bar.number, indented, bar.lead, bar.supports)):
            sheet.write_string(row, column, value, centred if column == 0 else text if column == 1 else plain)
        _date(sheet, row, 4, bar.start, dated, plain)
        if bar.due_words:
            sheet.write_string(row, 5, bar.due_words, plain)
        else:
            # A date written here would come back as a decision: a planned end is none.
            _date(sheet, row, 5, bar.due or (None if bar.key else bar.finish), dated, plain)
        sheet.write_string(row, 6, bar.deliverable, plain)
        if bar.progress is None:
            sheet.write_blank(row, 7, None, plain)
        else:
            sheet.write_number(row, 7, bar.progress / 100, percent)
        sheet.write_string(row, 8, bar.said(gettext), text)
        if comes_back:
            sheet.write_string(row, 9, bar.key, plain)
            sheet.write_string(row, 10, bar.kept, plain)
        for column, (begin, end) in enumerate(slots, start=taken):
            if bar.start is not None and bar.finish is not None and _covers(bar, begin, end):
                sheet.write_blank(row, column, None, fills[bar.state])
            elif by_day and begin in chart.off:
                sheet.write_blank(row, column, None, off)
    sheet.freeze_panes(3, 2)
    if row > 2:
        sheet.autofilter(2, 0, row, taken - 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.set_footer("&C&P/&N")


def _covers(bar: Bar, begin: date, end: date) -> bool:
    if bar.start is None or bar.finish is None:
        return False
    opens, closes = datetime.combine(begin, time()), datetime.combine(end, time())
    return bar.start < closes and (bar.finish > opens or (bar.milestone and bar.finish >= opens))


def _date(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, at: datetime | None, dated: object, plain: object
) -> None:
    if at is None:
        sheet.write_blank(row, column, None, plain)
    else:
        sheet.write_datetime(row, column, datetime.combine(at.date(), time()), dated)
