"""Catalogues as seen by an actor, the products in force on a day, and which of them a piece of work looks like."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.catalogue import Suggester, difference
from roviec.core.catalogue.difference import Change
from roviec.core.text import fold
from roviec.evaluation.models import Product, ProductProposal, WorkCatalogue
from roviec.organisation.models import Unit, UnitClosure

IN_FORCE = WorkCatalogue.State.IN_FORCE
# What lists and forms offer.
PARTS, STATES = Product.Part.choices, WorkCatalogue.State.choices
# Editions whose words are kept indexed in this process; an index of 353 products takes half a megabyte.
INDEXED = 32


def catalogues_visible_to(actor: Actor) -> QuerySet[WorkCatalogue]:
    """Newest first. The same rule as `permissions.catalogue.sees_list`."""
    rows = WorkCatalogue.objects.select_related("body").defer("findings").order_by("body", "-edition")
    if actor.kind is ActorKind.WORKER:
        return rows
    if actor.body_id is None:
        return rows.none()
    seen = Q(body__in={actor.body_id, *actor.bodies_seen}, state=IN_FORCE)
    if actor.has(Duty.CLERK, Duty.LEADER):
        seen |= Q(body=actor.body_id)
    return rows.filter(seen)


def list_of(body: UUID | None, day: date) -> WorkCatalogue | None:
    """The edition in force on the day."""
    running = WorkCatalogue.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=day), body=body, state=IN_FORCE, valid_from__lte=day
    )
    return running.select_related("body").defer("findings").order_by("-valid_from").first()


def products_of(body: Unit | UUID | None, day: date) -> QuerySet[Product]:
    """What can be given on the day in the body: its edition of that day, with what was added and without what has ended."""
    return Product.objects.filter(
        Q(catalogue__valid_to=None) | Q(catalogue__valid_to__gt=day),
        Q(ended_on=None) | Q(ended_on__gt=day),
        Q(added_on=None) | Q(added_on__lte=day),
        catalogue__body=body.pk if isinstance(body, Unit) else body,
        catalogue__state=IN_FORCE,
        catalogue__valid_from__lte=day,
    )


def listed_products(
    catalogue: WorkCatalogue, text: str = "", part: str = "", office: str = "", group: str = ""
) -> QuerySet[Product]:
    """In the order of the list; every word of `text` must occur, with or without diacritics."""
    rows = Product.objects.filter(catalogue=catalogue).select_related("unit").order_by("order", "code")
    for word in fold(text).split():
        rows = rows.filter(folded__contains=word)
    for field, wanted in (("part", part), ("office", office), ("group", group)):
        if wanted:
            rows = rows.filter(**{field: wanted})
    return rows


def product_seen(pk: UUID, actor: Actor) -> Product:
    """Raises DoesNotExist for one of a list that the actor does not see."""
    rows = Product.objects.select_related("catalogue", "catalogue__body", "unit")
    return rows.get(pk=pk, catalogue__in=catalogues_visible_to(actor).order_by().values("pk"))


def choices_of(catalogue: WorkCatalogue) -> tuple[list[str], list[str]]:
    """Offices and groups that occur in the list."""
    rows = Product.objects.filter(catalogue=catalogue).values_list("office", "group").annotate(Count("pk")).order_by()
    pairs = list(rows)
    return sorted({o for o, _g, _n in pairs if o}), sorted({g for _o, g, _n in pairs if g})


def edition_before(catalogue: WorkCatalogue) -> WorkCatalogue | None:
    """The edition that this one follows, or would follow."""
    rows = WorkCatalogue.objects.filter(body=catalogue.body_id, state=IN_FORCE, edition__lt=catalogue.edition)
    return rows.order_by("-edition").first()


def changes_from(before: WorkCatalogue, after: WorkCatalogue) -> list[Change]:
    """What `after` changes; products that had ended do not count as there before."""
    old = Product.objects.filter(catalogue=before, ended_on=None).order_by("order", "code")
    new = Product.objects.filter(catalogue=after).order_by("order", "code")
    return list(difference(old, new))


def proposals_visible_to(actor: Actor) -> QuerySet[ProductProposal]:
    """Waiting first, then the newest. Who keeps the list sees those of the body, a head those of the units headed."""
    rows = ProductProposal.objects.select_related("unit", "body", "product").order_by("decided_at", "-proposed_at")
    if actor.kind is ActorKind.WORKER:
        return rows
    if actor.body_id is None:
        return rows.none()
    if actor.has(Duty.CLERK, Duty.LEADER):
        return rows.filter(body=actor.body_id)
    if actor.has(Duty.HEAD, Duty.DEPUTY):
        return rows.filter(unit__in=actor.units_led, body=actor.body_id)
    return rows.none()


@dataclass(frozen=True, slots=True)
class Suggested:
    """A product and how much the work looks like it, 0 to 1; `sure`: one nod is enough."""

    product: Product
    degree: float
    sure: bool


@dataclass(frozen=True, slots=True)
class _Index:
    """`places`: product -> its part, its unit, its days."""

    suggester: Suggester[UUID]
    places: dict[UUID, tuple[str, UUID | None, date | None, date | None]]


@lru_cache(maxsize=INDEXED)
def _index_of(catalogue: UUID, version: int) -> _Index:
    """`version` counts what was added and what ended: another one, another index."""
    rows = list(Product.objects.filter(catalogue=catalogue).order_by("order", "code"))
    places = {row.pk: (row.part, row.unit_id, row.added_on, row.ended_on) for row in rows}
    return _Index(Suggester({row.pk: row for row in rows}), places)


def suggest(
    text: str, body: Unit | UUID, day: date, *, deliverable: str = "", unit: UUID | None = None, leading: bool = False
) -> list[Suggested]:
    """The products in force that the work looks like, likeliest first, at most five.

    `unit`: only what is for everybody and what is that unit's own; `leading`: also what leaders do.
    """
    pk = body.pk if isinstance(body, Unit) else body
    asked = [(text, deliverable, unit, leading)]
    return suggest_many(asked, pk, day)[0]


def suggest_many(
    asked: Iterable[tuple[str, str, UUID | None, bool]],
    body: UUID | None,
    day: date,
    running: WorkCatalogue | None = None,
) -> list[list[Suggested]]:
    """`suggest` for much work of one body: (text, deliverable, unit, leading) each. Four queries, however many.

    `running`: the edition of that day, where it is known already.
    """
    questions = list(asked)
    catalogue = running or list_of(body, day)
    if catalogue is None:
        return [[] for _one in questions]
    index = _index_of(catalogue.pk, catalogue.version)
    above = _own_and_above({unit for _text, _deliverable, unit, _leading in questions if unit})
    among: dict[tuple[UUID | None, bool], list[UUID]] = {}
    found = []
    for text, deliverable, unit, leading in questions:
        if (unit, leading) not in among:
            units = None if unit is None or unit == body else above.get(unit, {unit})
            among[unit, leading] = _open_to(index, units, leading, day)
        found.append(index.suggester.suggest(text, deliverable, among=among[unit, leading]))
    products = Product.objects.in_bulk({one.key for some in found for one in some})
    return [[Suggested(products[one.key], one.degree, one.sure) for one in some] for some in found]


def _open_to(index: _Index, units: set[UUID] | None, leading: bool, day: date) -> list[UUID]:
    parts = {Product.Part.LEADING: leading, Product.Part.SHARED: True}
    return [
        pk
        for pk, (part, unit, added, ended) in index.places.items()
        if (ended is None or ended > day)
        and (added is None or added <= day)
        and parts.get(Product.Part(part), units is None or unit in units)
    ]


def _own_and_above(units: set[UUID]) -> dict[UUID, set[UUID]]:
    above: dict[UUID, set[UUID]] = {}
    rows = UnitClosure.objects.filter(descendant__in=units, valid_to=None) if units else ()
    for row in rows:
        above.setdefault(row.descendant_id, set()).add(row.ancestor_id)
    return above
