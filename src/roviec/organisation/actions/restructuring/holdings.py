"""What of this app's own rows a unit holds, and how it goes on at the successor: closed on the day, opened anew there."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from roviec.core.actor import Actor
from roviec.ledger.bulk import record_each, update_each
from roviec.ledger.ids import new_id
from roviec.organisation.actions.checks import in_batches
from roviec.organisation.actions.mandates import mandate_facts
from roviec.organisation.actions.posts import post_facts
from roviec.organisation.actions.units import close_edges
from roviec.organisation.estates import Estate, Mapping_, OnDay, register
from roviec.organisation.models import Calendar, Delegation, Mandate, Portfolio, Post, UnitEdge, UnitFunction

BATCH = 1000
Row = TypeVar("Row", Post, Mandate, Portfolio, Delegation, UnitFunction)


def lasting(on: date) -> Q:
    """Still in force on the day, or beginning later."""
    return Q(valid_to__isnull=True) | Q(valid_to__gt=on)


def _count(rows: QuerySet, field: str) -> Callable[[Sequence[UUID], date], Mapping[UUID, int]]:
    def holds(unit_ids: Sequence[UUID], on: date) -> Mapping[UUID, int]:
        wanted = set(unit_ids)
        counts = rows.filter(lasting(on)).order_by().values_list(field).annotate(n=Count("pk"))
        if len(wanted) < BATCH:
            counts = counts.filter(**{f"{field}__in": wanted})
        return {unit: count for unit, count in counts if unit in wanted}

    return holds


def _of_units(rows: QuerySet, field: str, units: Iterable[UUID], on: date) -> list:
    return in_batches(rows.filter(lasting(on)), field, units)


def _reopen(row: Row, on: date, **changes: object) -> Row:
    """A new row like this one from the day on; the old row ends there."""
    model = type(row)
    values = {f.attname: getattr(row, f.attname) for f in model._meta.concrete_fields if f.attname not in LEFT_OUT}
    return model(**values | {"valid_from": max(on, row.valid_from)} | changes)


LEFT_OUT = {"id", "version", "ledger_seq", "ledger_hash"}


def _end(rows: Sequence, on: date) -> None:
    """A row that would have begun later ends on the day it would have begun: it was never in force here."""
    for row in rows:
        row.valid_to = max(on, row.valid_from)


def target_of(mapping: Mapping_, old: UUID) -> UUID:
    """The successor; raises LookupError where nothing may be left and yet something is."""
    new = mapping[old]
    if new is None:
        raise LookupError(str(old))
    return new


def move_posts(mapping: Mapping_, on: date, by: Actor, at: datetime) -> int:
    """Posts close and go on at the successor, with who holds them, what they are in charge of and whose power they use.

    Seats of one title from several units are numbered on.
    """
    posts = _of_units(Post.objects.select_for_update(), "unit", mapping, on)
    return _go_on({post: mapping[post.unit_id] for post in posts}, on, by, at)


def move_single_posts(posts: Mapping[UUID, UUID], on: date, by: Actor, at: datetime) -> int:
    """As `move_posts`, for posts (post -> unit) that go elsewhere than the rest of their unit. Run first: the rest is what is left."""
    rows = Post.objects.select_for_update().filter(lasting(on), pk__in=list(posts))
    return _go_on({post: posts[post.pk] for post in rows if post.unit_id != posts[post.pk]}, on, by, at)


def _go_on(going: Mapping[Post, UUID | None], on: date, by: Actor, at: datetime) -> int:
    old_posts = sorted(going, key=lambda p: (str(going[p]), p.seat, p.pk))
    if not old_posts:
        return 0
    leaving = {post.pk for post in old_posts}
    taken: Counter[tuple[UUID | None, str]] = Counter()
    for post in _of_units(Post.objects.select_for_update(), "unit", {unit for unit in going.values() if unit}, on):
        if post.pk in leaving:
            continue
        taken[(post.unit_id, post.title)] = max(taken[(post.unit_id, post.title)], post.seat)
    new_posts = []
    for post in old_posts:
        unit = going[post]
        taken[(unit, post.title)] += 1
        new_posts.append(_reopen(post, on, unit_id=unit, seat=taken[(unit, post.title)], continues_id=post.pk))
    _end(old_posts, on)
    record_each(old_posts, "post_closed", by=by, at=at, data=lambda _post: {"on": on}, changed=["valid_to"])
    record_each(new_posts, "post_created", by=by, at=at, data=lambda p: post_facts(p) | {"continues": p.continues_id})
    carry_on({old.pk: new.pk for old, new in zip(old_posts, new_posts, strict=True)}, on, by, at)
    return len(new_posts)


def carry_on(posts: Mapping[UUID, UUID], on: date, by: Actor, at: datetime) -> None:
    """Mandates, portfolios and delegations of posts that closed, opened anew on the posts that continue them."""
    mandates = _of_units(Mandate.objects.select_for_update(), "post", posts, on)
    new = [_reopen(m, on, post_id=posts[m.post_id]) for m in mandates]
    _end(mandates, on)
    record_each(mandates, "mandate_ended", by=by, at=at, data=lambda _m: {"on": on}, changed=["valid_to"])
    record_each(new, "mandate_given", by=by, at=at, data=mandate_facts)

    portfolios = _of_units(Portfolio.objects.select_for_update(), "post", posts, on)
    new_portfolios = [_reopen(p, on, post_id=posts[p.post_id]) for p in portfolios]
    _end(portfolios, on)
    record_each(portfolios, "portfolio_ended", by=by, at=at, data=lambda _p: {"on": on}, changed=["valid_to"])
    record_each(new_portfolios, "portfolio_given", by=by, at=at, data=_portfolio_facts)

    given = _of_units(Delegation.objects.select_for_update(), "giver", posts, on)
    received = _of_units(Delegation.objects.select_for_update(), "receiver", posts, on)
    delegations = list({d.pk: d for d in [*given, *received]}.values())
    new_delegations = [
        _reopen(d, on, giver_id=posts.get(d.giver_id, d.giver_id), receiver_id=posts.get(d.receiver_id, d.receiver_id))
        for d in delegations
    ]
    _end(delegations, on)
    record_each(delegations, "delegation_ended", by=by, at=at, data=lambda _d: {"on": on}, changed=["valid_to"])
    record_each(
        new_delegations,
        "delegation_given",
        by=by,
        at=at,
        data=lambda d: {"giver": d.giver_id, "receiver": d.receiver_id},
    )


def move_portfolios_over(mapping: Mapping_, on: date, by: Actor, at: datetime) -> int:
    """Who was in charge of the old unit is in charge of the successor; of several merged into one, once."""
    old = _of_units(Portfolio.objects.select_for_update(), "unit", mapping, on)
    new: list[Portfolio] = []
    seen: set[tuple[object, ...]] = set()
    for portfolio in old:
        key = (portfolio.post_id, mapping[portfolio.unit_id], portfolio.field)
        if key not in seen:
            seen.add(key)
            new.append(_reopen(portfolio, on, unit_id=mapping[portfolio.unit_id]))
    _end(old, on)
    record_each(old, "portfolio_ended", by=by, at=at, data=lambda _p: {"on": on}, changed=["valid_to"])
    record_each(new, "portfolio_given", by=by, at=at, data=_portfolio_facts)
    return len(old)


def move_functions(mapping: Mapping_, on: date, by: Actor, at: datetime) -> int:
    """A function that several merged units had, the successor has once. Runs after the posts."""
    old = _of_units(UnitFunction.objects.select_for_update(), "unit", mapping, on)
    continued = {
        post.continues_id: post.pk
        for post in in_batches(Post.objects.all(), "continues", {f.post_id for f in old if f.post_id})
    }
    new: dict[tuple[object, ...], UnitFunction] = {}
    for function in old:
        unit, post = mapping[function.unit_id], continued.get(function.post_id)
        new.setdefault((unit, post, function.folded), _reopen(function, on, id=new_id(), unit_id=unit, post_id=post))
    _end(old, on)
    if old:
        update_each(old, ["valid_to"])
    UnitFunction.objects.bulk_create(new.values(), batch_size=BATCH)
    return len(old)


def move_children(mapping: Mapping_, on: date, by: Actor, at: datetime) -> int:
    """Units below go below the successor, except those that close on the same day. The closure is the caller's."""
    locked = UnitEdge.objects.select_related("unit").select_for_update(of=("self", "unit"))
    edges = _of_units(locked, "parent", mapping, on)
    moving = [edge for edge in edges if edge.unit_id not in mapping and mapping[edge.parent_id] != edge.unit_id]
    close_edges([edge for edge in edges if edge.unit_id not in mapping], on)
    UnitEdge.objects.bulk_create(
        [
            UnitEdge(
                unit_id=edge.unit_id,
                parent_id=target_of(mapping, edge.parent_id),
                valid_from=max(on, edge.valid_from),
                valid_to=edge.unit.valid_to,
            )
            for edge in moving
        ],
        batch_size=BATCH,
    )
    units: dict[UUID, UnitEdge] = {edge.unit_id: edge for edge in moving}
    record_each(
        [edge.unit for edge in units.values()],
        "unit_placed",
        by=by,
        at=at,
        data=lambda unit: {"parent": mapping[units[unit.pk].parent_id], "from_day": on},
    )
    return len(moving)


