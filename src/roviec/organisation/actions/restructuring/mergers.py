"""Thousands of units merged on one day, as in July 2025: the same event as `restructure`, set-based."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.unit_names import name_key
from roviec.ledger.actions import record, record_bulk
from roviec.ledger.bulk import record_each
from roviec.ledger.ids import new_id
from roviec.organisation import estates
from roviec.organisation.actions.checks import in_batches
from roviec.organisation.actions.restructuring.acts import make_sure_nothing_is_left
from roviec.organisation.actions.tree import rebuild_closure, units_below
from roviec.organisation.actions.units import NewUnit, close_rows, create_units
from roviec.organisation.models import Restructuring, Succession, Unit, UnitAlias
from roviec.organisation.permissions import PERMISSIONS


@dataclass(frozen=True, slots=True)
class MergerLine:
    """The unit with `old_code` went into the one with `new_code`; a divided unit has several lines, one of them the main.

    The new unit begins on the day of the merger, below the open unit with `new_parent` ("": none), and may take over an old code.
    """

    old_code: str
    new_code: str
    new_name: str
    is_main: bool = True
    new_parent: str = ""


def apply_mergers(
    lines: Sequence[MergerLine], *, title: str, on: date, document: str = "", by: Actor, at: datetime
) -> Restructuring:
    """Closes the old units, opens the new ones and moves all that the old ones held to their main successor.

    Each unit, post and mandate gets its own ledger entry; the lines stand in the entry of the restructuring. All or nothing: raises
    Invalid for a code that no open unit has, or a divided unit without exactly one main successor.
    """
    with transaction.atomic():
        PERMISSIONS.require(by, "apply_mergers")
        old = _old_units(lines, on)
        main = _main_successors(lines)
        held = estates.held_by([unit.pk for unit in old.values()], on)
        event = Restructuring(kind=Restructuring.Kind.MERGE, title=title, document=document, effective_on=on)
        record(event, "restructuring_drafted", by=by, at=at, data={"kind": event.kind, "title": title})
        close_rows(old.values(), on)
        record_each(
            list(old.values()),
            "unit_closed",
            by=by,
            at=at,
            data=lambda _unit: {"on": on, "restructuring": event.pk},
            changed=["valid_to"],
        )
        new = _open_new_units(lines, old, on, by, at)
        mapping = {unit.pk: new[main[code]] for code, unit in old.items()}
        moved = {}
        for estate in estates.in_order():
            units = held.get(estate.name, {})
            if going := {unit: mapping[unit] for unit in units}:
                moved[estate.name] = estate.hand_over(going, on, by, at)
        _link(event, lines, old, new, on)
        rebuild_closure(units_below(mapping) | set(new.values()))
        make_sure_nothing_is_left(list(mapping), on)
        event.moved, event.state = moved, Restructuring.State.DONE
        event.save(update_fields=["moved", "state"])
        record_bulk(
            event,
            "mergers_applied",
            by=by,
            at=at,
            lines=[{"old": line.old_code, "new": line.new_code, "main": line.is_main} for line in lines],
            tell="organisation.restructured",
        )
        return event


def _old_units(lines: Sequence[MergerLine], on: date) -> dict[str, Unit]:
    codes = {line.old_code for line in lines}
    open_units = Unit.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lt=on
    ).select_for_update()
    old = {unit.code: unit for unit in in_batches(open_units, "code", codes)}
    if unknown := sorted(codes - old.keys()):
        raise Invalid.many(
            ("old_code", Reason("organisation.unknown_merger_code", {"code": code})) for code in unknown[:20]
        )
    return old


def _main_successors(lines: Sequence[MergerLine]) -> dict[str, str]:
    mains: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        mains[line.old_code].extend([line.new_code] if line.is_main else [])
    unclear = sorted(code for code, targets in mains.items() if len(targets) != 1)
    if unclear:
        raise Invalid.many(
            ("is_main", Reason("organisation.merger_target_unclear", {"code": code})) for code in unclear[:20]
        )
    return {code: targets[0] for code, targets in mains.items()}


def _open_new_units(
    lines: Sequence[MergerLine], old: dict[str, Unit], on: date, by: Actor, at: datetime
) -> dict[str, UUID]:
    """New code -> unit. Level, side and standing are those that most of the units going into it had."""
    targets: dict[str, MergerLine] = {}
    models: dict[str, Counter[tuple[str, str, bool]]] = defaultdict(Counter)
    for line in lines:
        targets.setdefault(line.new_code, line)
        unit = old[line.old_code]
        models[line.new_code][(unit.level, unit.side, unit.is_body)] += 1
    open_units = Unit.objects.filter(valid_to__isnull=True)
    parents = {
        unit.code: unit.pk
        for unit in in_batches(open_units, "code", {line.new_parent for line in targets.values()} - {""})
    }
    if unknown := sorted({line.new_parent for line in targets.values()} - parents.keys() - {""}):
        raise Invalid.many(
            ("new_parent", Reason("organisation.unknown_merger_code", {"code": code})) for code in unknown[:20]
        )
    rows = []
    for code, line in targets.items():
        level, side, is_body = models[code].most_common(1)[0][0]
        rows.append(
            NewUnit(
                code=code,
                name=line.new_name,
                valid_from=on,
                level=level,
                side=side,
                is_body=is_body,
                kind=line.new_name.split()[0],
                parent=parents.get(line.new_parent),
                id=new_id(),
            )
        )
    create_units(rows, by=by, at=at)
    return {row.code: row.id for row in rows}


def _link(
    event: Restructuring, lines: Sequence[MergerLine], old: dict[str, Unit], new: dict[str, UUID], on: date
) -> None:
    names = {line.new_code: name_key(line.new_name) for line in lines}
    aliases: dict[tuple[UUID, str], UnitAlias] = {}
    for line in lines:
        unit = old[line.old_code]
        if unit.folded != names[line.new_code]:
            aliases[(new[line.new_code], unit.folded)] = UnitAlias(
                unit_id=new[line.new_code], name=unit.name, folded=unit.folded, valid_from=on, is_former=True
            )
    Succession.objects.bulk_create(
        [
            Succession(restructuring=event, old=old[line.old_code], new_id=new[line.new_code], is_main=line.is_main)
            for line in lines
        ],
        batch_size=1000,
    )
    UnitAlias.objects.bulk_create(aliases.values(), batch_size=1000)
