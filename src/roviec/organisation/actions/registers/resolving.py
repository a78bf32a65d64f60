"""From the text of a cell to the thing it means, with a reason for every cell that means nothing or several things."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import translation

from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.organisation.actions.checks import in_batches
from roviec.organisation.models import JobType, Officer, Post, Unit
from roviec.organisation.queries import find_units
from roviec.organisation.readers.columns import COLUMNS, Column
from roviec.organisation.readers.lines import Line

_DAY = re.compile(r"(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{4})$")
_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:[T ].*)?$")
YES = {"1", "x", "co", "true", "yes", "dung", "v"}
NO = {"", "0", "khong", "false", "no", "sai", "-"}


@dataclass
class Resolved:
    """A line with what it means: `new` for the action when it is taken; problems as (field, reason) when it is refused."""

    line: Line
    problems: list[tuple[str | None, Reason]] = field(default_factory=list)
    new: Any = None
    same: bool = False

    def refuse(self, name: str | None, code: str, /, **params: str | int) -> None:
        self.problems.append((name, Reason(f"organisation.{code}", params)))

    def text(self, name: str) -> str:
        return self.line.values.get(name, "").strip()

    def day(self, name: str) -> date | None:
        """31/2 is refused, an empty cell is None."""
        written = self.text(name)
        if not written:
            return None
        match = _DAY.match(written) or _ISO.match(written)
        if match:
            try:
                return date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                self.refuse(name, "no_such_day", value=written)
                return None
        self.refuse(name, "not_a_day", value=written)
        return None

    def flag(self, name: str, default: bool = False) -> bool:
        written = fold(self.text(name))
        if name not in self.line.values or (written == "" and default):
            return default
        if written not in YES | NO:
            self.refuse(name, "not_yes_or_no", value=self.text(name))
        return written in YES

    def number(self, name: str, default: int) -> int:
        written = self.text(name)
        if not written:
            return default
        if not written.isdecimal() or not 1 <= int(written) <= 9999:
            self.refuse(name, "not_a_number", value=written)
            return default
        return int(written)

    def choice(self, name: str, choices: type[models.TextChoices], default: str) -> str:
        """By value or by label in Vietnamese."""
        written = self.text(name)
        if not written:
            return default
        known = labels(choices)
        if (value := known.get(fold(written))) is None:
            listed = ", ".join(label for label in _vietnamese(choices))
            self.refuse(name, "not_a_choice", value=written, choices=listed)
            return default
        return value


def labels(choices: type[models.TextChoices]) -> dict[str, str]:
    """Folded value or label -> value."""
    known = {fold(value): value for value in choices.values}
    return known | {fold(label): value for label, value in zip(_vietnamese(choices), choices.values, strict=True)}


def _vietnamese(choices: type[models.TextChoices]) -> list[str]:
    with translation.override("vi"):
        return [str(label) for label in choices.labels]


def begin(lines: Sequence[Line], kind: str) -> list[Resolved]:
    """A Resolved per line, refused already where a required cell is empty or was swallowed by a merged cell."""
    return begin_with(lines, COLUMNS[kind])


def begin_with(lines: Sequence[Line], columns: Sequence[Column]) -> list[Resolved]:
    """`begin` for columns that are no register of the organisation."""
    rows = [Resolved(line) for line in lines]
    for row in rows:
        for column in columns:
            if column.field in row.line.merged:
                row.refuse(column.field, "merged_cell")
            elif column.required and not row.text(column.field):
                row.refuse(column.field, "required")
    return rows


def refuse_repeated(rows: Iterable[Resolved], key: Any) -> None:
    """The second line about the same thing is refused and names the first."""
    first: dict[Any, int] = {}
    for row in rows:
        if (value := key(row)) is None:
            continue
        if value in first:
            row.refuse(None, "repeats_line", line=first[value])
        else:
            first[value] = row.line.number


def check_days(row: Resolved, start: date | None, end: date | None) -> None:
    if start and end and end <= start:
        row.refuse("valid_to", "ends_before_start")


class Lookup:
    """Units, posts, officers and job types that cells of these lines may mean, fetched in a few questions."""

    def __init__(
        self, rows: Sequence[Resolved], day: date, *, units: Sequence[str] = (), officers: Sequence[str] = ()
    ) -> None:
        self.day = day
        written_units = {row.text(name) for row in rows for name in units} - {""}
        self._by_code: dict[str, list[Unit]] = defaultdict(list)
        open_units = Unit.objects.filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=day))
        for unit in in_batches(open_units, "code", written_units):
            self._by_code[unit.code].append(unit)
        self._by_name = find_units(written_units - self._by_code.keys(), day)
        self._officers = _officers({row.text(name) for row in rows for name in officers} - {""})
        self._posts: dict[UUID, list[Post]] = {}

    def knows_code(self, written: str) -> bool:
        return bool(self._by_code.get(written))

    def unit(self, row: Resolved, name: str) -> Unit | None:
        """By code, else by any of its names; several candidates are listed, none is chosen."""
        written = row.text(name)
        if not written:
            return None
        found = self._by_code.get(written) or self._by_name.get(written, [])
        if len(found) == 1:
            return found[0]
        if found:
            listed = "; ".join(f"{unit.code} – {unit.name}" for unit in found[:5])
            row.refuse(name, "several_units", value=written, choices=listed)
        else:
            row.refuse(name, "unknown_unit", value=written)
        return None

    def officer(self, row: Resolved, name: str) -> Officer | None:
        written = row.text(name)
        if not written:
            return None
        found = self._officers.get(written) or self._officers.get(fold(written), [])
        if len(found) == 1:
            return found[0]
        if found:
            row.refuse(name, "several_officers", value=written, choices=", ".join(o.code for o in found[:5]))
        else:
            row.refuse(name, "unknown_officer", value=written)
        return None

    def load_posts(self, units: Iterable[Unit | None]) -> None:
        """Call once, before `post`."""
        self._posts = defaultdict(list)
        open_posts = Post.objects.filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=self.day)).order_by(
            "seat"
        )
        for post in in_batches(open_posts, "unit", {unit.pk for unit in units if unit}):
            self._posts[post.unit_id].append(post)

    def posts_of(self, unit: Unit) -> list[Post]:
        return self._posts.get(unit.pk, [])

    def post(self, row: Resolved, unit: Unit | None, title: str = "title", seat: str = "seat") -> Post | None:
        if unit is None or not row.text(title):
            return None
        posts = [post for post in self.posts_of(unit) if fold(post.title) == fold(row.text(title))]
        if not posts:
            row.refuse(title, "unknown_post", title=row.text(title), unit=unit.name)
            return None
        if row.text(seat):
            number = row.number(seat, 1)
            found = next((post for post in posts if post.seat == number), None)
            if found is None:
                row.refuse(seat, "unknown_seat", seat=number, title=row.text(title), unit=unit.name)
            return found
        if len(posts) > 1:
            row.refuse(seat, "several_seats", title=row.text(title), unit=unit.name, count=len(posts))
            return None
        return posts[0]


def _officers(written: set[str]) -> dict[str, list[Officer]]:
    """By code; by folded name for what is no code."""
    found: dict[str, list[Officer]] = defaultdict(list)
    for officer in in_batches(Officer.objects.all(), "code", written):
        found[officer.code].append(officer)
    names = {fold(text) for text in written - found.keys()}
    for officer in in_batches(Officer.objects.all(), "folded", names):
        found[officer.folded].append(officer)
    return found


def job_types(written: set[str]) -> dict[str, JobType]:
    """By code or folded name; a name borne by two is left out."""
    if not written:
        return {}
    every = list(JobType.objects.all())
    times = Counter(fold(job.name) for job in every)
    return {job.code: job for job in every} | {fold(j.name): j for j in every if times[fold(j.name)] == 1}
