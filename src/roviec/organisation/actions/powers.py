"""What leaders are in charge of, whose power others use, who is away and who stands in."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.actions import lock, record
from roviec.ledger.bulk import record_each
from roviec.ledger.ids import new_id
from roviec.organisation.actions.checks import ends_after_start, existing, in_batches, required
from roviec.organisation.models import Absence, Delegation, Mandate, Officer, Portfolio, Post, Unit
from roviec.organisation.models.mandate import DelegationKind
from roviec.organisation.permissions import PERMISSIONS, Scope


@dataclass(frozen=True, slots=True)
class NewPortfolio:
    """The post is in charge of a unit, a field, or a field of a unit."""

    post: UUID
    valid_from: date
    unit: UUID | None = None
    field: str = ""
    basis: str = ""
    valid_to: date | None = None
    id: UUID = dataclasses.field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class NewDelegation:
    giver: UUID
    receiver: UUID
    scope: str
    basis: str
    valid_from: date
    kind: str = DelegationKind.AUTHORISED
    valid_to: date | None = None
    id: UUID = dataclasses.field(default_factory=new_id)


@dataclass(frozen=True, slots=True)
class NewAbsence:
    """`valid_to` is the day of return."""

    officer: UUID
    valid_from: date
    valid_to: date | None = None
    kind: str = Absence.Kind.LEAVE
    substitute: UUID | None = None
    id: UUID = dataclasses.field(default_factory=new_id)


def give_portfolio(new: NewPortfolio, *, by: Actor, at: datetime) -> Portfolio:
    return give_portfolios([new], by=by, at=at)[0]


def give_portfolios(rows: Sequence[NewPortfolio], *, by: Actor, at: datetime) -> list[Portfolio]:
    with transaction.atomic():
        posts = existing(Post, {row.post for row in rows}, "post", "unit")
        existing(Unit, {row.unit for row in rows}, "unit")
        for row in rows:
            PERMISSIONS.require(by, "give_portfolio", Scope.of([posts[row.post].unit.body_id]))
            ends_after_start(row.valid_from, row.valid_to)
            if row.unit is None and not row.field.strip():
                raise Invalid("field", Reason("organisation.portfolio_empty"))
        made = [
            Portfolio(
                id=row.id,
                post_id=row.post,
                unit_id=row.unit,
                field=row.field.strip(),
                basis=row.basis,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
            for row in rows
        ]
        record_each(
            made,
            "portfolio_given",
            by=by,
            at=at,
            data=lambda p: {"post": p.post_id, "unit": p.unit_id, "field": p.field, "valid_from": p.valid_from},
        )
        return made


def give_delegation(new: NewDelegation, *, by: Actor, at: datetime) -> Delegation:
    return give_delegations([new], by=by, at=at)[0]


def give_delegations(rows: Sequence[NewDelegation], *, by: Actor, at: datetime) -> list[Delegation]:
    """Raises Invalid without a scope or a basis: power is given by a document and for something."""
    with transaction.atomic():
        posts = existing(Post, {pk for row in rows for pk in (row.giver, row.receiver)}, "giver", "unit")
        for row in rows:
            PERMISSIONS.require(by, "give_delegation", Scope.of([posts[row.giver].unit.body_id]))
            required(scope=row.scope, basis=row.basis, valid_from=row.valid_from)
            ends_after_start(row.valid_from, row.valid_to)
            if row.giver == row.receiver:
                raise Invalid("receiver", Reason("organisation.to_oneself"))
        made = [
            Delegation(
                id=row.id,
                kind=row.kind,
                giver_id=row.giver,
                receiver_id=row.receiver,
                scope=row.scope.strip(),
                basis=row.basis.strip(),
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
            for row in rows
        ]
        record_each(made, "delegation_given", by=by, at=at, data=_delegation_facts)
        return made


def record_absence(new: NewAbsence, *, by: Actor, at: datetime) -> Absence:
    return record_absences([new], by=by, at=at)[0]


def record_absences(rows: Sequence[NewAbsence], *, by: Actor, at: datetime) -> list[Absence]:
    with transaction.atomic():
        existing(Officer, {pk for row in rows for pk in (row.officer, row.substitute)}, "officer")
        scopes = _scopes({row.officer for row in rows}, at)
        for row in rows:
            PERMISSIONS.require(by, "record_absence", scopes.get(row.officer, Scope()))
            required(valid_from=row.valid_from)
            ends_after_start(row.valid_from, row.valid_to)
            if row.substitute == row.officer:
                raise Invalid("substitute", Reason("organisation.to_oneself"))
        made = [
            Absence(
                id=row.id,
                officer_id=row.officer,
                kind=row.kind,
                substitute_id=row.substitute,
                valid_from=row.valid_from,
                valid_to=row.valid_to,
            )
            for row in rows
        ]
        record_each(
            made,
            "absence_recorded",
            by=by,
            at=at,
            data=lambda a: {
                "officer": a.officer_id,
                "kind": a.kind,
                "substitute": a.substitute_id,
                "valid_from": a.valid_from,
                "valid_to": a.valid_to,
            },
        )
        return made


def end_absence(absence_id: UUID, *, on: date, by: Actor, at: datetime, version: int | None = None) -> Absence:
    """Back at work on the day `on`."""
    with transaction.atomic():
        absence = lock(Absence, absence_id, version=version)
        scope = _scopes({absence.officer_id}, at).get(absence.officer_id, Scope())
        PERMISSIONS.require(by, "end_absence", scope)
        return _end(absence, "absence_ended", on, by, at)


def end_portfolio(portfolio_id: UUID, *, on: date, by: Actor, at: datetime, version: int | None = None) -> Portfolio:
    with transaction.atomic():
        portfolio = lock(Portfolio, portfolio_id, version=version, related=("post", "post__unit"))
        PERMISSIONS.require(by, "end_portfolio", Scope.of([portfolio.post.unit.body_id]))
        return _end(portfolio, "portfolio_ended", on, by, at)


def end_delegation(delegation_id: UUID, *, on: date, by: Actor, at: datetime, version: int | None = None) -> Delegation:
    with transaction.atomic():
        delegation = lock(Delegation, delegation_id, version=version, related=("giver", "giver__unit"))
        PERMISSIONS.require(by, "end_delegation", Scope.of([delegation.giver.unit.body_id]))
        return _end(delegation, "delegation_ended", on, by, at)


DatedThing = TypeVar("DatedThing", Absence, Portfolio, Delegation)


def _end(thing: DatedThing, verb: str, on: date, by: Actor, at: datetime) -> DatedThing:
    if thing.valid_to is not None and thing.valid_to <= on:
        raise Invalid(None, Reason("organisation.already_closed"))
    if on < thing.valid_from:
        raise Invalid("on", Reason("organisation.ends_before_start"))
    thing.valid_to = on
    record(thing, verb, by=by, at=at, data={"on": on}, changed=["valid_to"])
    return thing


def _scopes(officer_ids: set[UUID], at: datetime) -> dict[UUID, Scope]:
    """Officer -> bodies and units of the posts that are held, terms that end later included."""
    held = Mandate.objects.on(at.astimezone(VIETNAM).date()).select_related("post__unit")
    rows = in_batches(held, "officer", officer_ids)
    bodies: dict[UUID, list[UUID | None]] = {}
    units: dict[UUID, list[UUID]] = {}
    for mandate in rows:
        bodies.setdefault(mandate.officer_id, []).append(mandate.post.unit.body_id)
        units.setdefault(mandate.officer_id, []).append(mandate.post.unit_id)
    return {officer: Scope.of(bodies[officer], units[officer]) for officer in bodies}


def _delegation_facts(delegation: Delegation) -> dict[str, object]:
    return {
        "kind": delegation.kind,
        "giver": delegation.giver_id,
        "receiver": delegation.receiver_id,
        "scope": delegation.scope,
        "basis": delegation.basis,
        "valid_from": delegation.valid_from,
    }
