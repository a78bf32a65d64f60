"""Accounts for many officers at once, without passwords: an administrator gives each a first password when it is needed."""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from roviec.core.actor import Actor
from roviec.ledger.bulk import record_each
from roviec.organisation.accounts import PERMISSIONS
from roviec.organisation.models import Account, Officer


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
