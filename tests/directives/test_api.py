"""Documents over the API: the same job as on the pages, with versions, keys and problems."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from roviec.organisation.accounts import issue_token
from roviec.work.models import Task
from tests.directives.conftest import sample
from tests.work.town import NOW, Town

JSON = "application/json"


@pytest.fixture
def call(town: Town):
    """`call("clerk", "post", "/directives", …)` with a token of that person."""
    tokens: dict[str, str] = {}

    def send(key: str, method: str, path: str, **more: object):
        if key not in tokens:
            tokens[key] = issue_token(
                town.accounts[key].pk,
                "test",
                by=town.actor(key),
                at=NOW,
                scopes=["read", "write"],
                days=1,
                mandate=town.mandates[key],
            )[1]
        headers = {"Authorization": f"Bearer {tokens[key]}"} | more.pop("headers", {})
        return getattr(Client(), method)(f"/api/v1{path}", headers=headers, **more)

    return send


def upload(call, key: str = "clerk", name: str = "kh-617.xlsx"):
    return call(key, "post", "/directives", data={"file": SimpleUploadedFile(name, sample(name))})


def test_a_document_is_taken_in_corrected_and_given_out(town: Town, call) -> None:
    received = upload(call)
    assert received.status_code == 201, received.content
    assert (received.json()["number"], received.json()["proposals"]) == ("617/KH-UBND", 11)
    pk = received.json()["id"]

    document = call("clerk", "get", f"/directives/{pk}")
    row = next(p for p in document.json()["proposals"] if p["text"].startswith("Xây dựng Bộ tiêu chí"))
    assert (row["due"], row["lead_units"]) == ("2025-12-31", [str(town.units["science"].pk)])

    corrected = call(
        "clerk", "patch", f"/proposals/{row['id']}", data={"deliverable": "Bộ tiêu chí"}, content_type=JSON,
        headers={"If-Match": document["ETag"]},
    )  # fmt: skip
    assert corrected.status_code == 200, corrected.content
    assert corrected.json()["deliverable"] == "Bộ tiêu chí"

    stale = call(
        "clerk", "patch", f"/proposals/{row['id']}", data={"text": "Khác hẳn"}, content_type=JSON,
        headers={"If-Match": document["ETag"]},
    )  # fmt: skip
    assert stale.status_code == 412

    body = {"proposals": [row["id"]], "authority": "Giám đốc Sở quyết định"}
    headers = {"Idempotency-Key": "once"}
    first = call("clerk", "post", f"/directives/{pk}/confirm", data=body, content_type=JSON, headers=headers)
    again = call("clerk", "post", f"/directives/{pk}/confirm", data=body, content_type=JSON, headers=headers)
    assert first.status_code == again.status_code == 200, first.content
    assert first.json() == again.json() and first.json()["assigned"] == 1
    assert Task.objects.filter(plan__code="617/KH-UBND").count() == 1


def test_the_same_file_answers_the_earlier_document(call) -> None:
    first, again = upload(call), upload(call)
    assert (first.status_code, again.status_code) == (201, 200)
    assert (again.json()["id"], again.json()["is_new"]) == (first.json()["id"], False)


def test_a_file_that_cannot_be_read_is_a_problem_with_its_sentence(call) -> None:
    answer = call("clerk", "post", "/directives", data={"file": SimpleUploadedFile("x.docx", b"PK\x03\x04 broken")})
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert "x.docx" in answer.json()["errors"]["file"][0]


@pytest.mark.parametrize("key", ["officer", "chairman", "secretary"])
def test_another_body_sees_nothing_of_it(town: Town, call, key: str) -> None:
    pk = upload(call).json()["id"]
    assert call(key, "get", f"/directives/{pk}").status_code == 404
    assert call(key, "get", "/directives").json()["items"] == []
    assert (
        call(key, "post", f"/directives/{pk}/confirm", data={"proposals": [pk]}, content_type=JSON).status_code == 403
    )
