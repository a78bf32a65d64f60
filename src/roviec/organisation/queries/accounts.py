"""Reads of accounts: who must give a second factor, whose name this is."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.timezone import localtime

from roviec.core.actor import Actor, Duty
from roviec.organisation.models import Account
from roviec.organisation.queries.actors import actor_for, mandates_of


def account_named(username: str) -> Account | None:
    return Account.objects.filter(username=username, is_active=True, kind=Account.Kind.PERSON).first()


def duty_needs_second_factor(actor: Actor) -> bool:
    return settings.REQUIRE_TOTP and actor.has(Duty.LEADER, Duty.ADMIN)


def needs_second_factor(account: Account, now: datetime) -> bool:
    """True when any of the account's mandates is a leader's or administrator's."""
    day = localtime(now).date()
    actors = [actor_for(account, mandate, day) for mandate in mandates_of(account, day)]
    return any(map(duty_needs_second_factor, actors or [actor_for(account, None, day)]))


def has_second_factor(account: Account) -> bool:
    return Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists()
