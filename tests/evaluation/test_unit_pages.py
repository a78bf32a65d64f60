"""The head's month at a browser: clicks are counted, lists are for those whom they concern, looking leaves a trace."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roviec.evaluation.models import ScoringPeriod, Sheet, SheetAddition
from roviec.ledger.models import Entry
from roviec.organisation.models import Absence, Mandate
from tests.evaluation.conftest import Month, on
from tests.evaluation.test_confirming import AFTER, ready

Pinned = Callable[[str], AbstractContextManager[CaptureQueriesContext]]
Browser = Callable[[str], Client]


@pytest.fixture
def after(at: Callable[[datetime], None]) -> None:
    at(AFTER)


def unit_url(month: Month, name: str = "evaluation:unit", unit: str = "culture") -> str:
    return reverse(name, args=[month.town.units[unit].pk, "2026-03"])


def confirm_all(page: Any, client: Client, month: Month) -> Any:
    """What the button "Xác nhận n phiếu còn lại" sends."""
    ids = [str(row.sheet.pk) for row in page.context["ready"]]
    return client.post(unit_url(month, "evaluation:confirm_ready"), {"sheet": ids}, follow=True)


def test_the_head_goes_from_the_exceptions_to_all_confirmed(
    month: Month, browser_of: Browser, after: None, pinned_queries: Pinned
) -> None:
    ready(month, "officer", "colleague", "culture_deputy")
    addition = SheetAddition.objects.create(
        sheet=month.sheet("colleague"), product=month.products["BC.02"], origin="planned", quantity=1, done=1,
        text="Báo cáo nhanh", added_at=on(28),
    )  # fmt: skip
    head = browser_of("culture_head")
    with pinned_queries("evaluation: unit"):
        page = head.get(unit_url(month))
    text = page.content.decode()
    assert "Xác nhận 1 phiếu còn lại" in text
    assert "1 sản phẩm bổ sung chờ quyết định" in text
    assert text.index("Nguyễn Văn colleague") < text.index("Nguyễn Văn officer")
    clicks = 1
    assert "Đã xác nhận 1 phiếu." in confirm_all(page, head, month).content.decode()
    # The addition: opened, decided. d, đ, e of the deputy: opened, answered. Then each of the two is opened and confirmed.
    for name, pk, data in (
        ("addition_decide", addition.pk, {"accepted": "yes"}),
        (
            "say",
            month.sheet("culture_deputy").pk,
            {"lasting_delays": "no", "lasting_disunity": "no", "why": "Không có"},
        ),
        ("confirm", month.sheet("colleague").pk, {"comment": ""}),
        ("confirm", month.sheet("culture_deputy").pk, {"comment": ""}),
    ):
        url = reverse(f"evaluation:{name}", args=[pk])
        assert head.get(url).status_code == 200
        answer = head.post(url, data, follow=True)
        assert answer.status_code == 200, answer.content.decode()
        clicks += 2
    assert set(Sheet.objects.filter(unit=month.town.units["culture"]).values_list("officer__code", "state")) == {
        ("officer", "confirmed"),
        ("colleague", "confirmed"),
        ("culture_deputy", "confirmed"),
        ("culture_head", "open"),
    }
    assert clicks == 9


def test_other_points_need_a_comment_and_a_form_that_grew_old_is_refused(
    month: Month, browser_of: Browser, after: None
) -> None:
    ready(month, "officer")
    head = browser_of("culture_head")
    sheet = month.sheet()
    url = reverse("evaluation:confirm", args=[sheet.pk])
    assert "p_I.1" in head.get(url).content.decode()
    refused = head.post(url, {"p_I.1": "4", "version": sheet.version})
    assert refused.status_code == 422
    assert "phải ghi nhận xét" in refused.content.decode()
    too_much = head.post(url, {"p_I.1": "6", "comment": "x", "version": sheet.version})
    assert too_much.status_code == 422
    back = reverse("evaluation:give_back", args=[sheet.pk])
    assert head.post(back, {"reason": "Thiếu minh chứng", "version": sheet.version}).status_code == 302
    old = head.post(url, {"version": sheet.version})
    assert old.status_code == 422
    assert "tải lại trang" in old.content.decode()
    assert month.sheet().state == Sheet.State.OPEN


def test_a_click_sent_twice_is_one(month: Month, browser_of: Browser, after: None) -> None:
    ready(month, "officer")
    head = browser_of("culture_head")
    data = {"sheet": [str(month.sheet().pk)], "idempotency_key": "một-lần"}
    answers = [head.post(unit_url(month, "evaluation:confirm_ready"), data) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert Entry.objects.filter(verb="sheet_confirmed").count() == 1


def test_lists_of_scores_are_for_head_leaders_and_personnel_office_and_leave_a_trace(
    month: Month, browser_of: Browser, after: None
) -> None:
    ready(month, "officer")
    urls = (unit_url(month), reverse("evaluation:period", args=[ScoringPeriod.objects.get().pk]))
    seen = {
        key: tuple(browser_of(key).get(url).status_code for url in urls)
        for key in (
            "officer",
            "culture_head",
            "economy_head",
            "chairman",
            "vice",
            "clerk",
            "admin",
            "mayor",
            "secretary",
        )
    }
    assert seen == {
        "officer": (404, 404),
        "culture_head": (200, 404),
        "economy_head": (404, 404),
        "chairman": (200, 200),
        "vice": (200, 200),
        "clerk": (200, 200),
        "admin": (404, 404),
        "mayor": (404, 404),
        "secretary": (404, 404),
    }
    browser_of("culture_head").get(urls[0])
    viewed = Entry.objects.filter(verb="list_viewed", mandate_label__contains="Trưởng phòng")
    assert viewed.count() == 1


def test_closing_asks_who_sits_there_and_says_what_is_left(month: Month, browser_of: Browser, after: None) -> None:
    ready(month, "officer")
    page = browser_of("culture_head").get(unit_url(month))
    confirm_all(page, browser_of("culture_head"), month)
    clerk, period = browser_of("clerk"), ScoringPeriod.objects.get()
    close = reverse("evaluation:period_close", args=[period.pk])
    assert "xac-nhan" in clerk.get(close)["Location"]
    signed_in = Client()
    month.town.accounts["clerk"].set_password("mật khẩu dài 12")
    month.town.accounts["clerk"].save()
    assert (
        signed_in.post(reverse("account_login"), {"login": "clerk", "password": "mật khẩu dài 12"}, follow=True)
        .context["user"]
        .is_authenticated
    )
    shown = signed_in.get(close).content.decode()
    assert "Còn 10 phiếu chưa xác nhận" in shown
    assert signed_in.post(close, {"why_left": ""}).status_code == 422
    assert signed_in.post(close, {"why_left": "Thí điểm một phòng"}).status_code == 302
    whole = signed_in.get(reverse("evaluation:period", args=[period.pk])).content.decode()
    assert "nguyên vẹn từ khi chốt" in whole
    # Somebody with the database in hand raises a score.
    Sheet.objects.filter(officer__code="officer").update(points={"I.1": "1"})
    whole = signed_in.get(reverse("evaluation:period", args=[period.pk])).content.decode()
    assert "dữ liệu không còn như khi chốt" in whole


def test_the_sheet_itself_offers_the_head_what_is_to_be_done(month: Month, browser_of: Browser, after: None) -> None:
    ready(month, "officer")
    SheetAddition.objects.create(
        sheet=month.sheet(), product=month.products["BC.02"], origin="planned", quantity=1, done=1,
        text="Báo cáo nhanh", added_at=on(28),
    )  # fmt: skip
    url = reverse("evaluation:sheet", args=[month.sheet().pk])
    confirm = reverse("evaluation:confirm", args=[month.sheet().pk])
    offered = {
        key: confirm in browser_of(key).get(url).content.decode() for key in ("officer", "culture_head", "clerk")
    }
    assert offered == {"officer": False, "culture_head": True, "clerk": False}
    head = browser_of("culture_head").get(url).content.decode()
    assert "1 sản phẩm bổ sung chờ quyết định" in head
    first = browser_of("culture_head").get(reverse("evaluation:index")).content.decode()
    assert unit_url(month) in first
    assert "1 phiếu chờ xác nhận" in first
    whole = reverse("evaluation:period", args=[ScoringPeriod.objects.get().pk])
    assert whole not in first
    assert whole in browser_of("clerk").get(reverse("evaluation:index")).content.decode()


def test_who_stands_in_or_is_in_charge_opens_the_list_and_the_sheets(
    month: Month, browser_of: Browser, after: None
) -> None:
    ready(month, "officer")
    urls = (unit_url(month), reverse("evaluation:sheet", args=[month.sheet().pk]))

    def opened(key: str) -> list[int]:
        return [browser_of(key).get(url).status_code for url in urls]

    assert opened("culture_deputy") == [404, 404]
    away = Absence.objects.create(
        officer=month.town.mandates["culture_head"].officer,
        substitute=month.town.mandates["culture_deputy"].officer,
        valid_from=on(30).date(),
    )
    assert opened("culture_deputy") == [200, 200]
    away.delete()
    Mandate.objects.filter(pk=month.town.mandates["culture_head"].pk).update(valid_to=on(31).date())
    Mandate.objects.filter(pk=month.town.mandates["culture_deputy"].pk).update(kind="phu_trach")
    assert opened("culture_deputy") == [200, 200]
    assert "Xác nhận 1 phiếu còn lại" in browser_of("culture_deputy").get(urls[0]).content.decode()
