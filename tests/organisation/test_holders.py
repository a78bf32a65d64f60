"""Who heads a unit and who holds a post on a day."""

from datetime import date

import pytest

from roviec.core.problems import Invalid
from roviec.organisation import actions
from roviec.organisation.queries import head_of, holder_of, officers_of
from tests.organisation.conftest import AT, TODAY, Town


def away(town: Town, officer: object, substitute: object = None) -> None:
    absence = actions.NewAbsence(
        officer.pk, date(2025, 12, 1), date(2025, 12, 10), substitute=substitute and substitute.pk
    )
    actions.record_absence(absence, by=town.by, at=AT)


def test_the_head_is_who_holds_the_head_s_post(town: Town) -> None:
    mandate = town.put(town.an, town.director)
    town.put(town.binh, town.deputy)
    assert head_of([town.science.pk, town.finance.pk], TODAY) == {town.science.pk: mandate}


def test_a_deputy_in_charge_heads_a_unit_whose_head_s_seat_is_empty(town: Town) -> None:
    mandate = town.put(town.binh, town.deputy, "phu_trach")
    assert head_of([town.science.pk], TODAY) == {town.science.pk: mandate}


def test_a_head_in_office_goes_before_a_deputy_in_charge(town: Town) -> None:
    town.put(town.binh, town.deputy, "phu_trach")
    mandate = town.put(town.an, town.director, "quyen")
    assert head_of([town.science.pk], TODAY) == {town.science.pk: mandate}


def test_while_the_head_is_away_the_substitute_heads_the_unit(town: Town) -> None:
    head, deputy = town.put(town.an, town.director), town.put(town.binh, town.deputy)
    away(town, town.an, town.binh)
    today = head_of([town.science.pk], TODAY)[town.science.pk]
    assert (today, today.stands_in_for) == (deputy, head)
    assert head_of([town.science.pk], date(2025, 12, 10)) == {town.science.pk: head}
    assert head_of([town.science.pk], TODAY, substitutes=False) == {town.science.pk: head}


def test_a_substitute_who_is_away_too_does_not_head_the_unit(town: Town) -> None:
    head = town.put(town.an, town.director)
    town.put(town.binh, town.deputy)
    away(town, town.an, town.binh)
    away(town, town.binh)
    assert head_of([town.science.pk], TODAY) == {town.science.pk: head}


def test_the_holder_of_a_post_changes_on_the_day_of_the_mandate(town: Town) -> None:
    first = town.put(town.an, town.director)
    actions.end_mandate(first.pk, on=TODAY, by=town.by, at=AT)
    town.put(town.binh, town.director, since=TODAY)
    assert holder_of([town.director.pk], date(2025, 12, 4)) == {town.director.pk: town.an}
    assert holder_of([town.director.pk], TODAY) == {town.director.pk: town.binh}


def test_a_holder_who_is_away_shows_who_stands_in(town: Town) -> None:
    town.put(town.chi, town.expert)
    town.put(town.binh, town.deputy)
    away(town, town.chi, town.binh)
    assert holder_of([town.expert.pk], TODAY)[town.expert.pk].substitute == town.binh


def test_a_vacant_post_has_no_holder(town: Town) -> None:
    assert holder_of([town.director.pk], TODAY) == {}


def test_two_people_cannot_hold_one_post_in_the_same_days(town: Town) -> None:
    town.put(town.an, town.director, valid_to=date(2026, 1, 1))
    with pytest.raises(Invalid, match="post_taken"):
        town.put(town.binh, town.director, since=date(2025, 12, 31))
    town.put(town.binh, town.director, since=date(2026, 1, 1))


def test_an_officer_is_scored_in_one_unit_at_a_time(town: Town) -> None:
    town.put(town.an, town.director)
    with pytest.raises(Invalid, match="scored_twice"):
        town.put(town.an, town.deputy)
    assert not town.put(town.an, town.deputy, "kiem_nhiem").is_scoring


def test_officers_are_listed_by_given_name(town: Town) -> None:
    posts = [town.seat(town.division, "Chuyên viên", seat=seat) for seat in (2, 3, 4)]
    people = [town.person(f"X{n}", name) for n, name in enumerate(["Phạm Văn Đức", "Nguyễn Thị Ái", "Võ Văn An"])]
    for officer, post in zip(people, posts, strict=True):
        town.put(officer, post)
    names = [officer.full_name for officer in officers_of(town.division.pk, TODAY)]
    assert names == ["Nguyễn Thị Ái", "Võ Văn An", "Phạm Văn Đức"] or names == [
        "Võ Văn An",
        "Nguyễn Thị Ái",
        "Phạm Văn Đức",
    ]


def test_a_mandate_cannot_begin_before_its_post(town: Town) -> None:
    with pytest.raises(Invalid, match="post_not_in_force"):
        town.put(town.an, town.director, since=date(2025, 6, 30))
