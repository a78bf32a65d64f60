"""An official opens the page, sees what the work comes to and why, scores the general criteria without typing, and sends."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.evaluation.actions import sheets
from roviec.evaluation.actions.nightly import fill_open_periods
from roviec.evaluation.models import BodyRules, Sheet, SheetAddition
from roviec.evaluation.queries.sheets import unplaced
from roviec.ledger.models import Entry
from roviec.organisation.queries.actors import worker_actor
from tests.evaluation.conftest import FULL, MARCH, Month, on

Browser = Callable[[str], Client]


def test_the_journey_of_a_month_from_the_first_page_to_sent(
    month: Month, browser_of: Browser, at: Callable[[datetime], None], pinned_queries: Any
) -> None:
    late = month.give("BC.02", due=on(12).date(), title="Báo cáo rà soát hộ kinh doanh")
    month.done(late, on(16))
    month.give(None, title="Việc chưa ai gắn sản phẩm")
    month.open(on(31, 8))
    at(on(31, 9))
    officer = browser_of("officer")
    sheet = month.sheet()
    address = f"/danh-gia/phieu/{sheet.pk}/"
    assert address in officer.get("/danh-gia/").content.decode()
    page = officer.get(address).content.decode()
    assert "Báo cáo rà soát hộ kinh doanh" in page and "Lỡ hạn 12/03" in page
    assert "Chưa gắn sản phẩm, không được tính" in page and "Việc chưa ai gắn sản phẩm" in page
    for count in (1, 3):
        for _ in range(count):
            month.give("VB.01")
        with pinned_queries("evaluation: sheet"):
            officer.get(address)
        with pinned_queries("evaluation: index"):
            officer.get("/danh-gia/")
    half = {f"p_{key.replace('.', '_')}": value for key, value in list(FULL.items())[:4]}
    assert officer.post(address, half).status_code == 302
    assert officer.post(address, half | {"send": "1"}).status_code == 422
    full = {f"p_{key.replace('.', '_')}": value for key, value in FULL.items()}
    assert officer.post(address, full | {"send": "1"}).status_code == 302
    sheet.refresh_from_db()
    # Given 2 + 4, done 2: a = b = 1/3, c = 1/4; 70 × 11/36 + 30
    assert (sheet.state, sheet.score["total"], sheet.total) == ("sent", "925/18", Decimal("51.3889"))
    assert "51,39" in officer.get(address).content.decode()
    assert officer.post(address, full).status_code == 422


def test_who_sees_a_sheet_and_looking_is_noted_once_a_day(
    month: Month, browser_of: Browser, at: Callable[[datetime], None]
) -> None:
    month.open(on(31, 8))
    at(on(31, 9))
    sheet = month.sheet()
    address = f"/danh-gia/phieu/{sheet.pk}/"
    seen = {key: browser_of(key).get(address).status_code == 200 for key in month.town.accounts}
    assert {key for key, sees in seen.items() if sees} == {"officer", "culture_head", "chairman", "vice", "clerk"}
    browser_of("culture_head").get(address)
    viewed = Entry.objects.filter(stream_id=sheet.pk, verb="viewed").values_list("account_label", flat=True)
    assert sorted(viewed) == ["Nguyễn Văn chairman", "Nguyễn Văn clerk", "Nguyễn Văn culture_head", "Nguyễn Văn vice"]
    before = sheet.version
    sheet.refresh_from_db()
    assert sheet.version == before
    with pytest.raises(Denied):
        sheets.score_own(sheet, FULL, by=month.actor("culture_head"), at=on(31))


def test_an_addition_counts_when_it_is_accepted_and_not_before(month: Month) -> None:
    month.done(month.give("VB.01"), on(10))
    month.open(on(31, 8))
    add = {
        "product": month.products["BC.02"],
        "origin": "sudden",
        "quantity": Decimal(1),
        "done": Decimal(1),
        "text": "Báo cáo nhanh thiệt hại mưa lũ",
        "basis": "15/CĐ-UBND",
        "assigned_by": "Chủ tịch UBND phường",
        "by": month.actor("officer"),
        "at": on(31, 9),
    }
    for wrong, field in (
        ({"basis": ""}, "basis"),
        ({"assigned_by": "Nguyễn Văn officer"}, "basis"),
        ({"done": Decimal(5)}, "done"),
        ({"quantity": Decimal(0)}, "quantity"),
        ({"text": " "}, "text"),
        ({"origin": "handed_over"}, "origin"),
        ({"origin": "planned", "basis": ""}, "link"),
    ):
        with pytest.raises(Invalid) as refused:
            sheets.add_product(month.sheet(), **(add | wrong))
        assert field in [name for name, _reason in refused.value.problems], wrong
    added = sheets.add_product(month.sheet(), **add)
    month.scored()
    assert month.sheet().score["ratios"]["a"] == "1"
    SheetAddition.objects.update(accepted=True)
    month.fill()
    assert month.sheet().score["ratios"]["a"] == "3"
    with pytest.raises(Invalid):
        sheets.withdraw_addition(added, by=month.actor("officer"), at=on(31, 10))


@pytest.mark.parametrize(
    ("points", "field"),
    [
        ({"I.1": "5.5"}, "I.1"),
        ({"I.1": "-1"}, "I.1"),
        ({"I.1": "năm"}, "I.1"),
        ({"I.1": "1.234"}, "I.1"),
        ({"V.1": "1"}, "V.1"),
    ],
)
def test_points_that_form_01_does_not_know_are_refused_with_their_item(month: Month, points: Any, field: str) -> None:
    month.open()
    with pytest.raises(Invalid) as refused:
        month.scored(points=points)
    assert [name for name, _reason in refused.value.problems] == [field]
    assert month.sheet().own_points == {}


def test_everybody_with_a_scoring_mandate_has_a_sheet_and_who_cannot_be_placed_is_named(month: Month) -> None:
    town = month.town
    from_two = town.mandates["colleague"]
    from_two.pk, from_two.post = None, town.seat("second", "economy", "Kế toán", "staff")
    town.mandates["second"].delete()
    from_two._state.adding = True
    from_two.save()
    period = month.open()
    codes = set(Sheet.objects.filter(period=period).values_list("officer__code", "role"))
    assert ("chairman", "head") in codes and ("culture_deputy", "deputy") in codes and ("officer", "staff") in codes
    assert not {"colleague", "second", "mayor", "secretary"} & {code for code, _role in codes}
    assert [(one.officer.code, one.reason.code) for one in unplaced(period)] == [
        ("colleague", "sheet.two_scoring_mandates")
    ]
    assert month.open(on(9)).pk == period.pk and Sheet.objects.filter(period=period).count() == len(codes)
    for wrong in ("2025-12", "2026-Q1", "2026-13", "tháng 3", "2026-04"):
        with pytest.raises(Invalid):
            month.open(on(9), wrong)
    with pytest.raises(Denied):
        sheets.open_period(town.units["ward"], MARCH, by=month.actor("culture_head"), at=on(9))


def test_the_worker_opens_the_running_month_of_who_decided_its_rules_and_fills_it(month: Month) -> None:
    month.done(month.give("VB.01"), on(10))
    worker = worker_actor()
    assert fill_open_periods(on(11), worker) == []
    assert not Sheet.objects.exists()
    BodyRules.objects.create(
        body=month.town.units["ward"], ruleset="nd-335-2025", since=on(1).date(), settings={"lateness": "spell"}
    )
    assert fill_open_periods(on(11), worker) == []
    sheet = month.sheet()
    assert (sheet.score["ratios"]["a"], sheet.period.settings["lateness"]) == ("1", "spell")
    assert sheet.period.filled_at == on(11)
    assert fill_open_periods(on(1, 0, 4), worker) == []
    assert set(Sheet.objects.filter(officer__code="officer").values_list("period__period", flat=True)) == {
        MARCH,
        "2026-04",
    }
