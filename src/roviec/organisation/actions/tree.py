"""The closure table: derived from the edges, kept in step by every action that writes an edge."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from roviec.core.dated_tree import Edge, ancestry
from roviec.ledger.bulk import update_each
from roviec.organisation.models import Unit, UnitClosure, UnitEdge

# Above this many units it is cheaper to read all edges than to ask for those that matter.
WHOLE_TABLE = 500


def rebuild_closure(unit_ids: Iterable[UUID] | None = None) -> int:
    """Writes the closure rows of the units anew (of all units when None) and their nearest body; how many rows there are now.

    Raises core.dated_tree.Cycle. Must run in the action's transaction. After the move of one unit, pass it and all units that were
    ever below it: `units_below`.
    """
    wanted = None if unit_ids is None else set(unit_ids)
    whole = wanted is None or len(wanted) > WHOLE_TABLE
    units = list(Unit.objects.all() if whole else Unit.objects.filter(pk__in=wanted or ()))
    if wanted is not None:
        units = [unit for unit in units if unit.pk in wanted]
    edges = _edges(None if whole else set(wanted or ()))
    bodies = set(Unit.objects.filter(is_body=True).values_list("pk", flat=True))
    rows: list[UnitClosure] = []
    changed: list[Unit] = []
    for unit in units:
        body_id: UUID | None = None
        nearest: int | None = None
        for above in ancestry(unit.pk, unit.valid_from, unit.valid_to, edges):
            rows.append(
                UnitClosure(
                    ancestor_id=above.ancestor,
                    descendant_id=unit.pk,
                    depth=above.depth,
                    valid_from=above.start,
                    valid_to=above.end,
                )
            )
            at_the_end = above.end == unit.valid_to and above.ancestor in bodies
            if at_the_end and (nearest is None or above.depth < nearest):
                body_id, nearest = above.ancestor, above.depth
        if unit.body_id != body_id:
            unit.body_id = body_id
            changed.append(unit)
    _delete_rows(wanted)
    UnitClosure.objects.bulk_create(rows, batch_size=2000)
    if changed:
        update_each(changed, ["body"])
    return len(rows)


def units_below(unit_ids: Iterable[UUID]) -> set[UUID]:
    """The units and all that were below them at any time."""
    ids = set(unit_ids)
    if len(ids) > WHOLE_TABLE:
        pairs = UnitClosure.objects.values_list("ancestor", "descendant").iterator(chunk_size=5000)
        return ids | {descendant for ancestor, descendant in pairs if ancestor in ids}
    return ids | set(UnitClosure.objects.filter(ancestor__in=ids).values_list("descendant", flat=True))


def _edges(start: set[UUID] | None) -> dict[UUID, list[Edge]]:
    """Edges by unit: all, or those on the ways up from `start`."""
    found: dict[UUID, list[Edge]] = defaultdict(list)
    pending, seen = start, set(start or ())
    while pending is None or pending:
        rows = UnitEdge.objects.all() if pending is None else UnitEdge.objects.filter(unit__in=pending)
        parents = set()
        for unit_id, parent_id, first, last in rows.values_list("unit", "parent", "valid_from", "valid_to"):
            found[unit_id].append(Edge(parent_id, first, last))
            parents.add(parent_id)
        if pending is None:
            break
        pending = parents - seen
        seen |= parents
    return found


def _delete_rows(wanted: set[UUID] | None) -> None:
    if wanted is None:
        UnitClosure.objects.all()._raw_delete(UnitClosure.objects.db)
        return
    ids = sorted(wanted)
    for first in range(0, len(ids), WHOLE_TABLE):
        stale = UnitClosure.objects.filter(descendant__in=ids[first : first + WHOLE_TABLE])
        stale._raw_delete(stale.db)
