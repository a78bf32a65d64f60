"""A restructuring is drafted, given a complete mapping, and carried out as one event."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.unit_names import name_key
from roviec.ledger.actions import lock, lock_all, record
from roviec.ledger.bulk import record_each
from roviec.organisation import estates
from roviec.organisation.actions.checks import existing, open_on, required
from roviec.organisation.actions.restructuring.holdings import move_single_posts
from roviec.organisation.actions.restructuring.plan import Plan, Successor
from roviec.organisation.actions.tree import rebuild_closure, units_below
from roviec.organisation.actions.units import NewUnit, close_rows, create_units, place_from, place_unit, rename_unit
from roviec.organisation.models import Post, Restructuring, Succession, Unit, UnitAlias, UnitEdge
from roviec.organisation.permissions import PERMISSIONS, Scope

Kind = Restructuring.Kind


def draft_restructuring(
    kind: str, plan: Plan, *, title: str, effective_on: date, document: str = "", by: Actor, at: datetime
) -> Restructuring:
    """Keeps the plan; nothing of the organisation changes. Raises Invalid for what can never be carried out."""
    with transaction.atomic():
        required(title=title, effective_on=effective_on)
        old = existing(Unit, plan.old, "old")
        PERMISSIONS.require(by, "draft_restructuring", _scope(plan, old))
        _check(kind, plan, old, effective_on)
        draft = Restructuring(
            kind=kind, title=title.strip(), document=document.strip(), effective_on=effective_on, plan=plan.as_json()
        )
        record(draft, "restructuring_drafted", by=by, at=at, data={"kind": kind, "title": title, "plan": draft.plan})
        return draft


def restructure(
    restructuring_id: UUID,
    *,
    by: Actor,
    at: datetime,
    today: date,
    mapping: Mapping[str, Mapping[UUID, str]] | None = None,
    posts: Mapping[UUID, str] | None = None,
    version: int | None = None,
) -> Restructuring:
    """Carries the draft out: all of it or nothing.

    `mapping` (estate -> old unit -> successor's key) must cover all that the closing units hold; with a single successor it covers
    itself. Raises Invalid naming each gap, and before the effective day.
    """
    with transaction.atomic():
        event = lock(Restructuring, restructuring_id, version=version)
        plan = Plan.of(event.plan)
        plan = replace(plan, mapping=mapping or plan.mapping, posts=posts or plan.posts)
        on = event.effective_on
        old = {unit.pk: unit for unit in lock_all(Unit, plan.old)}
        PERMISSIONS.require(by, "restructure", _scope(plan, old))
        if event.state != Restructuring.State.DRAFT:
            raise Invalid(None, Reason("organisation.restructuring_done"))
        if on > today:
            raise Invalid("effective_on", Reason("organisation.too_early", {"day": f"{on:%d/%m/%Y}"}))
        _check(event.kind, plan, old, on)
        moved: dict[str, int] = {}
        if event.kind == Kind.RENAME:
            rename_unit(plan.old[0], name=plan.name, short_name=plan.short_name, from_day=on, by=by, at=at)
        elif event.kind == Kind.MOVE:
            place_unit(plan.old[0], parent=plan.parent, from_day=on, by=by, at=at)
        else:
            moved = _take_over(event, plan, old, on, by, at)
        event.plan, event.moved, event.state = plan.as_json(), moved, Restructuring.State.DONE
        record(
            event,
            "restructured",
            by=by,
            at=at,
            data={"kind": event.kind, "title": event.title, "on": on, "moved": moved},
            changed=["plan", "moved", "state"],
            tell="organisation.restructured",
        )
        return event


def gaps(plan: Plan, held: Mapping[str, Mapping[UUID, int]]) -> list[tuple[str, UUID, int]]:
    """(estate, unit, count) for everything held that the mapping sends nowhere."""
    keys = {one.key for one in plan.successors}
    only = next(iter(keys)) if len(keys) == 1 else None
    return [
        (name, unit, count)
        for name, units in held.items()
        for unit, count in units.items()
        if only is None and plan.mapping.get(name, {}).get(unit) not in keys
    ]


def closing(plan: Plan) -> list[UUID]:
    """The old units that end: those that are not their own successor."""
    staying = {one.unit for one in plan.successors}
    return [pk for pk in plan.old if pk not in staying]


def _take_over(
    event: Restructuring, plan: Plan, old: Mapping[UUID, Unit], on: date, by: Actor, at: datetime
) -> dict[str, int]:
    ending = closing(plan)
    held = estates.held_by(plan.old, on)
    labels = {estate.name: str(estate.label) for estate in estates.in_order()}
    if missing := gaps(plan, {name: {u: n for u, n in units.items() if u in ending} for name, units in held.items()}):
        raise Invalid.many(
            (
                f"mapping:{name}:{unit}",
                Reason(
                    "organisation.mapping_incomplete",
                    {"estate": labels[name], "count": count, "unit": old[unit].name},
                ),
            )
            for name, unit, count in missing
        )
    for unit in old.values():
        unit.place_before = _parent_of(unit, on)
    _close(event, [old[pk] for pk in ending], on, by, at)
    targets = _open_successors(plan, old, on, by, at)
    moved = {}
    own = set(Post.objects.filter(pk__in=list(plan.posts), unit__in=list(plan.old)).values_list("pk", flat=True))
    if single := {post: targets[key] for post, key in plan.posts.items() if post in own and key in targets}:
        moved["organisation.posts"] = move_single_posts(single, on, by, at)
    for estate in estates.in_order():
        units = held.get(estate.name, {})
        chosen = {unit: _target(plan, estate.name, unit, targets) for unit in units}
        going = {unit: target for unit, target in chosen.items() if target is not None and target != unit}
        if going:
            moved[estate.name] = moved.get(estate.name, 0) + estate.hand_over(going, on, by, at)
    _keep_in_the_tree(plan, old, targets, on)
    _name_successors(event, plan, old, targets, on)
    rebuild_closure(units_below([*old, *targets.values()]))
    make_sure_nothing_is_left(ending, on)
    return moved


def _target(plan: Plan, estate: str, unit: UUID, targets: Mapping[str, UUID]) -> UUID | None:
    key = plan.mapping.get(estate, {}).get(unit)
    if key is not None and key in targets:
        return targets[key]
    # A unit that goes on keeps what nobody gave away.
    if unit in targets.values():
        return unit
    return next(iter(targets.values())) if len(targets) == 1 else None


def make_sure_nothing_is_left(unit_ids: Iterable[UUID], on: date) -> None:
    """An estate that counts what it cannot move is a fault of ours: the whole event is undone."""
    if left := estates.held_by(unit_ids, on):
        raise RuntimeError(f"left behind by their estates: {sorted(left)}")


def _close(event: Restructuring, units: Sequence[Unit], on: date, by: Actor, at: datetime) -> None:
    close_rows(units, on)
    record_each(
        units,
        "unit_closed",
        by=by,
        at=at,
        data=lambda _unit: {"on": on, "restructuring": event.pk},
        changed=["valid_to"],
    )


def _open_successors(plan: Plan, old: Mapping[UUID, Unit], on: date, by: Actor, at: datetime) -> dict[str, UUID]:
    """Key -> unit. New ones take level, side and standing from the first old unit, and its parent unless another is named."""
    model = old[plan.old[0]]
    new = {
        one.key: NewUnit(
            code=one.code,
            name=one.name,
            short_name=one.short_name,
            kind=one.kind or model.kind,
            valid_from=on,
            level=model.level,
            side=model.side,
            is_body=model.is_body,
            parent=one.parent or model.place_before,
            calendar=model.calendar,
        )
        for one in plan.successors
        if one.unit is None
    }
    create_units(list(new.values()), by=by, at=at)
    return {one.key: one.unit or new[one.key].id for one in plan.successors}


def _parent_of(unit: Unit, on: date) -> UUID | None:
    return UnitEdge.objects.on(on).filter(unit=unit).values_list("parent", flat=True).first()


def _keep_in_the_tree(plan: Plan, old: Mapping[UUID, Unit], targets: Mapping[str, UUID], on: date) -> None:
    """A successor that stood below the unit it takes over goes where that one stood."""
    above = old[plan.old[0]].place_before
    for unit in Unit.objects.filter(pk__in=targets.values()):
        if above and above != unit.pk and UnitEdge.objects.filter(unit=unit).exists() and _parent_of(unit, on) is None:
            place_from(unit, above, on)


def _name_successors(
    event: Restructuring, plan: Plan, old: Mapping[UUID, Unit], targets: Mapping[str, UUID], on: date
) -> None:
    units = Unit.objects.in_bulk(targets.values())
    known = set(UnitAlias.objects.filter(unit__in=units).values_list("unit", "folded"))
    for pk, unit in old.items():
        first = True
        for target in targets.values():
            if target == pk:
                continue
            Succession.objects.create(restructuring=event, old=unit, new_id=target, is_main=first)
            first = False
            key = name_key(unit.name)
            if key != units[target].folded and (target, key) not in known:
                known.add((target, key))
                UnitAlias.objects.create(unit_id=target, name=unit.name, folded=key, valid_from=on, is_former=True)


def _check(kind: str, plan: Plan, old: Mapping[UUID, Unit], on: date) -> None:
    if not plan.old:
        raise Invalid("old", Reason("organisation.no_old_units"))
    open_on(old, on, "old")
    if kind in (Kind.RENAME, Kind.MOVE, Kind.SPLIT) and len(plan.old) > 1:
        raise Invalid("old", Reason("organisation.one_unit_only"))
    if kind == Kind.RENAME:
        required(name=plan.name)
    if kind == Kind.MERGE and len(plan.successors) > 1:
        raise Invalid("successors", Reason("organisation.too_many_successors"))
    needed = {Kind.MERGE: 1, Kind.SPLIT: 2}.get(Kind(kind), 0)
    if len(plan.successors) < needed:
        raise Invalid("successors", Reason("organisation.too_few_successors", {"count": needed}))
    for one in plan.successors:
        if one.unit is None:
            required(**{f"{one.key}:code": one.code, f"{one.key}:name": one.name})
    open_on(existing(Unit, {one.unit for one in plan.successors}, "successors"), on, "successors")


def _scope(plan: Plan, old: Mapping[UUID, Unit]) -> Scope:
    pks = {one.unit for one in plan.successors} | {one.parent for one in plan.successors} | {plan.parent}
    others = existing(Unit, pks, "successors")
    return Scope.of(unit.body_id for unit in [*old.values(), *others.values()])


__all__ = ["Plan", "Successor", "closing", "draft_restructuring", "gaps", "restructure"]
