"""Every single thing that can be done to a unit, a post, an officer, an account: who gets its form, who is refused whatever is sent.

The addresses as such stand in tests/access/addresses.py; here are the steps behind them, found in the forms themselves.
"""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from roviec.organisation import actions
from roviec.organisation.forms import accounts, acts
from roviec.organisation.models.post import Rank
from roviec.web import clock
from tests.access.addresses import EVERYBODY, OWN_REGISTER, REGISTER, ROLES
from tests.access.test_addresses import signed_in
from tests.work.town import NOW, Town, build, later

LEADING_TOO = OWN_REGISTER | {"head", "leader"}
# address -> step -> who may, as named in tests/access/addresses.py
TABLE: dict[str, dict[str, frozenset[str]]] = {
    "unit_do": dict.fromkeys(
        ("them-don-vi", "them-chuc-danh", "them-chuc-nang", "them-ten-goi", "sua", "doi-ten", "chuyen", "dong"),
        OWN_REGISTER,
    ),
    "post_do": dict.fromkeys(("phu-trach", "uy-quyen", "bo"), OWN_REGISTER),
    "mandate_do": {"ket-thuc": OWN_REGISTER},
    "officer_do": {"sua": OWN_REGISTER, "vang-mat": LEADING_TOO, "giao-chuc-vu": REGISTER},
    "end": {
        **dict.fromkeys(("phu-trach", "uy-quyen", "chuc-nang"), OWN_REGISTER),
        "vang-mat": LEADING_TOO,
    },
    "account_do": dict.fromkeys(("mat-khau", "khoa", "mo-lai", "go-hai-buoc"), frozenset({"admin"})),
}
STEPS = {
    "unit_do": acts.UNIT_DOINGS,
    "post_do": acts.POST_DOINGS,
    "mandate_do": acts.MANDATE_DOINGS,
    "officer_do": acts.OFFICER_DOINGS,
    "end": acts.ENDINGS,
    "account_do": accounts.ACCOUNT_DOINGS,
}


def test_the_table_names_every_step() -> None:
    assert {name: set(steps) for name, steps in TABLE.items()} == {name: set(forms) for name, forms in STEPS.items()}


@pytest.fixture
def ward(db: None, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setattr(clock, "system_now", lambda: later(days=1))
    town = build()
    town.seat("clerk", "office", "Chuyên viên tổ chức", Rank.STAFF, keeps_register=True)
    town.seat("party_clerk", "party", "Chuyên viên tổ chức Đảng", Rank.STAFF, keeps_register=True)
    return town


@pytest.fixture
def addresses(ward: Town) -> dict[tuple[str, str], str]:
    """(address, step) -> path, of things of the culture unit and of one of its officers."""
    since, who = date(2025, 1, 1), {"by": ward.actor("clerk"), "at": NOW}
    unit, head, person = ward.units["culture"].pk, ward.posts["culture_head"].pk, ward.accounts["colleague"]
    given = {
        "phu-trach": actions.give_portfolio(actions.NewPortfolio(head, since, field="Di tích"), **who),
        "uy-quyen": actions.give_delegation(
            actions.NewDelegation(head, ward.posts["officer"].pk, "Ký", "12/QĐ", since), **who
        ),
        "vang-mat": actions.record_absence(actions.NewAbsence(person.officer_id, since), **who),
        "chuc-nang": actions.add_function(actions.NewFunction(unit, "Di tích", since), **who),
    }
    things: dict[str, Any] = {
        "unit_do": unit,
        "post_do": head,
        "mandate_do": ward.mandates["colleague"].pk,
        "officer_do": person.officer_id,
        "account_do": person.pk,
    }
    return {
        (name, step): reverse(
            f"organisation:{name}", args=[step, given[step].pk] if name == "end" else [things[name], step]
        )
        for name, steps in TABLE.items()
        for step in steps
    }


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_exactly_its_forms_and_is_refused_whatever_else_it_sends(
    ward: Town, addresses: dict[tuple[str, str], str], role: str
) -> None:
    client, wrong = signed_in(ward, role), []
    for (name, step), address in addresses.items():
        may = role in TABLE[name][step]
        shown, sent = client.get(address).status_code, client.post(address, {"on": ""}).status_code
        if (shown, sent) != ((200, 422) if may else (403, 403)):
            wrong.append((name, step, shown, sent))
    assert wrong == []


def test_the_clerk_of_another_body_cannot_give_a_post_of_this_one(ward: Town) -> None:
    """The form asks for the post; the action decides by it."""
    address = reverse("organisation:officer_do", args=[ward.accounts["colleague"].officer_id, "giao-chuc-vu"])
    data = {"post": "Trưởng phòng, Phòng Kinh tế, Hạ tầng và Đô thị", "kind": "kiem_nhiem", "valid_from": "2025-12-02"}
    assert signed_in(ward, "elsewhere").post(address, data).status_code == 403


def test_every_role_of_the_table_exists() -> None:
    assert {role for steps in TABLE.values() for roles in steps.values() for role in roles} <= EVERYBODY
