"""`roviec due`: when is it due, and which days did not count."""

import argparse
import csv
import json
import sys
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from roviec.cli.command import OK, CommandError, no_file
from roviec.cli.language import gettext as _
from roviec.cli.language import gettext_noop
from roviec.core.calendar_layers import from_facts
from roviec.core.calendars import (
    VIETNAM,
    CalendarDays,
    OutsideTableError,
    WorkingCalendar,
    WorkingDays,
    WorkingMinutes,
    end_of_day,
    roll_over,
)
from roviec.core.packaged import BadCalendarRowError, exceptions_from, vietnam_calendar
from roviec.core.reasons import Reason

_DAYS = (
    "",
    gettext_noop("Thứ Hai"),
    gettext_noop("Thứ Ba"),
    gettext_noop("Thứ Tư"),
    gettext_noop("Thứ Năm"),
    gettext_noop("Thứ Sáu"),
    gettext_noop("Thứ Bảy"),
    gettext_noop("Chủ nhật"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--from",
        dest="start",
        required=True,
        metavar=_("NGÀY"),
        help=_("ngày hoặc ngày giờ bắt đầu: 2026-02-10, 10/02/2026 hoặc 2026-02-10T15:30 (giờ Việt Nam)"),
    )
    length = parser.add_mutually_exclusive_group(required=True)
    length.add_argument("--working-days", type=int, metavar="N", help=_("số ngày làm việc; ngày bắt đầu không tính"))
    length.add_argument("--days", type=int, metavar="N", help=_("số ngày theo lịch, kể cả ngày nghỉ"))
    length.add_argument("--hours", type=float, metavar="N", help=_("số giờ làm việc"))
    parser.add_argument(
        "--roll-over",
        action="store_true",
        help=_("hạn rơi vào ngày nghỉ thì lùi sang ngày làm việc tiếp theo (BLDS 2015, Điều 148.5)"),
    )
    parser.add_argument(
        "--calendar",
        type=Path,
        metavar=_("TỆP"),
        help=_("lịch riêng: tệp CSV với các cột date, kind, name; hoặc tệp .json tải từ trang lịch của đơn vị"),
    )
    parser.add_argument("--explain", action="store_true", help=_("nêu cả cách tính và điều luật"))
    parser.add_argument("--json", action="store_true", help=_("in kết quả dạng JSON"))


def run(arguments: argparse.Namespace) -> int:
    calendar = calendar_in(arguments.calendar) if arguments.calendar else vietnam_calendar()
    start, has_hour = _start(arguments.start)
    try:
        due = _due(calendar, start, has_hour, arguments)
        first, last = sorted((calendar.local_day(start), calendar.local_day(due)))
        # Calendar days skip nothing on the way; only the days that a roll-over passed did not count.
        counted_to = first if arguments.days is None else first + timedelta(days=max(arguments.days - 1, 0))
        skipped = [{"date": s.day.isoformat(), "why": _why(s.why)} for s in calendar.skipped(counted_to, last)]
        if arguments.days is not None and not arguments.roll_over:
            skipped = []
    except (OutsideTableError, OverflowError):
        raise CommandError(_("Hạn nằm ngoài lịch (chỉ tính được từ năm 1990 đến năm 2100).")) from None
    local = due.astimezone(VIETNAM).replace(tzinfo=None)
    unknown = calendar.unknown_years(first, last)
    if arguments.json:
        answer: dict[str, object] = {
            "due": local.isoformat(timespec="minutes"),
            "calendar": calendar.label,
            "skipped": skipped,
        }
        if arguments.explain:
            answer["steps"] = _steps(arguments, calendar, start, due)
        if unknown:
            answer["notes"] = [_note(unknown)]
        print(json.dumps(answer, ensure_ascii=False))
        return OK
    print(
        _("Hạn: %(time)s %(day)s, ngày %(date)s")
        % {"time": f"{local:%H:%M}", "day": _(_DAYS[local.isoweekday()]), "date": f"{local:%d/%m/%Y}"}
    )
    for one in skipped:
        print(
            "  "
            + _("không tính %(date)s: %(why)s")
            % {"date": f"{date.fromisoformat(one['date']):%d/%m/%Y}", "why": one["why"]}
        )
    if arguments.explain:
        print(_("Lịch: %(calendar)s") % {"calendar": calendar.label})
        for step in _steps(arguments, calendar, start, due):
            print(f"  {step}")
    if unknown:
        print(_note(unknown), file=sys.stderr)
    return OK


def _steps(arguments: argparse.Namespace, calendar: WorkingCalendar, start: datetime, due: datetime) -> list[str]:
    """Which rule gave the date, which reading was chosen, by which article."""
    begin = {"day": f"{calendar.local_day(start):%d/%m/%Y}"}
    if arguments.hours is not None:
        steps = [_("%(n)s giờ làm việc kể từ %(day)s.") % {**begin, "n": f"{arguments.hours:g}"}]
    elif arguments.working_days is not None:
        said = _("%(n)s ngày làm việc kể từ %(day)s, ngày đầu không tính (BLDS 2015, Điều 147.2).")
        steps = [said % {**begin, "n": arguments.working_days}]
    else:
        said = _("%(n)s ngày theo lịch kể từ %(day)s, ngày đầu không tính (BLDS 2015, Điều 147.2).")
        steps = [said % {**begin, "n": arguments.days}]
        last = calendar.local_day(start) + timedelta(days=arguments.days)
        off, day = calendar.why_not(last), f"{last:%d/%m/%Y}"
        if arguments.roll_over and off:
            said = _("%(day)s là ngày nghỉ: lùi sang ngày làm việc tiếp theo (BLDS 2015, Điều 148.5).")
            steps.append(said % {"day": day})
        elif off:
            steps.append(_("%(day)s là ngày nghỉ và vẫn giữ nguyên; dùng --roll-over để lùi.") % {"day": day})
    if due.astimezone(VIETNAM).time() == time(23, 59, 59):
        steps.append(_("Còn trong hạn đến hết ngày cuối cùng (BLDS 2015, Điều 148.6)."))
    return steps


def _due(calendar: WorkingCalendar, start: datetime, has_hour: bool, arguments: argparse.Namespace) -> datetime:
    """An hour that is given is kept; a term counted from a mere date lasts until the end of its last day."""
    if arguments.hours is not None:
        if arguments.hours != arguments.hours or abs(arguments.hours) > 10**6:
            raise OutsideTableError
        return calendar.add_working_minutes(start, WorkingMinutes(round(arguments.hours * 60)))
    if arguments.working_days is not None:
        due = calendar.add_working_days(start, WorkingDays(arguments.working_days))
    else:
        due = calendar.add_calendar_days(start, CalendarDays(arguments.days))
    day = calendar.local_day(due)
    rolled = roll_over(day, calendar) if arguments.roll_over else day
    if not has_hour:
        return end_of_day(rolled)
    if rolled != day:
        return datetime.combine(rolled, due.astimezone(VIETNAM).time(), VIETNAM).astimezone(UTC)
    return due


def _start(raw: str) -> tuple[datetime, bool]:
    """The instant, and whether the user gave an hour."""
    text = raw.strip()
    parts = text.split("/")
    if len(parts) == 3 and all(part.isdecimal() for part in parts):
        text = f"{parts[2]:0>4}-{parts[1]:0>2}-{parts[0]:0>2}"
    try:
        if len(text) == 10:
            return datetime.combine(date.fromisoformat(text), time(), VIETNAM), False
        moment = datetime.fromisoformat(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)).astimezone(UTC), True
    except (ValueError, OverflowError):
        raise CommandError(
            _("--from: “%(value)s” không phải ngày có thật; viết 2026-02-10, 10/02/2026 hoặc 2026-02-10T15:30.")
            % {"value": raw}
        ) from None


