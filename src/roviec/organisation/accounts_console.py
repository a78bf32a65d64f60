"""Accounts from the console of the server: who holds it acts as the system itself, and the ledger says so."""

from collections.abc import Callable
from contextlib import suppress

from django.core.exceptions import ValidationError

from roviec.core.actor import Actor, Duty
from roviec.core.problems import Invalid
from roviec.organisation import accounts
from roviec.organisation.models import Account, Officer
from roviec.organisation.queries.actors import worker_actor
from roviec.web import clock


class Refused(Exception):
    def __init__(self, code: str, name: str) -> None:
        super().__init__(f"{code}: {name}")
        self.code = code
        self.name = name


def console_actor() -> Actor:
    worker = worker_actor()
    return Actor(worker.account_id, "Máy chủ (dòng lệnh)", worker.kind, duties=frozenset({Duty.ADMIN}))


def create(username: str, administers: bool, officer_code: str | None, kind: str) -> str:
    """The first password of the new account."""
    officer = Officer.objects.filter(code=officer_code, account__isnull=True).first() if officer_code else None
    if officer_code and officer is None:
        raise Refused("no_officer", officer_code)
    try:
        _account, password = accounts.open_account(
            username, by=console_actor(), at=clock.now(), officer=officer, kind=kind, is_superuser=administers
        )
    except ValidationError:
        raise Refused("taken", username) from None
    return password


def renew(username: str) -> str:
    return accounts.renew_password(_named(username).pk, by=console_actor(), at=clock.now())


def close(username: str) -> None:
    _switched(accounts.close_account, username)


def reopen(username: str) -> None:
    _switched(accounts.reopen_account, username)


def _switched(action: Callable[..., Account], username: str) -> None:
    """From the console, what already is so is no fault."""
    with suppress(Invalid):
        action(_named(username).pk, by=console_actor(), at=clock.now())


def second_factor_off(username: str) -> None:
    accounts.remove_second_factor(_named(username).pk, by=console_actor(), at=clock.now())


ACTS = {"close": close, "reopen": reopen, "second-factor-off": second_factor_off}


def _named(username: str) -> Account:
    account = Account.objects.filter(username=username.lower()).first()
    if account is None:
        raise Refused("no_account", username)
    return account
