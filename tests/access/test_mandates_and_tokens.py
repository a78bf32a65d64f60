"""Who has two mandates chooses; tokens open the API within their scope, for their time, and nowhere else."""

from datetime import timedelta

import pytest
from django.test import Client

from roviec.ledger.models import Entry
from roviec.ledger.system_time import system_now
from roviec.organisation.accounts import issue_token
from roviec.organisation.models import Account, ApiToken, Mandate
from roviec.organisation.queries.actors import actor_for
from tests.access.people import SINCE, sign_in

ME, TOKENS = "/api/v1/me", "/tai-khoan/ma-truy-cap/"


def a_token(account: Account, *scopes: str, days: int = 1) -> str:
    mandate = Mandate.objects.filter(officer=account.officer).order_by("-is_scoring").first()
    actor = actor_for(account, mandate, SINCE)
    _row, text = issue_token(
        account.pk, "thử", by=actor, at=system_now(), scopes=scopes or ("read",), days=days, mandate=mandate
    )
    return text


def call(token: str, method: str = "get", address: str = ME, **more: object):
    return getattr(Client(), method)(address, headers={"Authorization": f"Bearer {token}"}, **more)


def test_who_has_two_mandates_chooses_after_signing_in(client: Client, double: Account) -> None:
    sign_in(client, "kiemnhiem")
    asked = client.get(TOKENS)
    assert asked["Location"].startswith("/tai-khoan/chuc-danh/")
    page = client.get(asked["Location"])
    assert "Trưởng phòng" in page.content.decode()
    deputy = Mandate.objects.get(post__title="Phó ban")
    chosen = client.post("/tai-khoan/chuc-danh/doi/", {"mandate": str(deputy.pk), "next": TOKENS})
    assert chosen["Location"] == TOKENS
    assert client.get(ME).json()["mandate"].startswith("Phó ban")


def test_the_mandate_of_last_time_is_offered_first(client: Client, double: Account) -> None:
    deputy = Mandate.objects.get(post__title="Phó ban")
    sign_in(client, "kiemnhiem")
    client.post("/tai-khoan/chuc-danh/doi/", {"mandate": str(deputy.pk)})
    again = Client()
    sign_in(again, "kiemnhiem")
    assert again.get("/tai-khoan/chuc-danh/").context["mandates_to_choose"][0].pk == deputy.pk


def test_a_mandate_of_somebody_else_cannot_be_chosen(client: Client, clerk: Account, chair: Account) -> None:
    sign_in(client, "chuyenvien")
    client.post("/tai-khoan/chuc-danh/doi/", {"mandate": str(Mandate.objects.get(officer=chair.officer).pk)})
    assert client.get(ME).json()["mandate"].startswith("Chuyên viên")


def test_switching_never_leads_to_another_site(client: Client, clerk: Account) -> None:
    sign_in(client, "chuyenvien")
    assert client.post("/tai-khoan/chuc-danh/doi/", {"next": "https://example.com/"})["Location"] == "/"


def test_who_has_one_mandate_is_not_asked(client: Client, clerk: Account) -> None:
    sign_in(client, "chuyenvien")
    assert client.get(TOKENS).status_code == 200


def test_a_token_answers_who_acts(clerk: Account) -> None:
    me = call(a_token(clerk)).json()
    assert (me["mandate"], me["scopes"]) == ("Chuyên viên, UBND phường Thử", ["read"])


def test_only_the_digest_of_a_token_is_kept(clerk: Account) -> None:
    text = a_token(clerk)
    row = ApiToken.objects.get()
    assert text not in {str(value) for value in vars(row).values()}
    assert row.prefix == text[:10]
    assert not Entry.objects.filter(data__contains=text).exists()


@pytest.mark.parametrize("how", ["revoked", "expired", "closed account", "wrong"])
def test_a_token_that_is_no_longer_good_is_refused(clerk: Account, how: str) -> None:
    text = a_token(clerk)
    if how == "revoked":
        ApiToken.objects.update(revoked_at=system_now())
    elif how == "expired":
        ApiToken.objects.update(expires_at=system_now() - timedelta(seconds=1))
    elif how == "closed account":
        Account.objects.update(is_active=False)
    else:
        text = text[:-1] + ("a" if text[-1] != "a" else "b")
    refused = call(text)
    assert refused.status_code == 401
    assert refused["Content-Type"] == "application/problem+json"
    assert refused["WWW-Authenticate"].startswith("Bearer")


def test_a_reading_token_changes_nothing(clerk: Account) -> None:
    assert call(a_token(clerk, "read"), "post").status_code == 403
    assert call(a_token(clerk, "write"), "post").status_code == 405


def test_the_administrator_s_duty_needs_its_scope(admin: Account) -> None:
    assert "admin" not in call(a_token(admin, "write")).json()["duties"]
    assert "admin" in call(a_token(admin, "admin")).json()["duties"]


def test_guessing_tokens_is_slowed_down(clerk: Account) -> None:
    answers = [call(f"rv_{n:040d}").status_code for n in range(35)]
    assert answers[0] == 401
    assert answers[-1] == 429


def test_a_token_opens_no_page(clerk: Account) -> None:
    assert call(a_token(clerk), address=TOKENS).status_code == 302


def test_a_new_token_is_shown_once(client: Client, clerk: Account) -> None:
    sign_in(client, "chuyenvien")
    page = client.post(TOKENS, {"name": "Phần mềm văn thư", "scope": "read", "days": "30"})
    text = page.context["new_token"]
    assert text in page.content.decode()
    assert text not in client.get(TOKENS).content.decode()
    assert call(text).status_code == 200
    client.post(f"/tai-khoan/ma-truy-cap/{ApiToken.objects.get().pk}/thu-hoi/")
    assert call(text).status_code == 401


def test_nobody_revokes_the_token_of_another(client: Client, clerk: Account, chair: Account) -> None:
    a_token(chair)
    sign_in(client, "chuyenvien")
    assert client.post(f"/tai-khoan/ma-truy-cap/{ApiToken.objects.get().pk}/thu-hoi/").status_code == 403
    assert ApiToken.objects.get().revoked_at is None


def test_the_page_of_tokens_asks_again_who_sits_there_after_ten_minutes(client: Client, clerk: Account) -> None:
    sign_in(client, "chuyenvien")
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 601
    session.save()
    asked = client.get(TOKENS)
    assert asked["Location"].startswith("/tai-khoan/xac-nhan/")
    confirmed = client.post(asked["Location"], {"password": "dung-mat-khau-nay-123", "next": TOKENS})
    assert confirmed["Location"] == TOKENS
    assert client.get(TOKENS).status_code == 200
