"""Accounts as an administrator runs them: from a first password shown once to a closed account, each with its entry in the ledger."""

import re

import pytest
from django.test import Client

from roviec.core.actor import Actor, Duty
from roviec.core.problems import Invalid
from roviec.ledger.models import Entry, RequestKey
from roviec.organisation import accounts
from roviec.organisation.models import Account, Officer, Unit
from roviec.web import clock
from tests.access.people import a_post, an_account, sign_in

FIRST = re.compile(r"<code>([a-z0-9]{4}(?:-[a-z0-9]{4}){3})</code>")
LIST = "/quan-tri/tai-khoan/"


@pytest.fixture
def window(client: Client, admin: Account, clerk: Account) -> Client:
    sign_in(client, "quantri")
    return client


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def a_newcomer(name: str = "Đặng Thị Vân", code: str = "VT 01") -> Officer:
    return Officer.objects.create(code=code, full_name=name, sort_key="van", folded="dang thi van")


def verbs(account: Account) -> list[str]:
    return list(Entry.objects.filter(stream_id=account.pk).order_by("seq").values_list("verb", flat=True))


def test_an_officer_gets_an_account_whose_password_is_shown_once_and_opens_the_door(window: Client) -> None:
    officer = a_newcomer()
    page = window.post(f"{LIST}mo/", {"officer": str(officer.pk)})
    account = Account.objects.get(officer=officer)
    password = FIRST.search(page.content.decode())
    assert password and account.username == "vt-01" and verbs(account) == ["opened"]
    assert "no-store" in page["Cache-Control"] and not RequestKey.objects.exists()
    other = Client()
    assert sign_in(other, "vt-01", password.group(1)).status_code == 302
    assert "/mat-khau/" in other.get("/viec-cua-toi/")["Location"]
    assert password.group(1) not in text_of(window, f"{LIST}{account.pk}/")


def test_who_has_an_account_or_whose_name_is_taken_is_told_of_and_the_others_get_theirs(
    window: Client, clerk: Account
) -> None:
    twin = a_newcomer("Đặng Văn Tư", "CHUYENVIEN")
    new = a_newcomer(code="VT02")
    page = window.post(f"{LIST}mo/", {"officer": [str(clerk.officer_id), str(twin.pk), str(new.pk)]}).content.decode()
    assert "đã có tài khoản" in page and "đã có người dùng" in page
    assert Account.objects.filter(officer=new).exists() and not Account.objects.filter(officer=twin).exists()


def test_the_list_is_searched_without_marks_and_narrowed_by_state(window: Client, clerk: Account) -> None:
    Officer.objects.filter(pk=clerk.officer_id).update(full_name="Đặng Thị Vân", folded="dang thi van")
    assert "Đặng Thị Vân" in text_of(window, f"{LIST}?q=dang+van")
    assert "Đặng Thị Vân" not in text_of(window, f"{LIST}?q=nguyen")
    assert "Đặng Thị Vân" in text_of(window, f"{LIST}?loc=mot-buoc")
    assert "Đặng Thị Vân" not in text_of(window, f"{LIST}?loc=khoa")
    assert ">worker<" not in text_of(window, LIST)


def test_a_closed_account_is_out_at_once_and_the_reason_stands_in_its_history(window: Client, clerk: Account) -> None:
    theirs = Client()
    sign_in(theirs, "chuyenvien")
    address = f"{LIST}{clerk.pk}/khoa/"
    assert window.post(address, {}).status_code == 422
    assert window.post(address, {"reason": "Nghỉ hưu"}).status_code == 302
    assert "/dang-nhap/" in theirs.get("/viec-cua-toi/")["Location"]
    assert "Nghỉ hưu" in text_of(window, f"{LIST}{clerk.pk}/")
    assert window.post(f"{LIST}{clerk.pk}/mo-lai/", {"reason": "Trở lại"}).status_code == 302
    assert verbs(clerk) == ["closed", "reopened"]


def test_a_new_password_needs_the_administrators_own_and_ends_the_sessions(window: Client, clerk: Account) -> None:
    theirs = Client()
    sign_in(theirs, "chuyenvien")
    address = f"{LIST}{clerk.pk}/mat-khau/"
    session = window.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()
    assert "/xac-nhan/" in window.get(address)["Location"]
    assert "/xac-nhan/" in window.post(address, {"reason": "Quên"})["Location"] and verbs(clerk) == []
    client = Client()
    sign_in(client, "quantri")
    page = client.post(address, {"reason": "Quên"})
    password = FIRST.search(page.content.decode())
    assert password and "/dang-nhap/" in theirs.get("/viec-cua-toi/")["Location"]
    assert sign_in(Client(), "chuyenvien", password.group(1)).status_code == 302


def test_nobody_acts_on_the_own_account_here(window: Client, admin: Account) -> None:
    by = Actor(admin.pk, "Quản trị", duties=frozenset({Duty.ADMIN}))
    for action in (accounts.close_account, accounts.renew_password, accounts.remove_second_factor):
        with pytest.raises(Invalid, match="own_account"):
            action(admin.pk, by=by, at=clock.now(), reason="x")
    assert "Khóa tài khoản" not in text_of(window, f"{LIST}{admin.pk}/")


def test_names_are_kept_as_signing_in_reads_them(unit: Unit, client: Client) -> None:
    by = Actor(unit.pk, "Máy chủ", duties=frozenset({Duty.ADMIN}))
    account, password = accounts.open_account(" QuanTri ", by=by, at=clock.now(), is_superuser=True)
    assert account.username == "quantri"
    assert sign_in(client, "QuanTri", password).status_code == 302


def test_an_administrator_without_a_mandate_begins_at_administration_and_sees_how_the_system_is(
    client: Client, unit: Unit
) -> None:
    account = an_account("dung", is_superuser=True)
    Account.objects.filter(pk=account.pk).update(officer=None)
    sign_in(client, "dung")
    assert client.get("/")["Location"] == "/quan-tri/"
    page = text_of(client, "/quan-tri/")
    for words in ("Hệ thống", "Tiến trình nền", "Tin chờ xử lý", "Sổ nhật ký", "Phiên bản", "Cơ sở dữ liệu"):
        assert words in page
    assert "Nhập danh mục" in page and "Mở tài khoản" in page


def test_the_state_of_the_system_is_not_for_clerks_of_a_register(client: Client, unit: Unit) -> None:
    an_account("tochuc", a_post(unit, "Chuyên viên tổ chức", keeps_register=True))
    sign_in(client, "tochuc")
    page = text_of(client, "/quan-tri/")
    assert "Tin chờ xử lý" not in page and "Danh sách tài khoản" not in page
