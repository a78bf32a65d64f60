"""The open work of some plans as a network: links of the plan, and each whole bound by its parts."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np

from roviec.alerts.queries.past import Work
from roviec.core.forecast.network import FF, FS, SF, SS, Links, Nodes
from roviec.work.models import Dependency

KINDS: dict[str, int] = {
    Dependency.Type.FS: FS,
    Dependency.Type.SS: SS,
    Dependency.Type.FF: FF,
    Dependency.Type.SF: SF,
}
DAY = 480
ELAPSED_DAY = 1440 * 7 / 5  # elapsed minutes of one working day


def network_of(work: Sequence[Work]) -> tuple[Nodes, Links]:
    """Nodes in the order given. What is over, suspended or handed in holds nobody up here: it is not among `work`. One query."""
    place = {one.pk: i for i, one in enumerate(work)}
    rows: list[tuple[int, int, int, float]] = []
    linked = Dependency.objects.filter(plan__in={one.plan for one in work})
    for before, after, kind, lag, unit in linked.values_list("before", "after", "type", "lag", "unit"):
        if before in place and after in place:
            rows.append((place[before], place[after], KINDS[kind], _lag(lag, unit, work[place[before]].days)))
    parents: set[UUID] = set()
    for one in work:
        if one.parent in place:
            parents.add(one.parent)
            rows.append((place[one.pk], place[one.parent], FF, 0.0))
    table = np.array(rows, dtype=float).reshape(len(rows), 4)
    links = Links(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2].astype(np.int64), table[:, 3])
    nodes = Nodes(
        begun=np.array([one.progress > 0 for one in work], dtype=np.bool_),
        remaining=np.array([one.days * (1 - one.progress / 100) for one in work], dtype=float),
        whole=np.array([one.pk in parents for one in work], dtype=np.bool_),
    )
    return nodes, links


def _lag(lag: int, unit: str, days: float) -> float:
    """In working days."""
    if unit == Dependency.LagUnit.PERCENT:
        return days * lag / 100
    return lag / (ELAPSED_DAY if unit == Dependency.LagUnit.ELAPSED else DAY)
