"""Who is told of a session, and where it stands in their calendars."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from roviec.alerts.actions import tick
from roviec.alerts.models import Notice
from roviec.alerts.sentences import details, sentence
from roviec.meetings import actions, queries
from roviec.meetings.actions import CommitteeFields
from roviec.meetings.models import Committee, Meeting
from roviec.organisation.queries.actors import worker_actor
from roviec.paper.calendar import write_calendar
from roviec.work.actions import make_feed
from roviec.work.queries.feeds import events_of
from tests.work.town import NOW, Town, build, later

pytestmark = pytest.mark.django_db
AT_TWO = datetime(2025, 12, 3, 7, 0, tzinfo=UTC)


@pytest.fixture
def town() -> Town:
    return build()


@pytest.fixture
def committee(town: Town) -> Committee:
    fields = CommitteeFields(
        name="Giao ban tuần",
        chair_post=town.posts["chairman"].pk,
        secretary_post=town.posts["tracker"].pk,
        members=(town.posts["culture_head"].pk,),
    )
    return actions.create_committee(fields, by=town.actor("tracker"), at=NOW)


def told(town: Town, kind: str, at: datetime) -> dict[str, Notice]:
    tick(at, worker_actor())
    return {one.officer.code: one for one in Notice.objects.filter(kind=kind).select_related("officer")}


def call(town: Town, committee: Committee, *invited: str) -> Meeting:
    guests = [town.posts[name].pk for name in invited]
    where = {"on": AT_TWO, "place": "Phòng họp A", "invited": guests}
    return actions.call_meeting(committee, **where, by=town.actor("tracker"), at=NOW)


def test_members_and_guests_learn_of_each_step_once_and_whoever_did_it_does_not(
    town: Town, committee: Committee
) -> None:
    meeting = call(town, committee, "economy_head")
    sit = {"chairman", "culture_head", "economy_head"}
    notices = told(town, "meeting_called", NOW)
    assert set(notices) == sit
    said = notices["economy_head"]
    assert sentence(said.kind, said.params) == "Mời họp"
    assert details(said.params)[:3] == ["Phiên thứ 1", "Thời gian: 14:00 03/12/2025", "Địa điểm: Phòng họp A"]

    who = {"by": town.actor("tracker"), "at": later(hours=1)}
    actions.move_meeting(meeting, on=AT_TWO, **who)
    assert told(town, "meeting_moved", later(hours=1)) == {}  # nothing moved, nobody is told
    actions.move_meeting(meeting, on=AT_TWO + timedelta(days=1), **who)
    assert set(told(town, "meeting_moved", later(hours=1))) == sit

    actions.add_conclusion(meeting, town.fields(), **who)
    actions.issue_notice(meeting, number="45/TB-UBND", on=NOW.date(), **who)
    concluded = told(town, "meeting_concluded", later(hours=2))
    assert set(concluded) == sit
    assert "Số, ký hiệu: 45/TB-UBND" in details(concluded["chairman"].params)
    assert Notice.objects.filter(kind="meeting_concluded").count() == len(sit)


def test_a_session_called_off_is_told_with_its_reason_and_leaves_the_calendars(
    town: Town, committee: Committee
) -> None:
    meeting = call(town, committee, "economy_officer")
    guest = town.actor("economy_officer")
    feed, _secret = make_feed("mine", None, by=guest, at=NOW, alarm_days=0)

    def calendar() -> str:
        events = events_of(feed, guest, NOW, lambda page, pk: "http://testserver" + reverse(page, args=[pk]))
        return write_calendar("Của tôi", events).decode()

    text = calendar()
    for line in ("DTSTART:20251203T070000Z", "LOCATION:Phòng họp A", "TRANSP:OPAQUE", f"UID:{meeting.pk}@ro-viec"):
        assert line in text
    assert queries.session_events(town.actor("colleague"), NOW, lambda page, pk: "") == []
    actions.cancel_meeting(meeting, reason="Trùng lịch thành phố", by=town.actor("chairman"), at=NOW)
    assert "BEGIN:VEVENT" not in calendar()
    notices = told(town, "meeting_cancelled", NOW)
    assert set(notices) == {"tracker", "culture_head", "economy_officer"}
    assert "Lý do: Trùng lịch thành phố" in details(notices["tracker"].params)


def test_whoever_is_invited_from_another_body_sees_that_session_and_no_other(town: Town, committee: Committee) -> None:
    meeting = call(town, committee, "secretary")
    assert queries.meetings_visible_to(town.actor("secretary")).get() == meeting
    assert not queries.meetings_visible_to(town.actor("party_officer")).exists()


def test_heads_of_late_work_are_proposed_as_guests(town: Town, committee: Committee) -> None:
    first = actions.call_meeting(committee, on=NOW, by=town.actor("tracker"), at=NOW)
    for unit in ("culture", "economy"):
        fields = town.fields(lead_unit=town.units[unit], due=datetime(2025, 12, 3).date())
        actions.add_conclusion(first, fields, by=town.actor("tracker"), at=NOW)
    actions.issue_notice(first, number="1/TB", on=NOW.date(), by=town.actor("tracker"), at=NOW)
    proposed = queries.heads_to_invite(committee, town.actor("tracker"), later(7))
    assert proposed == ["Nguyễn Văn economy_head (Trưởng phòng, Phòng Kinh tế, Hạ tầng và Đô thị)"]
