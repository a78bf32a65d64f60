"""A chart on paper: PDF on A4 or A3 with the official heading, repeated header, legend and page numbers; PNG as one long page.

What stands where is told here, in points; `print.typ` draws it. The typesetter (typst, no system libraries) runs in a process of its
own, because it keeps what it has set: a long chart goes through it in parts, so that memory does not grow with the plan.
"""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

import pypdfium2

from roviec.paper.gantt.chart import Bar, Chart, Gettext, State, TimeLine, say_state

# Rows of one part: about 200 MB in the child, half a second.
PART = 500
TIMEOUT_SECONDS = 120
# A taller picture is opened by no viewer that offices have.
MOST_ROWS_OF_A_PICTURE = 500
_LONG = 900  # characters; a cell that may be higher than a page has to break
_LEFT, _RIGHT = 42.5, 28.5


class PictureError(RuntimeError):
    """The typesetter failed; the text is its own."""


class Size(StrEnum):
    A4 = "a4"
    A3 = "a3"


_POINTS = {Size.A4: (595.28, 841.89), Size.A3: (841.89, 1190.55)}


@dataclass(frozen=True)
class Paper:
    """`by_group`: every group begins on a page of its own, to be handed to whom it concerns."""

    size: Size = Size.A3
    landscape: bool = True
    by_group: bool = False

    @property
    def points(self) -> tuple[float, float]:
        short, long = _POINTS[self.size]
        return (long, short) if self.landscape else (short, long)


@dataclass(frozen=True)
class _Column:
    label: str
    width: float  # points; 0 takes what is left
    says: Callable[[Bar], str]
    centred: bool = False


Rows = Callable[[Iterable[Bar]], Iterable[Bar]]


def write_pdf(chart: Chart, gettext: Gettext, language: str, paper: Paper = Paper(), rows: Rows = iter) -> bytes:
    """The whole file; raises `PictureError`. Pages of one part carry "3/12", those of several the number alone."""
    sheets = _Sheets(chart, gettext, language, paper)
    parts = _parts(chart, rows, paper.by_group)
    first = next(parts)
    second = next(parts, None)
    if second is None:
        return _typeset(sheets.part(first, first_page=1, whole=True), "pdf")
    with pypdfium2.PdfDocument.new() as book:
        for sections in (first, second, *parts):
            at = len(book)
            data = _typeset(sheets.part(sections, first_page=at + 1, titled=at == 0), "pdf")
            with pypdfium2.PdfDocument(data) as part:
                book.import_pages(part)
        stream = io.BytesIO()
        book.save(stream)
    return stream.getvalue()


def write_png(chart: Chart, gettext: Gettext, language: str, rows: Rows = iter) -> bytes:
    """One picture as wide as a sheet of A3 and as long as it takes; for up to `MOST_ROWS_OF_A_PICTURE` rows."""
    sheets = _Sheets(chart, gettext, language, Paper(Size.A3))
    sections = [[(label, list(rows(bars))) for label, bars in chart.groups()]]
    return _typeset({**sheets.part(sections, first_page=1), "page_height": None}, "png")


_Sections = list[list[tuple[str, list[Bar]]]]


def _parts(chart: Chart, rows: Rows, by_group: bool) -> Iterator[_Sections]:
    """The groups in parts of `PART` rows, at least one. Within a part each section begins on a new page."""
    sections: _Sections = [[]]
    left = PART
    for label, bars in chart.groups():
        if by_group and sections[-1]:
            sections.append([])
        at = 0
        listed = list(rows(bars))
        while at < len(listed):
            piece = listed[at : at + left]
            sections[-1].append((label, piece))
            at, left = at + len(piece), left - len(piece)
            if left == 0:
                yield sections
                sections, left = [[]], PART
    if sections != [[]] or not chart.bars:
        yield sections


