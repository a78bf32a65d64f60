"""The rows of the city go through the real register import, file by file, as an office would send them."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import datetime

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.demo.city import City, Row
from roviec.organisation.actions.registers import KINDS, apply_register, check_register


class DemoProblem(RuntimeError):
    """The demo data do not fit the product any more: a fault of ours, said with the line that shows it."""


def import_city(city: City, *, by: Actor, at: datetime, say: Callable[[str], None]) -> None:
    """Raises DemoProblem when a single line is refused."""
    day = at.astimezone(VIETNAM).date()
    for kind in KINDS:
        rows: list[Row] = getattr(city, kind, [])
        if not rows:
            continue
        say(f"{kind}: {len(rows)}")
        checked = check_register(as_csv(rows), f"{kind}.csv", kind, by=by, at=at, day=day)
        if checked.refused:
            line = checked.rows.filter(verdict="refuse").first()
            raise DemoProblem(f"{kind}.csv, line {line.line}: {line.problems} {line.values}")
        apply_register(checked.pk, by=by, at=at, day=day)


def as_csv(rows: Iterable[Row]) -> bytes:
    listed = list(rows)
    columns = list(dict.fromkeys(name for row in listed for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(listed)
    return out.getvalue().encode("utf-8-sig")
