"""A round of commendation: criteria, proposals with the facts of that day, the council's votes, the decision of the head."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.commending import CRITERIA, unmet, why_not
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.evaluation.models import Commendation, Nominee
from roviec.evaluation.permissions import PERMISSIONS
from roviec.evaluation.queries.commending import facts_of_officers, facts_of_units, stored
from roviec.ledger.actions import lock, record
from roviec.organisation.models import Mandate, Unit
from roviec.work.actions.dates import label

LIMITS = {"least_mean": 100, "worst_band": 3, "least_in_time": 100, "no_lasting_delay": 366, "pledges_kept": 1}


def open_commendation(
    *,
    title: str,
    year: int,
    criteria: Mapping[str, str],
    by: Actor,
    at: datetime,
    most_units: int | None = None,
    most_officers: int | None = None,
) -> Commendation:
    """`criteria`: name of core.commending.CRITERIA → number as text ("70.5"); what is empty is not asked for."""
    PERMISSIONS.require(by, "open_commendation")
    if by.body_id is None:
        raise Denied("evaluation.open_commendation")
    problems: list[tuple[str | None, Reason]] = []
    if not title.strip():
        problems.append(("title", Reason("commending.no_title")))
    chosen = {name: str(value).strip() for name, value in criteria.items() if str(value).strip()}
    for name, value in chosen.items():
        if not _fits(name, value):
            problems.append((name, Reason("commending.bad_criterion", {"value": value})))
    if not chosen:
        problems.append((None, Reason("commending.no_criteria")))
    if problems:
        raise Invalid.many(problems)
    made = Commendation(
        body_id=by.body_id,
        title=title.strip(),
        year=year,
        criteria=chosen,
        most_units=most_units,
        most_officers=most_officers,
        opened_at=at,
    )
    with transaction.atomic():
        record(made, "opened", by=by, at=at, data={"title": made.title, "year": year, "criteria": chosen})
    return made


def nominate(
    round_: Commendation | UUID,
    *,
    reason: str,
    by: Actor,
    at: datetime,
    officer: UUID | None = None,
    unit: UUID | None = None,
    version: int | None = None,
) -> Nominee:
    """A person or a unit, with the reason and the facts of that day; what is not met is kept beside, it does not stop a proposal."""
    if (officer is None) == (unit is None):
        raise Invalid("who", Reason("commending.name_one"))
    if not reason.strip():
        raise Invalid("reason", Reason("task.reason_missing"))
    if officer is not None and officer == by.officer_id:
        raise Invalid("who", Reason("commending.oneself"))
    with transaction.atomic():
        locked = _begin(round_, "nominate", by, version)
        home, who = _home(locked, officer, unit, at)
        PERMISSIONS.require(by, "nominate_from", home)
        named = Nominee.objects.filter(commendation=locked, officer=officer, unit=unit)
        if named.exists():
            raise Invalid("who", Reason("commending.named_already", {"name": who}))
        facts = (
            facts_of_officers([officer], locked, at)[officer]
            if officer
            else facts_of_units([home.pk], locked, at)[home.pk]
        )
        nominee = Nominee.objects.create(
            commendation=locked,
            officer_id=officer,
            unit_id=unit,
            facts=stored(facts, unmet(locked.criteria, facts, of_unit=unit is not None)),
            reason=reason.strip(),
            proposed_by_label=label(by),
            proposed_at=at,
        )
        data = {"officer": officer, "unit": unit, "name": who, "reason": reason.strip()[:500]}
        record(locked, "nominated", by=by, at=at, data=data)
    return nominee


def begin_council(round_: Commendation | UUID, *, by: Actor, at: datetime, version: int | None = None) -> Commendation:
    """From here no more proposals; the council votes."""
    with transaction.atomic():
        locked = _begin(round_, "begin_council", by, version)
        if not locked.nominees.exists():
            raise Invalid(None, Reason("commending.no_nominees"))
        locked.state = Commendation.State.COUNCIL
        record(locked, "council_began", by=by, at=at, changed=["state"])
    return locked


def note_votes(
    round_: Commendation | UUID,
    votes: Mapping[UUID, tuple[int, int]],
    *,
    by: Actor,
    at: datetime,
    notes: Mapping[UUID, str] | None = None,
    version: int | None = None,
) -> Commendation:
    """Nominee → (votes for, votes cast), as the council's minutes say; `notes` its words on some of them."""
    with transaction.atomic():
        locked = _begin(round_, "note_votes", by, version)
        rows = {one.pk: one for one in locked.nominees.filter(pk__in=list(votes))}
        for pk, (for_, of) in votes.items():
            if pk not in rows:
                raise Invalid(None, Reason("commending.not_named"))
            if not 0 <= for_ <= of or of == 0:
                raise Invalid(f"votes.{pk}", Reason("commending.bad_votes", {"for": for_, "of": of}))
            one = rows[pk]
            one.votes_for, one.votes_of = for_, of
            one.council_note = (notes or {}).get(pk, one.council_note).strip()[:1000]
            one.save(update_fields=["votes_for", "votes_of", "council_note"])
        lines = {str(pk): f"{for_}/{of}" for pk, (for_, of) in votes.items()}
        record(locked, "voted", by=by, at=at, data={"votes": lines})
    return locked


