"""A sheet as JSON into facts: every field that cannot be read is named with its place, all at once."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.scoring.model import Facts, Item, Origin, Role, Sums, UnitFacts

NUMBERS = ("coefficient", "quantity", "done")
OCCASIONS = ("quality_failures", "late", "excused_quality", "excused_late")
UNIT = ("any_subordinate_below_50", "lasting_delays", "lasting_disunity", "initiative")
KNOWN = {"ruleset", "role", "period", "general", "items", "unit", "settings", "steered"}
SUMS = ("given", "completed", "good", "on_time")

Problems = list[tuple[str | None, Reason]]


def facts_from(data: object) -> Facts:
    """Numbers may be JSON numbers (as Decimal) or strings. Raises Invalid with every problem; unknown fields are problems too."""
    problems: Problems = []
    if not isinstance(data, Mapping):
        raise Invalid(None, Reason("score.not_an_object"))
    for field in data.keys() - KNOWN:
        problems.append((str(field), Reason("score.unknown_field")))
    role = _one_of(data.get("role"), Role, "role", problems)
    general = {
        str(key): _number(points, f"general.{key}", problems)
        for key, points in _object(data, "general", problems).items()
    }
    items = data.get("items", [])
    if not isinstance(items, list):
        problems.append(("items", Reason("score.not_a_list")))
        items = []
    read = tuple(_item(one, f"items[{place}]", problems) for place, one in enumerate(items))
    unit = _unit(_object(data, "unit", problems), problems) if data.get("unit") is not None else None
    settings = {str(key): _setting(value) for key, value in _object(data, "settings", problems).items()}
    steered = _steered(data.get("steered", []), problems)
    if problems:
        raise Invalid.many(problems)
    return Facts(role or Role.STAFF, str(data.get("period", "")), general, read, unit, settings, steered)


def _steered(data: object, problems: Problems) -> tuple[Sums, ...]:
    """Of a manager: converted sums of the work of those in charge, one object each."""
    if not isinstance(data, list):
        problems.append(("steered", Reason("score.not_a_list")))
        return ()
    found = []
    for place, one in enumerate(data):
        if not isinstance(one, Mapping):
            problems.append((f"steered[{place}]", Reason("score.not_an_object")))
            continue
        problems += [(f"steered[{place}].{name}", Reason("score.unknown_field")) for name in one.keys() - {*SUMS, "of"}]
        given, completed, good, on_time = (
            _number(one.get(name, "0"), f"steered[{place}].{name}", problems) for name in SUMS
        )
        found.append(Sums(given, completed, good, on_time, str(one.get("of", ""))))
    return tuple(found)


def _setting(value: object) -> str:
    """true and false as JSON writes them mean yes and no."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _object(data: Mapping[str, Any], field: str, problems: Problems) -> Mapping[str, Any]:
    value = data.get(field)
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        problems.append((field, Reason("score.not_an_object")))
        return {}
    return value


def _item(data: object, place: str, problems: Problems) -> Item:
    if not isinstance(data, Mapping):
        problems.append((place, Reason("score.not_an_object")))
        data = {}
    else:
        for field in data.keys() - {"product", "origin", *NUMBERS, *OCCASIONS}:
            problems.append((f"{place}.{field}", Reason("score.unknown_field")))
        for field in ("product", *NUMBERS):
            if data.get(field) in (None, ""):
                problems.append((f"{place}.{field}", Reason("score.missing")))

    def number(name: str) -> Fraction:
        given = data.get(name)
        return Fraction(0) if given in (None, "") else _number(given, f"{place}.{name}", problems)

    def occasions(name: str) -> int:
        return _whole(data.get(name, 0), f"{place}.{name}", problems)

    return Item(
        product=str(data.get("product", "")),
        coefficient=number("coefficient"),
        quantity=number("quantity"),
        done=number("done"),
        quality_failures=occasions("quality_failures"),
        late=occasions("late"),
        excused_quality=occasions("excused_quality"),
        excused_late=occasions("excused_late"),
        origin=_one_of(data.get("origin", Origin.PLANNED), Origin, f"{place}.origin", problems) or Origin.PLANNED,
    )


def _unit(data: Mapping[str, Any], problems: Problems) -> UnitFacts:
    for field in data.keys() - set(UNIT):
        problems.append((f"unit.{field}", Reason("score.unknown_field")))
    known: dict[str, bool | None] = {}
    for field in UNIT:
        value = data.get(field)
        if value is not None and not isinstance(value, bool):
            problems.append((f"unit.{field}", Reason("score.not_yes_or_no")))
        else:
            known[field] = value
    return UnitFacts(**known)


def _number(value: object, place: str, problems: Problems) -> Fraction:
    if not isinstance(value, bool) and isinstance(value, int | float | Decimal | str | Fraction):
        try:
            # A float of a program that did not read decimals: what it shows is what was meant.
            return Fraction(str(value).strip())
        except (ValueError, ZeroDivisionError):
            pass
    problems.append((place, Reason("score.not_a_number", {"value": str(value)[:60]})))
    return Fraction(0)


def _whole(value: object, place: str, problems: Problems) -> int:
    number = _number(value, place, problems)
    if number.denominator != 1:
        problems.append((place, Reason("score.not_whole", {"value": str(value)[:60]})))
        return 0
    return int(number)


def _one_of(value: object, kind: Any, place: str, problems: Problems) -> Any:
    if value in list(kind):
        return kind(value)
    known = ", ".join(kind)
    problems.append((place, Reason("score.not_one_of", {"value": str(value)[:60], "known": known})))
    return None
