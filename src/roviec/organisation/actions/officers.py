"""Officers as persons. Their name, telephone and e-mail stand in the ledger as digests whose clear text can be erased."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.core.text import fold, given_name_sort_text
from roviec.ledger.actions import Personal, lock, record
from roviec.ledger.bulk import record_each
from roviec.ledger.ids import new_id
from roviec.organisation.actions.checks import fits, in_batches, required
from roviec.organisation.models import Mandate, Officer
from roviec.organisation.models.post import PersonnelType
from roviec.organisation.permissions import PERMISSIONS, Scope

PERSONAL = ("full_name", "email", "phone")


WRITTEN = ("code", "full_name", "personnel_type", "email", "phone", "folded")


@dataclass(frozen=True, slots=True)
class NewOfficer:
    code: str
    full_name: str
    personnel_type: str = PersonnelType.CIVIL_SERVANT
    email: str = ""
    phone: str = ""
    is_generated: bool = False
    id: UUID = field(default_factory=new_id)


def create_officer(new: NewOfficer, *, by: Actor, at: datetime) -> Officer:
    return create_officers([new], by=by, at=at)[0]


def create_officers(rows: Sequence[NewOfficer], *, by: Actor, at: datetime) -> list[Officer]:
    """Raises Invalid for a missing name, a taken code, an e-mail that is none."""
    with transaction.atomic():
        PERMISSIONS.require(by, "create_officer", Scope())
        for row in rows:
            required(code=row.code, full_name=row.full_name)
            _check_email(row.email)
        codes = Counter(row.code.strip() for row in rows)
        taken = {officer.code for officer in in_batches(Officer.objects.only("code"), "code", codes)}
        if problems := sorted(taken | {code for code, times in codes.items() if times > 1}):
            raise Invalid.many([("code", Reason("organisation.code_taken", {"code": code})) for code in problems])
        officers = [
            Officer(
                id=row.id,
                code=row.code.strip(),
                full_name=" ".join(row.full_name.split()),
                personnel_type=row.personnel_type,
                email=row.email.strip(),
                phone=row.phone.strip(),
                is_generated=row.is_generated,
            )
            for row in rows
        ]
        for officer in officers:
            set_keys(officer)
            fits(officer, WRITTEN)
        record_each(officers, "officer_created", by=by, at=at, data=_facts)
        return officers


def edit_officer(officer_id: UUID, *, by: Actor, at: datetime, version: int | None = None, **values: str) -> Officer:
    """Changes name, personnel type, e-mail or telephone."""
    with transaction.atomic():
        officer = lock(Officer, officer_id, version=version)
        held = Mandate.objects.on(at.astimezone(VIETNAM).date()).filter(officer=officer)
        bodies = held.values_list("post__unit__body", flat=True)
        PERMISSIONS.require(by, "edit_officer", Scope.of(bodies))
        allowed = {*PERSONAL, "personnel_type"}
        changed = {
            name: " ".join(value.split())
            for name, value in values.items()
            if name in allowed and getattr(officer, name) != " ".join(value.split())
        }
        if not changed:
            raise Invalid(None, Reason("organisation.nothing_changed"))
        if "full_name" in changed:
            required(full_name=changed["full_name"])
        _check_email(changed.get("email", ""))
        before = {name: _said(name, getattr(officer, name)) for name in changed}
        for name, value in changed.items():
            setattr(officer, name, value)
        set_keys(officer)
        fits(officer, WRITTEN)
        after = {name: _said(name, value) for name, value in changed.items()}
        record(
            officer,
            "officer_edited",
            by=by,
            at=at,
            data={"from": before, "to": after},
            changed=[*changed, "folded", "sort_key"],
        )
        return officer


def set_keys(officer: Officer) -> None:
    """Fills the columns that officers are found and sorted by."""
    officer.folded = fold(officer.full_name)
    officer.sort_key = given_name_sort_text(officer.full_name)[:400]


def _said(name: str, value: str) -> object:
    return Personal(value) if name in PERSONAL and value else value


def _facts(officer: Officer) -> dict[str, object]:
    return {
        "code": officer.code,
        "personnel_type": officer.personnel_type,
        **{name: Personal(getattr(officer, name)) for name in PERSONAL if getattr(officer, name)},
    }


def _check_email(email: str) -> None:
    if not email.strip():
        return
    try:
        validate_email(email.strip())
    except ValidationError as error:
        raise Invalid("email", Reason("organisation.not_an_email", {"value": email})) from error
