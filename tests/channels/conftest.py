"""One officer with an address on a channel, and the server behind it."""

import base64
import itertools
import json
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from pytest_django import Settings

from roviec.alerts import delivery
from roviec.alerts.channels import CHANNELS, email, outside
from roviec.alerts.models import Address, Enclosure, Message, Notice
from roviec.alerts.sealing import sealed
from roviec.core.actor import Actor
from roviec.ledger.system_time import system_now
from roviec.organisation.queries.actors import worker_actor
from tests.channels.sinks import Relay, Web, _Server, serving
from tests.work.town import NOW, Town, build

SECRET = "khoa-ky-cua-webhook"
BROWSER = ec.generate_private_key(ec.SECP256R1())


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Post:
    """A channel with its server, and officers who are reached on it."""

    channel: str
    server: _Server
    town: Town
    worker: Actor
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def value(self, name: str = "an") -> str:
        if self.channel == "email":
            return f"{name}@danang.example.vn"
        url = f"http://127.0.0.1:{self.server.port}/{name}"
        if self.channel == "webhook":
            return url
        point = BROWSER.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": b64(point), "auth": b64(b"0123456789abcdef")}
        return CHANNELS["web_push"].checked(json.dumps({"endpoint": url, "keys": keys}))

    def mode_of(self, name: str, mode: str) -> None:
        self.server.answers[self.value(name) if self.channel == "email" else f"/{name}"] = mode

    def address(self, name: str = "an", officer: str = "officer") -> Address:
        return Address.objects.create(
            officer=self.town.accounts[officer].officer,
            channel=self.channel,
            value=self.value(name),
            secret=sealed(SECRET) if self.channel == "webhook" else "",
            created_at=system_now(),
            verified_at=system_now(),
        )

    def message(
        self, officer: str = "officer", kinds: tuple[str, ...] = ("late", "assigned"), **more: object
    ) -> Message:
        now, who = system_now(), self.town.accounts[officer].officer
        values = {"kind": "digest", "created_at": now, "send_from": now, "key": f"digest:{next(self.numbers)}"} | more
        message = Message.objects.create(officer=who, channel=self.channel, **values)
        for kind in kinds:
            notice = Notice.objects.create(
                officer=who,
                kind=kind,
                thing_kind="work.plan",
                thing_id=self.town.plan.pk,
                at=NOW,
                key=f"{kind}:{next(self.numbers)}",
            )
            Enclosure.objects.create(message=message, notice=notice)
        return message

    def send(self) -> delivery.Sent:
        return delivery.send_waiting(self.worker, channels=[self.channel])

    def wait_over(self) -> None:
        """Time passes: what was put off is due, and leases of the dead have run out."""
        past = system_now() - timedelta(seconds=1)
        Message.objects.filter(sent_at=None, failed_at=None).update(send_from=past)
        Message.objects.filter(leased_until__isnull=False).update(leased_until=past)

    @property
    def arrived(self) -> int:
        return len(self.server.got)


@pytest.fixture
def open_post(
    db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Post]]:
    monkeypatch.setattr(outside, "SECONDS", 1.0)
    monkeypatch.setattr(email, "SECONDS", 1.0)
    for proxy in [name for name in os.environ if name.lower().endswith("_proxy")]:
        monkeypatch.delenv(proxy)
    town, worker = build(), worker_actor()
    settings.MAIL_FROM = "ro-viec@danang.example.vn"
    settings.VAPID_KEY = tmp_path_factory.mktemp("vapid") / "key.pem"
    settings.PUBLIC_URL = "https://roviec.example.vn"
    with ExitStack() as stack:

        def opened(channel: str) -> Post:
            server = stack.enter_context(serving(Relay if channel == "email" else Web))
            if channel == "email":
                settings.SMTP = f"smtp://127.0.0.1:{server.port}"
            else:
                settings.WEBHOOK_INSIDE = frozenset({f"127.0.0.1:{server.port}"})
            return Post(channel, server, town, worker)

        yield opened


@pytest.fixture(params=sorted(CHANNELS))
def post(request: pytest.FixtureRequest, open_post: Callable[[str], Post]) -> Post:
    """Every channel that there is: a new one is tested from its first day, or has no server here and fails."""
    return open_post(request.param)
