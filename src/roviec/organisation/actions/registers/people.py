"""Lines of job types, posts, officers and mandates."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from roviec.core.actor import Actor
from roviec.core.dated_tree import overlap
from roviec.core.text import fold
from roviec.organisation.actions.checks import in_batches
from roviec.organisation.actions.mandates import NewMandate, give_mandates
from roviec.organisation.actions.officers import NewOfficer, create_officers
from roviec.organisation.actions.posts import NewJobType, NewPost, create_job_types, create_posts
from roviec.organisation.actions.registers.resolving import (
    Lookup,
    Resolved,
    begin,
    check_days,
    job_types,
    refuse_repeated,
)
from roviec.organisation.models import JobType, Mandate, Officer
from roviec.organisation.models.mandate import MandateKind
from roviec.organisation.models.post import PersonnelType, Rank
from roviec.organisation.readers.lines import Line


def resolve_job_types(lines: Sequence[Line], day: date) -> list[Resolved]:
    rows = begin(lines, "job_types")
    refuse_repeated(rows, lambda row: row.text("code") or None)
    known = {job.code: job for job in in_batches(JobType.objects.all(), "code", {row.text("code") for row in rows})}
    for row in rows:
        if row.problems:
            continue
        fields = ("code", "name", "duty_group", "description", "competences")
        code, name, duty_group, description, competences = map(row.text, fields)
        row.new = NewJobType(code, name, duty_group, description, competences)
        if job := known.get(row.new.code):
            row.same = all(getattr(job, name) == getattr(row.new, name) for name in fields)
            if not row.same:
                row.refuse("code", "exists_differently", code=job.code, name=job.name)
    return rows


def apply_job_types(rows: Sequence[Resolved], *, by: Actor, at: datetime) -> None:
    create_job_types([row.new for row in rows], by=by, at=at)


def resolve_posts(lines: Sequence[Line], day: date) -> list[Resolved]:
    """Without a seat number, the n-th line of a title in a unit is its n-th seat."""
    rows = begin(lines, "posts")
    lookup = Lookup(rows, day, units=["unit"])
    units = [lookup.unit(row, "unit") for row in rows]
    lookup.load_posts(units)
    jobs = job_types({row.text("job_type") for row in rows} - {""})
    counted: Counter[tuple[UUID, str]] = Counter()
    for row, unit in zip(rows, units, strict=True):
        start, end = row.day("valid_from"), row.day("valid_to")
        check_days(row, start, end)
        job = jobs.get(row.text("job_type")) or jobs.get(fold(row.text("job_type")))
        if row.text("job_type") and job is None:
            row.refuse("job_type", "unknown_job_type", value=row.text("job_type"))
        if unit is None or row.problems:
            continue
        counted[(unit.pk, fold(row.text("title")))] += 1
        row.new = NewPost(
            unit=unit.pk,
            title=row.text("title"),
            valid_from=start or day,
            valid_to=end,
            rank=row.choice("rank", Rank, Rank.STAFF),
            seat=row.number("seat", counted[(unit.pk, fold(row.text("title")))]),
            job_type=job.pk if job else None,
            tracks_work=row.flag("tracks_work"),
            administers=row.flag("administers"),
            keeps_register=row.flag("keeps_register"),
        )
        if row.new.valid_from < unit.valid_from:
            row.refuse("valid_from", "before_unit", unit=unit.name, day=f"{unit.valid_from:%d/%m/%Y}")
        for post in lookup.posts_of(unit):
            if (fold(post.title), post.seat) == (fold(row.new.title), row.new.seat):
                row.same = post.rank == row.new.rank
                if not row.same:
                    row.refuse("seat", "seat_taken", title=post.title, seat=post.seat, unit=unit.name)
    refuse_repeated(rows, lambda row: (row.new.unit, fold(row.new.title), row.new.seat) if row.new else None)
    return rows


def apply_posts(rows: Sequence[Resolved], *, by: Actor, at: datetime) -> None:
    create_posts([row.new for row in rows], by=by, at=at)


def resolve_officers(lines: Sequence[Line], day: date) -> list[Resolved]:
    rows = begin(lines, "officers")
    refuse_repeated(rows, lambda row: row.text("code") or None)
    known = {o.code: o for o in in_batches(Officer.objects.all(), "code", {row.text("code") for row in rows})}
    for row in rows:
        kind = row.choice("personnel_type", PersonnelType, PersonnelType.CIVIL_SERVANT)
        if row.text("email"):
            try:
                validate_email(row.text("email"))
            except ValidationError:
                row.refuse("email", "not_an_email", value=row.text("email"))
        generated = row.flag("is_generated")
        if row.problems:
            continue
        names = {name: row.text(name) for name in ("code", "full_name", "email", "phone")}
        row.new = NewOfficer(
            names["code"], names["full_name"], kind, names["email"], names["phone"], is_generated=generated
        )
        if officer := known.get(row.new.code):
            row.same = all(getattr(officer, name) == value for name, value in names.items())
            if not row.same:
                row.refuse("code", "exists_differently", code=officer.code, name=officer.full_name)
    return rows


def apply_officers(rows: Sequence[Resolved], *, by: Actor, at: datetime) -> None:
    create_officers([row.new for row in rows], by=by, at=at)


def resolve_mandates(lines: Sequence[Line], day: date) -> list[Resolved]:
    rows = begin(lines, "mandates")
    lookup = Lookup(rows, day, units=["unit"], officers=["officer"])
    units = [lookup.unit(row, "unit") for row in rows]
    lookup.load_posts(units)
    for row, unit in zip(rows, units, strict=True):
        officer, post = lookup.officer(row, "officer"), lookup.post(row, unit)
        start, end = row.day("valid_from"), row.day("valid_to")
        check_days(row, start, end)
        kind = row.choice("kind", MandateKind, MandateKind.APPOINTED)
        scoring = row.flag("is_scoring", default=kind != MandateKind.CONCURRENT)
        if row.problems or officer is None or post is None:
            continue
        row.new = NewMandate(officer.pk, post.pk, start or day, kind, row.text("document"), end, scoring)
        if row.new.valid_from < post.valid_from:
            row.refuse("valid_from", "post_not_in_force", title=post.title, day=f"{row.new.valid_from:%d/%m/%Y}")
    _refuse_overlaps([row for row in rows if row.new is not None and not row.problems])
    return rows


def _refuse_overlaps(rows: Sequence[Resolved]) -> None:
    """A post already held in those days, by the register or by a line above; an officer scored twice."""
    on_post: dict[UUID, list[Any]] = defaultdict(list)
    scoring: dict[UUID, list[Any]] = defaultdict(list)
    held = in_batches(Mandate.objects.select_related("officer"), "post", {row.new.post for row in rows})
    for mandate in held:
        on_post[mandate.post_id].append(mandate)
    for mandate in in_batches(Mandate.objects.filter(is_scoring=True), "officer", {row.new.officer for row in rows}):
        scoring[mandate.officer_id].append(mandate)
    for row in rows:
        new = row.new
        rivals = [m for m in on_post[new.post] if overlap(new.valid_from, new.valid_to, m.valid_from, m.valid_to)]
        equal = [m for m in rivals if (m.officer_id, m.valid_from) == (new.officer, new.valid_from)]
        if equal:
            row.same = True
            continue
        lines_before = [rival for rival in rivals if isinstance(rival, _Taken)]
        if lines_before:
            row.refuse("title", "post_taken_by_line", line=lines_before[0].line)
        elif rivals:
            row.refuse(
                "title", "post_held_by", officer=rivals[0].officer.full_name, day=f"{rivals[0].valid_from:%d/%m/%Y}"
            )
        elif new.scores and any(
            overlap(new.valid_from, new.valid_to, m.valid_from, m.valid_to) for m in scoring[new.officer]
        ):
            row.refuse("is_scoring", "scored_twice", officer=row.text("officer"))
        else:
            taken = _Taken(row.line.number, new.valid_from, new.valid_to)
            on_post[new.post].append(taken)
            if new.scores:
                scoring[new.officer].append(taken)


class _Taken:
    """Days that a line above has taken."""

    officer_id = None

    def __init__(self, line: int, valid_from: date, valid_to: date | None) -> None:
        self.line, self.valid_from, self.valid_to = line, valid_from, valid_to


def apply_mandates(rows: Sequence[Resolved], *, by: Actor, at: datetime) -> None:
    give_mandates([row.new for row in rows], by=by, at=at)
