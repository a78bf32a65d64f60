"""The small town in March 2026: a work catalogue, work that yields its products, a month that is scored."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from roviec.evaluation.actions import sheets
from roviec.evaluation.models import Product, ScoringPeriod, Sheet, WorkCatalogue, Yield
from roviec.ledger.system_time import system_now
from roviec.organisation.middleware import SESSION_KEY
from roviec.organisation.models.post import Rank
from roviec.web import clock
from roviec.work import actions as work
from roviec.work.models import Task
from tests.work.town import DAY, Town, build

MARCH = "2026-03"
# Monday 2 March 2026, 08:00 in Ho Chi Minh City.
BEGIN = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
# Coefficients of the products of the catalogue.
PRODUCTS = {"VB.01": "1", "BC.02": "2", "DA.03": "10"}
FULL = {f"I.{n}": "5" for n in (1, 2)} | {f"{part}.{n}": "2.5" for part in ("II", "III") for n in range(1, 5)}


def on(day: int, hour: int = 8, month: int = 3) -> datetime:
    """An instant of 2026, hours of Ho Chi Minh City."""
    return datetime(2026, month, day, tzinfo=UTC) + timedelta(hours=hour - 7)


@dataclass
class Month:
    """The town at work. Officials by the keys of `tests.work.town`, and `clerk`, who keeps the ward's register."""

    town: Town
    products: dict[str, Product] = field(default_factory=dict)

    def actor(self, key: str) -> Any:
        return self.town.actor(key)

    def give(self, product: str | None = "VB.01", *, to: str = "officer", at: datetime = BEGIN, **more: Any) -> Task:
        """Given out by the chairman and taken up. `product` None: nothing is counted for it. `due` a day, 20 March unless said."""
        quantity, sudden, basis = more.pop("quantity", "1"), more.pop("sudden", False), more.pop("basis", "")
        fields = {"person_post": self.town.posts[to], "due": date(2026, 3, 20), **more}
        unit = self.town.posts[to].unit
        fields.setdefault("lead_unit", unit)
        task = work.create_task(self.town.plan, self.town.fields(**fields), by=self.actor("tracker"), at=at)
        task = work.assign_task(task, by=self.actor("chairman"), at=at)
        task = work.accept_task(task, by=self.actor(to), at=at)
        if product is not None:
            Yield.objects.create(
                clock=task.clock,
                product=self.products[product],
                quantity=Decimal(quantity),
                sudden=sudden,
                basis=basis,
                set_at=at,
                set_by_label="",
            )
        return task

    def hand_in(self, task: Task, at: datetime, *, by: str = "officer") -> Task:
        return work.submit_deliverable(task, by=self.actor(by), at=at, link="https://vb.example/1")

    def accept(self, task: Task, at: datetime, *, by: str = "chairman") -> Task:
        return work.accept_deliverable(task, by=self.actor(by), at=at)

    def done(self, task: Task, at: datetime, *, by: str = "officer") -> Task:
        """Handed in and accepted a little later."""
        return self.accept(self.hand_in(task, at, by=by), at + timedelta(hours=1))

    def open(self, at: datetime = BEGIN, period: str = MARCH) -> ScoringPeriod:
        return sheets.open_period(self.town.units["ward"], period, by=self.actor("clerk"), at=at)

    def fill(self, at: datetime | None = None, period: str = MARCH) -> ScoringPeriod:
        """Opened if it is not, and worked out for everybody as of `at`."""
        at = at or on(31, 18)
        opened = self.open(at, period)
        sheets.fill(opened, by=self.actor("clerk"), at=at)
        return opened

    def sheet(self, key: str = "officer", period: str = MARCH) -> Sheet:
        return Sheet.objects.select_related("period").get(officer__code=key, period__period=period)

    def scored(self, key: str = "officer", at: datetime | None = None, points: dict[str, str] | None = None) -> Sheet:
        return sheets.score_own(
            self.sheet(key), FULL if points is None else points, by=self.actor(key), at=at or on(31, 9)
        )

    def sent(self, key: str = "officer", at: datetime | None = None) -> Sheet:
        """Self-scored in full and sent."""
        return sheets.send_sheet(self.scored(key, at), by=self.actor(key), at=at or on(31, 9))


@pytest.fixture
def town(db: None) -> Town:
    town = build()
    town.seat("clerk", "office", "Chuyên viên tổ chức", Rank.STAFF, keeps_register=True)
    return town


@pytest.fixture
def month(town: Town) -> Month:
    month = Month(town)
    catalogue = WorkCatalogue.objects.create(
        body=town.units["ward"],
        edition=1,
        title="Danh mục sản phẩm/công việc quy đổi",
        state=WorkCatalogue.State.IN_FORCE,
        decision="283/QĐ-UBND",
        valid_from=DAY,
        created_at=BEGIN,
    )
    for code, coefficient in PRODUCTS.items():
        month.products[code] = Product.objects.create(
            catalogue=catalogue,
            code=code,
            work=f"Nhiệm vụ {code}",
            output=f"Sản phẩm {code}",
            folded=f"nhiem vu {code.lower()} san pham {code.lower()}",
            coefficient=Decimal(coefficient),
        )
    return month


@pytest.fixture
def at() -> Iterator[Callable[[datetime], None]]:
    """Sets the business clock of pages."""
    before = clock._offset_source

    def to(now: datetime) -> None:
        offset = now - system_now()
        clock.set_offset_source(lambda: offset)

    to(on(31))
    yield to
    clock.set_offset_source(before)


@pytest.fixture
def browser_of(town: Town) -> Callable[[str], Client]:
    """Somebody of the town at a browser, signed in under their mandate."""

    def of(key: str) -> Client:
        client = Client()
        client.force_login(town.accounts[key], backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[SESSION_KEY] = str(town.mandates[key].pk)
        session.save()
        return client

    return of
