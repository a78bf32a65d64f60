"""Cross-evaluation at the screen: opened from a form, answered with three taps a colleague, read by who may."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from roviec.evaluation.actions import peers
from roviec.evaluation.models import PeerAnswer, PeerRequest, PeerResult, PeerRound
from roviec.ledger.models import Entry, RequestKey
from tests.evaluation.peer_town import AFTER, answered, opened, peer_town
from tests.work.town import NOW, Town

Browser = Callable[[str], Client]
SAID = {"title": "Quý IV", "period": "2025-Q4", "first": "Đúng hẹn", "second": "Đến nơi", "third": "Báo trước"}


@pytest.fixture
def town(db: None) -> Town:
    return peer_town()


def good(rater: str, target: str) -> list[int | None]:
    return [4, 5, 3 + len(target) % 3]


def test_from_the_form_to_the_result(
    town: Town, browser_of: Browser, at: Callable[[datetime], None], pinned_queries: Callable
) -> None:
    at(NOW)
    head = browser_of("culture_head")
    form = head.get("/danh-gia-cheo/mo/").content.decode()
    assert "Phòng Văn hóa - Xã hội" in form and "Phòng Kinh tế" not in form
    place = str(town.units["culture"].pk)
    refused = head.post("/danh-gia-cheo/mo/", SAID | {"place": place, "closes_on": "01/11/2025"})
    assert refused.status_code == 422 and "không quá 31 ngày" in refused.content.decode()
    made = head.post("/danh-gia-cheo/mo/", SAID | {"place": place, "closes_on": "07/12/2025"})
    one = PeerRound.objects.get()
    assert made["Location"] == f"/danh-gia-cheo/{one.pk}/"

    asked = PeerRequest.objects.filter(round=one, rater=town.accounts["culture1"].officer_id).get()
    first, *others = (UUID(target["officer"]) for target in asked.targets)
    me, address = browser_of("culture1"), f"/danh-gia-cheo/tra-loi/{asked.pk}/"
    assert address in me.get("/danh-gia-cheo/").content.decode()
    with pinned_queries("cross-evaluation, answering"):
        page = me.get(address).content.decode()
    assert "idempotency_key" not in page and page.count("<fieldset") == len(asked.targets)
    half = me.post(address, {f"p-{first}-0": "4", f"p-{first}-1": "2"})
    assert half.status_code == 422 and not PeerAnswer.objects.exists()
    assert half.content.decode().count(" checked") == 2  # what was tapped stays
    points = {f"p-{first}-{n}": "4" for n in range(3)} | {f"bo-{other}": "on" for other in others}
    assert me.post(address, points).status_code == 302
    assert PeerAnswer.objects.count() == 3 and not RequestKey.objects.exists()
    assert "Bạn đã gửi ý kiến" in me.get(address).content.decode()
    assert browser_of("culture2").get(address).status_code == 404

    answered(town, one, good, silent=("culture1",))
    open_page = head.get(f"/danh-gia-cheo/{one.pk}/").content.decode()
    assert "không ai xem được đã có bao nhiêu người trả lời" in open_page and "đã trả lời</p>" not in open_page
    assert head.post(f"/danh-gia-cheo/{one.pk}/dong/").status_code == 422
    at(AFTER)
    assert head.post(f"/danh-gia-cheo/{one.pk}/dong/").status_code == 302
    with pinned_queries("cross-evaluation, results"):
        result = head.get(f"/danh-gia-cheo/{one.pk}/").content.decode()
    assert "Từng người, theo tên" in result and "<strong>12</strong> trong 12" in result
    head.get(f"/danh-gia-cheo/{one.pk}/")
    assert list(Entry.objects.filter(stream_id=one.pk).values_list("verb", flat=True)) == [
        "opened",
        "closed",
        "list_viewed",
    ]
    colleague = browser_of("economy1").get(f"/danh-gia-cheo/{one.pk}/").content.decode()
    assert "Cả đợt nói gì" in colleague and "Từng người, theo tên" not in colleague
    for outsider in ("secretary", "mayor"):
        assert browser_of(outsider).get(f"/danh-gia-cheo/{one.pk}/").status_code == 404


def test_others_need_one_rater_more_than_oneself(
    town: Town, browser_of: Browser, at: Callable[[datetime], None]
) -> None:
    """Who looks may have answered too: five less their own would be four."""
    one = opened(town)
    answered(town, one, good)
    peers.close_peer_round(one, by=town.actor("chairman"), at=AFTER)
    result = PeerResult.objects.filter(round=one).order_by("pk")[0]
    PeerResult.objects.filter(pk=result.pk).update(raters=5, raw=1.234)
    at(AFTER + timedelta(hours=1))
    key = next(key for key, account in town.accounts.items() if account.officer_id == result.officer_id)
    assert "1,2" in browser_of(key).get(f"/danh-gia-cheo/{one.pk}/").content.decode()
    page = browser_of("chairman").get(f"/danh-gia-cheo/{one.pk}/").content.decode()
    assert "chưa đủ 6 người để người khác xem" in page and "1,2" not in page


def test_calling_off_asks_for_the_reason(town: Town, browser_of: Browser, at: Callable[[datetime], None]) -> None:
    at(NOW)
    one = opened(town)
    head = browser_of("culture_head")
    assert head.post(f"/danh-gia-cheo/{one.pk}/huy/", {"reason": ""}).status_code == 422
    assert head.post(f"/danh-gia-cheo/{one.pk}/huy/", {"reason": "Trùng đợt kiểm tra"}).status_code == 302
    assert "Đợt này đã hủy" in head.get(f"/danh-gia-cheo/{one.pk}/").content.decode()
    assert browser_of("culture1").get(f"/danh-gia-cheo/{one.pk}/huy/").status_code == 403
