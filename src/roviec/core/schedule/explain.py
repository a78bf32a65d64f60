"""Why a row stands where it does, as a reason that can be said: "starts 12/3 because task 41 ends 11/3"."""

from collections.abc import Mapping
from datetime import datetime

from roviec.core.reasons import Reason
from roviec.core.schedule.model import Driver, Row

LINK_REASONS = {"FS": "schedule.after_finish", "SS": "schedule.after_start", "FF": "schedule.ends_after_finish"}
LINK_REASONS["SF"] = "schedule.ends_after_start"


def because(row: Row, others: Mapping[int, Row]) -> Reason:
    """What drove the row's dates. `others` holds the rows by uid; moments are given as local ISO minutes.

    Codes: schedule.after_finish, after_start, ends_after_finish, ends_after_start {start, finish, uid, name, at, lag, unit};
    schedule.by_constraint {…, constraint}; schedule.with_plan, by_actual, by_hand, from_data_date, by_levelling {start, finish}.
    """
    facts: dict[str, str | int] = {"start": _iso(row.start), "finish": _iso(row.finish)}
    by = row.driven_by
    if by.rule == "link" and by.uid is not None and by.uid in others:
        return _linked(by, others[by.uid], facts)
    if by.rule == "constraint":
        return Reason("schedule.by_constraint", {**facts, "constraint": by.type or ""})
    codes = {
        "start": "schedule.with_plan",
        "actual": "schedule.by_actual",
        "manual": "schedule.by_hand",
        "data_date": "schedule.from_data_date",
        "levelling": "schedule.by_levelling",
    }
    return Reason(codes.get(by.rule, "schedule.with_plan"), facts)


def _linked(by: Driver, before: Row, facts: dict[str, str | int]) -> Reason:
    kind = by.type or "FS"
    at = before.finish if kind in ("FS", "FF") else before.start
    more: dict[str, str | int] = {
        "uid": before.uid,
        "name": before.name,
        "at": _iso(at),
        "lag": by.lag,
        "unit": by.unit,
    }
    return Reason(LINK_REASONS[kind], {**facts, **more})


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
