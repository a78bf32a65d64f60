"""`roviec history`: how work went in another system, from its event log, as history for forecasts."""

import argparse
import csv
import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from roviec.cli.command import OK, CommandError, no_file
from roviec.cli.house import enter
from roviec.cli.language import gettext as _
from roviec.cli.language import gettext_noop

SHOWN = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, metavar=_("TỆP"), help=_("nhật ký .csv hoặc .csv.gz, mỗi dòng một sự kiện hoặc một việc")
    )
    parser.add_argument(
        "--source", required=True, metavar=_("TÊN"), help=_("tên nhật ký; nạp lại cùng tên thì thay bản cũ")
    )
    parser.add_argument("--taken", metavar=_("NGÀY"), help=_("ngày lấy nhật ký (2025-12-31); mặc định: hôm nay"))
    for name, column in _COLUMNS.items():
        parser.add_argument(
            f"--{name}", default=column, metavar=_("CỘT"), help=_("cột %(what)s") % {"what": _(_WORDS[name])}
        )
    parser.add_argument(
        "--steps", type=int, metavar="N", help=_("việc như vậy có bao nhiêu bước; mỗi bước mới là một phần tiến độ")
    )


def run(arguments: argparse.Namespace) -> int:
    taken = _day(arguments.taken)
    enter()
    from roviec.alerts.actions.history import bring_history  # noqa: PLC0415  after enter()
    from roviec.core.forecast.logs import Columns  # noqa: PLC0415
    from roviec.organisation.queries.actors import worker_actor  # noqa: PLC0415
    from roviec.web import clock  # noqa: PLC0415
    from roviec.web.reasons import sentence  # noqa: PLC0415

    now = clock.now()
    columns = Columns(**{name: getattr(arguments, name) for name in _COLUMNS}, steps=arguments.steps)
    with _rows(arguments.file) as reader:
        missing = [name for name in (columns.case, columns.start, columns.due) if name not in (reader.fieldnames or ())]
        if missing:
            raise CommandError(
                _("%(path)s: không có cột %(columns)s; có: %(present)s.")
                % {"path": arguments.file, "columns": ", ".join(missing), "present": ", ".join(reader.fieldnames or ())}
            )
        brought = bring_history(
            reader, columns, source=arguments.source, taken_at=taken or now, by=worker_actor(), at=now
        )
    if brought.problems:
        lines = [
            _("dòng %(row)s, cột %(column)s: %(why)s")
            % {"row": one.row + 1, "column": one.column, "why": sentence(one.reason)}
            for one in brought.problems[:SHOWN]
        ]
        head = _("%(path)s: %(count)s chỗ không đọc được, chưa nạp gì.") % {
            "path": arguments.file,
            "count": len(brought.problems),
        }
        raise CommandError("\n  ".join([head, *lines]))
    print(
        _("Đã nạp %(cases)s việc; %(units)s đơn vị có tên ở đây. Dự báo tính lại ở nhịp sau của tiến trình nền.")
        % {"cases": brought.cases, "units": brought.units}
    )
    return OK


# Names of the columns, as event logs have them.
_COLUMNS = {
    "case": "case:concept:name",
    "start": "case:startdate",
    "due": "case:deadline",
    "end": "case:enddate",
    "unit": "case:department",
    "kind": "case:channel",
    "at": "time:timestamp",
    "what": "concept:name",
    "who": "org:resource",
}
_WORDS = {
    "case": gettext_noop("mã việc"),
    "start": gettext_noop("lúc bắt đầu"),
    "due": gettext_noop("hạn"),
    "end": gettext_noop("lúc xong; trống: chưa xong"),
    "unit": gettext_noop("đơn vị"),
    "kind": gettext_noop("loại việc"),
    "at": gettext_noop("thời điểm của sự kiện"),
    "what": gettext_noop("tên sự kiện"),
    "who": gettext_noop("ai làm (chỉ để biết đã chuyển tay, không lưu)"),
}


def _day(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        raise CommandError(_("“%(text)s” không phải là ngày; viết như 2025-12-31.") % {"text": text}) from None


@contextmanager
def _rows(path: Path) -> Iterator["csv.DictReader[str]"]:
    """Rows of a CSV in UTF-8, packed or not."""
    file: TextIO
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8-sig", newline="")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8-sig", newline="") as file
        ):
            yield csv.DictReader(file)
    except OSError as error:
        raise no_file(path, error) from None
    except (UnicodeDecodeError, csv.Error, EOFError) as error:
        raise CommandError(_("%(path)s không phải tệp CSV UTF-8: %(why)s") % {"path": path, "why": error}) from None
