"""A rule-set: the numbers of one law as data, with the settings that its text leaves open. Read from TOML, refused when it does not add up."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason


@dataclass(frozen=True, slots=True)
class Setting:
    """Something that the text leaves open: the readings, the literal one as the default, and where the text stands."""

    key: str
    values: tuple[str, ...]
    default: str
    cite: str
    note: str


@dataclass(frozen=True, slots=True)
class Band:
    name: str
    least: Fraction


@dataclass(frozen=True, slots=True)
class Ruleset:
    """`general`: item of form 01 -> most points; `bands` from the highest; `examples` as they stand in the file."""

    code: str
    title: str
    in_force: date
    until: date | None
    personnel: tuple[str, ...]
    general: Mapping[str, Fraction]
    general_most: Fraction
    results_most: Fraction
    taken_off: Fraction
    half: Fraction
    bands: tuple[Band, ...]
    quota: Fraction
    quota_outstanding: Fraction
    months_for_grade: int
    cites: Mapping[str, str]
    settings: Mapping[str, Setting]
    examples: tuple[Mapping[str, Any], ...]

    def chosen(self, settings: Mapping[str, str]) -> dict[str, str]:
        """Every setting with the value chosen or its default. Raises Invalid for one that the rule-set does not know."""
        problems: list[tuple[str | None, Reason]] = []
        for key, value in settings.items():
            known = self.settings.get(key)
            if known is None:
                problems.append(
                    (f"settings.{key}", Reason("score.no_such_setting", {"known": ", ".join(self.settings)}))
                )
            elif value not in known.values:
                problems.append((f"settings.{key}", Reason("score.no_such_value", {"known": ", ".join(known.values)})))
        if problems:
            raise Invalid.many(problems)
        return {key: settings.get(key, one.default) for key, one in self.settings.items()}

    def band_of(self, total: Fraction) -> str:
        return next(band.name for band in self.bands if total >= band.least)


def read_ruleset(text: str) -> Ruleset:
    """Raises Invalid with the place in the file for numbers that do not add up, gaps and doubles."""
    data = tomllib.loads(text, parse_float=Fraction)
    try:
        rules = _ruleset(data)
    except (KeyError, TypeError, ValueError, ZeroDivisionError) as error:
        raise Invalid(str(error), Reason("ruleset.unreadable")) from None
    if sum(rules.general.values()) != rules.general_most:
        raise Invalid("general", Reason("ruleset.sum", {"most": str(rules.general_most)}))
    if rules.general_most + rules.results_most != 100:
        raise Invalid("scale", Reason("ruleset.sum", {"most": "100"}))
    least = [band.least for band in rules.bands]
    if not least or least != sorted(set(least), reverse=True) or least[-1] != 0:
        raise Invalid("band", Reason("ruleset.bands"))
    for one in rules.settings.values():
        if one.default not in one.values:
            raise Invalid(f"setting {one.key}", Reason("ruleset.default"))
    return rules


def _ruleset(data: Mapping[str, Any]) -> Ruleset:
    scale = data["scale"]
    settings = [
        Setting(one["key"], tuple(one["values"]), one["default"], one["cite"], one["note"])
        for one in data.get("setting", ())
    ]
    if len({one.key for one in settings}) != len(settings):
        raise ValueError("setting")
    return Ruleset(
        code=data["code"],
        title=data["title"],
        in_force=data["in_force"],
        until=data.get("until"),
        personnel=tuple(data["personnel"]),
        general={key: Fraction(most) for key, most in data["general"].items()},
        general_most=Fraction(scale["general"]),
        results_most=Fraction(scale["results"]),
        taken_off=Fraction(scale["taken_off"]),
        half=Fraction(scale["half"]),
        bands=tuple(Band(one["name"], Fraction(one["least"])) for one in data["band"]),
        quota=Fraction(scale["quota"]),
        quota_outstanding=Fraction(scale["quota_outstanding"]),
        months_for_grade=int(scale["months_for_grade"]),
        cites=dict(data["cites"]),
        settings={one.key: one for one in settings},
        examples=tuple(data.get("example", ())),
    )
