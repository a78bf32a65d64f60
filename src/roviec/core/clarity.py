"""The six clear things of an assignment ("6 rõ"), and what is missing or vague in a draft.

Person, work, schedule, responsibility, result, authority: TB 659/TB-VPCP of 29 November 2025. "5 rõ" is a label set over the
same slots; of the wordings in use that of Cần Thơ KH 153/2025 is taken (người, việc, thời gian, sản phẩm, thẩm quyền).
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Literal

from roviec.core.packaged import read_text
from roviec.core.reasons import Reason
from roviec.core.text import fold

Slot = Literal["person", "work", "schedule", "result", "responsibility", "authority"]
Severity = Literal["missing", "vague"]

SLOTS: dict[str, tuple[Slot, ...]] = {
    "6": ("person", "work", "schedule", "responsibility", "result", "authority"),
    "5": ("person", "work", "schedule", "result", "authority"),
}
_SHORTEST_WORK = 10


@dataclass(frozen=True)
class TaskFacts:
    """What a draft says. `lead` is the unit, `person` the officer named in it, `recurrence` any recurring rhythm."""

    title: str
    lead: str | None = None
    lead_is_external: bool = False
    person: str | None = None
    due: date | datetime | None = None
    recurrence: str | None = None
    start: date | None = None
    deliverable: str = ""
    accountable: str | None = None
    authority: str | None = None
    schedule_words: str = ""
    label_set: Literal["6", "5"] = "6"


@dataclass(frozen=True)
class Gap:
    """One thing that is not clear; "missing" keeps a task from being assigned, "vague" asks for a second look."""

    slot: Slot
    reason: Reason
    severity: Severity


@cache
def _vague_words() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    words: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for row in csv.DictReader(read_text("vague-words.csv").splitlines()):
        words.setdefault(row["slot"], []).append((row["phrase"], re.compile(rf"\b{re.escape(fold(row['phrase']))}\b")))
    return words


def vague_words(slot: Slot, text: str) -> tuple[str, ...]:
    """The vague phrases of the packaged list that occur in the text, as the list spells them."""
    folded = " ".join(re.findall(r"\w+", fold(text)))
    return tuple(phrase for phrase, pattern in _vague_words().get(slot, ()) if pattern.search(folded))


def _vague(slot: Slot, text: str) -> Iterator[Gap]:
    for phrase in vague_words(slot, text):
        yield Gap(slot, Reason(f"clarity.{slot}_vague", {"phrase": phrase}), "vague")


def _missing(slot: Slot, code: str = "missing") -> Gap:
    return Gap(slot, Reason(f"clarity.{slot}_{code}"), "missing")


def _person(facts: TaskFacts) -> Iterator[Gap]:
    if not (facts.lead or "").strip():
        yield _missing("person")
        return
    yield from _vague("person", facts.lead or "")
    if not facts.person and not facts.lead_is_external:
        # A unit without a named person is "chờ phân công": the head holds it, so it may be assigned.
        yield Gap("person", Reason("clarity.person_not_named", {"lead": facts.lead or ""}), "vague")


def _work(facts: TaskFacts) -> Iterator[Gap]:
    title = facts.title.strip()
    if not title:
        yield _missing("work")
    elif len(title) < _SHORTEST_WORK:
        yield Gap("work", Reason("clarity.work_too_short", {"least": _SHORTEST_WORK}), "vague")
    # "Nghiên cứu …, trình Đề án" is clear by its product; only work that names no product is endless.
    if not facts.deliverable.strip():
        yield from _vague("work", title)


def _schedule(facts: TaskFacts) -> Iterator[Gap]:
    if facts.due is None and not facts.recurrence:
        yield _missing("schedule")
        yield from _vague("schedule", facts.schedule_words or facts.title)
    elif facts.start is not None and facts.due is not None:
        due = facts.due.date() if isinstance(facts.due, datetime) else facts.due
        if due < facts.start:
            yield Gap(
                "schedule",
                Reason("clarity.schedule_backwards", {"start": facts.start.isoformat(), "due": due.isoformat()}),
                "missing",
            )


def _result(facts: TaskFacts) -> Iterator[Gap]:
    if not facts.deliverable.strip():
        yield _missing("result")
    else:
        yield from _vague("result", facts.deliverable)


def _responsibility(facts: TaskFacts) -> Iterator[Gap]:
    if not (facts.accountable or "").strip():
        yield _missing("responsibility")


def _authority(facts: TaskFacts) -> Iterator[Gap]:
    if not (facts.authority or "").strip():
        yield _missing("authority")


_CHECKS = {
    "person": _person,
    "work": _work,
    "schedule": _schedule,
    "result": _result,
    "responsibility": _responsibility,
    "authority": _authority,
}


def clarity(facts: TaskFacts) -> list[Gap]:
    """What is not clear in a draft, in the order of its label set; an empty list is a clear task."""
    return [gap for slot in SLOTS[facts.label_set] for gap in _CHECKS[slot](facts)]
