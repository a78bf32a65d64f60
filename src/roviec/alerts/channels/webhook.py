"""A signed POST to a program that somebody runs: JSON, HMAC-SHA256 over time and body, so that neither can be changed or kept for later.

`Ro-Viec-Signature: t=<seconds since 1970>,v1=<hex of HMAC-SHA256(secret, "<t>.<body>")>`. Verify it, refuse a `t` older than five
minutes, and drop an `id` that was seen before: delivery is at least once, and a repeat that we know of says `repeated`.
"""

import hashlib
import hmac
import json

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from roviec import __version__
from roviec.alerts.channels import outside
from roviec.alerts.channels.contract import Destination, Refused
from roviec.alerts.composing import absolute, subject
from roviec.alerts.outgoing import Outgoing
from roviec.core.problems import Invalid
from roviec.ledger.system_time import system_now

NAME = "webhook"
LABEL = _("Webhook (phần mềm khác)")
SENDERS = 8
CONFIRMED_BY_ANSWER = True


def configured() -> bool:
    return True


def checked(value: str) -> str:
    outside.target_of(value.strip())
    return value.strip()


def route(value: str) -> str:
    return outside.target_of(value).place


def shown(value: str) -> str:
    """Scheme and host: the rest of a URL is often a secret of the other side."""
    target = outside.target_of(value)
    usual = target.port == (443 if target.tls else 80)
    return f"{'https' if target.tls else 'http'}://{target.host if usual else target.place}/…"


def signature(secret: str, at: int, body: bytes) -> str:
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def body_of(outgoing: Outgoing) -> bytes:
    """{"id", "kind", "created_at", "repeated", "summary", "notices": [{"id", "kind", "group", "sentence", "title", "details", "url",
    "at"}]}; sentences in the language of its owner."""
    with translation.override(outgoing.language):
        data = {
            "id": str(outgoing.id),
            "kind": outgoing.kind,
            "created_at": outgoing.created_at.isoformat(),
            "repeated": outgoing.repeated,
            "summary": subject(outgoing),
            "notices": [
                {
                    "id": str(one.id),
                    "kind": one.kind,
                    "group": one.group.value,
                    "sentence": one.sentence,
                    "title": one.title,
                    "details": one.details,
                    "url": absolute(one.url) if one.url else "",
                    "at": one.at.isoformat(),
                }
                for one in outgoing.notices
            ],
        }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


class Sender:
    def send(self, outgoing: Outgoing, destination: Destination) -> None:
        if not destination.secret:
            raise Refused("its secret can no longer be read")
        body, at = body_of(outgoing), int(system_now().timestamp())
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": f"RoViec/{__version__}",
            "Ro-Viec-Id": str(outgoing.id),
            "Ro-Viec-Signature": signature(destination.secret, at, body),
        }
        try:
            outside.judge_answer(outside.request("POST", destination.value, body=body, headers=headers))
        except Invalid:
            raise Refused("no longer allowed here") from None

    def close(self) -> None:
        """Each request has its own connection: they go to strangers."""


def sender() -> Sender:
    return Sender()
