"""What the chart reads: the shape of the JSON behind `data-gantt-url`, with states in words and signs."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from roviec.web.states import state_view
from roviec.web.templatetags.roviec import working_days_late


def gantt_row(
    *,
    id: object,
    text: str,
    start: date | None,
    due: date | None,
    lead: str,
    standing: object,
    parent: object | None = None,
    progress: float = 0.0,
    days_late: int | None = None,
) -> dict[str, Any]:
    """One task. Days are local and inclusive; `progress` is 0..1; `days_late` (working days) makes the words of a late one."""
    view = state_view(standing)
    late = view.tone == "late" and days_late is not None
    return {
        "id": str(id),
        "text": text,
        "parent": str(parent) if parent else 0,
        "start": start.isoformat() if start else None,
        "due": due.isoformat() if due else None,
        "lead": lead,
        "progress": progress,
        "tone": view.tone,
        "icon": view.icon,
        "state": working_days_late(days_late) if late else str(view.word),
    }


def gantt_plan(
    rows: Iterable[Mapping[str, Any]],
    *,
    today: date,
    off_days: Iterable[date],
    working_saturdays: Iterable[date],
    links: Iterable[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """The whole answer. `off_days` are days off beyond weekends, `working_saturdays` weekend days worked in exchange;
    links are {"id", "source", "target", "type": "FS" | "SS" | "FF" | "SF"}."""
    return {
        "tasks": list(rows),
        "links": list(links),
        "calendar": {
            "off_days": [day.isoformat() for day in off_days],
            "working_saturdays": [day.isoformat() for day in working_saturdays],
        },
        "today": today.isoformat(),
    }
