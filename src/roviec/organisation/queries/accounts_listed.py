"""Accounts as administrators see them: who can sign in, who did, whose second factor is on, who has none yet."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from roviec.core.actor import Actor, Duty
from roviec.core.text import fold
from roviec.ledger.models import Entry
from roviec.organisation.models import Account, Mandate, Officer
from roviec.organisation.queries.officers import search_officers


def accounts_visible_to(actor: Actor | None) -> QuerySet[Account]:
    """All but the worker's, for administrators, with `second_factor` and `administers`; nobody else sees any."""
    if actor is None or not actor.has(Duty.ADMIN):
        return Account.objects.none()
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return (
        Account.objects.exclude(kind=Account.Kind.WORKER)
        .select_related("officer")
        .annotate(second_factor=Exists(factor))
        .order_by(Coalesce("officer__sort_key", "username"), "username")
    )


def search_accounts(accounts: QuerySet[Account], text: str) -> QuerySet[Account]:
    """Those whose person or name has all the words, marks or none."""
    for word in fold(text).split():
        accounts = accounts.filter(Q(officer__folded__contains=word) | Q(username__contains=word))
    return accounts


# What the list can be narrowed to, by its name in the address.
STATES: dict[str, Q] = {
    "": Q(),
    "chua-vao": Q(is_active=True, last_login=None),
    "chua-doi": Q(is_active=True, must_change_password=True, last_login__isnull=False),
    "mot-buoc": Q(is_active=True, second_factor=False),
    "khoa": Q(is_active=False),
}


def counts_by_state(accounts: QuerySet[Account]) -> dict[str, int]:
    return {name: accounts.filter(condition).count() for name, condition in STATES.items()}


def officers_without_account(actor: Actor | None, day: date, text: str = "") -> QuerySet[Officer]:
    """By given name, those who hold a post first; for administrators."""
    if actor is None or not actor.has(Duty.ADMIN):
        return Officer.objects.none()
    people = search_officers(text) if text.strip() else Officer.objects.all()
    holding = Mandate.objects.on(day).filter(officer=OuterRef("pk"))
    return (
        people.exclude(pk__in=Account.objects.filter(officer__isnull=False).values("officer"))
        .annotate(in_office=Coalesce(Exists(holding), Value(False), output_field=BooleanField()))
        .order_by("-in_office", "sort_key", "code")
    )


@dataclass(frozen=True, slots=True)
class AccountEvent:
    """`verb` as in the ledger; `facts` without personal values."""

    verb: str
    at: datetime
    who: str
    as_who: str
    facts: dict[str, object]

    @property
    def reason(self) -> str:
        return str(self.facts.get("reason") or "")


def events_of(account_id: UUID, most: int = 30) -> Iterator[AccountEvent]:
    """What happened to the account, the newest first."""
    for entry in Entry.objects.filter(stream_id=account_id).order_by("-seq")[:most]:
        yield AccountEvent(entry.verb, entry.at, entry.account_label, entry.mandate_label, json.loads(entry.data))
