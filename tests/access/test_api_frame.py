"""The frame of the API: problems in one form, sessions with their CSRF token, doubled calls, cursors, versions."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from roviec.core.problems import Invalid
from roviec.ledger.models import Entry, RequestKey
from roviec.ledger.requests import KeyReused, answer_once
from roviec.organisation.models import Account, Officer
from roviec.web.cursors import cursor_page
from roviec.web.etags import etag_of, version_of
from tests.access.people import an_account, sign_in
from tests.ledger.streams import a_thing

TOKENS = "/tai-khoan/ma-truy-cap/"
FORM = {"name": "Phần mềm văn thư", "scope": "read", "days": "30", "idempotency_key": "k-1"}


@pytest.mark.parametrize("address", ["/api/v1/me", "/api/v1/khong-co", "/api/khong-co"])
def test_every_refusal_of_the_api_is_a_problem(client: Client, db: None, address: str) -> None:
    refused = client.get(address)
    assert refused.status_code in {401, 404}
    assert refused["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "instance"} <= refused.json().keys()


def test_a_wrong_method_is_a_problem_too(client: Client, clerk: Account) -> None:
    sign_in(client, "chuyenvien")
    refused = client.delete("/api/v1/me")
    assert refused.status_code == 405
    assert refused["Content-Type"] == "application/problem+json"
    assert refused["Allow"]


def test_problems_speak_the_language_that_the_client_accepts(client: Client, db: None) -> None:
    assert client.get("/api/v1/me", headers={"Accept-Language": "en"})["Content-Language"] == "en"
    assert client.get("/api/v1/me")["Content-Language"] == "vi"


def test_a_doubled_click_makes_one_token_and_shows_it_once(client: Client, clerk: Account) -> None:
    sign_in(client, "chuyenvien")
    first, second = client.post(TOKENS, FORM), client.post(TOKENS, FORM)
    assert first.status_code == 200 and "rv_" in first.content.decode()
    assert second.status_code == 410 and "rv_" not in second.content.decode()
    assert Entry.objects.filter(verb="token_issued").count() == 1


def test_a_repeat_gets_the_answer_of_the_first(db: None) -> None:
    account = an_account("thu")
    first, second = (answer_once(account.pk, "k", "h", lambda: HttpResponse(str(a_thing(1).pk))) for _ in range(2))
    assert first.content == second.content
    assert second["Idempotent-Replay"] == "true"


def test_the_same_key_with_another_request_is_refused(client: Client, clerk: Account) -> None:
    sign_in(client, "chuyenvien")
    client.post(TOKENS, FORM)
    assert client.post(TOKENS, {**FORM, "name": "Khác"}).status_code == 422
    assert Entry.objects.filter(verb="token_issued").count() == 1


def test_the_same_key_of_another_account_is_another_key(client: Client, clerk: Account, chair: Account) -> None:
    elsewhere = Client()
    sign_in(client, "chuyenvien")
    sign_in(elsewhere, "chutich")
    client.post(TOKENS, FORM)
    elsewhere.post(TOKENS, FORM)
    assert Entry.objects.filter(verb="token_issued").count() == 2


def test_a_refused_request_may_be_tried_again_under_its_key(db: None) -> None:
    account = an_account("thu")
    calls = []

    def act() -> HttpResponse:
        calls.append(1)
        a_thing(1)
        return HttpResponse(status=409 if len(calls) == 1 else 200)

    assert answer_once(account.pk, "k", "h", act).status_code == 409
    assert Officer.objects.filter(full_name="Lê Văn Ấn").count() == 0
    assert answer_once(account.pk, "k", "h", act).status_code == 200
    assert Officer.objects.filter(full_name="Lê Văn Ấn").count() == 1


def test_a_fault_leaves_nothing_behind_and_the_key_free(db: None) -> None:
    account = an_account("thu")

    def fail() -> HttpResponse:
        a_thing(1)
        raise RuntimeError("ours")

    with pytest.raises(RuntimeError):
        answer_once(account.pk, "k", "h", fail)
    assert not RequestKey.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_calls_at_once_one_acts_and_both_get_its_answer() -> None:
    account_id = an_account("thu").pk
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("a database in memory has one connection; PostgreSQL runs this")
    answers: list[bytes] = []
    together = threading.Barrier(2)

    def act() -> HttpResponse:
        thing = a_thing(1)
        return HttpResponse(str(thing.pk))

    def call() -> None:
        together.wait()
        answers.append(answer_once(account_id, "k", "h", act).content)
        connection.close()

    callers = [threading.Thread(target=call) for _caller in range(2)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert len(answers) == 2
    assert answers[0] == answers[1]
    assert Entry.objects.count() == 1


def test_a_key_with_another_hash_is_told_apart(db: None) -> None:
    account = an_account("thu")
    answer_once(account.pk, "k", "h", HttpResponse)
    with pytest.raises(KeyReused):
        answer_once(account.pk, "k", "other", HttpResponse)


def request_with(if_match: str) -> HttpRequest:
    return RequestFactory().post("/api/v1/x", headers={"If-Match": if_match})


def test_if_match_names_the_version_that_the_etag_named(db: None) -> None:
    thing = a_thing(2)
    assert version_of(request_with(etag_of(thing))) == 2
    assert version_of(request_with("*")) is None
    with pytest.raises(Invalid):
        version_of(request_with("rác"))


@pytest.mark.parametrize("descending", [False, True])
def test_pages_by_cursor_show_every_row_once_while_rows_come_in(db: None, descending: bool) -> None:
    for n in (3, 1, 2, 1, 3, 1, 2):
        a_thing(1, f"Tên {n}")
    wanted = set(Officer.objects.values_list("pk", flat=True))
    seen: list = []
    cursor: str | None = ""
    while cursor is not None:
        rows, cursor = cursor_page(
            Officer.objects.all(), key="full_name", cursor=cursor, limit=2, descending=descending
        )
        seen += [row.pk for row in rows]
        a_thing(1, "Tên 0" if not descending else "Tên 9")
    assert set(seen) >= wanted
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("forge", [lambda text: text[:-2], lambda text: "rác", lambda text: text.replace(":", "", 1)])
def test_a_forged_cursor_is_refused(db: None, forge: Callable[[str], str]) -> None:
    for _n in range(3):
        a_thing(1)
    _rows, cursor = cursor_page(Officer.objects.all(), key="full_name", limit=1)
    with pytest.raises(Invalid):
        cursor_page(Officer.objects.all(), key="full_name", cursor=forge(cursor or ""), limit=1)
    with pytest.raises(Invalid):
        cursor_page(Officer.objects.all(), key="code", cursor=cursor or "", limit=1)


def test_an_api_change_by_session_needs_the_csrf_token(clerk: Account) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(clerk)
    with transaction.atomic():
        assert strict.get("/api/v1/me").status_code == 200
    assert strict.post("/tai-khoan/chuc-danh/doi/", {}).status_code == 403


def test_an_answer_that_shows_a_secret_once_is_not_kept(db: None) -> None:
    account = an_account("thu")

    def act() -> HttpResponse:
        a_thing(1)
        return HttpResponse("mat-khau-lan-dau", headers={"Cache-Control": "no-store"})

    assert answer_once(account.pk, "k", "h", act).content == b"mat-khau-lan-dau"
    assert bytes(RequestKey.objects.get().body) == b""
    repeat = answer_once(account.pk, "k", "h", act)
    assert (repeat.status_code, repeat.content) == (410, b"")
    assert Officer.objects.filter(full_name="Lê Văn Ấn").count() == 1
