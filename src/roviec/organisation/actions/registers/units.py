"""Lines of units, other names and functions."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from roviec.core.actor import Actor
from roviec.core.text import fold
from roviec.core.unit_names import name_key
from roviec.ledger.ids import new_id
from roviec.organisation.actions.checks import in_batches
from roviec.organisation.actions.names import NewAlias, NewFunction, add_aliases, add_functions
from roviec.organisation.actions.registers.resolving import Lookup, Resolved, begin, check_days, refuse_repeated
from roviec.organisation.actions.units import NewUnit, create_units
from roviec.organisation.models import Unit, UnitAlias, UnitEdge, UnitFunction
from roviec.organisation.models.unit import Level, Side
from roviec.organisation.readers.lines import Line


def resolve_units(lines: Sequence[Line], day: date) -> list[Resolved]:
    """A parent may stand in the same file, by code or by a name that only one line has."""
    rows = begin(lines, "units")
    refuse_repeated(rows, lambda row: row.text("code") or None)
    usable = [row for row in rows if not row.problems]
    ids = {row.text("code"): new_id() for row in usable}
    by_name: dict[str, list[str]] = defaultdict(list)
    for row in usable:
        by_name[name_key(row.text("name"))].append(row.text("code"))
    lookup = Lookup([row for row in rows if row.text("parent") not in ids], day, units=["parent"])
    known = {u.code: u for u in in_batches(Unit.objects.filter(valid_to__isnull=True), "code", ids)}
    parents = {edge.unit_id: edge.parent_id for edge in _open_edges(known)}
    for row in usable:
        code, start, end = row.text("code"), row.day("valid_from"), row.day("valid_to")
        check_days(row, start, end)
        parent = _parent(row, ids, by_name, known, lookup)
        new = NewUnit(
            id=ids[code],
            code=code,
            name=row.text("name"),
            short_name=row.text("short_name"),
            kind=row.text("kind"),
            level=row.choice("level", Level, Level.PROVINCE),
            side=row.choice("side", Side, Side.STATE),
            is_body=row.flag("is_body"),
            is_external=row.flag("is_external"),
            parent=parent,
            valid_from=start or day,
            valid_to=end,
            note=row.text("note"),
        )
        if code in known:
            _compare(row, known[code], new, parents.get(known[code].pk))
        row.new = new
    _refuse_below_refused(usable)
    return rows


def _parent(
    row: Resolved, ids: dict[str, UUID], by_name: dict[str, list[str]], known: dict[str, Unit], lookup: Lookup
) -> UUID | None:
    written = row.text("parent")
    if not written:
        return None
    code = written if written in ids else None
    if code is None and not lookup.knows_code(written):
        named = by_name.get(name_key(written), [])
        if len(named) > 1:
            row.refuse("parent", "several_units", value=written, choices="; ".join(named))
            return None
        code = named[0] if named else None
    if code == row.text("code"):
        row.refuse("parent", "to_oneself")
        return None
    if code is not None:
        return known[code].pk if code in known else ids[code]
    unit = lookup.unit(row, "parent")
    return unit.pk if unit else None


def _compare(row: Resolved, unit: Unit, new: NewUnit, parent: UUID | None) -> None:
    """A code that exists: the same facts change nothing; other facts are for the pages, where they happen on a day."""
    if (unit.name, unit.short_name, parent) == (new.name, new.short_name, new.parent):
        row.same = True
    else:
        row.refuse("code", "exists_differently", code=unit.code, name=unit.name)


def _refuse_below_refused(rows: Sequence[Resolved]) -> None:
    """What stands below a refused line cannot be taken either."""
    fallen = {row.new.id for row in rows if row.problems}
    while True:
        more = [row for row in rows if not row.problems and not row.same and row.new.parent in fallen]
        if not more:
            return
        for row in more:
            row.refuse("parent", "parent_refused", value=row.text("parent"))
            fallen.add(row.new.id)


def _open_edges(units: dict[str, Unit]) -> list[UnitEdge]:
    return in_batches(UnitEdge.objects.filter(valid_to__isnull=True), "unit", (unit.pk for unit in units.values()))


def apply_units(rows: Sequence[Resolved], *, by: Actor, at: datetime) -> None:
    create_units([row.new for row in rows], by=by, at=at)


def resolve_aliases(lines: Sequence[Line], day: date) -> list[Resolved]:
    rows = begin(lines, "aliases")
    lookup = Lookup(rows, day, units=["unit"])
    units = [lookup.unit(row, "unit") for row in rows]
    known = {
        (alias.unit_id, alias.folded)
        for alias in in_batches(UnitAlias.objects.all(), "unit", {unit.pk for unit in units if unit})
    }
    for row, unit in zip(rows, units, strict=True):
        start, end = row.day("valid_from"), row.day("valid_to")
        check_days(row, start, end)
        if unit is None or row.problems:
            continue
        key = name_key(row.text("name"))
        row.same = (unit.pk, key) in known or key == unit.folded
        row.new = NewAlias(unit.pk, row.text("name"), start or day, row.flag("is_former"), end)
    refuse_repeated(rows, lambda row: (row.new.unit, name_key(row.new.name)) if row.new else None)
    return rows


def apply_aliases(rows: Sequence[Resolved], *, by: Actor, at: datetime) -> None:
    add_aliases([row.new for row in rows], by=by, at=at)


def resolve_functions(lines: Sequence[Line], day: date) -> list[Resolved]:
    rows = begin(lines, "functions")
    lookup = Lookup(rows, day, units=["unit"])
    units = [lookup.unit(row, "unit") for row in rows]
    lookup.load_posts(units)
    known = {
        (function.unit_id, function.post_id, function.folded)
        for function in in_batches(UnitFunction.objects.on(day), "unit", {unit.pk for unit in units if unit})
    }
    for row, unit in zip(rows, units, strict=True):
        post = lookup.post(row, unit)
        start, end = row.day("valid_from"), row.day("valid_to")
        check_days(row, start, end)
        if unit is None or row.problems:
            continue
        row.new = NewFunction(
            unit.pk, row.text("text"), start or day, row.text("basis"), post.pk if post else None, end
        )
        row.same = (unit.pk, row.new.post, fold(row.text("text"))) in known
    refuse_repeated(rows, lambda row: (row.new.unit, row.new.post, fold(row.new.text)) if row.new else None)
    return rows


def apply_functions(rows: Sequence[Resolved], *, by: Actor, at: datetime) -> None:
    add_functions([row.new for row in rows], by=by, at=at)