def move_calendars(mapping: Mapping_, by: Actor, at: datetime) -> int:
    """Who takes a unit over keeps its calendar too: the units that ran on it go on running on it."""
    own = list(Calendar.objects.select_for_update().filter(unit__in=[old for old, new in mapping.items() if new]))
    for calendar in own:
        if calendar.unit_id is not None:
            calendar.unit_id = target_of(mapping, calendar.unit_id)
    record_each(own, "calendar_handed_over", by=by, at=at, data=lambda one: {"unit": one.unit_id}, changed=["unit"])
    return len(own)


def _children_of(unit_ids: Sequence[UUID], on: date) -> Mapping[UUID, int]:
    """Open units below, those left out that are asked about themselves: they close on the same day."""
    wanted = set(unit_ids)
    counts: dict[UUID, int] = defaultdict(int)
    edges = UnitEdge.objects.filter(lasting(on))
    if len(wanted) < BATCH:
        edges = edges.filter(parent__in=wanted)
    for unit_id, parent_id in edges.values_list("unit", "parent"):
        if parent_id in wanted and unit_id not in wanted:
            counts[parent_id] += 1
    return counts


def _portfolio_facts(portfolio: Portfolio) -> dict[str, object]:
    return {"post": portfolio.post_id, "unit": portfolio.unit_id, "field": portfolio.field}


