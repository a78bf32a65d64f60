"""A small ward for tests of signing in: one leader, one clerk, one person with two mandates, one administrator."""

from datetime import date

from django.test import Client

from roviec.organisation.models import Account, Mandate, Officer, Post, Unit

PASSWORD = "dung-mat-khau-nay-123"
SINCE = date(2020, 1, 1)


def a_unit(name: str = "UBND phường Thử") -> Unit:
    unit = Unit(code=name, name=name, folded=name.lower(), level="commune", is_body=True, valid_from=SINCE)
    unit.body = unit
    unit.save(force_insert=True)
    return unit


def a_post(unit: Unit, title: str, rank: str = "staff", **flags: bool) -> Post:
    return Post.objects.create(unit=unit, title=title, rank=rank, valid_from=SINCE, **flags)


def an_account(username: str, *posts: Post, **flags: bool) -> Account:
    officer = Officer.objects.create(code=username, full_name=f"Nguyễn {username}", sort_key=username, folded=username)
    for number, post in enumerate(posts):
        Mandate.objects.create(officer=officer, post=post, valid_from=SINCE, is_scoring=number == 0)
    account = Account(username=username, officer=officer, **{"must_change_password": False, **flags})
    account.set_password(PASSWORD)
    account.save(force_insert=True)
    return account


def sign_in(client: Client, username: str, password: str = PASSWORD, **headers: str):
    return client.post("/tai-khoan/dang-nhap/", {"login": username, "password": password}, **headers)
