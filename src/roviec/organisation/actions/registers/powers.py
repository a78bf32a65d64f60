"""Lines of portfolios, delegations and absences."""

from collections.abc import Sequence
from datetime import date, datetime

from roviec.core.actor import Actor
from roviec.organisation.actions.checks import in_batches
from roviec.organisation.actions.powers import (
    NewAbsence,
    NewDelegation,
    NewPortfolio,
    give_delegations,
    give_portfolios,
    record_absences,
)
from roviec.organisation.actions.registers.resolving import Lookup, Resolved, begin, check_days, refuse_repeated
from roviec.organisation.models import Absence, Delegation, Portfolio
from roviec.organisation.models.mandate import DelegationKind
from roviec.organisation.readers.lines import Line


def resolve_portfolios(lines: Sequence[Line], day: date) -> list[Resolved]:
    rows = begin(lines, "portfolios")
    lookup = Lookup(rows, day, units=["unit", "covers"])
    units = [lookup.unit(row, "unit") for row in rows]
    lookup.load_posts(units)
    for row, unit in zip(rows, units, strict=True):
        post, covers = lookup.post(row, unit), lookup.unit(row, "covers")
        start, end = row.day("valid_from"), row.day("valid_to")
        check_days(row, start, end)
        if not row.text("covers") and not row.text("field"):
            row.refuse("covers", "portfolio_empty")
        if row.problems or post is None:
            continue
        row.new = NewPortfolio(
            post=post.pk,
            unit=covers.pk if covers else None,
            field=row.text("field"),
            basis=row.text("basis"),
            valid_from=start or day,
            valid_to=end,
        )
    taken = [row for row in rows if row.new]
    known = {
        (p.post_id, p.unit_id, p.field)
        for p in in_batches(Portfolio.objects.on(day), "post", {row.new.post for row in taken})
    }
    for row in taken:
        row.same = (row.new.post, row.new.unit, row.new.field) in known
    refuse_repeated(taken, lambda row: (row.new.post, row.new.unit, row.new.field))
    return rows


def apply_portfolios(rows: Sequence[Resolved], *, by: Actor, at: datetime) -> None:
    give_portfolios([row.new for row in rows], by=by, at=at)


def resolve_delegations(lines: Sequence[Line], day: date) -> list[Resolved]:
    rows = begin(lines, "delegations")
    lookup = Lookup(rows, day, units=["giver_unit", "receiver_unit"])
    givers = [lookup.unit(row, "giver_unit") for row in rows]
    receivers = [lookup.unit(row, "receiver_unit") for row in rows]
    lookup.load_posts([*givers, *receivers])
    for row, giver_unit, receiver_unit in zip(rows, givers, receivers, strict=True):
        giver = lookup.post(row, giver_unit, "giver_title", "giver_seat")
        receiver = lookup.post(row, receiver_unit, "receiver_title", "receiver_seat")
        start, end = row.day("valid_from"), row.day("valid_to")
        check_days(row, start, end)
        kind = row.choice("kind", DelegationKind, DelegationKind.AUTHORISED)
        if giver is not None and giver == receiver:
            row.refuse("receiver_title", "to_oneself")
        if row.problems or giver is None or receiver is None:
            continue
        row.new = NewDelegation(
            giver=giver.pk,
            receiver=receiver.pk,
            scope=row.text("scope"),
            basis=row.text("basis"),
            valid_from=start or day,
            kind=kind,
            valid_to=end,
        )
    taken = [row for row in rows if row.new]
    known = {
        (d.giver_id, d.receiver_id, d.scope)
        for d in in_batches(Delegation.objects.on(day), "giver", {row.new.giver for row in taken})
    }
    for row in taken:
        row.same = (row.new.giver, row.new.receiver, row.new.scope) in known
    refuse_repeated(taken, lambda row: (row.new.giver, row.new.receiver, row.new.scope))
    return rows


def apply_delegations(rows: Sequence[Resolved], *, by: Actor, at: datetime) -> None:
    give_delegations([row.new for row in rows], by=by, at=at)


def resolve_absences(lines: Sequence[Line], day: date) -> list[Resolved]:
    rows = begin(lines, "absences")
    lookup = Lookup(rows, day, officers=["officer", "substitute"])
    for row in rows:
        officer, substitute = lookup.officer(row, "officer"), lookup.officer(row, "substitute")
        start, end = row.day("valid_from"), row.day("valid_to")
        check_days(row, start, end)
        kind = row.choice("kind", Absence.Kind, Absence.Kind.LEAVE)
        if officer is not None and officer == substitute:
            row.refuse("substitute", "to_oneself")
        if row.problems or officer is None:
            continue
        row.new = NewAbsence(officer.pk, start or day, end, kind, substitute.pk if substitute else None)
    taken = [row for row in rows if row.new]
    known = {
        (a.officer_id, a.valid_from)
        for a in in_batches(Absence.objects.all(), "officer", {row.new.officer for row in taken})
    }
    for row in taken:
        row.same = (row.new.officer, row.new.valid_from) in known
    refuse_repeated(taken, lambda row: (row.new.officer, row.new.valid_from))
    return rows


def apply_absences(rows: Sequence[Resolved], *, by: Actor, at: datetime) -> None:
    record_absences([row.new for row in rows], by=by, at=at)
