"""What work yields: set on a task, taken as suggested for many tasks at once, carried over from one occurrence to the next."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.catalogue import ART_SHARES, remainder
from roviec.core.catalogue.shares import plain
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.custody.models import Clock
from roviec.evaluation.models import Product, Yield
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries.catalogue import products_of
from roviec.ledger.actions import record
from roviec.ledger.bulk import record_each
from roviec.organisation.models import Mandate, Post
from roviec.work.actions.dates import label
from roviec.work.actions.steps import lock_task
from roviec.work.models import Task, TaskState

SUDDEN = "Nghị định 335/2025/NĐ-CP, Điều 18.1.d"
SYSTEM = "Hệ thống"
# Of one task; more is a list for parts of their own.
MOST_LINES = 50


class Line(NamedTuple):
    """So much of a product; `post`: a share of group work. `sudden` work needs the document that ordered it (`basis`)."""

    product: UUID
    quantity: Decimal = Decimal(1)
    post: UUID | None = None
    sudden: bool = False
    basis: str = ""


def set_yields(
    task: Task | UUID,
    lines: Iterable[Line | tuple[object, ...]],
    *,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> list[Yield]:
    """What the task yields from now on, in place of what stood there; no lines: nothing.

    The line of a product without a post is its whole; lines with posts are shares out of it, and what is left is of whoever does the
    work. Stored rows do not overlap. Raises Invalid: shares beyond the whole, a product not in force, sudden work without document or
    with nobody else who ordered it, parts that together exceed what their whole yields.
    """
    wanted = [one if isinstance(one, Line) else Line(*one) for one in lines]  # type: ignore[arg-type]
    with transaction.atomic():
        locked = lock_task(task, version=version)
        PERMISSIONS.require(by, "set_yields", locked)
        if locked.state in (TaskState.CANCELLED, TaskState.REFUSED) or locked.lead_unit is None:
            raise Invalid(None, Reason("yield.no_work"))
        before = list(Yield.objects.filter(clock=locked.clock).select_related("product", "post"))
        rows = _rows(locked, wanted, {one.product_id for one in before}, by, at)
        Yield.objects.filter(clock=locked.clock).delete()
        Yield.objects.bulk_create(rows)
        _refuse_beyond_whole({locked.parent_id})
        data = {"yields": [_told(one) for one in rows], "before": [_told(one) for one in before]}
        record(locked, "yields_set", by=by, at=at, data={**data, "what": _in_words(rows)})
    return rows


def put_yield(
    task: Task | UUID,
    product: UUID,
    quantity: Decimal = Decimal(1),
    *,
    by: Actor,
    at: datetime,
    shares: Sequence[tuple[UUID, Decimal]] = (),
    sudden: bool = False,
    basis: str = "",
    version: int | None = None,
) -> list[Yield]:
    """One product beside the others that the task has; in place of its earlier line, if it had one. `shares`: (post, quantity)."""
    lines = [
        Line(product, quantity, None, sudden, basis),
        *(Line(product, share, post, sudden, basis) for post, share in shares),
    ]
    return set_yields(task, [*_without(task, product), *lines], by=by, at=at, version=version)


def drop_yield(task: Task | UUID, product: UUID, *, by: Actor, at: datetime, version: int | None = None) -> list[Yield]:
    return set_yields(task, _without(task, product), by=by, at=at, version=version)


def _without(task: Task | UUID, product: UUID) -> list[Line]:
    """The lines that stand, as they would be given again: stored rows are parts, a whole is given with its shares in it."""
    pk = task.pk if isinstance(task, Task) else task
    rows = list(Yield.objects.filter(clock=pk).exclude(product=product).order_by("set_at", "pk"))
    lines = [Line(one.product_id, one.quantity, one.post_id, one.sudden, one.basis) for one in rows]
    wholes: dict[UUID, Decimal] = defaultdict(Decimal)
    for line in lines:
        wholes[line.product] += line.quantity
    return [line if line.post else line._replace(quantity=wholes[line.product]) for line in lines]


def _rows(task: Task, wanted: Sequence[Line], kept: set[UUID], by: Actor, at: datetime) -> list[Yield]:
    if len(wanted) > MOST_LINES:
        raise Invalid("product", Reason("yield.too_many", {"most": MOST_LINES}))
    products = _products(task, {one.product for one in wanted}, kept, at)
    posts = Post.objects.select_related("unit").in_bulk({one.post for one in wanted if one.post})
    by_product: dict[UUID, list[Line]] = defaultdict(list)
    for one in wanted:
        if not Decimal(0) < one.quantity < 1_000_000 or one.quantity != round(one.quantity, 3):
            raise Invalid("quantity", Reason("yield.bad_quantity", {"text": str(one.quantity)[:40]}))
        if one.post is not None and one.post not in posts:
            raise Invalid("post", Reason("task.nobody_named"))
        by_product[one.product].append(one)
    rows = []
    for pk, lines in by_product.items():
        for quantity, line in _parted(lines):
            if line.sudden:
                _refuse_unproved(task, line, at)
            rows.append(
                Yield(
                    clock=task.clock,
                    product=products[pk],
                    quantity=quantity,
                    post=posts.get(line.post) if line.post else None,
                    sudden=line.sudden,
                    basis=line.basis.strip()[:300] if line.sudden else "",
                    set_at=at,
                    set_by_label=label(by),
                )
            )
    return rows


def _parted(lines: Sequence[Line]) -> list[tuple[Decimal, Line]]:
    """Shares as they are, and the whole without them."""
    wholes = [one for one in lines if one.post is None]
    shares = [one for one in lines if one.post is not None]
    if len(wholes) > 1 or len({one.post for one in shares}) < len(shares):
        raise Invalid("product", Reason("yield.named_twice"))
    left = remainder(wholes[0].quantity if wholes else None, [one.quantity for one in shares])
    return [*((left, one) for one in wholes if left), *((one.quantity, one) for one in shares)]


def _products(task: Task, wanted: set[UUID], kept: set[UUID], at: datetime) -> dict[UUID, Product]:
    """In force today in the body of the unit that leads; what the task has already stays, also when it has ended since."""
    body = task.lead_unit.body_id if task.lead_unit else None
    day = at.astimezone(VIETNAM).date()
    found = products_of(body, day).in_bulk(wanted) if body else {}
    found |= Product.objects.in_bulk((wanted - found.keys()) & kept)
    if missing := wanted - found.keys():
        one = Product.objects.select_related("catalogue").filter(pk__in=missing, catalogue__body=body).first()
        if one is None:
            raise Invalid("product", Reason("yield.unknown_product"))
        params = {"code": one.code, "day": f"{day:%d/%m/%Y}"}
        raise Invalid("product", Reason("yield.product_not_in_force", params))
    return found


def _refuse_unproved(task: Task, line: Line, at: datetime) -> None:
    if not line.basis.strip():
        raise Invalid("basis", Reason("yield.sudden_without_basis", cite=SUDDEN))
    doer = line.post or task.person_post_id
    if task.assigned_by_post_id is None or _same_person(task.assigned_by_post_id, doer, at.astimezone(VIETNAM).date()):
        raise Invalid("sudden", Reason("yield.sudden_by_oneself", cite=SUDDEN))


def _same_person(giver: UUID, doer: UUID | None, day: date) -> bool:
    """Also somebody who sits on both posts."""
    if doer is None or giver == doer:
        return giver == doer
    held = Mandate.objects.on(day).filter(post__in=[giver, doer]).values_list("post", "officer")
    officers: dict[UUID, set[UUID]] = defaultdict(set)
    for post, officer in held:
        officers[post].add(officer)
    return bool(officers[giver] & officers[doer])


def _refuse_beyond_whole(parents: set[UUID | None]) -> None:
    """Parts of one task stay within the converted units of the whole, where those are set (art. 18.1.c). Asked after writing."""
    wholes = _converted(Yield.objects.filter(clock__in=parents - {None}), {})
    if not wholes:
        return
    parts = dict(Task.objects.filter(parent__in=wholes).values_list("pk", "parent"))
    for parent, asked in _converted(Yield.objects.filter(clock__in=parts), parts).items():
        if asked > wholes[parent]:
            params = {"parts": plain(asked), "whole": plain(wholes[parent])}
            raise Invalid("quantity", Reason("yield.parts_beyond_whole", params, ART_SHARES))


def _converted(rows: QuerySet[Yield], parents: Mapping[UUID, UUID | None]) -> dict[UUID, Decimal]:
    """Standard units by task, or by the task that it is a part of."""
    units: dict[UUID, Decimal] = defaultdict(Decimal)
    for one in rows.select_related("product"):
        units[parents.get(one.clock_id) or one.clock_id] += one.quantity * one.product.coefficient
    return units


def _told(one: Yield) -> dict[str, object]:
    return {
        "product": one.product_id,
        "code": one.product.code,
        "quantity": str(one.quantity),
        "post": one.post_id,
        "sudden": one.sudden,
        "basis": one.basis,
    }


def _in_words(rows: Sequence[Yield]) -> str:
    """For the history: "2 × DC.05 (hệ số 12)"."""
    return (
        "; ".join(f"{plain(one.quantity)} × {one.product.code} ({plain(one.product.coefficient)})" for one in rows)[
            :300
        ]
        or "–"
    )


def take_suggestions(chosen: Iterable[tuple[UUID, UUID]], *, by: Actor, at: datetime) -> int:
    """Many tasks at once, each with one product, as suggested or as picked: how many were set.

    All or nothing; tasks that have got a product meanwhile are left as they are. One lock, one insert for all of them.
    """
    wanted = dict(chosen)
    with transaction.atomic():
        tasks = list(
            Task.objects.select_for_update(of=("self",))
            .filter(pk__in=wanted, lead_unit__isnull=False)
            .exclude(state__in=(TaskState.CANCELLED, TaskState.REFUSED))
            .select_related("clock", "plan", "lead_unit", "parent")
            .order_by("pk")
        )
        have = set(Yield.objects.filter(clock__in=[task.pk for task in tasks]).values_list("clock", flat=True))
        free = [task for task in tasks if task.pk not in have]
        rows: dict[UUID, Yield] = {}
        for task in free:
            PERMISSIONS.require(by, "set_yields", task)
        for body in {task.lead_unit.body_id for task in free if task.lead_unit}:
            of_body = [task for task in free if task.lead_unit and task.lead_unit.body_id == body]
            products = products_of(body, at.astimezone(VIETNAM).date()).in_bulk({wanted[task.pk] for task in of_body})
            for task in of_body:
                product = products.get(wanted[task.pk])
                if product is None:
                    raise Invalid("product", Reason("yield.unknown_product"))
                rows[task.pk] = _row(task.clock, product, Decimal(1), at, label(by))
        Yield.objects.bulk_create(rows.values())
        _refuse_beyond_whole({task.parent_id for task in free})
        record_each(free, "yields_set", by=by, at=at, data=lambda task: _of(rows[task.pk]))
    return len(free)


def _of(row: Yield) -> dict[str, object]:
    return {"yields": [_told(row)], "before": [], "what": _in_words([row])}


def _row(clock: Clock, product: Product, quantity: Decimal, at: datetime, said_by: str) -> Yield:
    return Yield(clock=clock, product=product, quantity=quantity, set_at=at, set_by_label=said_by)


def carry_over(at: datetime, by: Actor) -> int:
    """Occurrences of recurring work without a product take over what the one before them yields: how many did.

    Of a product that an edition has replaced, the one with the same code in today's edition. Safe to run twice.
    """
    PERMISSIONS.require(by, "carry_yields")
    told = Yield.objects.values("clock")
    told_series = Task.objects.filter(pk__in=told, series__isnull=False).values("series")
    waiting = Task.objects.filter(
        ~Q(pk__in=told), series__in=told_series, clock__closed_at=None, lead_unit__isnull=False
    ).exclude(state__in=(TaskState.CANCELLED, TaskState.REFUSED))
    ids = list(waiting.order_by("series", "period").values_list("pk", flat=True))
    return sum(_carry(pk, at, by) for pk in ids)


def _carry(pk: UUID, at: datetime, by: Actor) -> int:
    with transaction.atomic():
        task = lock_task(pk)
        if task.lead_unit is None or Yield.objects.filter(clock=task.clock).exists():
            return 0
        earlier = Task.objects.filter(
            series=task.series_id, period__lt=task.period, pk__in=Yield.objects.values("clock")
        )
        before = earlier.order_by(F("period").desc()).first()
        if before is None:
            return 0
        products = products_of(task.lead_unit.body_id, at.astimezone(VIETNAM).date())
        old = list(Yield.objects.filter(clock=before.pk, sudden=False).select_related("product"))
        by_code = {one.code: one for one in products.filter(code__in=[one.product.code for one in old])}
        rows = []
        for one in old:
            if (product := by_code.get(one.product.code)) is not None:
                row = _row(task.clock, product, one.quantity, at, SYSTEM)
                row.post_id = one.post_id
                rows.append(row)
        if not rows:
            return 0
        Yield.objects.bulk_create(rows)
        data = {"yields": [_told(one) for one in rows], "before": [], "from": before.pk, "what": _in_words(rows)}
        record(task, "yields_carried", by=by, at=at, data=data)
    return 1
