"""Accounts for many officers at once: with first passwords to hand out, or (for a whole city) without, until one is needed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction

from roviec.core.actor import Actor
from roviec.core.reasons import Reason
from roviec.core.text import fold
from roviec.ledger.bulk import record_each
from roviec.organisation.accounts import PERMISSIONS, open_account
from roviec.organisation.models import Account, Officer

# A password takes a twentieth of a second to hash, on purpose.
MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Opened:
    """`password` is shown once and kept nowhere; where the account could not be opened it is empty and `why_not` says why."""

    officer: Officer
    username: str
    password: str = ""
    why_not: Reason | None = None


def username_for(officer: Officer) -> str:
    """The officer's code as names of accounts may be written: no marks, no spaces, lower case."""
    return re.sub(r"[^a-z0-9@.+_-]+", "-", fold(officer.code).lower()).strip("-")


def hand_out_accounts(officer_ids: Sequence[UUID], *, by: Actor, at: datetime) -> list[Opened]:
    """One account with a first password per officer, by given name. Who has one, or whose code is somebody's name, is told of."""
    PERMISSIONS.require(by, "open_account")
    listed = Officer.objects.filter(pk__in=officer_ids).order_by("sort_key", "code")[:MOST_AT_ONCE]
    taken = set(Account.objects.filter(officer__in=officer_ids).values_list("officer", flat=True))
    return [_hand_out(officer, officer.pk in taken, by, at) for officer in listed]


def _hand_out(officer: Officer, has_one: bool, by: Actor, at: datetime) -> Opened:
    name = username_for(officer)
    if has_one:
        return Opened(officer, name, why_not=Reason("organisation.has_account", {"officer": officer.full_name}))
    try:
        account, password = open_account(name, by=by, at=at, officer=officer)
    except ValidationError:
        return Opened(officer, name, why_not=Reason("organisation.username_taken", {"name": name}))
    return Opened(officer, account.username, password)


def open_accounts(officers: Sequence[Officer], *, by: Actor, at: datetime) -> list[Account]:
    """One account per officer who has none, named after the officer's code in lower case. Nobody can sign in before `renew_password`."""
    PERMISSIONS.require(by, "open_account")
    taken = set(Account.objects.filter(officer__isnull=False).values_list("officer", flat=True))
    accounts = [
        Account(username=officer.code.lower(), officer=officer, password=make_password(None), kind=Account.Kind.PERSON)
        for officer in officers
        if officer.pk not in taken
    ]
    with transaction.atomic():
        record_each(
            accounts,
            "opened",
            by=by,
            at=at,
            data=lambda account: {"username": account.username, "officer": account.officer_id},
        )
    return accounts
