"""A unit's working regulation is adopted as a whole: an edition with its fields, which ends the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.evaluation.models import StandingField, WorkingRegulation
from roviec.evaluation.permissions import PERMISSIONS
from roviec.ledger.actions import lock_all, record
from roviec.organisation.models import Post, Unit
from roviec.organisation.queries import descendants

LONGEST_EDITION = 200


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field: `post` does it, `substitute` stands in, within `handling_days` working days. `words`: one per line."""

    field: str
    post: UUID | None
    substitute: UUID | None = None
    handling_days: int | None = None
    words: str = ""


def adopt_regulation(
    unit: Unit | UUID,
    lines: Sequence[FieldLine],
    *,
    title: str,
    valid_from: date,
    by: Actor,
    at: datetime,
    document: str = "",
) -> WorkingRegulation:
    """An edition in force from a day on. Problems name the line: "lines.3.post". The past is not written anew: the first day is not
    before the edition that runs now, and not before the first day of this month (whose work is still being checked)."""
    home = unit if isinstance(unit, Unit) else Unit.objects.get(pk=unit)
    PERMISSIONS.require(by, "adopt_regulation", home)
    problems = [*_of_edition(title, valid_from, lines, at), *_of_lines(home, lines, valid_from)]
    if problems:
        raise Invalid.many(problems)
    with transaction.atomic():
        running = WorkingRegulation.objects.filter(unit=home).values_list("pk", flat=True)
        for old in lock_all(WorkingRegulation, running):
            if old.valid_from >= valid_from:
                raise Invalid("valid_from", Reason("regulation.before_edition", {"day": f"{old.valid_from:%d/%m/%Y}"}))
            if old.valid_to is None or old.valid_to > valid_from:
                old.valid_to = valid_from
                record(old, "ended", by=by, at=at, data={"on": valid_from}, changed=["valid_to"])
        made = WorkingRegulation(unit=home, title=title.strip(), document=document.strip()[:200], valid_from=valid_from)
        facts = {"unit": home.pk, "title": made.title, "document": made.document, "from": valid_from}
        record(made, "adopted", by=by, at=at, data={**facts, "fields": [line.field.strip() for line in lines]})
        StandingField.objects.bulk_create(
            StandingField(
                regulation=made,
                order=n,
                field=line.field.strip(),
                words=line.words.strip(),
                post_id=line.post,
                substitute_id=line.substitute,
                handling_days=line.handling_days,
            )
            for n, line in enumerate(lines, 1)
            if line.post is not None
        )
    return made


Problems = list[tuple[str | None, Reason]]


def _of_edition(title: str, valid_from: date, lines: Sequence[FieldLine], at: datetime) -> Problems:
    found: Problems = []
    if not title.strip():
        found.append(("title", Reason("regulation.no_title")))
    if valid_from < at.astimezone(VIETNAM).date().replace(day=1):
        found.append(("valid_from", Reason("regulation.begins_in_the_past")))
    if not lines:
        found.append((None, Reason("regulation.no_lines")))
    if len(lines) > LONGEST_EDITION:
        found.append((None, Reason("regulation.too_many", {"most": LONGEST_EDITION})))
    return found


def _of_lines(unit: Unit, lines: Sequence[FieldLine], day: date) -> Problems:
    """Posts are of the unit (or one below it) on the first day; a field stands once; nobody stands in for himself."""
    named = {pk for line in lines for pk in (line.post, line.substitute) if pk is not None}
    known = set(
        Post.objects.on(day).filter(pk__in=named, unit__in=unit_and_below(unit.pk, day)).values_list("pk", flat=True)
    )
    found: Problems = []
    seen: dict[str, int] = {}
    for n, line in enumerate(lines, 1):
        name = fold(line.field)
        if not name:
            found.append((f"lines.{n}.field", Reason("regulation.field_missing", {"line": n})))
        elif name in seen:
            found.append((f"lines.{n}.field", Reason("regulation.twice", {"line": n, "first": seen[name]})))
        seen.setdefault(name, n)
        if line.post is None:
            found.append((f"lines.{n}.post", Reason("regulation.post_missing", {"line": n})))
        if not {pk for pk in (line.post, line.substitute) if pk} <= known:
            found.append((f"lines.{n}.post", Reason("regulation.outside_unit", {"line": n})))
        if line.substitute is not None and line.substitute == line.post:
            found.append((f"lines.{n}.substitute", Reason("regulation.own_substitute", {"line": n})))
        if line.handling_days is not None and not 1 <= line.handling_days <= 250:
            found.append((f"lines.{n}.handling_days", Reason("regulation.bad_days", {"line": n})))
    return found


def unit_and_below(unit_id: UUID, day: date) -> set[UUID]:
    return set(descendants(unit_id, day, include_self=True).values_list("pk", flat=True))
