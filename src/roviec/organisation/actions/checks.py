"""Checks that several actions share: what is missing, unknown, closed or ends before it starts."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db import models

from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.organisation.models import Unit

Row = TypeVar("Row", bound=models.Model)
# SQLite takes a limited number of values in one question.
BATCH = 800


def required(**values: object) -> None:
    """Raises Invalid for every value that is empty."""
    missing = [
        name for name, value in values.items() if value in (None, "") or (isinstance(value, str) and not value.strip())
    ]
    if missing:
        raise Invalid.many([(name, Reason("organisation.required")) for name in missing])


def fits(row: models.Model, names: Iterable[str]) -> None:
    """Raises Invalid for every value that is longer than its column or not among its choices. SQLite by itself would keep it."""
    wrong: list[tuple[str, Reason]] = []
    for name in names:
        column, value = row._meta.get_field(name), str(getattr(row, name))
        choices = [str(choice) for choice, _label in column.flatchoices]
        if choices and value not in choices and not (column.blank and not value):
            what: dict[str, str | int] = {"value": value[:60], "choices": ", ".join(choices)}
            wrong.append((name, Reason("organisation.not_a_choice", what)))
        elif column.max_length and len(value) > column.max_length:
            wrong.append((name, Reason("organisation.too_long", {"most": column.max_length})))
    if wrong:
        raise Invalid.many(wrong)


def ends_after_start(valid_from: date, valid_to: date | None) -> None:
    if valid_to is not None and valid_to <= valid_from:
        raise Invalid("valid_to", Reason("organisation.ends_before_start"))


def existing(model: type[Row], pks: Iterable[UUID | None], field: str, *related: str) -> dict[UUID, Row]:
    """The rows by id, with their relations. Raises Invalid on the field when one is unknown."""
    wanted = {pk for pk in pks if pk is not None}
    found = in_batches(model.objects.select_related(*related) if related else model.objects.all(), "pk", wanted)
    by_id = {row.pk: row for row in found}
    if wanted - by_id.keys():
        raise Invalid(field, Reason("organisation.unknown"))
    return by_id


def in_batches(rows: models.QuerySet[Row], name: str, values: Iterable[object]) -> list[Row]:
    """`rows` whose field is among the values, asked for in parts."""
    listed = sorted(values, key=str)
    return [
        row
        for first in range(0, len(listed), BATCH)
        for row in rows.filter(**{f"{name}__in": listed[first : first + BATCH]})
    ]


def open_on(units: Mapping[UUID, Unit] | Iterable[Unit], day: date, field: str = "unit") -> None:
    """Raises Invalid for the first unit that does not exist (yet, or any more) on the day."""
    for unit in units.values() if isinstance(units, Mapping) else units:
        if unit.valid_from > day or (unit.valid_to is not None and unit.valid_to <= day):
            raise Invalid(
                field, Reason("organisation.unit_not_in_force", {"unit": unit.name, "day": f"{day:%d/%m/%Y}"})
            )
