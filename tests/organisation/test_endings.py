"""What was given for a time ends from the pages, and only administrators make administrators."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from roviec.core.problems import Invalid
from roviec.organisation import actions
from roviec.organisation.models import Absence, Delegation, Post, RegisterImport, Unit
from tests.organisation.conftest import AT, FOUNDED, Enter, Town, clerk

FIRST_DAY = {"on": "2025-12-05"}


def end(client: Client, kind: str, pk: object) -> int:
    address = reverse("organisation:end", args=[kind, pk])
    assert client.get(address).status_code == 200
    return client.post(address, FIRST_DAY).status_code


def test_a_clerk_ends_what_was_given_for_a_time(town: Town, enter: Enter) -> None:
    client, by = enter("clerk"), town.by
    town.put(town.an, town.director)
    portfolio = actions.give_portfolio(
        actions.NewPortfolio(town.director.pk, FOUNDED, unit=town.division.pk), by=by, at=AT
    )
    delegation = actions.give_delegation(
        actions.NewDelegation(town.director.pk, town.deputy.pk, "Ký", "12/QĐ", FOUNDED), by=by, at=AT
    )
    absence = actions.record_absence(actions.NewAbsence(town.an.pk, date(2025, 12, 1)), by=by, at=AT)
    function = actions.add_function(actions.NewFunction(town.science.pk, "Viễn thông", FOUNDED), by=by, at=AT)
    page = client.get(reverse("organisation:unit", args=[town.science.pk])).content.decode()
    assert f"/to-chuc/ket-thuc/chuc-nang/{function.pk}/" in page
    page = client.get(reverse("organisation:officer", args=[town.an.pk])).content.decode()
    for kind, thing in (("phu-trach", portfolio), ("uy-quyen", delegation), ("vang-mat", absence)):
        assert f"/to-chuc/ket-thuc/{kind}/{thing.pk}/" in page
    for kind, thing in (
        ("phu-trach", portfolio),
        ("uy-quyen", delegation),
        ("vang-mat", absence),
        ("chuc-nang", function),
    ):
        assert end(client, kind, thing.pk) == 302
        thing.refresh_from_db()
        assert thing.valid_to == date(2025, 12, 5)


def test_what_has_ended_cannot_end_again(town: Town, enter: Enter) -> None:
    client = enter("clerk")
    town.put(town.an, town.director)
    absence = actions.record_absence(actions.NewAbsence(town.an.pk, date(2025, 12, 1)), by=town.by, at=AT)
    assert [end(client, "vang-mat", absence.pk), end(client, "vang-mat", absence.pk)] == [302, 422]


def test_an_officer_ends_nothing(town: Town, enter: Enter) -> None:
    client = enter("officer")
    delegation = actions.give_delegation(
        actions.NewDelegation(town.director.pk, town.deputy.pk, "Ký", "12/QĐ", FOUNDED), by=town.by, at=AT
    )
    assert client.post(reverse("organisation:end", args=["uy-quyen", delegation.pk]), FIRST_DAY).status_code == 403
    assert Delegation.objects.get().valid_to is None


def test_a_unit_is_edited_in_a_dialog_which_leads_back_to_its_page(town: Town, enter: Enter) -> None:
    client, address = enter("clerk"), reverse("organisation:unit_do", args=[town.science.pk, "sua"])
    htmx = {"HTTP_HX_REQUEST": "true"}
    form = client.get(address, **htmx).content.decode()
    assert "<html" not in form and 'hx-target="#modal-body"' in form and 'value="Sở"' in form
    data = {"kind": "Sở", "level": "province", "side": "state", "note": "Trụ sở mới"}
    answer = client.post(address, data, **htmx)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, reverse("organisation:unit", args=[town.science.pk]))
    assert Unit.objects.get(pk=town.science.pk).note == "Trụ sở mới"


def test_an_absence_of_somebody_with_a_term_is_the_business_of_that_body_alone(town: Town) -> None:
    """A mandate that ends some day still says where the officer belongs."""
    town.put(town.an, town.director, valid_to=date(2030, 12, 31))
    with pytest.raises(Exception, match="record_absence"):
        actions.record_absence(actions.NewAbsence(town.an.pk, date(2025, 12, 5)), by=clerk(town.party), at=AT)
    assert not Absence.objects.exists()


def test_a_clerk_makes_no_administrator(town: Town, enter: Enter) -> None:
    client, by = enter("clerk"), clerk(town.city)
    with pytest.raises(Invalid, match="administrators_only"):
        actions.create_post(actions.NewPost(town.science.pk, "Quản trị", FOUNDED, administers=True), by=by, at=AT)
    post = town.seat(town.science, "Quản trị mạng", administers=True)
    with pytest.raises(Invalid, match="administrators_only"):
        actions.give_mandate(actions.NewMandate(town.an.pk, post.pk, FOUNDED), by=by, at=AT)
    text = "Đơn vị,Chức danh,Quản trị hệ thống,Từ ngày\nKHCN,Quản trị 2,x,01/07/2025\nKHCN,Chuyên viên,,01/07/2025\n"
    file = SimpleUploadedFile("chức danh.csv", text.encode())
    client.post(reverse("organisation:imports"), {"kind": "posts", "file": file})
    assert (RegisterImport.objects.get().taken, RegisterImport.objects.get().refused) == (1, 1)
    assert not Post.objects.filter(title="Quản trị 2").exists()
