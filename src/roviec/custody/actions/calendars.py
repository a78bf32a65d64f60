"""A calendar changes: what follows from it is derived again in the same action, with one trail and one announcement.

Only what is derived moves: terms in working days or minutes, and days that roll over. Dates by decision stay. Lateness that a late
holiday takes back is annulled, never deleted.
"""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from roviec.core.actor import Actor
from roviec.core.calendar_layers import CalendarEdit, edit_facts
from roviec.core.calendars import WorkingCalendar
from roviec.core.working_table import WeekFrom
from roviec.custody.models import CalendarChange, Clock, DueMove, LateSpell
from roviec.custody.queries.rederived import Move, Rederived, rederived
from roviec.ledger.actions import record
from roviec.ledger.bulk import BATCH
from roviec.ledger.ids import new_id
from roviec.organisation.actions import calendars as records
from roviec.organisation.queries import calendars

CHANGED = "custody.calendar_changed"


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a change would do: labels before and after, and what moves."""

    edit: CalendarEdit
    old_label: str
    new_label: str
    moved: Rederived


def foresee_change(code: str, edit: CalendarEdit, *, by: Actor, at: datetime) -> Foreseen:
    """Nothing is written. The same refusals as `change_calendar`."""
    planned = records.plan_edit(code, edit, by=by)
    moved = rederived(at, planned.after, before=planned.before)
    return Foreseen(planned.edit, planned.before[code].label, planned.after[code].label, moved)


def change_calendar(
    code: str, edit: CalendarEdit, *, by: Actor, at: datetime, version: int | None = None
) -> CalendarChange:
    """Changes the calendar of that code and derives the open due dates again that it, or one that inherits from it, has made."""
    with transaction.atomic():
        planned = records.plan_edit(code, edit, by=by)
        records.write_edit(planned, by=by, at=at, version=version)
        moved = rederived(at, planned.after, before=planned.before, lock=True)
        change = _change(code, edit_facts(edit), planned.before[code], planned.after[code], by=by, at=at)
        _apply(change, moved, by=by, at=at)
        for one, calendar in planned.after.items():
            _relabel(one, calendar.label)
    return change


def foresee_hours(unit_id: UUID, week: WeekFrom, *, by: Actor, at: datetime) -> Foreseen:
    """What other opening hours of one unit, and of those below that work as it does, would move. Nothing is kept."""
    with transaction.atomic():
        point = transaction.savepoint()
        code, units = records.open_calendar_of(unit_id, by=by, at=at)
        planned = records.plan_edit(code, CalendarEdit(week=week), by=by)
        moved = rederived(at, planned.after, before=planned.before, units=dict.fromkeys(units, code) if units else None)
        transaction.savepoint_rollback(point)
    calendars.forget()
    return Foreseen(planned.edit, planned.before[code].label, planned.after[code].label, moved)


def set_opening_hours(
    unit_id: UUID, week: WeekFrom, *, by: Actor, at: datetime, version: int | None = None
) -> CalendarChange:
    """Opening hours of a unit from a day on. A unit that had no calendar of its own gets one that inherits the one it had."""
    with transaction.atomic():
        code, units = records.open_calendar_of(unit_id, by=by, at=at)
        edit = CalendarEdit(week=week)
        planned = records.plan_edit(code, edit, by=by)
        records.write_edit(planned, by=by, at=at, version=version)
        change = _change(code, edit_facts(edit), planned.before[code], planned.after[code], by=by, at=at)
        moved = rederived(at, planned.after, before=planned.before, lock=True)
        taken = None
        if units:
            taken = rederived(at, planned.after, before=planned.before, units=dict.fromkeys(units, code), lock=True)
            moved = Rederived([*moved.moves, *taken.moves], moved.soon | taken.soon, moved.running + taken.running)
        _apply(change, moved, by=by, at=at)
        for one, calendar in planned.after.items():
            _relabel(one, calendar.label)
        if units:
            label = planned.after[code].label
            open_ = Clock.objects.filter(unit__in=units, closed_at__isnull=True, due__isnull=False)
            open_.update(due_calendar=label)
    return change


def check_again(code: str, *, by: Actor, at: datetime) -> CalendarChange:
    """Derives again what an older version of the calendar made: after an update of the shipped list, or a change during an action."""
    with transaction.atomic():
        known = calendars.recorded()
        now = {one: calendars.built(known, one) for one in calendars.with_below(known, code)}
        records.require_change(code, by=by)
        records.keep_versions(list(now.values()), at)
        moved = rederived(at, now, lock=True)
        change = _change(code, {}, now[code], now[code], by=by, at=at)
        _apply(change, moved, by=by, at=at)
        for one, calendar in now.items():
            _relabel(one, calendar.label)
    return change


def _change(
    code: str, what: dict, old: WorkingCalendar, new: WorkingCalendar, *, by: Actor, at: datetime
) -> CalendarChange:
    label = f"{by.account_label} ({by.mandate_label})" if by.mandate_label else by.account_label
    return CalendarChange(
        calendar=code,
        title=_title(what),
        what=what,
        old_label=old.label,
        new_label=new.label,
        at=at,
        by_label=label[:300],
    )


def _title(what: dict[str, Any]) -> str:
    """The days concerned, with their names: facts as they were given, in no language."""
    days = [f"{_said(day)} {name}".strip() for day, _kind, _hours, name, _source in what.get("days", ())]
    days += [_said(day) for day in what.get("withdrawn", ())]
    days += [_said(what["week"][0])] if what.get("week") else []
    return "; ".join(days[:3]) + (f"; … ({len(days)})" if len(days) > 3 else "")


def _said(day: str) -> str:
    return f"{date.fromisoformat(day):%d/%m/%Y}"


def _apply(change: CalendarChange, moved: Rederived, *, by: Actor, at: datetime) -> None:
    moves = moved.moves
    change.moved = len(moves)
    change.became_late, change.no_longer_late = len(moved.become_late), len(moved.no_longer_late)
    lines = "\n".join(f"{m.clock} {m.old.isoformat()} {m.new.isoformat()}" for m in moves)
    digest = hashlib.sha256(lines.encode()).hexdigest()
    data = {
        "calendar": change.calendar,
        "what": change.what,
        "old": change.old_label,
        "new": change.new_label,
        "count": len(moves),
        "digest": digest,
        "became_late": change.became_late,
        "no_longer_late": change.no_longer_late,
    }
    record(change, "calendar_changed", by=by, at=at, data=data, tell=CHANGED if moves else None)
    _write(moves)
    for near, pks in moved.soon.items():
        for first in range(0, len(pks), BATCH):
            Clock.objects.filter(pk__in=pks[first : first + BATCH]).update(soon_from=near)
    _keep_moves(change, moves)
    _correct_lateness(change, moves, at)


def _write(moves: Sequence[Move]) -> None:
    """Terms that began and end together move together: one statement for many rows. `due` in the condition leaves a row alone that
    somebody else has just dated otherwise."""
    together: dict[tuple[datetime, datetime, datetime | None, str], list[UUID]] = defaultdict(list)
    for move in moves:
        if move.inferred is None:
            together[move.old, move.new, move.soon, move.label].append(move.clock)
        else:
            d = move.inferred
            Clock.objects.filter(pk=move.clock, due=move.old).update(
                due=move.new,
                soon_from=move.soon,
                due_calendar=move.label,
                due_rule=d.rule,
                due_anchor=d.anchor,
                due_amount=d.amount,
                due_rolls=d.rolls,
                due_said_at=d.said_at,
            )
    for (old, new, soon, label), pks in together.items():
        for first in range(0, len(pks), BATCH):
            Clock.objects.filter(pk__in=pks[first : first + BATCH], due=old).update(
                due=new, soon_from=soon, due_calendar=label
            )


def _keep_moves(change: CalendarChange, moves: Sequence[Move]) -> None:
    """One prepared statement: an instance of the model per row would be half of the cost of the whole change."""
    if not moves:
        return
    meta, quote = DueMove._meta, connection.ops.quote_name
    names = ("id", "change", "clock", "unit", "old", "new", "was_late", "is_late")
    fields = [meta.get_field(name) for name in names]
    instants = cache(lambda moment: DueMove._meta.get_field("old").get_db_prep_save(moment, connection))
    key = meta.pk.get_db_prep_save
    change_id = key(change.pk, connection)
    rows = [
        (
            key(new_id(), connection),
            change_id,
            key(m.clock, connection),
            key(m.unit, connection),
            instants(m.old),
            instants(m.new),
            m.was_late,
            m.is_late,
        )
        for m in moves
    ]
    columns = ", ".join(quote(str(field.column)) for field in fields)  # type: ignore[union-attr]
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({marks})", rows)


def _relabel(code: str, label: str) -> None:
    """Everything open that the calendar made is as its new version says; one statement."""
    stale = Clock.objects.filter(due_calendar__startswith=f"{code}@", closed_at__isnull=True, due__isnull=False)
    stale.exclude(due_calendar=label).update(due_calendar=label)


def _correct_lateness(change: CalendarChange, moves: Sequence[Move], at: datetime) -> None:
    """Open spells of clocks that moved never were as they stand: annulled. What is late all the same has one from the right instant."""
    late = {move.clock: move for move in moves if move.was_late}
    for first in range(0, len(late), BATCH):
        batch = list(late)[first : first + BATCH]
        open_ = list(LateSpell.objects.filter(clock__in=batch, until__isnull=True))
        LateSpell.objects.filter(pk__in=[spell.pk for spell in open_]).update(
            until=at, annulled_at=at, annulled_by=change
        )
        Clock.objects.filter(pk__in=[spell.clock_id for spell in open_]).update(late_since=None)
        corrected = []
        for spell in open_:
            move = late[spell.clock_id]
            if not move.is_late:
                continue
            since = move.new if spell.since == spell.due else max(spell.since, move.new)
            corrected.append(
                LateSpell(
                    clock_id=spell.clock_id,
                    due=move.new,
                    since=since,
                    unit_id=spell.unit_id,
                    head_mandate_id=spell.head_mandate_id,
                    holder_unit_id=spell.holder_unit_id,
                    holder_post_id=spell.holder_post_id,
                    before_takeover=spell.before_takeover,
                )
            )
        LateSpell.objects.bulk_create(corrected, batch_size=BATCH)
        for spell in corrected:
            Clock.objects.filter(pk=spell.clock_id).update(late_since=spell.since)
