"""Does an assignment lie within what the unit is for? A hint for people, never a refusal."""

import itertools
import re
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from roviec.core.calendars import VIETNAM
from roviec.core.text import fold
from roviec.organisation.models import UnitFunction

# Pairs of syllables that stand in nearly every function and say nothing about its field.
COMMON = frozenset(
    {
        "tham muu", "giup uy", "uy ban", "ban nhan", "nhan dan", "thuc hien", "to chuc", "quan ly", "ly nha", "nha nuoc",
        "nuoc ve", "cong tac", "nhiem vu", "chuc nang", "linh vuc", "dia ban", "thanh pho", "phoi hop", "huong dan",
        "kiem tra", "trien khai", "xay dung", "ke hoach", "bao cao", "theo quy", "quy dinh", "phap luat", "co quan",
        "don vi", "lien quan", "tren dia", "ban thanh", "cac co", "cac don", "va cac", "thuc thi", "theo doi", "tong hop",
    }
)  # fmt: skip


def outside_functions(functions: Iterable[str], *texts: str) -> bool:
    """True when the unit has functions on record and none shares a pair of syllables (a Vietnamese word, mostly) with the text."""
    known = [_pairs(function) for function in functions]
    if not known:
        return False
    asked = _pairs(fold(" ".join(texts)))
    return not any(pairs & asked for pairs in known)


def functions_of(unit_id: UUID, at: datetime) -> list[str]:
    """The folded functions of the unit in force on that day."""
    return functions_by_unit([unit_id], at).get(unit_id, [])


def functions_by_unit(unit_ids: Iterable[UUID], at: datetime) -> dict[UUID, list[str]]:
    """Unit → its folded functions in force on that day, in one query; units without any are left out."""
    rows = UnitFunction.objects.on(at.astimezone(VIETNAM).date()).filter(unit__in=set(unit_ids))
    found: dict[UUID, list[str]] = {}
    for unit_id, folded in rows.values_list("unit", "folded"):
        found.setdefault(unit_id, []).append(folded)
    return found


def function_match(unit_id: UUID, text: str, at: datetime) -> bool:
    """Whether work with this text lies within the unit's functions; true when none are on record."""
    return not outside_functions(functions_of(unit_id, at), text)


def _pairs(folded: str) -> frozenset[str]:
    words = re.findall(r"\w+", folded)
    return frozenset(f"{a} {b}" for a, b in itertools.pairwise(words)) - COMMON
