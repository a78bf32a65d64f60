"""The organisation over the API: what the pages show and do, nothing more."""

from typing import Any

import pytest

from roviec.organisation.models import Mandate, Unit
from tests.organisation.conftest import Enter, Town


def call(client: Any, path: str, data: object = None, **headers: str) -> Any:
    address = f"/api/v1{path}"
    if data is None:
        return client.get(address)
    return client.post(address, data, content_type="application/json", **headers)


def test_units_come_page_by_page_and_none_twice(town: Town, enter: Enter) -> None:
    client = enter("officer")
    codes, cursor = [], ""
    while cursor is not None:
        answer = call(client, f"/units?limit=2&cursor={cursor}").json()
        codes += [item["code"] for item in answer["items"]]
        cursor = answer["next_cursor"]
    assert codes == sorted(Unit.objects.values_list("code", flat=True))


def test_a_name_in_a_document_gives_the_units_it_may_mean(town: Town, enter: Enter) -> None:
    answer = call(enter("officer"), "/units/find?name=Sở KH%26CN").json()
    assert [item["id"] for item in answer] == [str(town.science.pk)]


@pytest.mark.parametrize(
    ("field", "value"), [("level", "Rõ thời gian"), ("side", "u"), ("code", "Y" * 41), ("kind", "Sở " * 30)]
)
def test_what_no_column_holds_is_refused_by_both_databases(town: Town, enter: Enter, field: str, value: str) -> None:
    new = {"code": "YT", "name": "Sở Y tế", "valid_from": "2025-12-05", "parent": str(town.city.pk), field: value}
    answer = call(enter("clerk"), "/units", new)
    assert answer.status_code == 422
    assert set(answer.json()["errors"]) == {field}
    assert not Unit.objects.filter(name="Sở Y tế").exists()


def test_a_clerk_creates_a_unit_and_an_officer_may_not(town: Town, enter: Enter) -> None:
    new = {"code": "YT", "name": "Sở Y tế", "valid_from": "2025-12-05", "parent": str(town.city.pk)}
    assert call(enter("officer"), "/units", new).status_code == 403
    answer = call(enter("clerk"), "/units", new)
    assert answer.status_code == 201 and answer["ETag"] == '"1"'
    assert Unit.objects.get(code="YT").body == town.city


def test_a_refused_mandate_says_why(town: Town, enter: Enter) -> None:
    client = enter("clerk")
    data = {"officer": str(town.an.pk), "post": str(town.director.pk), "valid_from": "2025-12-05"}
    assert call(client, "/mandates", data).status_code == 201
    answer = call(client, "/mandates", data | {"officer": str(town.binh.pk)})
    assert answer.status_code == 422 and "đã có người giữ" in str(answer.json()["errors"])
    [item] = call(client, f"/mandates?unit={town.science.pk}").json()["items"]
    mandate = Mandate.objects.get(pk=item["id"])
    stale = call(client, f"/mandates/{mandate.pk}/end", {"on": "2025-12-06"}, HTTP_IF_MATCH='"7"')
    assert stale.status_code == 412
    assert call(client, f"/mandates/{mandate.pk}/end", {"on": "2025-12-06"}, HTTP_IF_MATCH='"1"').status_code == 200


def test_telephone_and_email_are_for_those_of_the_body(town: Town, enter: Enter) -> None:
    client = enter("officer")
    assert call(client, f"/officers/{town.an.pk}").json()["phone"] == ""
    assert call(client, "/officers?q=an nguyen").json()["items"][0]["email"] == ""
    town.put(town.an, town.director)
    assert call(client, f"/officers/{town.an.pk}").json()["phone"] == "0900000001"
    assert call(client, "/officers?q=an nguyen").json()["items"][0]["email"] == "an@example.vn"


@pytest.mark.parametrize("path", ["/units", "/officers", "/mandates"])
def test_a_visitor_sees_nothing(town: Town, client: Any, path: str) -> None:
    assert call(client, path).status_code == 401
