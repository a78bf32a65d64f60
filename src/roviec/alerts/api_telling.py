"""How one is told, over the API: hours of each channel, kinds that one does without, notices that are put off. Always the caller's own."""

from datetime import date, datetime, time
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from roviec.alerts import actions
from roviec.alerts.api import NoticeOut
from roviec.alerts.channels import CHANNELS, configured_channels
from roviec.alerts.permissions import PERMISSIONS
from roviec.alerts.queries import notices_visible_to
from roviec.alerts.queries.mutes import muted_by
from roviec.alerts.queries.waiting import wishes_of
from roviec.alerts.shown import Shown, show
from roviec.core.bundling import Wish
from roviec.core.calendars import VIETNAM
from roviec.core.notices import KINDS

router = Router(tags=["notices"])


class WishOut(Schema):
    """Wall-clock times of Ho Chi Minh City; the same time twice: no quiet hours. `at_once`: kinds that do not wait for the digest."""

    digest_at: time
    quiet_from: time
    quiet_until: time
    days_off: bool
    at_once: list[str]


class ChannelOut(WishOut):
    channel: str


class PreferencesOut(Schema):
    """`may_mute`: the kinds that one may do without; all others are obligatory."""

    channels: list[ChannelOut]
    muted: list[str]
    may_mute: list[str]


class MutedIn(Schema):
    kinds: Annotated[list[str], Field(max_length=100)]


class SnoozeIn(Schema):
    """Until the morning of that day in Ho Chi Minh City."""

    until: date
    reason: str


@router.get("/preferences", response=PreferencesOut, summary="Giờ nhận thông báo của tôi theo từng kênh, loại đã tắt")
def preferences(request: HttpRequest) -> dict[str, Any]:
    officer = request.actor.officer_id
    PERMISSIONS.require(request.actor, "choose")
    wishes = {
        channel: wishes_of(channel, [officer]).get(officer, Wish()) if officer else Wish()
        for channel in configured_channels()
    }
    return {
        "channels": [{"channel": channel, **_said(wish)} for channel, wish in wishes.items()],
        "muted": sorted(muted_by(officer)),
        "may_mute": sorted(name for name, kind in KINDS.items() if kind.free),
    }


@router.put("/preferences/{str:channel}", response=WishOut, summary="Đặt giờ nhận thông báo của một kênh")
def set_preference(request: HttpRequest, channel: str, data: WishOut) -> dict[str, Any]:
    if channel not in CHANNELS:
        raise Http404
    wish = Wish(data.digest_at, data.quiet_from, data.quiet_until, data.days_off, frozenset(data.at_once))
    actions.set_preference(channel, wish, by=request.actor, at=request.now)
    return _said(wish)


@router.put("/muted-kinds", response=MutedIn, summary="Các loại thông báo tôi không cần; thay cho danh sách cũ")
def mute_kinds(request: HttpRequest, data: MutedIn) -> dict[str, Any]:
    actions.mute_kinds(frozenset(data.kinds), by=request.actor, at=request.now)
    return {"kinds": sorted(muted_by(request.actor.officer_id))}


@router.post("/notices/{uuid:notice_id}/snooze", response=NoticeOut, summary="Hoãn nhắc đến một ngày, có lý do")
def snooze(request: HttpRequest, notice_id: UUID, data: SnoozeIn) -> Shown:
    if not notices_visible_to(request.actor).filter(pk=notice_id).exists():
        raise Http404
    until = datetime.combine(data.until, time(), VIETNAM)
    return show([actions.snooze_notice(notice_id, until=until, reason=data.reason, by=request.actor, at=request.now)])[
        0
    ]


def _said(wish: Wish) -> dict[str, Any]:
    return {
        "digest_at": wish.digest_at,
        "quiet_from": wish.quiet_from,
        "quiet_until": wish.quiet_until,
        "days_off": wish.days_off,
        "at_once": sorted(wish.at_once),
    }
