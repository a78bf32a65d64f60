"""From places to people, on one day and for many places at once: a handful of queries, however many there are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from roviec.core.notices import Place
from roviec.organisation.models import Absence, Delegation, Mandate, Officer, Post, Unit, UnitClosure
from roviec.organisation.queries.holders import HEADING, head_of


class People:
    """Who must be told at these places on the day. An empty seat climbs: to whoever its power was given to, the head of its unit,
    the units above it, and at the top to the office that tracks the body's work; a warning without a reader would be a lost one."""

    def __init__(self, places: Iterable[Place], day: date) -> None:
        self._day = day
        wanted = set(places)
        posts = {place.post for place in wanted if place.post}
        self._holders: Mapping[UUID, UUID] = dict(
            Mandate.objects.on(day).filter(post__in=posts).order_by("valid_from").values_list("post", "officer")
        )
        vacant = posts - set(self._holders)
        if vacant:
            self._holders = {**self._holders, **self._entrusted(vacant)}
        self._unit_of = dict(Post.objects.filter(pk__in=posts - set(self._holders)).values_list("pk", "unit"))
        self._tracking = trackers_of({place.unit for place in wanted if place.unit and place.tracks}, day, heads=True)
        # Where no office tracks the work of a body, its head hears of it.
        headed = {place for place in wanted if not place.post and not (place.tracks and place.unit in self._tracking)}
        units = {place.unit for place in headed if place.unit} | set(self._unit_of.values())
        self._heads = self._heads_of(units)
        self._trackers = self._trackers_for(units - set(self._heads))
        self._substitutes = self._who_stands_in()

    def at(self, place: Place) -> frozenset[UUID]:
        """Officers to tell; someone who is away is told, and whoever stands in is told too."""
        found: frozenset[UUID] = frozenset()
        unit = place.unit
        if place.tracks and unit in self._tracking:
            found = self._tracking[unit]
        if place.post:
            holder = self._holders.get(place.post)
            if holder:
                found = frozenset({holder})
            else:
                unit = self._unit_of.get(place.post)
        if not found and unit:
            head = self._heads.get(unit)
            found = frozenset({head}) if head else self._trackers.get(unit, frozenset())
        return found | {self._substitutes[officer] for officer in found if officer in self._substitutes}

    def _entrusted(self, vacant: set[UUID]) -> dict[UUID, UUID]:
        """Vacant post -> who holds the post that its power was given to (ủy quyền, phân công…)."""
        given = Delegation.objects.on(self._day).filter(giver__in=vacant).order_by("valid_from")
        receivers = dict(given.values_list("giver", "receiver"))
        holding = Mandate.objects.on(self._day).filter(post__in=set(receivers.values()))
        holders = dict(holding.order_by("valid_from").values_list("post", "officer"))
        return {post: holders[receiver] for post, receiver in receivers.items() if receiver in holders}

    def _heads_of(self, units: set[UUID]) -> dict[UUID, UUID]:
        heads = {unit: mandate.officer_id for unit, mandate in head_of(units, self._day, substitutes=False).items()}
        headless = units - set(heads)
        if not headless:
            return heads
        above = (
            UnitClosure.objects.on(self._day)
            .filter(descendant__in=headless, depth__gt=0)
            .order_by("depth")
            .values_list("descendant", "ancestor")
        )
        ancestors: dict[UUID, list[UUID]] = defaultdict(list)
        for descendant, ancestor in above:
            ancestors[descendant].append(ancestor)
        higher = head_of({unit for units in ancestors.values() for unit in units}, self._day, substitutes=False)
        for unit, line in ancestors.items():
            first = next((higher[one].officer_id for one in line if one in higher), None)
            if first:
                heads[unit] = first
        return heads

    def _trackers_for(self, units: set[UUID]) -> dict[UUID, frozenset[UUID]]:
        if not units:
            return {}
        of_bodies = Unit.objects.filter(pk__in=units).values_list("pk", "body")
        bodies = {unit: body for unit, body in of_bodies if body is not None}
        tracking = trackers_of(set(bodies.values()), self._day, heads=True)
        return {unit: tracking.get(body, frozenset()) for unit, body in bodies.items()}

    def _who_stands_in(self) -> dict[UUID, UUID]:
        offices = [*self._trackers.values(), *self._tracking.values()]
        told = {*self._holders.values(), *self._heads.values(), *(officer for office in offices for officer in office)}
        # Absences are few and officers may be many: read all of the day's rather than pass a long list of ids.
        away = Absence.objects.on(self._day).filter(substitute__isnull=False).values_list("officer", "substitute")
        return {officer: substitute for officer, substitute in away if officer in told}


def trackers_of(body_ids: Collection[UUID], day: date, *, heads: bool = False) -> dict[UUID, frozenset[UUID]]:
    """Body -> the officers of the office that tracks its work (văn phòng) on the day; with `heads`, where it has a head, only that one:
    a warning that climbs is for who answers, an office may have twenty people."""
    tracking = Mandate.objects.on(day).filter(post__tracks_work=True, post__unit__body__in=body_ids)
    of_body: dict[UUID, set[UUID]] = defaultdict(set)
    heading: dict[UUID, set[UUID]] = defaultdict(set)
    for body, officer, rank in tracking.values_list("post__unit__body", "officer", "post__rank"):
        if body is not None:
            of_body[body].add(officer)
            if rank in HEADING:
                heading[body].add(officer)
    return {
        body: frozenset(heading[body] if heads and heading.get(body) else officers)
        for body, officers in of_body.items()
    }


def officers_by_name(officer_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the ids that are officers."""
    return frozenset(Officer.objects.filter(pk__in=set(officer_ids)).values_list("pk", flat=True))
