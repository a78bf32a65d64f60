"""A small town for the tests of the organisation: a people's committee with two departments, a party committee, a few people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.test import Client

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.organisation import actions
from roviec.organisation.models import Account, Mandate, Officer, Post, Unit
from roviec.web import clock

AT = datetime(2025, 12, 5, 2, 0, tzinfo=UTC)
FOUNDED = date(2025, 7, 1)
TODAY = date(2025, 12, 5)


def admin() -> Actor:
    return Actor(account_id=uuid4(), account_label="Quản trị", duties=frozenset({Duty.ADMIN}))


def clerk(*bodies: Unit) -> Actor:
    """Keeps the register of these bodies."""
    return Actor(
        account_id=uuid4(),
        account_label="Văn thư",
        body_id=bodies[0].pk,
        duties=frozenset({Duty.STAFF, Duty.CLERK}),
        bodies_seen=frozenset(body.pk for body in bodies),
    )


def staff(body: Unit) -> Actor:
    return Actor(
        account_id=uuid4(),
        account_label="Chuyên viên",
        body_id=body.pk,
        duties=frozenset({Duty.STAFF}),
        bodies_seen=frozenset({body.pk}),
    )


def worker() -> Actor:
    return Actor(account_id=uuid4(), account_label="Hệ thống", kind=ActorKind.WORKER)


@dataclass
class Town:
    by: Actor
    city: Unit
    science: Unit
    finance: Unit
    division: Unit
    party: Unit
    director: Post
    deputy: Post
    expert: Post
    an: Officer
    binh: Officer
    chi: Officer

    def seat(self, unit: Unit, title: str, rank: str = "staff", **more: object) -> Post:
        return actions.create_post(actions.NewPost(unit.pk, title, FOUNDED, rank, **more), by=self.by, at=AT)

    def person(self, code: str, name: str) -> Officer:
        return actions.create_officer(actions.NewOfficer(code, name), by=self.by, at=AT)

    def put(
        self, officer: Officer, post: Post, kind: str = "bo_nhiem", since: date = FOUNDED, **more: object
    ) -> Mandate:
        return actions.give_mandate(actions.NewMandate(officer.pk, post.pk, since, kind, **more), by=self.by, at=AT)

    def unit(self, code: str, name: str, parent: Unit | None = None, since: date = FOUNDED, **more: object) -> Unit:
        new = actions.NewUnit(code, name, since, parent=parent.pk if parent else None, **more)
        return actions.create_unit(new, by=self.by, at=AT)


@pytest.fixture
def town(db: None) -> Town:
    by = admin()
    city = actions.NewUnit("UB", "Ủy ban nhân dân Thành phố Hồ Chí Minh", FOUNDED, short_name="UBND TP", is_body=True)
    science = actions.NewUnit("KHCN", "Sở Khoa học và Công nghệ", FOUNDED, parent=city.id, kind="Sở")
    finance = actions.NewUnit("TC", "Sở Tài chính", FOUNDED, parent=city.id, kind="Sở")
    division = actions.NewUnit("KHCN.1", "Phòng Chuyển đổi số", FOUNDED, parent=science.id, kind="Phòng")
    party = actions.NewUnit("TU", "Thành ủy Thành phố Hồ Chí Minh", FOUNDED, side="party", is_body=True)
    units = actions.create_units([city, science, finance, division, party], by=by, at=AT)
    posts = actions.create_posts(
        [
            actions.NewPost(science.id, "Giám đốc", FOUNDED, "head"),
            actions.NewPost(science.id, "Phó Giám đốc", FOUNDED, "deputy"),
            actions.NewPost(division.id, "Chuyên viên", FOUNDED),
        ],
        by=by,
        at=AT,
    )
    people = actions.create_officers(
        [
            actions.NewOfficer("CB01", "Nguyễn Văn An", email="an@example.vn", phone="0900000001"),
            actions.NewOfficer("CB02", "Trần Thị Bình"),
            actions.NewOfficer("CB03", "Lê Quốc Chí"),
        ],
        by=by,
        at=AT,
    )
    return Town(by, *units, *posts, *people)


PASSWORD = "dung-mat-khau-nay-123"
Enter = Callable[..., Client]


@pytest.fixture
def enter(town: Town, monkeypatch: pytest.MonkeyPatch) -> Enter:
    """A browser signed in on 5 December 2025, as a clerk of the city or as an officer of the department."""
    monkeypatch.setattr(clock, "now", lambda: AT)

    def sign_in(who: str = "clerk") -> Client:
        if who == "clerk":
            office = town.unit("VP", "Văn phòng", town.city)
            post = town.seat(office, "Văn thư", keeps_register=True)
            officer = town.person("VT", "Đặng Thị Vân")
            town.put(officer, post)
        else:
            officer = town.chi
            town.put(officer, town.expert)
        account = Account(username=who, officer=officer, must_change_password=False)
        account.set_password(PASSWORD)
        account.save(force_insert=True)
        client = Client()
        answer = client.post("/tai-khoan/dang-nhap/", {"login": who, "password": PASSWORD})
        assert answer.status_code == 302
        return client

    return sign_in
