"""`roviec gantt`: a chart from a plan or from a document that gives tasks, in a file that anyone can open."""

import argparse
import importlib
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from roviec.cli.chart_sources import Drawn, from_document, from_plan
from roviec.cli.command import OK, CommandError, progress, write_whole
from roviec.cli.language import gettext as _
from roviec.cli.language import language
from roviec.cli.plan_messages import say_left_out
from roviec.core.calendars import VIETNAM
from roviec.ledger.system_time import system_now
from roviec.paper.gantt import Bar
from roviec.paper.gantt.html import write_html
from roviec.paper.gantt.svg import write_svg
from roviec.paper.plans.files import EXTENSIONS

FORMATS = (".html", ".svg", ".png", ".pdf", ".xlsx", ".xml")
PAPERS = {"a3": (True, "a3"), "a3-doc": (False, "a3"), "a4": (True, "a4"), "a4-doc": (False, "a4")}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        metavar=_("TỆP"),
        help=_("kế hoạch (.xml, .xml.gz, .json, .csv) hoặc văn bản giao nhiệm vụ (.docx, .xlsx, .pdf, .txt…)"),
    )
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar=_("TỆP_RA"),
        help=_("biểu đồ: .html, .svg, .png, .pdf, .xlsx hoặc .xml (Microsoft Project)"),
    )
    parser.add_argument(
        "--paper",
        choices=sorted(PAPERS),
        default="a3",
        help=_("khổ giấy của tệp PDF: a3, a4 nằm ngang; a3-doc, a4-doc đứng dọc (mặc định a3)"),
    )
    parser.add_argument("--title", metavar=_("TÊN"), help=_("tên biểu đồ"))
    parser.add_argument(
        "--today",
        type=date.fromisoformat,
        metavar="YYYY-MM-DD",
        help=_("ngày xem là hôm nay (mặc định: ngày trên máy)"),
    )


def run(arguments: argparse.Namespace) -> int:
    kind = arguments.output.suffix.lower()
    if kind not in FORMATS:
        raise CommandError(
            _("Không vẽ được loại tệp “%(suffix)s”; chọn: %(known)s.")
            % {"suffix": kind or arguments.output.name, "known": ", ".join(FORMATS)}
        )
    if not arguments.output.parent.is_dir():
        raise CommandError(_("Không có thư mục %(path)s.") % {"path": arguments.output.parent})
    today = arguments.today or system_now().astimezone(VIETNAM).date()
    name = arguments.file.name.lower()
    source = from_plan if name.endswith(EXTENSIONS) else from_document
    drawn = source(arguments.file, arguments.title or "", today)
    write_whole(arguments.output, _render(kind, drawn, arguments.paper))
    return OK


def _rows(bars: Iterable[Bar]) -> Iterator[Bar]:
    listed = list(bars)
    return progress(listed, len(listed), _("Đang vẽ"))


def _render(kind: str, drawn: Drawn, paper: str) -> bytes:
    if kind == ".html":
        return write_html(drawn.chart, _, language(), _rows)
    if kind == ".svg":
        return write_svg(drawn.chart, _, _rows)
    if kind == ".xlsx":
        # xlsxwriter is needed for this one format only.
        writer = importlib.import_module("roviec.paper.gantt.workbook")
        return bytes(writer.write_workbook(drawn.chart, _, _rows))
    if kind == ".xml":
        writer = importlib.import_module("roviec.paper.plans.mspdi_out")
        if drawn.file is not None and drawn.file.left_out:
            print(say_left_out(drawn.file), file=sys.stderr)
        written = writer.write_mspdi(drawn.plan, drawn.schedule, drawn.chart.title, drawn.progress, beside=drawn.file)
        return bytes(written)
    # The typesetter is needed for these two formats only.
    printing = importlib.import_module("roviec.paper.gantt.printing")
    if kind == ".png" and len(drawn.chart.bars) > printing.MOST_ROWS_OF_A_PICTURE:
        raise CommandError(
            _("Quá nhiều dòng (%(rows)s) cho một ảnh; dùng .html, .pdf, .svg hoặc .xlsx.")
            % {"rows": len(drawn.chart.bars)}
        )
    try:
        if kind == ".pdf":
            landscape, size = PAPERS[paper]
            sheet = printing.Paper(printing.Size(size), landscape)
            return bytes(printing.write_pdf(drawn.chart, _, language(), sheet, _rows))
        return bytes(printing.write_png(drawn.chart, _, language(), _rows))
    except printing.PictureError as error:
        raise CommandError(_("Không dàn được trang (%(why)s). Dùng .html, .svg hoặc .xlsx.") % {"why": error}) from None
