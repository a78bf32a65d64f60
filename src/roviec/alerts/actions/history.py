"""History brought from other systems, so that forecasts need not wait a year. All of a log or nothing; the same log again replaces itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from roviec.alerts.models import PastWork
from roviec.alerts.permissions import PERMISSIONS
from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.forecast.lives import Life
from roviec.core.forecast.logs import Columns, Problem, read_log
from roviec.organisation.models import Unit
from roviec.organisation.queries import find_units

INSERT = 1_000
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Brought:
    """`cases` were written, in `units` units known here by name; or `problems` were found and nothing was written."""

    cases: int
    units: int
    problems: tuple[Problem, ...]


def bring_history(
    rows: Iterable[Mapping[str, str | None]],
    columns: Columns,
    *,
    source: str,
    taken_at: datetime,
    by: Actor,
    at: datetime,
) -> Brought:
    """`source` names the log; what was brought under the same name before is replaced. `taken_at`: when the log was taken."""
    PERMISSIONS.require(by, "bring_history")
    read = read_log(rows, columns, lambda instant: instant.timestamp())
    if read.problems:
        return Brought(0, 0, tuple(read.problems))
    names = {str(life.unit) for life in read.lives.values() if life.unit}
    known = find_units(names, at.astimezone(VIETNAM).date())
    units = {name: found[0] for name, found in known.items() if len(found) == 1}
    made = [_row(code, life, source, taken_at, units) for code, life in read.lives.items()]
    with transaction.atomic():
        PastWork.objects.filter(source=source[:LONGEST]).delete()
        PastWork.objects.bulk_create(made, batch_size=INSERT)
    return Brought(len(made), len({row.unit_id for row in made if row.unit_id}), ())


def _row(code: str, life: Life, source: str, taken_at: datetime, units: Mapping[str, Unit]) -> PastWork:
    _unit, kind = life.chain
    return PastWork(
        source=source[:LONGEST],
        code=code[:LONGEST],
        unit=units.get(str(life.unit)),
        unit_text=str(life.unit)[:300],
        kind=str(kind)[:LONGEST],
        started_at=_instant(life.start),
        due=_instant(life.due),
        ended_at=None if life.end is None else _instant(life.end),
        turns=[[_instant(turn.at).isoformat(), turn.what.value, round(turn.value, 4)] for turn in life.turns],
        seen_until=taken_at,
    )


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
