"""The real case: 63 provinces into 34, then 10,040 communes into 3,321, with their posts and people. Nothing is lost."""

import csv
import gzip
from collections import defaultdict
from datetime import UTC, date, datetime
from importlib.resources import files

import pytest

from roviec.organisation import actions, estates
from roviec.organisation.actions.restructuring import MergerLine
from roviec.organisation.models import Mandate, Post, Succession, Unit, UnitAlias, UnitClosure
from roviec.organisation.queries import descendants, find_unit
from tests.organisation.conftest import worker

BEFORE, DAY, LATER = date(2020, 1, 1), date(2025, 7, 1), date(2025, 12, 5)
AT = datetime(2025, 7, 1, 1, 0, tzinfo=UTC)


def rows() -> list[dict[str, str]]:
    packed = (files("roviec.demo") / "data/units/mergers-2025.csv.gz").read_bytes()
    return list(csv.DictReader(gzip.decompress(packed).decode("utf-8-sig").splitlines()))


def old_code(row: dict[str, str]) -> str:
    """Five island districts had no communes and stand for themselves."""
    return row["old_ward_code"] or row["old_district_code"]


@pytest.mark.slow
@pytest.mark.django_db
def test_ten_thousand_communes_become_three_thousand_and_nothing_is_lost() -> None:
    by, data = worker(), rows()
    provinces = {
        row["old_province_code"]: actions.NewUnit(row["old_province_code"], row["old_province"], BEFORE, is_body=True)
        for row in data
    }
    communes = {
        old_code(row): actions.NewUnit(
            old_code(row),
            row["old_ward"] or row["old_district"],
            BEFORE,
            level="commune",
            parent=provinces[row["old_province_code"]].id,
            is_body=True,
        )
        for row in data
    }
    actions.create_units([*provinces.values(), *communes.values()], by=by, at=AT)
    posts = actions.create_posts(
        [actions.NewPost(unit.id, "Chủ tịch", BEFORE, "leader") for unit in communes.values()], by=by, at=AT
    )
    people = [actions.NewOfficer(f"CB{n}", f"Nguyễn Văn {n}") for n in range(len(posts))]
    actions.create_officers(people, by=by, at=AT)
    actions.give_mandates(
        [actions.NewMandate(o.id, p.pk, BEFORE) for o, p in zip(people, posts, strict=True)], by=by, at=AT
    )

    province_lines = {
        row["old_province_code"]: MergerLine(row["old_province_code"], row["new_province_code"], row["new_province"])
        for row in data
    }
    actions.apply_mergers(list(province_lines.values()), title="Sắp xếp cấp tỉnh", on=DAY, by=by, at=AT)
    lines = [
        MergerLine(
            old_code(row),
            row["new_ward_code"],
            row["new_ward"],
            row["is_default_target"] == "1",
            row["new_province_code"],
        )
        for row in data
    ]
    event = actions.apply_mergers(lines, title="Sắp xếp cấp xã", on=DAY, by=by, at=AT)

    assert (len(provinces), len(communes)) == (63, 10_040)
    assert event.moved == {"organisation.posts": 10_040}
    today = Unit.objects.on(LATER)
    assert (today.filter(level="province").count(), today.filter(level="commune").count()) == (34, 3_321)
    assert Unit.objects.filter(valid_to=DAY).count() == 63 + 10_040

    open_mandates = Mandate.objects.on(LATER)
    assert open_mandates.count() == 10_040
    assert set(open_mandates.values_list("officer", flat=True)) == {person.id for person in people}
    assert not open_mandates.exclude(post__unit__in=today).exists()
    assert not Post.objects.on(LATER).exclude(unit__in=today).exists()
    assert Mandate.objects.on(date(2025, 6, 30)).count() == 10_040
    assert estates.held_by(list(Unit.objects.filter(valid_to=DAY).values_list("pk", flat=True)), DAY) == {}

    heirs: dict[str, set[str]] = defaultdict(set)
    for row in data:
        heirs[old_code(row)].add(row["new_ward_code"])
    stored: dict[str, set[str]] = defaultdict(set)
    for old, new in Succession.objects.filter(restructuring=event).values_list("old__code", "new__code"):
        stored[old].add(new)
    assert stored == heirs

    city = today.get(code="79")
    assert descendants(city.pk, LATER).count() == 168
    assert UnitClosure.objects.on(LATER).filter(depth=0).count() == 34 + 3_321
    assert UnitClosure.objects.on(date(2025, 6, 30)).filter(depth=1).count() == 10_040
    assert UnitAlias.objects.filter(unit=city).count() == 2
    assert find_unit("Tỉnh Bình Dương", LATER) == [city]
