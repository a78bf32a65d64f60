"""Texts of MS Project XML as numbers, minutes and moments; every error names the place."""

import re
from datetime import datetime

from lxml.etree import _Element as Element

from roviec.paper.plans.model import BadPlanFileError, moment

Fields = dict[str, str]
# Duration and lag formats: even codes 4..12 (and the estimated ones, 32 more) are elapsed, 19 and 51 percent, 20 and 52 elapsed percent.
ELAPSED = {base + plus for base in (4, 6, 8, 10, 12, 20) for plus in (0, 32)}
PERCENT = {19, 20, 51, 52}
_PART = r"(?:([0-9]{1,12}(?:\.[0-9]{1,9})?)%s)?"
_LENGTH = re.compile(f"P{_PART % 'D'}(?:T{_PART % 'H'}{_PART % 'M'}{_PART % 'S'})?")


def fields_of(element: Element) -> Fields:
    """Texts of the direct children by name; of children with one name the first, as Project reads them."""
    fields: Fields = {}
    for child in element:
        if child.text and isinstance(child.tag, str):
            fields.setdefault(child.tag.rpartition("}")[2], child.text.strip())
    return fields


def number_of(fields: Fields, name: str, default: int, **place: str | int) -> int:
    raw = fields.get(name)
    if not raw:
        return default
    try:
        return int(raw) if raw.isdecimal() else int(float(raw))
    except (ValueError, OverflowError):
        raise BadPlanFileError("bad_number", value=raw, field=name, **place) from None


def share_of(fields: Fields, name: str, default: float, **place: str | int) -> float:
    raw = fields.get(name)
    try:
        value = float(raw) if raw else default
    except ValueError:
        value = -1.0
    if not 0 <= value < 10**6:
        raise BadPlanFileError("bad_number", value=raw or "", field=name, **place)
    return value


def minutes_of(raw: str, **place: str | int) -> int:
    """ "PT8H30M0S" as minutes, rounded; a day of "P1DT2H" has 24 hours."""
    match = _LENGTH.fullmatch(raw.strip())
    if match is None or not any(match.groups()):
        raise BadPlanFileError("bad_duration", value=raw, **place)
    days, hours, minutes, seconds = (float(part or 0) for part in match.groups())
    total = days * 1440 + hours * 60 + minutes + seconds / 60
    if total >= 10**9:
        raise BadPlanFileError("bad_duration", value=raw, **place)
    return round(total)


def span_of(fields: Fields, name: str, **place: str | int) -> int | None:
    """A duration in minutes, or nothing where the file says nothing."""
    raw = fields.get(name, "")
    return minutes_of(raw, field=name, **place) if raw else None


def moment_of(fields: Fields, name: str, **place: str | int) -> datetime | None:
    """A date and time, or nothing where the file says nothing or "NA"."""
    raw = fields.get(name, "")
    return moment(raw, field=name, **place) if raw and raw != "NA" else None
