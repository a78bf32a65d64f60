"""Ladder files: TOML, checked as a whole, each problem with its line. What is refused is refused before anything is stored.

code = "default"            kind = "task"             valid_from = 2025-03-01   (valid_to, basis: optional)
name = "Thang cảnh báo chung"
[[rung]]
code = "late"               when = "late"             working_days = 0
tell = ["holder", "head"]   why = "…"                 (at_once, explain: optional)
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from roviec.core.ladder.model import ROLES, WORK_KINDS, Ladder, Rung, When
from roviec.core.notices import Seat
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason

TOP_KEYS = {"code": str, "name": str, "kind": str, "valid_from": date, "valid_to": date, "basis": str, "rung": list}
RUNG_KEYS = {
    "code": str,
    "when": str,
    "working_days": int,
    "tell": list,
    "why": str,
    "at_once": bool,
    "explain": bool,
}
TOP_NEEDED = ("code", "name", "kind", "valid_from", "rung")
RUNG_NEEDED = ("code", "when", "working_days", "tell", "why")
MOST_DAYS, MOST_RUNGS, LONGEST = 250, 20, 40_000
# Between two rungs of lateness nobody is told anything for so long at most.
WIDEST = 30
_CODE = re.compile(r"[a-z][a-z0-9_]{1,29}")
_LINE = re.compile(r"at line (\d+)")
_HEADER, _KEY = re.compile(r"\s*\[\[\s*rung\s*\]\]"), re.compile(r"\s*([A-Za-z_]+)\s*=")

Lines = Sequence[Mapping[str, int]]


def read_ladder(text: str) -> Ladder:
    """The ladder of one file. Raises Invalid with every problem; each reason has the `line` that it concerns (from 1)."""
    if len(text) > LONGEST:
        raise Invalid("text", Reason("ladder.too_long", {"most": LONGEST}))
    try:
        data = tomllib.loads(text.lstrip("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        found = _LINE.search(str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        raise Invalid("text", Reason("ladder.not_toml", {"line": line})) from None
    lines = _lines(text)
    problems = list(_shape(data, lines))
    if problems:
        raise Invalid.many([("text", problem) for problem in problems])
    ladder = _ladder(data, lines)
    problems = list(_climb(ladder))
    if problems:
        raise Invalid.many([("text", problem) for problem in problems])
    return ladder


def dates_problems(ladders: Collection[Ladder]) -> list[Reason]:
    """What is wrong with ladders of one owner taken together: of each kind one at every day, without overlap and without gap."""
    problems = []
    for kind in sorted({one.kind for one in ladders}):
        in_order = sorted((one for one in ladders if one.kind == kind), key=lambda one: one.valid_from)
        for before, after in pairwise(in_order):
            params = {"code": after.code, "other": before.code, "day": after.valid_from.isoformat()}
            if before.valid_to is None or before.valid_to > after.valid_from:
                problems.append(Reason("ladder.dates_overlap", params))
            elif before.valid_to < after.valid_from:
                problems.append(Reason("ladder.dates_gap", params | {"since": before.valid_to.isoformat()}))
    return problems


def _lines(text: str) -> Lines:
    """Of the top and of each rung: key -> line, "" -> the line where it begins."""
    places: list[dict[str, int]] = [{"": 1}]
    for number, line in enumerate(text.splitlines(), start=1):
        if _HEADER.match(line):
            places.append({"": number})
        elif found := _KEY.match(line):
            places[-1].setdefault(found.group(1), number)
    return places


def _shape(data: Mapping[str, Any], lines: Lines) -> Iterator[Reason]:
    yield from _table(data, TOP_KEYS, TOP_NEEDED, lines[0])
    if isinstance(data.get("kind"), str) and data["kind"] not in WORK_KINDS:
        yield _unknown("ladder.unknown_kind", data["kind"], WORK_KINDS, lines[0].get("kind", 1))
    yield from _code(data, lines[0])
    start, end = data.get("valid_from"), data.get("valid_to")
    if isinstance(start, date) and isinstance(end, date) and not start < end:
        yield Reason("ladder.ends_before", {"line": lines[0].get("valid_to", 1)})
    rungs = data.get("rung")
    if not isinstance(rungs, list):
        return
    if len(rungs) > MOST_RUNGS:
        yield Reason("ladder.too_many", {"most": MOST_RUNGS, "line": 1})
        return
    for number, rung in enumerate(rungs, start=1):
        where = lines[number] if number < len(lines) else lines[-1]
        if isinstance(rung, dict):
            yield from _rung_shape(rung, where)
        else:
            yield Reason("ladder.bad_value", {"line": lines[0].get("rung", 1), "key": "rung"})


def _rung_shape(rung: Mapping[str, Any], where: Mapping[str, int]) -> Iterator[Reason]:
    yield from _table(rung, RUNG_KEYS, RUNG_NEEDED, where)
    yield from _code(rung, where)
    if isinstance(rung.get("when"), str) and rung["when"] not in set(When):
        yield _unknown("ladder.unknown_when", rung["when"], [one.value for one in When], where.get("when", where[""]))
    days = rung.get("working_days")
    if isinstance(days, int) and not isinstance(days, bool) and not 0 <= days <= MOST_DAYS:
        yield Reason("ladder.bad_days", {"line": where.get("working_days", where[""]), "most": MOST_DAYS})
    tell = rung.get("tell")
    if isinstance(tell, list):
        line = where.get("tell", where[""])
        for role in tell:
            if role not in {seat.value for seat in ROLES}:
                yield _unknown("ladder.unknown_role", str(role), [seat.value for seat in ROLES], line)
        if not tell:
            yield Reason("ladder.tells_nobody", {"line": line})


def _table(
    data: Mapping[str, Any], keys: Mapping[str, type], needed: Sequence[str], where: Mapping[str, int]
) -> Iterator[Reason]:
    for key in data:
        line = where.get(key, where[""])
        if key not in keys:
            yield _unknown("ladder.unknown_key", key, keys, line)
        elif not _is(data[key], keys[key]):
            yield Reason("ladder.bad_value", {"line": line, "key": key})
    for key in needed:
        if key not in data:
            yield Reason("ladder.missing", {"line": where[""], "key": key})


def _is(value: object, kind: type) -> bool:
    """A bool is no number and an instant is no day."""
    if isinstance(value, str) and not value.strip():
        return False
    return isinstance(value, kind) and not (kind is int and isinstance(value, bool)) and not isinstance(value, datetime)


def _code(data: Mapping[str, Any], where: Mapping[str, int]) -> Iterator[Reason]:
    code = data.get("code")
    if isinstance(code, str) and not _CODE.fullmatch(code):
        yield Reason("ladder.bad_code", {"line": where.get("code", where[""]), "value": code[:40]})


def _unknown(code: str, value: str, known: Collection[str], line: int) -> Reason:
    return Reason(code, {"line": line, "value": value[:40], "known": ", ".join(known)})


def _ladder(data: Mapping[str, Any], lines: Lines) -> Ladder:
    rungs = tuple(
        Rung(
            code=one["code"],
            when=When(one["when"]),
            days=one["working_days"],
            tell=tuple(dict.fromkeys(Seat(role) for role in one["tell"])),
            why=one["why"].strip(),
            at_once=one.get("at_once", False),
            explain=one.get("explain", False),
            line=lines[number].get("", 1) if number < len(lines) else 1,
        )
        for number, one in enumerate(data["rung"], start=1)
    )
    return Ladder(
        code=data["code"],
        name=data["name"].strip(),
        kind=data["kind"],
        valid_from=data["valid_from"],
        valid_to=data.get("valid_to"),
        basis=data.get("basis", "").strip(),
        rungs=rungs,
    )


def _climb(ladder: Ladder) -> Iterator[Reason]:
    """In order of time, each step once, ever higher, from the day of lateness on, without a long silence in between."""
    seen: dict[str, int] = {}
    for rung in ladder.rungs:
        if rung.code in seen:
            yield Reason("ladder.twice", {"line": rung.line, "code": rung.code, "first": seen[rung.code]})
        seen.setdefault(rung.code, rung.line)
        if rung.explain and rung.when is not When.LATE:
            yield Reason("ladder.explains_nothing", {"line": rung.line})
        if rung.when is not When.LATE and rung.days == 0:
            yield Reason("ladder.no_days", {"line": rung.line})
    order = list(When)
    for before, after in pairwise(ladder.rungs):
        if (order.index(after.when), after.step) <= (order.index(before.when), before.step):
            yield Reason("ladder.loop", {"line": after.line, "first": before.line})
    late = [rung for rung in ladder.rungs if rung.when is When.LATE]
    if not late or late[0].days != 0:
        yield Reason("ladder.starts_late", {"line": late[0].line if late else 1})
    for before, after in pairwise(late):
        if after.height < before.height:
            yield Reason("ladder.goes_down", {"line": after.line, "first": before.line})
        if after.days - before.days > WIDEST:
            yield Reason("ladder.gap", {"line": after.line, "first": before.line, "most": WIDEST})
