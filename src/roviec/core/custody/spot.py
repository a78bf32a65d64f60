"""Which closed work is looked at again: drawn by lot, so that nobody can know beforehand and everybody can check it afterwards."""

import hashlib
from collections.abc import Iterable
from uuid import UUID


def seed_of(*facts: str) -> str:
    """The seed of a draw from facts that were fixed before it, 64 hex digits."""
    return hashlib.sha256("\x1f".join(facts).encode()).hexdigest()


def drawn(seed: str, population: Iterable[UUID], percent: float) -> list[UUID]:
    """That share of the population, at least one of some: those whose digest with the seed is smallest, in this order.

    Anybody who has the seed and the list gets the same, in any language and without our program.
    """
    ordered = sorted(population, key=lambda pk: (hashlib.sha256(f"{seed}{pk}".encode()).digest(), pk))
    if not ordered or percent <= 0:
        return []
    wanted = max(1, round(len(ordered) * min(percent, 100) / 100))
    return ordered[:wanted]