def register_estates() -> None:
    register(
        Estate(
            "organisation.posts",
            "organisation.Post.unit",
            label=_("Chức danh và người giữ"),
            order=10,
            on_day=OnDay(_count(Post.objects.all(), "unit"), move_posts),
        )
    )
    register(
        Estate(
            "organisation.portfolios",
            "organisation.Portfolio.unit",
            label=_("Lãnh đạo phụ trách"),
            order=20,
            on_day=OnDay(_count(Portfolio.objects.all(), "unit"), move_portfolios_over),
        )
    )
    register(
        Estate(
            "organisation.functions",
            "organisation.UnitFunction.unit",
            label=_("Chức năng, nhiệm vụ"),
            order=20,
            on_day=OnDay(_count(UnitFunction.objects.all(), "unit"), move_functions),
        )
    )
    register(
        Estate(
            "organisation.children",
            "organisation.UnitEdge.parent",
            label=_("Đơn vị trực thuộc"),
            order=30,
            on_day=OnDay(_children_of, move_children),
        )
    )
    register(
        Estate(
            "organisation.calendars",
            "organisation.Calendar.unit",
            label=_("Lịch làm việc riêng"),
            order=30,
            move=move_calendars,
        )
    )
    register(
        Estate(
            "organisation.past",
            (
                "organisation.Unit.body",
                "organisation.UnitEdge.unit",
                "organisation.UnitClosure.ancestor",
                "organisation.UnitClosure.descendant",
                "organisation.UnitAlias.unit",
                "organisation.Succession.old",
                "organisation.Succession.new",
            ),
            label=_("Tên gọi, vị trí trong cây"),
        )
    )
