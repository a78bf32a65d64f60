"""What happens to accounts and API tokens: opened, closed, given a new password, issued, revoked."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django.db import models, transaction

from roviec.core.actor import Actor, Duty
from roviec.core.permission import Permissions
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.actions import lock, record
from roviec.ledger.system_time import system_now
from roviec.organisation.models import Account, ApiToken, Mandate, Officer, Scope
from roviec.organisation.queries.actors import mandates_of

TOKEN_MARK = "rv_"
PREFIX_LENGTH = 10
LONGEST_TOKEN = timedelta(days=365)
# An account's last use of a token is for people to read; once a minute is enough and spares a write per request.
USE_NOTED_EVERY = timedelta(minutes=1)
# No letters or digits that are taken for one another when read from paper.
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def _administers(by: Actor, _thing: object) -> bool:
    return by.has(Duty.ADMIN)


PERMISSIONS = Permissions(
    "accounts",
    {
        "see_accounts": _administers,
        "open_account": _administers,
        "close_account": _administers,
        "reopen_account": _administers,
        "renew_password": _administers,
        "remove_second_factor": _administers,
        "issue_token": lambda by, account: by.account_id == account.pk or by.has(Duty.ADMIN),
        "revoke_token": lambda by, account: by.account_id == account.pk or by.has(Duty.ADMIN),
    },
)


def first_password() -> str:
    """A password for one use, easy to read out: four groups of four, 79 bits."""
    groups = ["".join(secrets.choice(PASSWORD_LETTERS) for _letter in range(4)) for _group in range(4)]
    return "-".join(groups)


def open_account(
    username: str,
    *,
    by: Actor,
    at: datetime,
    officer: Officer | None = None,
    kind: str = Account.Kind.PERSON,
    is_superuser: bool = False,
) -> tuple[Account, str]:
    """The new account and its first password, which has to be changed at first use. The password is kept nowhere in the clear.

    Names are in lower case, as signing in reads them. Raises Django's ValidationError for a name that is taken or not possible.
    """
    PERMISSIONS.require(by, "open_account")
    username = username.strip().lower()
    password = first_password()
    account = Account(username=username, kind=kind, officer=officer, is_superuser=is_superuser)
    account.set_password(password)
    account.full_clean(exclude=["password", "last_mandate"])
    with transaction.atomic():
        data = {"username": username, "kind": str(kind), "officer": officer, "administers": is_superuser}
        record(account, "opened", by=by, at=at, data=data)
    return account, password


def renew_password(account_id: UUID, *, by: Actor, at: datetime, reason: str = "") -> str:
    """A new first password; every session of the account ends, because the session hash follows the password."""
    with transaction.atomic():
        account = lock(Account, account_id)
        PERMISSIONS.require(by, "renew_password", account)
        _of_somebody_else(account, by)
        password = first_password()
        account.set_password(password)
        account.must_change_password = True
        record(
            account,
            "password_renewed",
            by=by,
            at=at,
            data={"reason": reason},
            changed=["password", "must_change_password"],
        )
    return password


def remove_second_factor(account_id: UUID, *, by: Actor, at: datetime, reason: str = "") -> Account:
    """For who lost telephone and recovery codes. Whose duty demands a second factor sets up a new one at the next request."""
    with transaction.atomic():
        account = lock(Account, account_id)
        PERMISSIONS.require(by, "remove_second_factor", account)
        _of_somebody_else(account, by)
        Authenticator.objects.filter(user=account).delete()
        record(account, "second_factor_removed", by=by, at=at, data={"reason": reason})
    return account


def close_account(account_id: UUID, *, by: Actor, at: datetime, reason: str = "") -> Account:
    """Sessions and tokens of a closed account are refused from the next request on."""
    return _switch(account_id, False, "closed", "close_account", by=by, at=at, data={"reason": reason})


def reopen_account(account_id: UUID, *, by: Actor, at: datetime, reason: str = "") -> Account:
    return _switch(account_id, True, "reopened", "reopen_account", by=by, at=at, data={"reason": reason})


def _switch(
    account_id: UUID, active: bool, verb: str, action: str, *, by: Actor, at: datetime, data: dict[str, str]
) -> Account:
    with transaction.atomic():
        account = lock(Account, account_id)
        PERMISSIONS.require(by, action, account)
        _of_somebody_else(account, by)
        if account.is_active == active:
            raise Invalid(None, Reason("organisation.nothing_changed"))
        account.is_active = active
        record(account, verb, by=by, at=at, data=data, changed=["is_active"])
    return account


def _of_somebody_else(account: Account, by: Actor) -> None:
    """Nobody locks oneself out, or gets round the pages of one's own account, which ask for the old password or code."""
    if account.pk == by.account_id:
        raise Invalid(None, Reason("organisation.own_account"))


