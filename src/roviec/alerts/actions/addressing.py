"""Where a person is reached: added, confirmed by who has it, tried, taken away. In the ledger of the account, without the address."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.core import signing
from django.db import transaction
from django.db.models import Q

from roviec.alerts.channels import CHANNELS
from roviec.alerts.models import Address, Message
from roviec.alerts.permissions import PERMISSIONS
from roviec.alerts.sealing import sealed
from roviec.core.actor import Actor
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason
from roviec.ledger.actions import lock, record
from roviec.ledger.system_time import system_now
from roviec.organisation.models import Account

MOST_ADDRESSES = 10
CONFIRM_WITHIN = timedelta(days=3)
# Confirmations go to addresses of whoever was named: not too often.
BETWEEN_LETTERS = timedelta(minutes=1)
SALT = "roviec.alerts.address"


def add_address(channel: str, value: str, *, by: Actor, at: datetime, label: str = "") -> tuple[Address, str]:
    """The address and, for a webhook, the secret that signs what it gets; shown once. Live when confirmed: by a browser at once, by a
    webhook's first answer, by a link in an e-mail. One that had ended begins anew. Raises Invalid."""
    PERMISSIONS.require(by, "add_address")
    assert by.officer_id is not None
    if channel not in CHANNELS or not CHANNELS[channel].configured():
        raise Invalid("channel", Reason("address.no_channel"))
    value, now = CHANNELS[channel].checked(value), system_now()
    secret = secrets.token_urlsafe(32) if channel == "webhook" else ""
    with transaction.atomic():
        account = lock(Account, by.account_id)
        mine = Address.objects.filter(officer=by.officer_id)
        known = mine.filter(channel=channel, value=value).first()
        if known and known.ended_at is None:
            raise Invalid("value", Reason("address.known"))
        if mine.filter(ended_at=None).count() >= MOST_ADDRESSES:
            raise Invalid(None, Reason("address.too_many", {"most": MOST_ADDRESSES}))
        address = known or Address(officer_id=by.officer_id, channel=channel, value=value)
        address.label, address.secret, address.created_at = label[:120], sealed(secret) if secret else "", now
        address.verified_at = now if channel == "web_push" else None
        address.ended_at, address.fault = None, ""
        address.save()
        if channel == "web_push":
            # A browser that several people use belongs to who switched it on last.
            others = Address.objects.filter(channel=channel, value=value, ended_at=None).exclude(pk=address.pk)
            others.update(ended_at=now, fault="another person uses this browser now")
        else:
            _write(address, Message.Kind.CONFIRM, now)
        record(account, "address_added", by=by, at=at, data={"channel": channel, "address": address.pk})
    return address, secret


def end_address(address_id: UUID, *, by: Actor, at: datetime) -> Address:
    """Nothing more goes there; what waits for it alone is given up by itself."""
    with transaction.atomic():
        address = _theirs(address_id, by)
        if address.ended_at is None:
            address.ended_at = system_now()
            address.save(update_fields=["ended_at"])
            account = lock(Account, by.account_id)
            record(account, "address_ended", by=by, at=at, data={"channel": address.channel, "address": address.pk})
    return address


def token_of(address: Address) -> str:
    """What proves that its bearer reads the messages of the address: signed, for CONFIRM_WITHIN."""
    return signing.TimestampSigner(salt=SALT).sign(str(address.pk))


def confirm_address(token: str, *, by: Actor, at: datetime) -> Address:
    """By the officer who added it, signed in. Raises Invalid for a token that is false or too old."""
    try:
        pk = UUID(signing.TimestampSigner(salt=SALT).unsign(token, max_age=CONFIRM_WITHIN))
        with transaction.atomic():
            address = _theirs(pk, by)
            if address.ended_at is not None:
                raise Invalid(None, Reason("address.bad_token"))
            if address.verified_at is None:
                address.verified_at = system_now()
                address.save(update_fields=["verified_at"])
                account = lock(Account, by.account_id)
                data = {"channel": address.channel, "address": address.pk}
                record(account, "address_confirmed", by=by, at=at, data=data)
    except (signing.BadSignature, ValueError, Address.DoesNotExist):
        raise Invalid(None, Reason("address.bad_token")) from None
    return address


def write_again(address_id: UUID, *, by: Actor, at: datetime) -> Message:
    """A test to a live address, the confirmation once more to one that waits for it. At most once a minute."""
    with transaction.atomic():
        address, now = _theirs(address_id, by), system_now()
        about = Q(address=address, kind__in=[Message.Kind.TEST, Message.Kind.CONFIRM])
        if address.ended_at is not None:
            raise Invalid(None, Reason("address.ended"))
        if Message.objects.filter(about, created_at__gt=now - BETWEEN_LETTERS).exists():
            raise Invalid(None, Reason("address.too_soon"))
        return _write(address, Message.Kind.TEST if address.verified_at else Message.Kind.CONFIRM, now)


def _theirs(address_id: UUID, by: Actor) -> Address:
    address = Address.objects.select_for_update().get(pk=address_id, officer=by.officer_id)
    PERMISSIONS.require(by, "use_address", address)
    return address


def _write(address: Address, kind: Message.Kind, now: datetime) -> Message:
    return Message.objects.create(
        officer_id=address.officer_id,
        channel=address.channel,
        kind=kind,
        key=f"{kind}:{address.pk}:{now:%Y%m%d%H%M%S%f}",
        address=address,
        created_at=now,
        send_from=now,
    )
