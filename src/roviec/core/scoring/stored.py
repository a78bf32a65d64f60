"""Items and scores as plain JSON and back, exactly: decimals where they are finite, fractions ("35/4") where numbers were divided.

An item is an object with the fields of `Item`; whoever keeps it may add fields of its own (name, refs). A score:
{"general", "results", "total": "35/4" | null, "ratios": {"a": "3/4" | null, …}, "band", "own": [given, completed, good, on_time],
"lines": [[given, completed, good, on_time], …] in the order of the items, "reasons" and "problems": [[code, params, cite], …]}.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from roviec.core.reasons import Reason
from roviec.core.scoring.model import Item, ItemPoints, Origin, Score, Sums
from roviec.core.scoring.written import written

NUMBERS = ("coefficient", "quantity", "done")
OCCASIONS = ("quality_failures", "late", "excused_quality", "excused_late")


def item_as_json(item: Item) -> dict[str, Any]:
    return {
        "product": item.product,
        **{name: written(getattr(item, name)) for name in NUMBERS},
        **{name: getattr(item, name) for name in OCCASIONS},
        "origin": item.origin.value,
    }


def item_from_json(data: Mapping[str, Any]) -> Item:
    """Fields that are not an item's are left aside. KeyError, ValueError for what `item_as_json` did not write."""
    return Item(
        data["product"],
        Fraction(data["coefficient"]),
        Fraction(data["quantity"]),
        Fraction(data["done"]),
        int(data["quality_failures"]),
        int(data["late"]),
        int(data["excused_quality"]),
        int(data["excused_late"]),
        Origin(data["origin"]),
    )


def as_json(score: Score) -> dict[str, Any]:
    return {
        "general": _text(score.general),
        "ratios": {letter: _text(ratio) for letter, ratio in score.ratios.items()},
        "results": _text(score.results),
        "total": _text(score.total),
        "band": score.band,
        "own": _numbers(score.own),
        "lines": [_numbers(line) for line in score.lines],
        "reasons": [_reason(one) for one in score.reasons],
        "problems": [_reason(one) for one in score.problems],
    }


def from_json(data: Mapping[str, Any], items: Sequence[Item]) -> Score:
    """`items` in the order in which they were scored."""
    lines = zip(items, data["lines"], strict=True)
    return Score(
        general=_number(data["general"]),
        ratios={letter: _number(ratio) for letter, ratio in data["ratios"].items()},
        results=_number(data["results"]),
        total=_number(data["total"]),
        band=data["band"],
        lines=tuple(ItemPoints(item, *(Fraction(one) for one in numbers)) for item, numbers in lines),
        reasons=tuple(reason_from_json(one) for one in data["reasons"]),
        problems=tuple(reason_from_json(one) for one in data["problems"]),
        own=sums_from_json(data["own"]),
    )


def sums_from_json(numbers: Iterable[str], source: str = "") -> Sums:
    given, completed, good, on_time = (Fraction(one) for one in numbers)
    return Sums(given, completed, good, on_time, source)


def reason_from_json(data: Sequence[Any]) -> Reason:
    code, params, cite = data
    return Reason(code, params, cite)


def _reason(one: Reason) -> list[Any]:
    return [one.code, dict(one.params), one.cite]


def _numbers(of: Sums | ItemPoints) -> list[str]:
    return [str(of.given), str(of.completed), str(of.good), str(of.on_time)]


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _number(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)
