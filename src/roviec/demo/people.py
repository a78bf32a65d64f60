"""Made-up people with natural Vietnamese names: family name, middle name and given name drawn by weight, from a fixed seed."""

import csv
from collections import defaultdict
from dataclasses import dataclass
from importlib.resources import files
from random import Random

from roviec.core.text import fold

Weighted = tuple[list[str], list[float]]


@dataclass(frozen=True, slots=True)
class Person:
    code: str
    full_name: str
    personnel_type: str
    email: str


class People:
    """An endless, repeatable row of people. The parts and weights are in data/names/name_parts.csv."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._parts = _read_parts()
        self._count = 0

    def next(self, personnel_type: str = "cong_chuc") -> Person:
        sex = self._random.choice(("nam", "nu"))
        name = " ".join((self._draw("ho", ""), self._draw("dem", sex), self._draw("ten", sex)))
        self._count += 1
        code = f"CB{self._count:05d}"
        words = fold(name).split()
        email = f"{words[-1]}.{''.join(word[0] for word in words[:-1])}.{self._count}@demo.invalid"
        return Person(code, name, personnel_type, email)

    def _draw(self, part: str, sex: str) -> str:
        values, weights = self._parts[part, sex]
        return self._random.choices(values, weights)[0]


def _read_parts() -> dict[tuple[str, str], Weighted]:
    parts: dict[tuple[str, str], Weighted] = defaultdict(lambda: ([], []))
    with (files("roviec.demo") / "data/names/name_parts.csv").open(encoding="utf-8") as source:
        for row in csv.DictReader(source):
            values, weights = parts[row["part"], row["sex"]]
            values.append(row["value"])
            weights.append(float(row["weight"]))
    return dict(parts)
