"""`roviec handovers`: who passes work to whom, time in each hand, loops and variants, from an event log."""

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from roviec.cli.command import INCOMPLETE, OK, CommandError, no_file, write_whole
from roviec.cli.due import calendar_in
from roviec.cli.language import gettext as _
from roviec.cli.language import gettext_noop, language
from roviec.core.handovers import Columns, Handovers, LogProblem, Reading, UnreadableLogError, report
from roviec.core.packaged import vietnam_calendar
from roviec.core.reasons import Reason
from roviec.paper.logs import EXTENSIONS, FileRead, ProcessMap, draw, page, read_log
from roviec.paper.logs.map import Arc, Node, drawn

_DAY = 480
_COLUMNS = {
    "case": gettext_noop("mã hồ sơ, công việc"),
    "what": gettext_noop("bước đã làm"),
    "who": gettext_noop("người làm"),
    "at": gettext_noop("lúc nào"),
    "group": gettext_noop("nhóm, đơn vị"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        metavar=_("TỆP"),
        help=_("nhật ký sự kiện: %(extensions)s") % {"extensions": ", ".join(EXTENSIONS)},
    )
    parser.add_argument("--json", action="store_true", help=_("in kết quả dạng JSON"))
    parser.add_argument(
        "--map", type=Path, metavar=_("TỆP"), help=_("vẽ sơ đồ quy trình ra .svg, hoặc .html kèm bảng số liệu")
    )
    parser.add_argument("--most", type=int, default=15, metavar="N", help=_("in tối đa N dòng mỗi bảng (mặc định 15)"))
    parser.add_argument(
        "--ranks",
        type=Path,
        metavar=_("TỆP"),
        help=_("tệp CSV có cột who, rank (số lớn là cấp cao hơn): đếm cả việc chuyển lên cấp trên"),
    )
    parser.add_argument(
        "--calendar", type=Path, metavar=_("TỆP"), help=_("lịch làm việc riêng, như lệnh due; mặc định: lịch Việt Nam")
    )
    parser.add_argument(
        "--zone",
        metavar=_("MÚI_GIỜ"),
        help=_("giờ làm việc theo múi giờ này (Asia/Ho_Chi_Minh); mặc định: giờ ghi trong nhật ký"),
    )
    defaults = Columns()
    for name, what in _COLUMNS.items():
        parser.add_argument(
            f"--{name}",
            default=getattr(defaults, name),
            metavar=_("CỘT"),
            help=_("cột %(what)s") % {"what": _(what)},
        )


def run(arguments: argparse.Namespace) -> int:
    if arguments.map and arguments.map.suffix.lower() not in (".svg", ".html"):
        raise CommandError(_("--map: %(path)s phải là tệp .svg hoặc .html.") % {"path": arguments.map})
    ranks = _ranks(arguments.ranks) if arguments.ranks else None
    read = _read(arguments)
    found = report(read.tally, read.reading, ranks)
    if arguments.map:
        _draw(arguments.map, found)
    if arguments.json:
        print(json.dumps(as_json(found, read.reading), ensure_ascii=False))
    else:
        _tables(found, read.reading, max(arguments.most, 1))
    for text in _problems(read.reading):
        print(f"{arguments.file}: {text}", file=sys.stderr)
    return INCOMPLETE if read.reading.left_out else OK


def _read(arguments: argparse.Namespace) -> FileRead:
    calendar = calendar_in(arguments.calendar) if arguments.calendar else vietnam_calendar()
    columns = Columns(**{name: getattr(arguments, name) for name in _COLUMNS})
    try:
        zone = ZoneInfo(arguments.zone) if arguments.zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = _("--zone: không có múi giờ “%(zone)s”; viết Asia/Ho_Chi_Minh.")
        raise CommandError(message % {"zone": arguments.zone}) from None
    try:
        return read_log(arguments.file, columns, calendar.table, zone=zone, tick=_bar if sys.stderr.isatty() else None)
    except UnreadableLogError as error:
        place = _("dòng %(n)s") % {"n": error.row} + ": " if error.row else ""
        raise CommandError(f"{arguments.file}: {place}{_say(error.reason)}") from None
    except OSError as error:
        raise no_file(arguments.file, error) from None


def _bar(done: int, of: int) -> None:
    width = 30 * done // max(of, 1)
    end = "\n" if done >= of else ""
    print(f"\r{_('Đang đọc')} [{'#' * width}{'.' * (30 - width)}]", end=end, file=sys.stderr, flush=True)


def _ranks(path: Path) -> dict[str, float]:
    try:
        rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    except OSError as error:
        raise no_file(path, error) from None
    except (UnicodeDecodeError, csv.Error):
        raise CommandError(_("%(path)s không phải tệp CSV mã UTF-8.") % {"path": path}) from None
    ranks = {}
    for number, row in enumerate(rows, start=2):
        try:
            ranks[row["who"]] = float(row["rank"])
        except (KeyError, TypeError, ValueError):
            message = _("%(path)s: dòng %(row)s: cần cột who (tên như trong nhật ký) và rank (một con số).")
            raise CommandError(message % {"path": path, "row": number}) from None
    return ranks


def as_json(found: Handovers, reading: Reading) -> dict[str, object]:
    """The stable shape: cases, events, successions, between_people, pairs, loops, hands; beside them groups, steps and variants."""
    said: dict[str, object] = {
        "cases": found.cases,
        "events": found.events,
        "successions": found.successions,
        "between_people": found.between_people,
        "pairs": [{"from": one.source, "to": one.target, "count": one.count} for one in found.pairs],
        "loops": [{"length": one.length, "count": one.count, "path": list(one.path)} for one in found.loops],
        "hands": [
            {"who": one.who, "events": one.events, "working_minutes": one.working_minutes} for one in found.hands
        ],
        "groups": [{"from": one.source, "to": one.target, "count": one.count} for one in found.groups],
        "steps": [
            {"from": one.source, "to": one.target, "count": one.count, "mean_working_minutes": round(one.minutes, 1)}
            for one in found.steps
        ],
        "variants": [{"steps": list(one.steps), "cases": one.cases} for one in found.variants],
        "problems": [
            {"row": one.row, "column": one.column, "code": one.reason.code.partition(".")[2], "text": _say(one.reason)}
            for one in reading.problems
        ],
    }
    if found.upward is not None:
        said["upward"] = {
            "count": sum(one.count for one in found.upward),
            "pairs": [{"from": one.source, "to": one.target, "count": one.count} for one in found.upward],
        }
    return said


def _tables(found: Handovers, reading: Reading, most: int) -> None:
    head = _("%(cases)s hồ sơ, %(events)s sự kiện, %(successions)s lần nối tiếp.")
    print(head % {"cases": found.cases, "events": found.events, "successions": found.successions})
    line = _("%(count)s lần chuyển giữa hai người khác nhau, %(pairs)s cặp có thứ tự.")
    print(line % {"count": found.between_people, "pairs": len(found.pairs)})
    if reading.nobody:
        print(_("%(count)s sự kiện không ghi người làm: không tính vào chuyển giao.") % {"count": reading.nobody})
    passed = [(str(one.count), f"{one.source} → {one.target}") for one in found.pairs]
    _table(_("Ai chuyển cho ai (số lần)"), passed, most)
    grouped = [(str(one.count), f"{one.source} → {one.target}") for one in found.groups]
    _table(_("Giữa các nhóm (số lần)"), grouped, most)
    hands = [
        (str(one.events), _("%(days)s ngày làm việc") % {"days": f"{one.working_minutes / _DAY:.1f}"}, one.who)
        for one in found.hands
    ]
    _table(_("Thời gian trong tay mỗi người (sự kiện, tổng ngày làm việc)"), hands, most)
    loops = [
        (str(one.count), " → ".join(one.path) if one.path else _("vòng %(n)s bước") % {"n": one.length})
        for one in found.loops
    ]
    _table(_("Việc quay lại người đã giữ (số lần)"), loops, most)
    if found.upward is not None:
        upward = [(str(one.count), f"{one.source} → {one.target}") for one in found.upward]
        _table(_("Chuyển lên cấp trên (số lần)"), upward, most)
    variants = [(str(one.cases), " → ".join(one.steps)) for one in found.variants]
    _table(_("Các cách đi (số hồ sơ)"), variants, most)


def _table(title: str, rows: Sequence[tuple[str, ...]], most: int) -> None:
    print(f"\n{title}")
    if not rows:
        print("  " + _("không có"))
    widths = [max(len(cell) for cell in column) for column in zip(*(row[:-1] for row in rows[:most]), strict=True)]
    for row in rows[:most]:
        print("  " + "  ".join([*(cell.rjust(width) for cell, width in zip(row[:-1], widths, strict=True)), row[-1]]))
    if len(rows) > most:
        print("  " + _("… và %(count)s dòng nữa (--most, --json)") % {"count": len(rows) - most})


def _draw(path: Path, found: Handovers) -> None:
    place = {one.name: i for i, one in enumerate(found.activities)}
    nodes = []
    for one in found.activities:
        note = _("%(count)s lần") % {"count": one.events}
        note += " · " + _("mở đầu %(count)s") % {"count": one.starts} if one.starts else ""
        note += " · " + _("kết thúc %(count)s") % {"count": one.ends} if one.ends else ""
        nodes.append(Node(one.name, note, one.events))
    days = _("trung bình %(days)s ngày làm việc")
    arcs = [
        Arc(
            place[one.source],
            place[one.target],
            one.count,
            f"{one.source} → {one.target}: {one.count}, " + days % {"days": f"{one.minutes / _DAY:.1f}"},
        )
        for one in found.steps
    ]
    shown = {(arc.source, arc.target) for arc in drawn(arcs)}
    hidden = sum(1 for arc in arcs if arc.source != arc.target and (arc.source, arc.target) not in shown)
    chart = ProcessMap(
        title=_("Sơ đồ quy trình"),
        subtitle=_("%(cases)s hồ sơ, %(events)s sự kiện; bước xếp theo thứ tự thường gặp, đường đậm là đi nhiều.")
        % {"cases": found.cases, "events": found.events},
        onward=_("đi tiếp"),
        back=_("quay lại"),
        nodes=nodes,
        arcs=arcs,
        left_out=_("Không vẽ %(count)s đường hiếm gặp; bảng số liệu có đủ.") % {"count": hidden} if hidden else "",
    )
    if path.suffix.lower() == ".svg":
        write_whole(path, draw(chart))
        return
    heading = (_("Từ bước"), _("Đến bước"), _("Số lần"), _("Ngày làm việc trung bình"))
    rows = [(one.source, one.target, str(one.count), f"{one.minutes / _DAY:.2f}") for one in found.steps]
    write_whole(path, page(chart, heading, rows, language()))


def _problems(reading: Reading) -> Iterable[str]:
    for one in reading.problems:
        yield _at(one) + _say(one.reason)
    if reading.left_out > len(reading.problems):
        yield _("và %(count)s sự kiện khác không đọc được.") % {"count": reading.left_out - len(reading.problems)}


def _at(problem: LogProblem) -> str:
    # The heading of a table is its first row.
    column = ", " + _("cột %(what)s") % {"what": problem.column} if problem.column else ""
    return _("sự kiện %(n)s") % {"n": problem.row} + column + ": "


def _say(reason: Reason) -> str:
    sentences = {
        "event_log.unknown_type": _("không biết loại tệp “%(suffix)s”; đọc được: %(known)s."),
        "event_log.columns_missing": _(
            "thiếu cột %(missing)s; tệp có: %(found)s. Dùng --case, --at, --who, --what để chỉ tên cột."
        ),
        "event_log.not_csv": _("không phải CSV hợp lệ: %(why)s."),
        "event_log.wrong_width": _("có %(found)s ô, cần %(expected)s như dòng đầu."),
        "event_log.no_case": _("không có mã hồ sơ; sự kiện bị bỏ ra."),
        "event_log.bad_instant": _("“%(text)s” không phải thời điểm (viết 2026-02-10T15:30:00+07:00)."),
        "event_log.not_xml": _("không phải XML hợp lệ: %(why)s."),
        "event_log.doctype": _("tệp khai báo thực thể hoặc DTD, không được đọc vì có thể gây hại; hãy xuất lại."),
        "event_log.no_traces": _("không có hồ sơ (trace) nào; đây có phải nhật ký XES không?"),
        "event_log.bad_gzip": _("tệp nén bị hỏng; hãy nén lại hoặc dùng tệp chưa nén."),
        "event_log.bad_encoding": _("bảng mã không đọc được; hãy lưu lại bằng UTF-8."),
    }
    return sentences[reason.code] % dict(reason.params)
