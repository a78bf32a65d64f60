"""What the pages of a unit, of an officer and of the whole organisation show, in a fixed number of questions."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from roviec.core.actor import Actor
from roviec.organisation.models import (
    Absence,
    Delegation,
    JobType,
    Mandate,
    Officer,
    Portfolio,
    Post,
    Succession,
    Unit,
    UnitAlias,
    UnitClosure,
    UnitEdge,
    UnitFunction,
)
from roviec.organisation.models.post import Rank
from roviec.organisation.queries.holders import head_of
from roviec.organisation.queries.officers import officers_visible_to, sees_contact_of
from roviec.organisation.queries.units import ancestors, children, units_visible_to

RANK_ORDER = {rank: place for place, rank in enumerate(Rank.values)}


@dataclass
class Seat:
    """A post on the day: who holds it, who stands in while that one is away."""

    post: Post
    mandate: Mandate | None = None
    absence: Absence | None = None

    @property
    def is_vacant(self) -> bool:
        return self.mandate is None


@dataclass
class UnitPage:
    unit: Unit
    day: date
    above: list[Unit]
    head: Mandate | None
    seats: list[Seat]
    below: list["Row"]
    functions: list[UnitFunction]
    portfolios: list[tuple[Portfolio, Mandate | None]]
    other_names: list[UnitAlias]
    former_names: list[UnitAlias]
    predecessors: list[Succession]
    successors: list[Succession]
    counts: dict[str, int] = field(default_factory=dict)


@dataclass
class Row:
    """A unit in a list, with who heads it and how much stands below it."""

    unit: Unit
    head: Mandate | None = None
    units: int = 0
    officers: int = 0
    vacant: int = 0


def unit_page(unit_id: UUID, actor: Actor, day: date) -> UnitPage:
    """The unit on the day; a closed one on its last day, one to come on its first. Raises Unit.DoesNotExist."""
    unit = units_visible_to(actor).select_related("body").get(pk=unit_id)
    if unit.valid_to is not None and day >= unit.valid_to:
        day = max(unit.valid_from, unit.valid_to - timedelta(days=1))
    day = max(day, unit.valid_from)
    seats = _seats(unit_id, day)
    below = list(children(unit_id, day))
    heads = head_of([unit_id, *(one.pk for one in below)], day)
    names = list(UnitAlias.objects.filter(unit=unit_id).order_by("name"))
    steps = list(
        Succession.objects.filter(Q(old=unit_id) | Q(new=unit_id), restructuring__state="done")
        .select_related("old", "new", "restructuring")
        .order_by("restructuring__effective_on", "-is_main")
    )
    return UnitPage(
        unit=unit,
        day=day,
        above=ancestors(unit_id, day),
        head=heads.get(unit_id),
        seats=seats,
        below=rows_of(below, day, heads),
        functions=list(UnitFunction.objects.on(day).filter(unit=unit_id).select_related("post").order_by("text")),
        portfolios=_in_charge(unit_id, day),
        other_names=[name for name in names if not name.is_former],
        former_names=[name for name in names if name.is_former],
        predecessors=[step for step in steps if step.new_id == unit_id],
        successors=[step for step in steps if step.old_id == unit_id],
        counts=dict(Counter("vacant" if seat.is_vacant else "held" for seat in seats)),
    )


def _seats(unit_id: UUID, day: date) -> list[Seat]:
    """Leaders first, then by given name; vacant seats after held ones of the same title."""
    seats = {post.pk: Seat(post) for post in Post.objects.on(day).filter(unit=unit_id).select_related("job_type")}
    mandates = Mandate.objects.on(day).filter(post__unit=unit_id).select_related("officer").order_by("valid_from")
    for mandate in mandates:
        if mandate.post_id in seats:
            seats[mandate.post_id].mandate = mandate
    officers = {seat.mandate.officer_id for seat in seats.values() if seat.mandate}
    absences = Absence.objects.on(day).filter(officer__in=officers).select_related("substitute")
    away = {absence.officer_id: absence for absence in absences}
    for seat in seats.values():
        seat.absence = away.get(seat.mandate.officer_id) if seat.mandate else None
    return sorted(
        seats.values(),
        key=lambda seat: (
            RANK_ORDER[seat.post.rank],
            seat.is_vacant,
            seat.mandate.officer.sort_key if seat.mandate else "",
            seat.post.title,
            seat.post.seat,
        ),
    )


def _in_charge(unit_id: UUID, day: date) -> list[tuple[Portfolio, Mandate | None]]:
    portfolios = list(Portfolio.objects.on(day).filter(unit=unit_id).select_related("post", "post__unit"))
    mandates = Mandate.objects.on(day).filter(post__in=[p.post_id for p in portfolios]).select_related("officer")
    holders = {mandate.post_id: mandate for mandate in mandates}
    return [(portfolio, holders.get(portfolio.post_id)) for portfolio in portfolios]


def rows_of(units: list[Unit], day: date, heads: dict[UUID, Mandate] | None = None) -> list[Row]:
    """The units with heads (asked for unless given) and with counts over all that is below them; people of the unit itself count."""
    ids = [unit.pk for unit in units]
    if heads is None:
        heads = head_of(ids, day)
    closure = UnitClosure.objects.on(day).filter(ancestor__in=ids).order_by()
    tops_of: dict[UUID, list[UUID]] = defaultdict(list)
    below: Counter[UUID] = Counter()
    for top, unit, depth in closure.values_list("ancestor", "descendant", "depth"):
        tops_of[unit].append(top)
        below[top] += depth > 0
    held = Mandate.objects.on(day).filter(post=OuterRef("pk"))
    seats = Post.objects.on(day).filter(unit__in=closure.values("descendant")).order_by()
    people: Counter[UUID] = Counter()
    vacant: Counter[UUID] = Counter()
    rows = seats.annotate(is_held=Exists(held)).values_list("unit", "is_held").annotate(n=Count("pk"))
    for unit, is_held, count in rows:
        for top in tops_of[unit]:
            (people if is_held else vacant)[top] += count
    return [Row(u, heads.get(u.pk), below[u.pk], people[u.pk], vacant[u.pk]) for u in units]


@dataclass
class Branch:
    """A top unit and what stands directly below it, by kind."""

    top: Row
    kinds: list[tuple[str, list[Row]]]


# Fewer units of a kind than this share one list with the others.
OWN_LIST = 3


def by_kind(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """(kind, rows), the largest first; kinds with few units together at the end under ""."""
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        kinds[row.unit.kind or row.unit.get_level_display()].append(row)
    large = [(kind, listed) for kind, listed in kinds.items() if len(listed) >= OWN_LIST]
    rest = [row for listed in kinds.values() if len(listed) < OWN_LIST for row in listed]
    return sorted(large, key=lambda item: -len(item[1])) + ([("", rest)] if rest else [])


def organisation_tree(actor: Actor, day: date) -> list[Branch]:
    """Bodies that stand below nothing, with the units directly below each."""
    placed = UnitEdge.objects.on(day).filter(unit=OuterRef("pk"))
    open_units = units_visible_to(actor).filter(pk__in=Unit.objects.on(day).values("pk"), is_external=False)
    tops = list(open_units.filter(~Exists(placed)).order_by("side", "code"))
    edges = UnitEdge.objects.on(day).filter(parent__in=[top.pk for top in tops]).select_related("unit")
    below: dict[UUID, list[Unit]] = defaultdict(list)
    for edge in edges.order_by("unit__code"):
        below[edge.parent_id].append(edge.unit)
    rows = {row.unit.pk: row for row in rows_of([*tops, *(u for units in below.values() for u in units)], day)}
    branches = []
    for top in sorted(tops, key=lambda unit: (unit.side != "state", -rows[unit.pk].units, unit.code)):
        branches.append(Branch(rows[top.pk], by_kind([rows[unit.pk] for unit in below[top.pk]])))
    return branches


@dataclass
class OfficerPage:
    officer: Officer
    day: date
    now: list[Mandate]
    before: list[Mandate]
    later: list[Mandate]
    portfolios: list[Portfolio]
    delegations: list[Delegation]
    absences: list[Absence]
    stands_in_for: list[Absence]
    sees_contact: bool

    @property
    def absence(self) -> Absence | None:
        """The one of today, if any."""
        return next((a for a in self.absences if _covers(a, self.day)), None)

    @property
    def open_absences(self) -> list[Absence]:
        """Those of today and to come."""
        return [a for a in self.absences if a.valid_to is None or a.valid_to > self.day]


def _covers(row: Absence | Mandate, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or row.valid_to > day)


def officer_page(officer_id: UUID, actor: Actor, day: date) -> OfficerPage:
    """Raises Officer.DoesNotExist."""
    officer = officers_visible_to(actor).get(pk=officer_id)
    mandates = list(
        Mandate.objects.filter(officer=officer_id)
        .select_related("post", "post__unit")
        .order_by("-is_scoring", "-valid_from")
    )
    now = [m for m in mandates if _covers(m, day)]
    posts = [m.post_id for m in now]
    absences = Absence.objects.filter(Q(officer=officer_id) | Q(substitute=officer_id))
    listed = list(absences.select_related("officer", "substitute").order_by("-valid_from")[:40])
    powers = Delegation.objects.on(day).filter(Q(giver__in=posts) | Q(receiver__in=posts))
    return OfficerPage(
        officer=officer,
        day=day,
        now=now,
        before=[m for m in mandates if m.valid_to is not None and m.valid_to <= day and m.valid_to > m.valid_from],
        later=[m for m in mandates if m.valid_from > day],
        portfolios=list(Portfolio.objects.on(day).filter(post__in=posts).select_related("unit", "post")),
        delegations=list(powers.select_related("giver__unit", "receiver__unit")),
        absences=[a for a in listed if a.officer_id == officer_id],
        stands_in_for=[a for a in listed if a.substitute_id == officer_id and _covers(a, day)],
        sees_contact=sees_contact_of(actor, officer_id, day),
    )


def job_types_listed() -> list[JobType]:
    """All kinds of job with how many open posts have them, by code."""
    open_posts = Count("posts", filter=Q(posts__valid_to__isnull=True))
    return list(JobType.objects.annotate(open_posts=open_posts).order_by("duty_group", "code"))


def current_mandates(officer_ids: list[UUID], day: date) -> dict[UUID, Mandate]:
    """Officer -> the scoring mandate of the day (any other where there is none), with post and unit."""
    rows = Mandate.objects.on(day).filter(officer__in=officer_ids).select_related("post", "post__unit")
    return {mandate.officer_id: mandate for mandate in rows.order_by("is_scoring")}


def administration_counts(day: date) -> dict[str, int]:
    held = Mandate.objects.on(day).filter(post=OuterRef("pk"))
    return {
        "units": Unit.objects.on(day).filter(is_external=False).count(),
        "officers": Officer.objects.count(),
        "vacant": Post.objects.on(day).filter(~Exists(held)).count(),
        "away": Absence.objects.on(day).count(),
    }
