"""Files of the register: checked into a report line by line, then applied as a whole or not at all.

A kind is a pair: what its lines mean, and the action that takes them. An import can do nothing that a person could not.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.actions import lock, record
from roviec.organisation.actions.registers import people, powers, units
from roviec.organisation.actions.registers.resolving import Resolved
from roviec.organisation.models import RegisterImport, RegisterImportRow
from roviec.organisation.permissions import PERMISSIONS
from roviec.organisation.readers.columns import COLUMNS
from roviec.organisation.readers.lines import Line, read_register


class Apply(Protocol):
    def __call__(self, rows: Sequence[Resolved], *, by: Actor, at: datetime) -> None: ...


class Kind(NamedTuple):
    resolve: Callable[[Sequence[Line], date], list[Resolved]]
    apply: Apply


# In the order in which a new city is filled.
KINDS: dict[str, Kind] = {
    "units": Kind(units.resolve_units, units.apply_units),
    "aliases": Kind(units.resolve_aliases, units.apply_aliases),
    "job_types": Kind(people.resolve_job_types, people.apply_job_types),
    "posts": Kind(people.resolve_posts, people.apply_posts),
    "officers": Kind(people.resolve_officers, people.apply_officers),
    "mandates": Kind(people.resolve_mandates, people.apply_mandates),
    "portfolios": Kind(powers.resolve_portfolios, powers.apply_portfolios),
    "delegations": Kind(powers.resolve_delegations, powers.apply_delegations),
    "absences": Kind(powers.resolve_absences, powers.apply_absences),
    "functions": Kind(units.resolve_functions, units.apply_functions),
}


def check_register(
    data: bytes, file_name: str, kind: str, *, by: Actor, at: datetime, day: date, again: bool = False
) -> RegisterImport:
    """Reads the file and keeps a verdict for each of its lines; nothing of the organisation changes.

    The same file of the same kind once more gives the earlier import (`.was_there` True) unless `again`. Raises Invalid("file", …) when
    it cannot be read.
    """
    PERMISSIONS.require(by, "check_register")
    if kind not in KINDS:
        raise Invalid("kind", Reason("organisation.unknown_kind", {"value": kind}))
    digest = hashlib.sha256(data).hexdigest()
    earlier = RegisterImport.objects.filter(file_digest=digest, kind=kind).order_by("-created_at").first()
    if earlier is not None and not again:
        earlier.was_there = True
        return earlier
    register = read_register(data, file_name, COLUMNS[kind])
    rows = KINDS[kind].resolve(register.lines, day)
    if not PERMISSIONS.allows(by, "appoint_administrator"):
        for row in rows:
            if row.new and getattr(row.new, "administers", False):
                row.refuse("administers", "administrators_only")
    verdicts = [_verdict(row) for row in rows]
    with transaction.atomic():
        done = RegisterImport(
            kind=kind,
            file_name=file_name[-200:],
            file_digest=digest,
            taken=verdicts.count("take"),
            refused=verdicts.count("refuse"),
            unchanged=verdicts.count("same"),
            created_at=at,
            problems=[remark.as_dict() for remark in register.remarks],
        )
        done.was_there = False
        facts = {"kind": kind, "digest": digest, "taken": done.taken, "refused": done.refused, "same": done.unchanged}
        record(done, "register_checked", by=by, at=at, data=facts)
        RegisterImportRow.objects.bulk_create(
            [_kept(done, row, verdict) for row, verdict in zip(rows, verdicts, strict=True)], batch_size=1000
        )
        return done


def apply_register(
    import_id: UUID, *, by: Actor, at: datetime, day: date, version: int | None = None
) -> RegisterImport:
    """Takes all lines that were to be taken, in one transaction. What has changed since the check refuses the whole, by line."""
    with transaction.atomic():
        done = lock(RegisterImport, import_id, version=version)
        PERMISSIONS.require(by, "apply_register", done)
        if done.state != RegisterImport.State.CHECKED:
            raise Invalid(None, Reason("organisation.import_done"))
        if not done.taken:
            raise Invalid(None, Reason("organisation.nothing_to_take"))
        kept = list(done.rows.filter(verdict="take").order_by("sheet", "line"))
        kind = KINDS[done.kind]
        rows = kind.resolve([Line(row.sheet, row.line, row.values, {}) for row in kept], day)
        changed = [row for row in rows if _verdict(row) != "take"]
        if changed:
            problems = [
                (None, Reason("organisation.changed_since_check", {"line": row.line.number})) for row in changed
            ]
            raise Invalid.many([*problems[:20], *(problem for row in changed[:20] for problem in row.problems)])
        kind.apply(rows, by=by, at=at)
        done.state = RegisterImport.State.APPLIED
        record(done, "register_applied", by=by, at=at, data={"taken": len(rows)}, changed=["state"])
        return done


def _verdict(row: Resolved) -> str:
    return "refuse" if row.problems else "same" if row.same else "take"


def _kept(done: RegisterImport, row: Resolved, verdict: str) -> RegisterImportRow:
    return RegisterImportRow(
        register_import=done,
        sheet=row.line.sheet[:100],
        line=row.line.number,
        values=row.line.values,
        verdict=verdict,
        problems=[
            {"field": name, "column": row.line.columns.get(name or "", ""), "reason": reason.as_dict()}
            for name, reason in row.problems
        ],
    )
