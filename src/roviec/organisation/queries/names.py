"""Which unit does a document mean? Every unit that the name may stand for is given; choosing among several is for a person."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q

from roviec.core.unit_names import lookup_keys, wider_keys
from roviec.organisation.models import Succession, Unit, UnitAlias, UnitClosure
from roviec.organisation.models.dated import in_force

# Merged, merged again, renamed: more steps than this in one history are a mistake in the data.
MAX_SUCCESSIONS = 10
# SQLite takes a limited number of values in one question.
BATCH = 800


def find_unit(name: str, day: date) -> list[Unit]:
    """The units in force on the day that `name` stands for: none, one, or several when the name is ambiguous.

    Spelling, marks, abbreviations and other names do not matter. A former name gives the successors of that day (of a divided unit
    all of them, the main one first), but only where no unit bears the name now.
    """
    return find_units([name], day)[name]


def find_units(names: Iterable[str], day: date) -> dict[str, list[Unit]]:
    """`find_unit` for many names, in a fixed number of questions."""
    asked = {name: lookup_keys(name) for name in names}
    wider = {name: [pair for key in keys for pair in wider_keys(key)] for name, keys in asked.items()}
    every_key = {key for keys in asked.values() for key in keys} | {key for pairs in wider.values() for key, _ in pairs}
    by_key, former_by_key = _units_by_key(every_key, day)
    standing_in = _StandingIn(day)
    answers = {}
    for name, keys in asked.items():
        answers[name] = (
            _pick(by_key, keys)
            or standing_in.filter(by_key, wider[name])
            or _pick(former_by_key, keys)
            or standing_in.filter(former_by_key, wider[name])
        )
    return answers


UnitsByKey = Mapping[str, list[Unit]]


def _pick(by_key: UnitsByKey, keys: Iterable[str]) -> list[Unit]:
    return list({unit.pk: unit for key in keys for unit in by_key.get(key, ())}.values())


def _units_by_key(keys: set[str], day: date) -> tuple[UnitsByKey, UnitsByKey]:
    """(units that bear the name on the day, units of that day that took over from one that bore it)."""
    present: dict[str, list[Unit]] = {}
    closed: dict[str, list[Unit]] = {}
    former: dict[str, list[Unit]] = {}
    listed = sorted(keys)
    for start in range(0, len(listed), BATCH):
        part = listed[start : start + BATCH]
        named = Unit.objects.filter(Q(folded__in=part) | Q(short_folded__in=part) | Q(initials__in=part))
        for unit in named.filter(valid_from__lte=day).order_by("is_external", "code"):
            target = present if unit.valid_to is None or unit.valid_to > day else closed
            for key in {unit.folded, unit.short_folded, unit.initials} & keys:
                target.setdefault(key, []).append(unit)
        aliases = UnitAlias.objects.filter(in_force(day), folded__in=part).select_related("unit").order_by("unit__code")
        for alias in aliases:
            unit = alias.unit
            if unit.valid_to is not None and unit.valid_to <= day:
                target = closed
            else:
                target = former if alias.is_former else present
            target.setdefault(alias.folded, []).append(unit)
    heirs = successors_on({unit.pk for units in closed.values() for unit in units}, day)
    for key, units in closed.items():
        former.setdefault(key, []).extend(heir for unit in units for heir in heirs.get(unit.pk, ()))
    return present, former


def successors_on(unit_ids: Iterable[UUID], day: date) -> dict[UUID, list[Unit]]:
    """Closed unit -> the units of that day that it went into, through several restructurings if need be; main ones first."""
    origins: dict[UUID, set[UUID]] = {pk: {pk} for pk in unit_ids}
    found: dict[UUID, list[Unit]] = {}
    for _ in range(MAX_SUCCESSIONS):
        if not origins:
            break
        steps = (
            Succession.objects.filter(old__in=list(origins), new__isnull=False, restructuring__state="done")
            .select_related("new")
            .order_by("-is_main", "new__code")
        )
        following: dict[UUID, set[UUID]] = {}
        for step in steps:
            unit = step.new
            if unit is None or step.old_id == step.new_id:
                continue
            if unit.valid_to is not None and unit.valid_to <= day:
                following.setdefault(unit.pk, set()).update(origins[step.old_id])
                continue
            for origin in origins[step.old_id]:
                if unit not in found.setdefault(origin, []):
                    found[origin].append(unit)
        origins = following
    return found


class _StandingIn:
    """Wider keys hold only where the place that was left out of the name stands above the unit."""

    def __init__(self, day: date) -> None:
        self.day = day
        self.above: dict[UUID, list[str]] = {}

    def filter(self, by_key: UnitsByKey, pairs: Iterable[tuple[str, str]]) -> list[Unit]:
        return list(
            {
                unit.pk: unit
                for key, place in pairs
                for unit in by_key.get(key, ())
                if not place or any(name.endswith(place) for name in self._names_above(unit))
            }.values()
        )

    def _names_above(self, unit: Unit) -> list[str]:
        if unit.pk not in self.above:
            rows = UnitClosure.objects.on(self.day).filter(descendant=unit.pk)
            self.above[unit.pk] = list(rows.values_list("ancestor__folded", flat=True))
        return self.above[unit.pk]
