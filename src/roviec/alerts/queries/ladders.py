"""Which ladder is in force for which work: the one that the body giving the work has set, else the shipped one of its kind."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from importlib import resources
from uuid import UUID

from django.db.models import Q, QuerySet

from roviec.alerts.models import BodyLadder
from roviec.core.ladder import WORK_KINDS, Ladder, dates_problems, read_ladder
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason

log = logging.getLogger("roviec.alerts")


@dataclass(frozen=True, slots=True)
class Scope:
    """A ladder and the work that climbs it: of `kind`, given by one of `bodies`, or (None) by any body but those in `others`."""

    ladder: Ladder
    kind: str
    bodies: frozenset[UUID] | None
    others: frozenset[UUID] = frozenset()


def shipped_texts() -> dict[str, str]:
    """File name -> text of every ladder beside this app."""
    folder = resources.files("roviec.alerts").joinpath("ladders")
    return {
        one.name: one.read_text(encoding="utf-8")
        for one in sorted(folder.iterdir(), key=lambda one: one.name)
        if one.name.endswith(".toml")
    }


def shipped_problems(texts: dict[str, str]) -> list[tuple[str, Reason]]:
    """(file, reason) of everything that is wrong with ladder files taken together; asked when the program starts."""
    ladders, problems = [], []
    for name, text in texts.items():
        try:
            ladders.append(read_ladder(text))
        except Invalid as why:
            problems += [(name, reason) for _, reason in why.problems]
    problems += [("*", reason) for reason in dates_problems(ladders)]
    if not problems:
        problems += [
            ("*", Reason("ladder.kind_without", {"kind": kind}))
            for kind in WORK_KINDS
            if not any(one.kind == kind and one.valid_to is None for one in ladders)
        ]
    return problems


@cache
def _shipped() -> tuple[Ladder, ...]:
    return tuple(sorted(map(read_ladder, shipped_texts().values()), key=lambda one: one.valid_from))


def shipped_ladder(kind: str, day: date) -> Ladder:
    """In force on the day; before the first one began, the first one."""
    of_kind = [one for one in _shipped() if one.kind == kind]
    return next((one for one in of_kind if one.in_force(day)), of_kind[0])


@lru_cache(maxsize=64)
def _read(text: str) -> Ladder | None:
    try:
        return read_ladder(text)
    except Invalid:
        # It was checked when it was uploaded; a later version of the program may be stricter. Then the shipped ladder warns.
        log.exception("a ladder that was adopted is no longer understood")
        return None


def adopted_on(day: date) -> QuerySet[BodyLadder]:
    """Rows in force on the day, the newest of each body and kind last."""
    running = BodyLadder.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), valid_from__lte=day)
    return running.select_related("body").order_by("body", "kind", "valid_from")


def scopes_on(day: date) -> list[Scope]:
    """Every ladder in force on the day with its work; each piece of work falls in exactly one."""
    own: dict[tuple[UUID, str], Ladder] = {}
    for row in adopted_on(day):
        if ladder := _read(row.text):
            own[row.body_id, row.kind] = ladder
    scopes = [Scope(ladder, kind, frozenset({body})) for (body, kind), ladder in own.items()]
    for kind in WORK_KINDS:
        others = frozenset(body for body, of_kind in own if of_kind == kind)
        scopes.append(Scope(shipped_ladder(kind, day), kind, None, others))
    return scopes


def ladder_among(scopes: Iterable[Scope], body: UUID, *, urgent: bool) -> Ladder:
    """The ladder that work climbs which was given by the body."""
    kind = kind_of(urgent=urgent)
    return next(
        scope.ladder
        for scope in scopes
        if scope.kind == kind and (body in scope.bodies if scope.bodies is not None else body not in scope.others)
    )


def kind_of(*, urgent: bool) -> str:
    return "task.urgent" if urgent else "task"


def ladder_labelled(label: str) -> Ladder | None:
    """A ladder by its label, also one that is in force no more; None when nobody kept it. A shipped one costs no query."""
    code, _, since = label.partition("@")
    shipped = next((one for one in _shipped() if one.label == label), None)
    if shipped is not None or not since:
        return shipped
    row = BodyLadder.objects.filter(code=code, valid_from=since).values_list("text", flat=True).first()
    return _read(row) if row else None


def ladders_of(body: UUID) -> QuerySet[BodyLadder]:
    """All that the body has set, the newest first."""
    return BodyLadder.objects.filter(body=body).order_by("-valid_from", "kind")


def shipped_text(kind: str) -> str:
    """The file of the shipped ladder of that kind, to begin one's own with."""
    return next(text for text in shipped_texts().values() if read_ladder(text).kind == kind)