def note_own_password(account: Account, *, at: datetime, by: Actor) -> None:
    """The person chose a password: nothing more to ask for."""
    with transaction.atomic():
        locked = lock(Account, account.pk)
        locked.must_change_password = False
        record(locked, "password_chosen", by=by, at=at, changed=["must_change_password"])
    account.must_change_password = False


def issue_token(
    account_id: UUID,
    name: str,
    *,
    by: Actor,
    at: datetime,
    scopes: Iterable[str],
    days: int,
    mandate: Mandate | None = None,
) -> tuple[ApiToken, str]:
    """The token's row and its text, which is shown once. Expiry is of system time: the demo clock does not lengthen it."""
    text = TOKEN_MARK + secrets.token_urlsafe(32)
    with transaction.atomic():
        account = lock(Account, account_id)
        PERMISSIONS.require(by, "issue_token", account)
        token = ApiToken.objects.create(
            account=account,
            mandate=mandate,
            name=name,
            prefix=text[:PREFIX_LENGTH],
            digest=digest_of(text),
            scopes=sorted({Scope(scope).value for scope in scopes}),
            expires_at=system_now() + min(timedelta(days=days), LONGEST_TOKEN),
        )
        data = {"name": name, "prefix": token.prefix, "scopes": token.scopes, "expires_at": token.expires_at}
        record(account, "token_issued", by=by, at=at, data=data)
    return token, text


def revoke_token(token_id: UUID, *, by: Actor, at: datetime) -> ApiToken:
    with transaction.atomic():
        token = ApiToken.objects.get(pk=token_id)
        account = lock(Account, token.account_id)
        PERMISSIONS.require(by, "revoke_token", account)
        if token.revoked_at is None:
            token.revoked_at = system_now()
            token.save(update_fields=["revoked_at"])
            record(account, "token_revoked", by=by, at=at, data={"name": token.name, "prefix": token.prefix})
    return token


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def token_of(text: str) -> ApiToken | None:
    """The valid token with this text, of an account that may sign in; its use is noted."""
    now = system_now()
    token = (
        ApiToken.objects.select_related("account", "mandate__post__unit", "mandate__officer")
        .filter(digest=digest_of(text), revoked_at__isnull=True, expires_at__gt=now, account__is_active=True)
        .first()
    )
    if token and (token.last_used_at is None or now - token.last_used_at > USE_NOTED_EVERY):
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def tokens_of(account_id: UUID) -> list[ApiToken]:
    """All tokens, the valid ones first."""
    return list(
        ApiToken.objects.filter(account=account_id).order_by(
            models.F("revoked_at").asc(nulls_first=True), "-expires_at"
        )
    )


def remember_mandate(account: Account, mandate: Mandate) -> None:
    """What was chosen last is offered first next time. A preference, not an event."""
    Account.objects.filter(pk=account.pk).update(last_mandate=mandate)


def keep_language(account: Account, language: str) -> None:
    Account.objects.filter(pk=account.pk).update(language=language)


def mandate_choices(account: Account, day: date) -> list[Mandate]:
    return list(mandates_of(account, day))


def forget_sessions() -> None:
    """Removes the rows of sessions that have ended by their age."""
    SessionStore.clear_expired()
