"""The Party's own grading (Quy định 366-QĐ/TW), as far as it is known: conditions to lay beside a grade, never a grade of its own."""

import tomllib
from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class PartyBand:
    """`tighter`: what it asks beside points, in its words."""

    name: str
    least: Fraction
    tighter: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartyTrack:
    """While it is not `complete` nothing is worked out with it; `missing` says what is not known."""

    code: str
    title: str
    in_force: date
    complete: bool
    missing: str
    bands: tuple[PartyBand, ...]


def read_party(text: str) -> PartyTrack:
    data = tomllib.loads(text)
    return PartyTrack(
        code=data["code"],
        title=data["title"],
        in_force=data["in_force"],
        complete=data["complete"],
        missing=data["missing"],
        bands=tuple(PartyBand(one["name"], Fraction(one["least"]), tuple(one["tighter"])) for one in data["band"]),
    )