def calendar_in(path: Path) -> WorkingCalendar:
    """The calendar of a file: days off as CSV, or a calendar as its page gives it."""
    if path.suffix.lower() == ".json":
        return _calendar_of_unit(path)
    try:
        rows = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
        if not {"date", "kind"} <= set(rows.fieldnames or ()):
            raise CommandError(_("%(path)s: dòng 1 cần có các cột date và kind.") % {"path": path})
        return WorkingCalendar(path.stem, exceptions_from(rows))
    except BadCalendarRowError as error:
        place = {"path": path, "row": error.row, "column": error.column, "value": error.value}
        if error.column == "kind":
            message = _(
                "%(path)s: dòng %(row)s, cột kind: “%(value)s” không phải holiday, weekend_workday hoặc half_day."
            )
        else:
            message = _(
                "%(path)s: dòng %(row)s, cột %(column)s: “%(value)s” không phải ngày có thật (viết 2026-02-10)."
            )
        raise CommandError(message % place) from None
    except (UnicodeDecodeError, csv.Error):
        raise CommandError(_("%(path)s không phải tệp CSV mã UTF-8.") % {"path": path}) from None
    except OSError as error:
        raise no_file(path, error) from None


def _calendar_of_unit(path: Path) -> WorkingCalendar:
    """A calendar as its page gives it: opening hours with their days, special days, years that are official."""
    try:
        facts = json.loads(path.read_text(encoding="utf-8"))
        return from_facts(str(facts.get("name") or path.stem), facts)
    except OSError as error:
        raise no_file(path, error) from None
    except (UnicodeDecodeError, json.JSONDecodeError):
        raise CommandError(_("%(path)s không phải tệp JSON mã UTF-8.") % {"path": path}) from None
    except (AttributeError, KeyError, TypeError, ValueError, IndexError) as error:
        message = _("%(path)s không phải lịch tải từ trang lịch (sai ở: %(what)s).")
        raise CommandError(message % {"path": path, "what": str(error)[:80]}) from None


def _why(reason: Reason) -> str:
    if reason.code in ("calendar.weekend", "calendar.open_uncounted"):
        return _(_DAYS[int(reason.params["weekday"])])
    return str(reason.params["name"]) or _("Ngày nghỉ")


def _note(reason: Reason) -> str:
    return _("Lịch nghỉ chính thức của năm %(first)s–%(last)s chưa có: chỉ tính cuối tuần và ngày lễ cố định.") % dict(
        reason.params
    )
