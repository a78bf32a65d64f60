"""Web push: to a browser of a person, by the push service of its maker (RFC 8030, 8188, 8291, 8292).

Says only how many of what: it shows itself on locked screens. It is encrypted for the browser; the push service sees sizes and times.
Made of `cryptography` and PyJWT, which sign-in brings along: the libraries for it fetch the address themselves, and would not keep to
`outside` (docs/decisions/0013).
"""

import base64
import json
import os
import time
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roviec.alerts import composing
from roviec.alerts.channels import outside
from roviec.alerts.channels.contract import Destination, Refused
from roviec.alerts.outgoing import Outgoing
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason

NAME = "web_push"
LABEL = gettext_lazy("Thông báo trên trình duyệt")
SENDERS = 8
CONFIRMED_BY_ANSWER = False
# What the push service keeps for a browser that is off: the working day; after that the list on the page says it all.
KEPT_SECONDS = 12 * 3600
RECORD = 4096
VAPID_SECONDS = 12 * 3600


def configured() -> bool:
    return bool(settings.PUBLIC_URL)


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


@cache
def key(path: Path) -> ec.EllipticCurvePrivateKey:
    """The installation's key, made when there is none. Browsers subscribe to its public half: a new one unsubscribes them all."""
    if not path.exists():
        fresh = ec.generate_private_key(ec.SECP256R1())
        path.parent.mkdir(parents=True, exist_ok=True)
        # Two processes may start at once: a link puts the whole file there, or finds the other's.
        mine = path.with_name(f"{path.name}.{os.getpid()}")
        mine.touch(mode=0o600)
        mine.write_bytes(fresh.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        try:
            os.link(mine, path)
        except FileExistsError:
            pass
        finally:
            mine.unlink()
    loaded = load_pem_private_key(path.read_bytes(), None)
    assert isinstance(loaded, ec.EllipticCurvePrivateKey)
    return loaded


def _point(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def public_key() -> str:
    """What browsers subscribe with: base64url of the uncompressed point."""
    return _encoded(_point(key(settings.VAPID_KEY).public_key()))


def checked(value: str) -> str:
    """A PushSubscription as browsers give it, cut to what is needed. Raises Invalid."""
    try:
        given = json.loads(value)
        found = {"endpoint": given["endpoint"], "p256dh": given["keys"]["p256dh"], "auth": given["keys"]["auth"]}
        _browser_key(found["p256dh"])
        fine = len(_decoded(found["auth"])) == 16 and isinstance(found["endpoint"], str)
    except (ValueError, KeyError, TypeError):
        fine = False
    if not fine:
        raise Invalid("value", Reason("address.bad_subscription"))
    outside.target_of(found["endpoint"])
    return json.dumps(found, separators=(",", ":"), sort_keys=True)


def route(value: str) -> str:
    return outside.target_of(json.loads(value)["endpoint"]).place


def shown(value: str) -> str:
    """Whose push service it is; what follows is secret."""
    return urlsplit(json.loads(value)["endpoint"]).hostname or ""


def _browser_key(text: str) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _decoded(text))


def encrypted(
    text: bytes, p256dh: str, auth: str, *, ours: ec.EllipticCurvePrivateKey | None = None, salt: bytes = b""
) -> bytes:
    """RFC 8291: for the browser's eyes alone, in one record of aes128gcm (RFC 8188). `ours`, `salt` are given by the RFC's example only."""
    browser, ours, salt = _browser_key(p256dh), ours or ec.generate_private_key(ec.SECP256R1()), salt or os.urandom(16)
    mine = _point(ours.public_key())
    info = b"WebPush: info\0" + _point(browser) + mine
    secret = _derived(ours.exchange(ec.ECDH(), browser), _decoded(auth), info, 32)
    content_key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    header = salt + RECORD.to_bytes(4, "big") + bytes([len(mine)]) + mine
    return header + AESGCM(content_key).encrypt(nonce, text + b"\2", None)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def authorization(endpoint: str) -> str:
    """RFC 8292: who we are, for this push service, for half a day."""
    parts = urlsplit(endpoint)
    contact = f"mailto:{settings.MAIL_FROM}" if settings.MAIL_FROM else settings.PUBLIC_URL
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int(time.time()) + VAPID_SECONDS, "sub": contact}
    return f"vapid t={jwt.encode(claims, key(settings.VAPID_KEY), algorithm='ES256')}, k={public_key()}"


def payload(outgoing: Outgoing) -> bytes:
    """{"title", "body", "url", "tag"}: numbers, no titles and no names."""
    with translation.override(outgoing.language):
        body = composing.counts(outgoing.notices) or _("Trình duyệt này nhận được thông báo.")
        if outgoing.repeated:
            body = _("(gửi lại) %(subject)s") % {"subject": body}
        said = {"title": "Rõ Việc", "body": body, "url": reverse("alerts:notices"), "tag": str(outgoing.id)}
    return json.dumps(said, ensure_ascii=False).encode()


class Sender:
    def send(self, outgoing: Outgoing, destination: Destination) -> None:
        subscription = json.loads(destination.value)
        endpoint = subscription["endpoint"]
        try:
            answer = outside.request(
                "POST",
                endpoint,
                body=encrypted(payload(outgoing), subscription["p256dh"], subscription["auth"]),
                headers={
                    "Authorization": authorization(endpoint),
                    "Content-Encoding": "aes128gcm",
                    "Content-Type": "application/octet-stream",
                    "TTL": str(KEPT_SECONDS),
                    "Urgency": "high" if outgoing.kind == "immediate" else "normal",
                    "Topic": outgoing.id.hex,  # a repeat takes the place of the first while the browser is off
                },
            )
            outside.judge_answer(answer)
        except Invalid:
            raise Refused("no longer allowed here") from None

    def close(self) -> None:
        """Each request has its own connection."""


def sender() -> Sender:
    return Sender()
