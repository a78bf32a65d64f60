"""The forecast itself: for each open task the chance to end late and the likely end, with what they came from."""

from dataclasses import dataclass

import numpy as np

from roviec.core.forecast.learning import P50, P85, Bent, Learnt, bent, chances, class_chance
from roviec.core.forecast.model import Bools, Floats, Ints, Moments
from roviec.core.forecast.network import CHUNK, Links, Network, Nodes
from roviec.core.forecast.signals import signals_of

DRAWS = 1_000


@dataclass(frozen=True)
class Forecasts:
    """Arrays, one value per task: `late` 0..1; `p50`, `p85` as times of the axis. nan where the task has no end of its own and no parts.

    `alone` is the chance without the network, `usual` that of the class; `history` the cases of the class (`rows`) that are over;
    `moved[task, signal]` what each signal added on the scale of log-odds; `driver` the predecessor that decides, -1 for none.
    """

    late: Floats
    p50: Floats
    p85: Floats
    alone: Floats
    usual: Floats
    history: Ints
    rows: Ints
    moved: Floats
    driver: Ints


def forecast(
    learnt: Learnt,
    moments: Moments,
    nodes: Nodes | None = None,
    links: Links | None = None,
    *,
    seed: int = 0,
    draws: int = DRAWS,
) -> Forecasts:
    """`nodes` and `links` tell the network over the same tasks; without links each stands alone and nothing is drawn.

    An end is drawn from the class's curve, bent so that it says the same chance as `alone` (proportional hazards). Same seed, same answer.
    """
    usual, rows = class_chance(learnt.curves, moments)
    alone = chances(learnt, moments)
    curve = bent(learnt, moments, alone)
    late, p50, p85 = alone.copy(), curve.ends(learnt, moments, P50), curve.ends(learnt, moments, P85)
    driver = np.full(len(moments), -1, dtype=np.int64)
    if nodes is not None and links is not None and len(links.before):
        network = Network(nodes, links)
        bound = np.zeros(len(moments), dtype=bool)
        bound[network.after] = True
        drawn = _draw(learnt, moments, network, curve, bound, seed, draws)
        late[bound], p50[bound], p85[bound] = drawn
        # What is late already stays late.
        late[bound] = np.where(moments.at[bound] > moments.due[bound], 1.0, late[bound])
        driver = network.drivers(curve.ends(learnt, moments, P50))
    moved = (signals_of(moments) - learnt.usual) * learnt.weights
    return Forecasts(late, p50, p85, alone, usual, learnt.curves.ended[rows], rows, moved, driver)


def _draw(
    learnt: Learnt,
    moments: Moments,
    network: Network,
    curve: Bent,
    bound: Bools,
    seed: int,
    draws: int,
) -> tuple[Floats, Floats, Floats]:
    """Chance, p50 and p85 of the bound tasks. Only those that are linked are drawn at all."""
    rows, at, bend, length = curve.rows, curve.reached, curve.bend, curve.length
    linked = bound.copy()
    linked[network.before] = True
    places = np.flatnonzero(linked)
    rng = np.random.default_rng(seed)
    classes = rows[places]
    order = np.argsort(classes, kind="stable")
    groups = [one for one in np.split(order, np.flatnonzero(np.diff(classes[order])) + 1) if len(one)]
    kept = np.empty((int(bound.sum()), draws), dtype=np.float32)
    base = moments.at[:, None]
    for first in range(0, draws, CHUNK):
        n = min(CHUNK, draws - first)
        hazards = rng.standard_exponential((len(places), n))
        hazards /= bend[places, None]
        hazards += at[places, None]
        for group in groups:
            hazards[group] = learnt.curves.shares_of(int(classes[group[0]]), hazards[group])
        hazards *= length[places, None]
        hazards += moments.start[places, None]
        ends = np.broadcast_to(base, (len(moments), n)).copy()
        ends[places] = np.maximum(hazards, base[places])
        # Days from now: small numbers, so that single precision keeps minutes.
        kept[:, first : first + n] = (network.settle(ends) - base)[bound]
    due = (moments.due - moments.at)[bound]
    late = ((kept > due[:, None].astype(np.float32)).sum(axis=1) + 0.5) / (draws + 1)
    places50, places85 = int(P50 * (draws - 1)), int(np.ceil(P85 * (draws - 1)))
    kept.partition((places50, places85), axis=1)
    now = moments.at[bound]
    return late, now + kept[:, places50], now + kept[:, places85]
