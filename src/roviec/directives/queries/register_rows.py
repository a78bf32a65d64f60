"""What an old tracking workbook says of a row, as a proposal keeps it, and what becomes of it with the due date it has now."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from roviec.core.calendars import VIETNAM
from roviec.core.extraction.proposals import TrackedState
from roviec.core.reasons import Reason
from roviec.core.tracked import Outcome, Tracked, outcome_of
from roviec.directives.models import Proposal

TRACKED = "tracked"


def kept_row(row: Tracked) -> dict[str, Any]:
    days = {
        name: day.isoformat() if day else None
        for name, day in (("done_on", row.done_on), ("assigned_on", row.assigned_on))
    }
    plain = ("sheet", "row", "claims_on_time", "percent", "result", "note")
    said = {name: getattr(row, name) for name in plain} | days
    return said | {"state": str(row.state or ""), "problems": [reason.as_dict() for reason in row.problems]}


def row_of_register(proposal: Proposal) -> Tracked | None:
    """None for a row of anything but a tracking workbook."""
    kept = proposal.found.get(TRACKED)
    if not kept:
        return None
    done_on, assigned_on = (
        date.fromisoformat(kept[name]) if kept[name] else None for name in ("done_on", "assigned_on")
    )
    problems = tuple(Reason(one["code"], one.get("params", {})) for one in kept["problems"])
    state = TrackedState(kept["state"]) if kept["state"] else None
    rest = {name: kept[name] for name in ("sheet", "row", "claims_on_time", "percent", "result", "note")}
    return Tracked(state=state, done_on=done_on, assigned_on=assigned_on, problems=problems, **rest)


def outcome(proposal: Proposal, now: datetime) -> Outcome | None:
    row = row_of_register(proposal)
    return outcome_of(row, proposal.due, now.astimezone(VIETNAM).date()) if row else None


def counts_of_register(proposals: Iterable[Proposal], now: datetime) -> Counter[str]:
    """State → rows, of those that are still in: what the four counts will say of them."""
    rows = [one for one in proposals if one.state != Proposal.State.DROPPED]
    return Counter(str(settled.state) for row in rows if (settled := outcome(row, now)))