class _Sheets:
    """What all parts of one chart share."""

    def __init__(self, chart: Chart, gettext: Gettext, language: str, paper: Paper) -> None:
        self.chart, self.gettext = chart, gettext
        self.line = TimeLine(*chart.span)
        self.columns = _columns(chart, gettext, paper)
        width, height = paper.points
        taken = sum(column.width for column in self.columns)
        usable = width - _LEFT - _RIGHT - taken
        shaded = self.line.shaded(chart.off)
        today = None
        if chart.today is not None and self.line.first <= chart.today < self.line.last:
            today = self.line.at(datetime.combine(chart.today, time()) + timedelta(hours=12))
        self.head: dict[str, Any] = {
            "lang": language,
            "title": chart.title,
            "subtitle": chart.subtitle,
            "page_width": width,
            "page_height": height,
            "text_size": 9 if paper.size is Size.A3 else 8,
            # Two thirds of what the words leave, unless the title column would get too narrow to read.
            "time": min(usable * 0.66, usable - 120),
            "columns": [
                {"label": c.label, "width": c.width, "align": "center" if c.centred else ""} for c in self.columns
            ],
            "major": [(tick.left, tick.width, tick.label) for tick in self.line.major()],
            "minor": [(tick.left, tick.width, tick.label) for tick in self.line.minor()],
            "shaded": [(tick.left, tick.width) for tick in shaded],
            "today": today,
            "legend": list(_legend(chart, gettext, bool(shaded), today is not None)),
            "page_word": gettext("Trang"),
        }

    def part(self, sections: _Sections, *, first_page: int, titled: bool = True, whole: bool = False) -> dict[str, Any]:
        heading = self.chart.heading
        shown = {"above": heading.above, "name": heading.name, "motto": heading.motto} if heading and titled else None
        return {
            **self.head,
            "heading": shown,
            "title_shown": titled,
            "first_page": first_page,
            "whole": whole,
            "sections": [
                [{"label": label, "rows": [self._row(bar) for bar in bars]} for label, bars in section]
                for section in sections
            ],
        }

    def _row(self, bar: Bar) -> dict[str, Any]:
        cells = [column.says(bar) for column in self.columns]
        return {
            "cells": cells,
            "strong": "late" if bar.state is State.LATE else "bold" if bar.state is State.SUMMARY else "",
            "level": min(bar.level, 6),
            "breaks": any(len(cell) > _LONG for cell in cells),
            "bar": self._bar(bar),
        }

    def _bar(self, bar: Bar) -> dict[str, Any]:
        due = self.line.at(bar.due) if bar.due is not None and self.line.shows(bar.due) else None
        outside = bar.start is not None and bar.start.date() >= self.line.last
        if bar.start is None or bar.finish is None or outside or bar.finish.date() < self.line.first:
            return {"l": None, "w": 0, "m": False, "p": 0, "s": bar.state.value, "d": due}
        left, right = self.line.at(bar.start), self.line.at(bar.finish)
        if bar.milestone:
            left = right
        done = (bar.progress or 0) / 100
        return {"l": left, "w": right - left, "m": bar.milestone, "p": done, "s": bar.state.value, "d": due}


def _columns(chart: Chart, gettext: Gettext, paper: Paper) -> list[_Column]:
    """As many as the sheet has room for: number, task, lead, due and state always, the others from A3 on."""
    wide = paper.size is Size.A3 and paper.landscape
    narrow = paper.size is Size.A4 and not paper.landscape
    bars = chart.bars
    columns = [
        _Column(gettext("STT"), 30 if wide else 26, lambda bar: bar.number, centred=True),
        _Column(gettext("Nhiệm vụ"), 0, lambda bar: bar.name),
    ]
    if any(bar.lead for bar in bars):
        columns.append(_Column(gettext("Chủ trì"), 95 if wide else 76, lambda bar: bar.lead))
    if wide and any(bar.supports for bar in bars):
        columns.append(_Column(gettext("Phối hợp"), 95, lambda bar: bar.supports))
    if wide and any(bar.deliverable for bar in bars):
        columns.append(_Column(gettext("Sản phẩm"), 85, lambda bar: bar.deliverable))
    columns.append(_Column(gettext("Thời hạn"), 54 if wide else 50, lambda bar: bar.due_said, centred=True))
    if wide and any(bar.progress for bar in bars):
        columns.append(
            _Column(gettext("Tiến độ"), 38, lambda bar: "" if bar.progress is None else f"{bar.progress}%", True)
        )
    if not narrow:
        columns.append(_Column(gettext("Tình trạng"), 72 if wide else 64, lambda bar: bar.said(gettext)))
    return columns


def _legend(chart: Chart, gettext: Gettext, off: bool, today: bool) -> Iterator[tuple[str, str]]:
    for state in State:
        count = sum(bar.state is state for bar in chart.bars)
        if count:
            yield state.value, f"{say_state(state, gettext)}: {count}"
    if any(bar.milestone for bar in chart.bars):
        yield "milestone", gettext("Mốc")
    if any(bar.due for bar in chart.bars):
        yield "due", gettext("Mốc thời hạn")
    if today and chart.today is not None:
        yield "today", f"{gettext('Hôm nay')}: {chart.today:%d/%m/%Y}"
    if off:
        yield "off", gettext("Ngày nghỉ")
    if chart.is_cut:
        yield "cut", gettext("Việc ở xa hơn bị cắt ở mép; xem cột Thời hạn")


def _typeset(content: dict[str, Any], kind: str) -> bytes:
    command = [sys.executable, "-m", "roviec.paper.gantt.typesetting", kind]
    # The child gets what it needs to find us, and none of our secrets.
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "LANG": "C.UTF-8"}
    data = json.dumps(content).encode()
    try:
        ran = subprocess.run(
            command, input=data, capture_output=True, timeout=TIMEOUT_SECONDS, env=environment, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PictureError(str(error)) from None
    if ran.returncode != 0 or not ran.stdout:
        raise PictureError(ran.stderr.decode(errors="replace").strip()[-300:])
    return ran.stdout
