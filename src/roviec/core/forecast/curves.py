"""Reference classes: how long such work took, as a share of the time it was given.

For each class the chance of being finished in each stretch of that time, given that it was still open (Kaplan-Meier: work that still
runs counts for as long as it has run). A class with little history is drawn towards the class above it: it counts as if it had
`SHRINK` cases of the parent beside its own (a beta-binomial estimate per stretch). B. Flyvbjerg, "From Nobel Prize to project
management", PMJ 37(3), 2006, on reference classes; E. Kaplan, P. Meier, JASA 53, 1958.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from roviec.core.forecast.model import Chain, Floats, Ints, Lives, allowed

SHRINK = 10.0
# Of the whole, before anything is known: one in thirty ends in each stretch.
_FIRST = 0.03
EDGES = np.concatenate((np.arange(0, 2, 0.05), np.arange(2, 6.01, 0.5)))
_DUE = int(np.searchsorted(EDGES, 1.0 - 1e-9))
# Beyond the last stretch work ends as slowly as in it; so far the curve is drawn out.
_FAR = 40.0
_POINTS = np.append(EDGES, _FAR)
WHOLE: Chain = ()


@dataclass(frozen=True)
class Curves:
    """`hazard[c]` is the cumulated hazard of class `c` at each of the points; `ended[c]` its cases that are over."""

    row: dict[Chain, int]
    hazard: Floats
    ended: Ints

    def rows_of(self, chains: Sequence[Chain]) -> Ints:
        """For each chain its class, or the nearest one above it that has a history."""
        known: dict[Chain, int] = {}
        found = np.empty(len(chains), dtype=np.int64)
        for i, chain in enumerate(chains):
            row = known.get(chain)
            if row is None:
                row = known[chain] = next(
                    self.row[chain[:n]] for n in range(len(chain), -1, -1) if chain[:n] in self.row
                )
            found[i] = row
        return found

    def hazard_at(self, rows: Ints, share: Floats) -> Floats:
        """The cumulated hazard when `share` of the time is used."""
        place = np.clip(np.searchsorted(_POINTS, share, side="right") - 1, 0, len(_POINTS) - 2)
        low, high = self.hazard[rows, place], self.hazard[rows, place + 1]
        part = np.clip((share - _POINTS[place]) / (_POINTS[place + 1] - _POINTS[place]), 0.0, 1.0)
        return np.asarray(low + (high - low) * part)

    def ahead(self, rows: Ints, share: Floats) -> Floats:
        """The hazard that lies between now and the due date; 0 when late. The chance to be late is exp of its negative."""
        return np.asarray(np.maximum(self.hazard[rows, _DUE] - self.hazard_at(rows, share), 0.0))

    def share_at(self, rows: Ints, hazard: Floats) -> Floats:
        """The inverse of `hazard_at`, for one class per value."""
        found = np.empty(len(rows))
        order = np.argsort(rows, kind="stable")
        for group in np.split(order, np.flatnonzero(np.diff(rows[order])) + 1):
            if len(group):
                found[group] = np.interp(hazard[group], self.hazard[rows[group[0]]], _POINTS)
        return found

    def shares_of(self, row: int, hazards: Floats) -> Floats:
        """The inverse for many values of one class, of any shape."""
        return np.asarray(np.interp(hazards, self.hazard[row], _POINTS))


def draw_curves(lives: Lives, now: float) -> Curves:
    """What was known at `now`: work that ended later still ran then. Lives that began at or after `now` are left out."""
    lives = lives.take(lives.start < now)
    over = lives.end <= now  # nan compares false
    share = (np.where(over, lives.end, now) - lives.start) / allowed(lives.start, lives.due)
    bins = np.clip(np.searchsorted(EDGES, share, side="right") - 1, 0, len(EDGES) - 1)
    row: dict[Chain, int] = {WHOLE: 0}
    parent = [0]
    of_life: list[list[int]] = []  # all classes of each life
    for chain in lives.chains:
        rows = [0]
        for n in range(1, len(chain) + 1):
            if chain[:n] not in row:
                row[chain[:n]] = len(parent)
                parent.append(rows[-1])
            rows.append(row[chain[:n]])
        of_life.append(rows)
    lengths = np.array([len(rows) for rows in of_life], dtype=np.int64)
    classes = np.array([one for rows in of_life for one in rows], dtype=np.int64)
    life = np.repeat(np.arange(len(lives)), lengths)
    ended = np.zeros((len(parent), len(EDGES)))
    left = np.zeros((len(parent), len(EDGES)))
    np.add.at(ended, (classes, bins[life]), over[life])
    # Who still runs was at risk in the stretches that are over, not in the one that has begun.
    runs = ~over[life] & (bins[life] > 0)
    np.add.at(left, (classes[runs], bins[life][runs] - 1), 1)
    at_risk = np.cumsum((ended + left)[:, ::-1], axis=1)[:, ::-1]
    chance = np.empty_like(ended)
    for c in range(len(parent)):  # parents stand before their children
        above = chance[parent[c]] if c else np.full(len(EDGES), _FIRST)
        chance[c] = (ended[c] + SHRINK * above) / (at_risk[c] + SHRINK)
    step = -np.log1p(-np.minimum(chance, 0.999))
    step[:, -1] *= (_FAR - EDGES[-1]) / 0.5  # the last stretch is half a term long
    hazard = np.concatenate((np.zeros((len(parent), 1)), np.cumsum(step, axis=1)), axis=1)
    return Curves(row, hazard, ended.sum(axis=1).astype(np.int64))
