"""Calendars to subscribe to: valid by a second reader, secret, and never more than their owner may see."""

import logging
import re
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from roviec.config.logs import SecretsFilter
from roviec.ledger.models import Entry
from roviec.organisation.models import Account, Mandate
from roviec.paper.calendar import Event, write_calendar
from roviec.work import actions
from roviec.work.models import CalendarFeed, Plan
from tests.work.town import NOW, Town, later

Clock = Callable[..., None]


def made(town: Town, kind: str, target: object = None, key: str = "officer", **more: int) -> tuple[CalendarFeed, str]:
    feed, secret = actions.make_feed(kind, target, by=town.actor(key), at=NOW, **more)
    return feed, reverse("work:feed", args=[secret])


def read(address: str) -> Calendar:
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(answer.content)


def test_a_subscribed_calendar_has_the_due_dates_of_ones_work(town: Town, move_clock: Clock) -> None:
    mine = town.assigned(title="Báo cáo; số liệu, quý IV", due=date(2025, 12, 12))
    town.assigned(title="Việc của người khác", person_post=town.posts["colleague"])
    _feed, address = made(town, "mine", alarm_days=3)
    (event,) = read(address).walk("VEVENT")
    assert event["UID"] == f"{mine.pk}@ro-viec"
    assert event.decoded("DTSTART") == date(2025, 12, 12)
    assert event.decoded("DTEND") == date(2025, 12, 13)
    assert str(event["SUMMARY"]).endswith("Báo cáo; số liệu, quý IV")
    assert str(event["URL"]).endswith(reverse("work:task", args=[mine.pk]))
    assert event.walk("VALARM")[0].decoded("TRIGGER") == timedelta(days=-3)


def test_unit_and_plan_have_calendars_of_their_own(town: Town, move_clock: Clock) -> None:
    town.assigned(title="Việc một")
    for kind, target in (("unit", town.units["culture"].pk), ("plan", town.plan.pk)):
        _feed, address = made(town, kind, target)
        assert len(read(address).walk("VEVENT")) == 1
    _feed, address = made(town, "unit", town.units["economy"].pk)
    assert read(address).walk("VEVENT") == []


def test_the_address_is_kept_nowhere_and_its_use_is_noted(town: Town, move_clock: Clock) -> None:
    feed, address = made(town, "mine")
    secret = address.removeprefix("/lich/").removesuffix(".ics")
    assert secret not in repr(CalendarFeed.objects.values_list()) and secret not in repr(Entry.objects.values_list())
    read(address)
    assert CalendarFeed.objects.get(pk=feed.pk).last_used_at is not None


def test_no_log_shows_the_address(town: Town, caplog: pytest.LogCaptureFixture, move_clock: Clock) -> None:
    feed, address = made(town, "mine")
    actions.revoke_feed(feed.pk, by=town.actor("officer"), at=NOW)
    assert Client().get(address).status_code == 410
    (record,) = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert SecretsFilter().filter(record)
    assert address[:16] not in record.getMessage()


def test_the_same_calendar_is_not_sent_twice(town: Town, move_clock: Clock) -> None:
    task = town.assigned(title="Việc một")
    _feed, address = made(town, "mine")
    first = Client().get(address)
    assert Client().get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    actions.move_due(task, due=date(2025, 12, 20), reason="Đổi lịch", by=town.actor("chairman"), at=NOW)
    again = Client().get(address, headers={"If-None-Match": first["ETag"]})
    (event,) = Calendar.from_ical(again.content).walk("VEVENT")
    assert (again.status_code, event.decoded("DTSTART")) == (200, date(2025, 12, 20))


@pytest.mark.parametrize("end", ["revoked", "account closed", "mandate ended"])
def test_who_may_see_nothing_any_more_gets_nothing(town: Town, end: str, move_clock: Clock) -> None:
    town.assigned(title="Việc một")
    feed, address = made(town, "mine")
    read(address)
    if end == "revoked":
        actions.revoke_feed(feed.pk, by=town.actor("officer"), at=NOW)
    elif end == "account closed":
        Account.objects.filter(pk=feed.account_id).update(is_active=False)
    else:
        Mandate.objects.filter(pk=town.mandates["officer"].pk).update(valid_to=date(2025, 12, 1))
    answer = Client().get(address)
    assert (answer.status_code, "Việc một" in answer.content.decode()) == (410, False)


def test_a_wrong_address_is_not_there(town: Town, move_clock: Clock) -> None:
    assert Client().get(reverse("work:feed", args=["rv_" + "x" * 43])).status_code == 404


def test_nobody_revokes_the_address_of_another(town: Town) -> None:
    feed, _address = made(town, "mine")
    with pytest.raises(CalendarFeed.DoesNotExist):
        actions.revoke_feed(feed.pk, by=town.actor("colleague"), at=NOW)


def test_a_plan_that_one_does_not_see_gives_no_calendar(town: Town) -> None:
    with pytest.raises(Plan.DoesNotExist):
        made(town, "plan", town.plan.pk, key="secretary")


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


@given(title=TEXTS, description=TEXTS)
def test_any_text_comes_back_as_it_was_and_no_line_is_too_long(title: str, description: str) -> None:
    event = Event("a@b", date(2026, 1, 31), f"x{title}", f"x{description}", "https://example.vn/", NOW, 1)
    data = write_calendar("Lịch", [event])
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    (read_again,) = Calendar.from_ical(data).walk("VEVENT")

    def plain(text: str) -> str:
        return "".join(
            c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c in "\n\t" or (c >= " " and c != "\x7f")
        )

    assert str(read_again["SUMMARY"]) == plain(f"x{title}")
    assert str(read_again["DESCRIPTION"]) == plain(f"x{description}")


def test_an_hour_that_is_written_is_an_instant() -> None:
    data = write_calendar("Lịch", [Event("a@b", later(hours=3), "Trước 11 giờ", "", "", NOW, 1)])
    (event,) = Calendar.from_ical(data).walk("VEVENT")
    assert event.decoded("DTSTART") == later(hours=3)
    assert b"DTSTART:20251201T040000Z" in data and "DTEND" not in event


def test_the_page_shows_the_address_once_and_lists_it(town: Town, browser_of: Callable[[str], Client]) -> None:
    browser = browser_of("officer")
    session = browser.session
    session["account_authentication_methods_user"] = str(town.accounts["officer"].pk)
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    page = browser.post(reverse("work:feeds"), {"loai": "plan", "cua": str(town.plan.pk), "bao": "1"}).content.decode()
    secret = re.search(r"http://testserver/lich/(rv_[\w-]+)\.ics", page)[1]
    again = browser.get(reverse("work:feeds")).content.decode()
    assert secret not in again and secret[:10] in again and "Chưa dùng" in again
