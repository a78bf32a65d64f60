"""Imports and restructurings, as their pages show them."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from roviec.core.actor import Actor
from roviec.core.reasons import Reason
from roviec.organisation import estates
from roviec.organisation.models import Post, RegisterImport, RegisterImportRow, Restructuring, Unit
from roviec.organisation.permissions import PERMISSIONS
from roviec.organisation.readers.columns import COLUMNS, heading


def imports_visible_to(actor: Actor) -> QuerySet[RegisterImport]:
    """For whoever keeps a register, the newest first."""
    if not PERMISSIONS.allows(actor, "check_register"):
        return RegisterImport.objects.none()
    return RegisterImport.objects.order_by("-created_at")


@dataclass
class LineShown:
    """A line of the file with its verdict: `cells` in the order of `headings`, `problems` as (heading, column letter, Reason)."""

    row: RegisterImportRow
    cells: list[str]
    problems: list[tuple[str, str, Reason]]


def lines_shown(kind: str, rows: list[RegisterImportRow]) -> tuple[list[str], list[LineShown]]:
    """(headings of the columns that the file has, lines)."""
    fields = [column.field for column in COLUMNS[kind] if any(row.values.get(column.field) for row in rows)]
    lines = [
        LineShown(
            row,
            [row.values.get(name, "") for name in fields],
            [(heading(kind, p["field"]), p["column"], Reason(**p["reason"])) for p in row.problems],
        )
        for row in rows
    ]
    return [heading(kind, name) for name in fields], lines


def import_rows(done: RegisterImport, verdict: str = "") -> QuerySet[RegisterImportRow]:
    rows = done.rows.order_by("sheet", "line")
    return rows.filter(verdict=verdict) if verdict else rows


def restructurings_visible_to(actor: Actor) -> QuerySet[Restructuring]:
    return Restructuring.objects.order_by("-effective_on", "title") if actor else Restructuring.objects.none()


@dataclass
class Held:
    """How much of one estate an old unit holds."""

    estate: str
    label: str
    unit: Unit
    count: int


def held_by_units(unit_ids: list[UUID], on: date) -> list[Held]:
    """What the units hold, estate by estate, for the preview of a restructuring."""
    units = Unit.objects.in_bulk(unit_ids)
    labels = {estate.name: str(estate.label or estate.name) for estate in estates.in_order()}
    return [
        Held(name, labels[name], units[unit], count)
        for name, counts in estates.held_by(unit_ids, on).items()
        for unit, count in counts.items()
    ]


def units_by_id(unit_ids: list[UUID]) -> dict[UUID, Unit]:
    return Unit.objects.in_bulk(unit_ids)


def estate_labels() -> dict[str, str]:
    return {estate.name: str(estate.label or estate.name) for estate in estates.in_order()}


def posts_of_units(unit_ids: list[UUID], on: date) -> QuerySet[Post]:
    return Post.objects.on(on).filter(unit__in=unit_ids).select_related("unit").order_by("title", "seat")
