"""HTTP to addresses that people typed in: never into our own network, never anywhere else than checked, never for long.

The name is resolved once; every address that it has must be public; the connection goes to the address that was checked, with the name
in TLS and Host. Redirects are not followed, proxies of the environment not used. An answer is read up to ANSWER_BYTES, and everything
together ends after SECONDS: a sink that answers with gigabytes or never holds a sender no longer than that.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings

from roviec.alerts.channels.contract import Later, Refused
from roviec.core.problems import Invalid
from roviec.core.reasons import Reason

SECONDS = 10.0
ANSWER_BYTES = 64 * 1024
LONGEST_URL = 1000
# IPv4 inside IPv6, where a private address could hide.
DISGUISES = [ipaddress.ip_network(net) for net in ("::ffff:0:0/96", "64:ff9b::/96", "2002::/16", "2001::/32", "::/96")]


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    retry_after: timedelta
    body: bytes


@dataclass(frozen=True, slots=True)
class Target:
    """A URL taken apart. `known`: an address inside the house that the installation allows by name (ROVIEC_WEBHOOK_INSIDE)."""

    tls: bool
    host: str
    port: int
    path: str
    known: bool

    @property
    def place(self) -> str:
        return f"{self.host}:{self.port}"


def target_of(url: str) -> Target:
    """Raises Invalid: https alone, without user name, or an address that the installation allows by name."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        raise Invalid("value", Reason("address.bad_url")) from None
    host = (parts.hostname or "").rstrip(".")
    if not host or not url.isascii() or len(url) > LONGEST_URL or any(c <= " " for c in url):
        raise Invalid("value", Reason("address.bad_url"))
    known = f"{host}:{port}" in settings.WEBHOOK_INSIDE
    if parts.username is not None or parts.scheme not in ("https", "http") or (parts.scheme == "http" and not known):
        raise Invalid("value", Reason("address.only_https"))
    path = parts.path or "/"
    target = Target(parts.scheme == "https", host, port, f"{path}?{parts.query}" if parts.query else path, known)
    if not known and is_literal(host) and not is_public(host):
        raise Invalid("value", Reason("address.inside"))
    return target


def is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_public(address: str) -> bool:
    """Out on the Internet: neither private, loopback, link-local, shared, multicast nor reserved, in no disguise."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if any(ip in net for net in DISGUISES):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _resolved(target: Target) -> str:
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Later(f"name not resolved: {type(error).__name__}", down=True) from None
    addresses = [str(one[4][0]) for one in found]
    # All of them: a name with one private address among public ones is an attempt, or a mistake that looks like one.
    if not target.known and not all(is_public(one) for one in addresses):
        raise Refused("its name leads into a private network")
    return addresses[0]


class _Pinned(http.client.HTTPConnection):
    """A connection to the address that was checked, not to whatever the name says a moment later. `live` is its socket, which the
    library gives away with the answer while a deadline still has to reach it."""

    def __init__(self, target: Target, address: str, deadline: float) -> None:
        super().__init__(target.host, target.port, timeout=max(deadline - time.monotonic(), 0.1))
        self._target, self._address = target, address
        self.default_port = 443 if target.tls else 80  # type: ignore[misc]  # what Host leaves out
        self.live: socket.socket | None = None

    def connect(self) -> None:
        self.live = self.sock = socket.create_connection((self._address, self._target.port), self.timeout)
        if self._target.tls:
            wrapped = trusted().wrap_socket(self.sock, server_hostname=self._target.host, do_handshake_on_connect=False)
            self.live = self.sock = wrapped
            wrapped.do_handshake()


def trusted() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=settings.OUTSIDE_CA or None)


@contextmanager
def _ended_at(deadline: float, connection: _Pinned) -> Iterator[None]:
    """Cuts the connection at the deadline: a socket's own time-out begins anew with every byte that drips in."""

    def cut() -> None:
        if connection.live is not None:
            with suppress(OSError):  # it has just ended by itself
                connection.live.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(deadline - time.monotonic(), 0), cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def request(method: str, url: str, *, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Answer:
    """One request, one answer, whatever its status. Raises Later, Refused, Invalid (for an address that was never allowed)."""
    target = target_of(url)
    deadline = time.monotonic() + SECONDS
    connection = _Pinned(target, _resolved(target), deadline)
    sent = False
    try:
        with _ended_at(deadline, connection):
            connection.connect()
            sent = True
            connection.request(method, target.path, body=body or None, headers=dict(headers or {}))
            response = connection.getresponse()
            return Answer(response.status, _retry_after(response), response.read(ANSWER_BYTES))
    except (TimeoutError, ConnectionError, http.client.HTTPException, OSError) as error:
        late = time.monotonic() >= deadline - 0.2
        why = "no answer in time" if late else f"connection failed: {type(error).__name__}"
        raise Later(why, down=True, doubtful=sent) from None
    finally:
        connection.close()


def _retry_after(response: http.client.HTTPResponse) -> timedelta:
    asked = response.headers.get("Retry-After", "")
    return timedelta(seconds=min(int(asked), 86_400)) if asked.isdecimal() else timedelta(0)


def judge_answer(answer: Answer) -> None:
    """2xx is taken; 404 and 410 have gone for good; a redirect is not followed and does not mend itself; all else may work later."""
    if 200 <= answer.status < 300:
        return
    if answer.status in (404, 410):
        raise Refused(f"answered {answer.status}")
    if 300 <= answer.status < 400:
        raise Refused(f"answered {answer.status}: redirects are not followed")
    raise Later(f"answered {answer.status}", answer.retry_after, down=answer.status in (429, 503))
