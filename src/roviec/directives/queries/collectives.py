"""Names that stand for many units ("UBND các xã, phường"): which ones they are on a day, as data."""

import re
import tomllib
from datetime import date
from functools import cache
from importlib.resources import files

from roviec.core.unit_names import name_key
from roviec.organisation.models import Unit
from roviec.organisation.models.unit import Level
from roviec.organisation.queries.units import children, descendants


@cache
def patterns() -> list[tuple[str, re.Pattern[str]]]:
    """(what it takes, pattern on the key of a name), in the order of the file."""
    text = (files("roviec.directives") / "collectives.toml").read_text(encoding="utf-8")
    return [
        (entry["takes"], re.compile(pattern))
        for entry in tomllib.loads(text)["collective"]
        for pattern in entry["matches"]
    ]


def collective_of(name: str) -> str | None:
    """ "communes", "departments", or None for the name of one body."""
    key = name_key(name)
    return next((takes for takes, pattern in patterns() if pattern.fullmatch(key)), None)


def members(takes: str, body: Unit, day: date) -> list[Unit]:
    """The units that the collective stands for, seen from the body that received the document."""
    if takes == "communes":
        found = descendants(body.pk, day).filter(level=Level.COMMUNE, is_body=True, side=body.side)
    else:
        found = children(body.pk, day).filter(is_body=False, is_external=False)
    return list(found.order_by("folded"))
