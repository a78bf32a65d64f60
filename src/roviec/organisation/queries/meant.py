"""The one thing that a typed text means, or why it means none."""

from datetime import date
from uuid import UUID

from django.db.models import Q

from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.organisation.models import Officer, Post, Unit
from roviec.organisation.queries.names import find_unit


def _listed(units: list[Unit]) -> str:
    return "; ".join(f"{unit.code} – {unit.name}" for unit in units[:5])


def unit_meant(text: str, day: date) -> UUID | Reason:
    """By code, else by any of its names."""
    units = list(Unit.objects.on(day).filter(code=text.strip())) or find_unit(text, day)
    if len(units) == 1:
        return units[0].pk
    if units:
        return Reason("organisation.several_units", {"value": text, "choices": _listed(units)})
    return Reason("organisation.unknown_unit", {"value": text})


def officer_meant(text: str, day: date) -> UUID | Reason:
    """By code, else by the whole name."""
    found = list(Officer.objects.filter(Q(code=text.strip()) | Q(folded=fold(text)))[:6])
    if len(found) == 1:
        return found[0].pk
    if found:
        return Reason("organisation.several_officers", {"value": text, "choices": ", ".join(o.code for o in found)})
    return Reason("organisation.unknown_officer", {"value": text})


def post_meant(text: str, day: date) -> UUID | Reason:
    """ "Phó Giám đốc 2, Sở Tài chính": the title, its seat where there are several, the unit."""
    title, _, unit_text = text.partition(",")
    unit = unit_meant(unit_text.strip(), day)
    if isinstance(unit, Reason):
        return unit
    posts = list(Post.objects.on(day).filter(unit=unit).select_related("unit").order_by("seat"))
    same = [p for p in posts if fold(p.title) == fold(title)] or [
        p for p in posts if fold(f"{p.title} {p.seat}") == fold(title)
    ]
    if len(same) == 1:
        return same[0].pk
    if same:
        facts: dict[str, str | int] = {"title": title.strip(), "unit": unit_text.strip(), "count": len(same)}
        return Reason("organisation.several_seats", facts)
    return Reason("organisation.unknown_post", {"title": title.strip(), "unit": unit_text.strip()})