def decide_commendation(
    round_: Commendation | UUID,
    *,
    chosen: Collection[UUID],
    decision: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Commendation:
    """`chosen`: nominees; the others are not chosen. Never more than the round's numbers, and nobody decides on themselves."""
    if not decision.strip():
        raise Invalid("decision", Reason("commending.no_decision"))
    with transaction.atomic():
        locked = _begin(round_, "decide_commendation", by, version)
        rows = list(locked.nominees.all())
        picked = [one for one in rows if one.pk in set(chosen)]
        if len(picked) != len(set(chosen)):
            raise Invalid(None, Reason("commending.not_named"))
        if any(one.officer_id == by.officer_id for one in picked if one.officer_id):
            raise Invalid(None, Reason("commending.oneself"))
        for most, count in (
            (locked.most_units, sum(one.unit_id is not None for one in picked)),
            (locked.most_officers, sum(one.officer_id is not None for one in picked)),
        ):
            if most is not None and count > most:
                raise Invalid(None, Reason("commending.too_many", {"count": count, "most": most}))
        for one in rows:
            one.chosen = one in picked
        Nominee.objects.bulk_update(rows, ["chosen"])
        locked.state = Commendation.State.DECIDED
        locked.decision, locked.decided_at, locked.decided_by_label = decision.strip()[:200], at, label(by)
        data = {"decision": locked.decision, "chosen": sorted(str(one.pk) for one in picked)}
        changed = ["state", "decision", "decided_at", "decided_by_label"]
        record(locked, "decided", by=by, at=at, data=data, changed=changed, tell="evaluation.commended")
    return locked


def drop_commendation(
    round_: Commendation | UUID, *, reason: str, by: Actor, at: datetime, version: int | None = None
) -> Commendation:
    if not reason.strip():
        raise Invalid("reason", Reason("task.reason_missing"))
    with transaction.atomic():
        locked = _begin(round_, "drop_commendation", by, version)
        locked.state = Commendation.State.DROPPED
        record(locked, "dropped", by=by, at=at, data={"reason": reason.strip()[:500]}, changed=["state"])
    return locked


def _begin(round_: Commendation | UUID, action: str, by: Actor, version: int | None) -> Commendation:
    pk = round_.pk if isinstance(round_, Commendation) else round_
    locked = lock(Commendation, pk, version=version, related=("body",))
    PERMISSIONS.require(by, action, locked)
    if why := why_not(action, locked.state):
        raise Invalid(None, why)
    return locked


def _home(round_: Commendation, officer: UUID | None, unit: UUID | None, at: datetime) -> tuple[Unit, str]:
    """The unit that the proposal comes from, of the round's body, and the name proposed."""
    if unit is not None:
        home = Unit.objects.filter(pk=unit, body=round_.body_id).first()
        if home is None:
            raise Invalid("who", Reason("commending.outside_body"))
        return home, home.name
    day = at.astimezone(VIETNAM).date()
    seat = officer and (
        Mandate.objects.on(day)
        .filter(officer=officer, post__unit__body=round_.body_id)
        .select_related("officer", "post__unit")
        .order_by("-is_scoring")
        .first()
    )
    if not seat:
        raise Invalid("who", Reason("commending.outside_body"))
    return seat.post.unit, seat.officer.full_name


def _fits(name: str, value: Any) -> bool:
    if name not in CRITERIA:
        return False
    try:
        number = Decimal(value)
    except InvalidOperation:
        return False
    whole = name in ("worst_band", "no_lasting_delay", "pledges_kept")
    return number.is_finite() and 0 <= number <= LIMITS[name] and (not whole or number == number.to_integral_value())
