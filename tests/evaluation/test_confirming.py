"""The head's month: who may confirm, in which order, what is asked first, and that nothing of a closed period changes."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.evaluation.actions import confirming, periods, sheets
from roviec.evaluation.models import NationalExport, ScoringPeriod, Sheet, SheetAddition
from roviec.evaluation.queries.before_head import rows_before
from roviec.evaluation.queries.competent import confirmer_of
from roviec.evaluation.queries.leading import BELOW_50, DISUNITY
from roviec.evaluation.queries.periods import digest_of, distribution_of
from roviec.ledger.actions import Conflict
from roviec.ledger.models import Entry, OutboxMessage
from roviec.organisation.models import Absence, Delegation, Mandate
from roviec.organisation.queries.actors import actor_for
from tests.evaluation.conftest import FULL, Month, on

CULTURE = ("officer", "colleague")
AFTER = on(2, month=4)


def ready(month: Month, *keys: str) -> None:
    """One product each, done in time; scored and sent."""
    for key in keys:
        month.done(month.give(to=key), on(10), by=key)
    month.fill()
    for key in keys:
        month.sent(key)


def of(month: Month, key: str) -> UUID:
    return month.sheet(key).pk


def codes(refused: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return {why.code for _field, why in refused.value.problems}


def test_each_sheet_has_the_level_that_article_10_names(month: Month) -> None:
    month.open()
    rows = list(Sheet.objects.select_related("period", "officer"))
    posts = confirmer_of(rows, on(31).date())
    who = {pk: key for key, post in month.town.posts.items() for pk in [post.pk]}
    found = {one.officer.code: who[posts[one.pk]] for one in rows if one.pk in posts}
    assert found == {
        "officer": "culture_head",
        "colleague": "culture_head",
        "culture_deputy": "culture_head",
        "culture_head": "chairman",
        "economy_officer": "economy_head",
        "economy_head": "chairman",
        "tracker": "chairman",
        "admin": "tracker",
        "clerk": "tracker",
        "vice": "chairman",
        "chairman": "mayor",
    }


def test_a_vacant_seat_climbs_unless_its_power_was_given_away(month: Month) -> None:
    month.open()
    head = month.town.mandates["culture_head"]
    Mandate.objects.filter(pk=head.pk).update(valid_to=on(1, month=4).date())
    sheet = Sheet.objects.select_related("period").get(officer__code="officer")
    day = AFTER.date()
    assert confirmer_of([sheet], day) == {sheet.pk: month.town.posts["chairman"].pk}
    Delegation.objects.create(
        giver=head.post, receiver=month.town.posts["culture_deputy"], scope="Phụ trách phòng", basis="01/QĐ", valid_from=day
    )  # fmt: skip
    assert confirmer_of([sheet], day) == {sheet.pk: month.town.posts["culture_deputy"].pk}


def test_who_stands_in_confirms_others_and_never_themselves(month: Month) -> None:
    ready(month, "officer", "culture_deputy")
    deputy = month.town.accounts["culture_deputy"]
    Absence.objects.create(
        officer=month.town.mandates["culture_head"].officer, substitute=deputy.officer, valid_from=on(30).date()
    )
    standing_in = actor_for(deputy, month.town.mandates["culture_deputy"], AFTER.date())
    confirming.confirm_sheet(of(month, "officer"), by=standing_in, at=AFTER)
    with pytest.raises(Denied):
        confirming.confirm_sheet(of(month, "culture_deputy"), by=standing_in, at=AFTER)


def test_only_the_competent_level_confirms(month: Month) -> None:
    ready(month, "officer")
    for key in (
        "officer",
        "colleague",
        "culture_deputy",
        "economy_head",
        "chairman",
        "vice",
        "clerk",
        "admin",
        "mayor",
    ):
        with pytest.raises(Denied):
            confirming.confirm_sheet(of(month, "officer"), by=month.actor(key), at=AFTER)
        with pytest.raises(Denied):
            confirming.return_sheet(of(month, "officer"), reason="x", by=month.actor(key), at=AFTER)
        with pytest.raises(Denied):
            confirming.confirm_sheets([of(month, "officer")], by=month.actor(key), at=AFTER)
    assert month.sheet().state == Sheet.State.SENT


def test_a_confirmed_sheet_stands_as_it_was(month: Month) -> None:
    ready(month, "officer")
    with pytest.raises(Invalid) as refused:
        confirming.confirm_sheet(of(month, "officer"), points={"I.1": "4"}, by=month.actor("culture_head"), at=AFTER)
    assert codes(refused) == {"sheet.comment_missing"}
    done = confirming.confirm_sheet(
        of(month, "officer"), points={"I.1": "4"}, comment="Còn đi muộn", by=month.actor("culture_head"), at=AFTER
    )
    assert (str(done.total), done.own_points["I.1"], done.points["I.1"]) == ("99", "5", "4")
    # Neither more work, nor the official, nor the head changes it now.
    month.done(month.give(to="officer", at=on(20), due=on(25).date()), on(30), by="officer")
    month.fill(AFTER)
    assert str(month.sheet().total) == "99.0000"
    for act in (
        lambda: confirming.confirm_sheet(of(month, "officer"), by=month.actor("culture_head"), at=AFTER),
        lambda: sheets.score_own(month.sheet(), FULL, by=month.actor("officer"), at=AFTER),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert codes(refused) == {"sheet.confirmed"}


def test_staff_then_deputies_then_heads(month: Month) -> None:
    ready(month, "officer", "colleague", "culture_deputy", "culture_head")
    head, chairman = month.actor("culture_head"), month.actor("chairman")
    for key in ("culture_deputy", "culture_head"):
        for fact in (DISUNITY, "lasting_delays"):
            by = head if key == "culture_deputy" else chairman
            confirming.say_unit_fact(of(month, key), key=fact, value=False, why="Không có phản ánh", by=by, at=AFTER)
    with pytest.raises(Invalid) as refused:
        confirming.confirm_sheet(of(month, "culture_head"), by=chairman, at=AFTER)
    ((_field, why),) = refused.value.problems
    assert (why.code, why.params["n"]) == ("sheet.below_first", 3)
    assert "Nguyễn Văn officer" in str(why.params["names"])
    confirming.confirm_sheets([of(month, key) for key in (*CULTURE, "culture_deputy")], by=head, at=AFTER)
    done = confirming.confirm_sheet(of(month, "culture_head"), by=chairman, at=AFTER)
    assert done.unit_facts[BELOW_50]["value"] is False
    assert done.unit_facts[BELOW_50]["of"] == 3
    # What the head's d rests on cannot be pulled away from under it.
    with pytest.raises(Invalid) as refused:
        confirming.return_sheet(of(month, "officer"), reason="Tính lại", by=head, at=AFTER)
    assert codes(refused) == {"sheet.above_first"}


def test_d_is_not_said_by_hand_and_e_is_never_derived(month: Month) -> None:
    ready(month, "officer", "colleague", "culture_deputy", "culture_head")
    chairman = month.actor("chairman")
    with pytest.raises(Invalid) as refused:
        confirming.say_unit_fact(of(month, "culture_head"), key=BELOW_50, value=False, why="x", by=chairman, at=AFTER)
    assert codes(refused) == {"sheet.fact_derived"}
    with pytest.raises(Invalid) as refused:
        confirming.say_unit_fact(of(month, "culture_head"), key=DISUNITY, value=True, why=" ", by=chairman, at=AFTER)
    assert codes(refused) == {"sheet.reason_missing"}
    head = month.actor("culture_head")
    with pytest.raises(Invalid) as refused:
        confirming.say_unit_fact(of(month, "officer"), key=DISUNITY, value=True, why="x", by=head, at=AFTER)
    assert codes(refused) == {"sheet.not_a_leader"}


def test_the_list_shows_exceptions_first_and_the_rest_is_confirmed_in_one_go(month: Month) -> None:
    ready(month, "officer", "colleague")
    addition = SheetAddition.objects.create(
        sheet=month.sheet("colleague"),
        product=month.products["BC.02"],
        origin="sudden",
        quantity=1,
        done=1,
        text="Báo cáo đột xuất",
        added_at=on(28),
    )
    head = month.actor("culture_head")
    rows = rows_before(month.town.units["culture"].pk, "2026-03", AFTER)
    seen = [(row.sheet.officer.code, [one.code for one in row.marks], row.is_ready) for row in rows]
    assert seen == [
        ("colleague", ["sheet.additions_open"], False),
        ("culture_deputy", ["sheet.not_sent", "sheet.unit_facts_open"], False),
        ("officer", [], True),
    ]
    result = confirming.confirm_sheets([row.sheet.pk for row in rows], by=head, at=AFTER)
    assert result.sheets == [of(month, "officer")]
    assert set(result.left) == {of(month, "colleague"), of(month, "culture_deputy")}
    with pytest.raises(Invalid) as refused:
        confirming.decide_addition(addition, accepted=False, by=head, at=AFTER)
    assert codes(refused) == {"addition.why_refused"}
    confirming.decide_addition(addition, accepted=True, by=head, at=AFTER)
    assert month.sheet("colleague").score["ratios"]["a"] == "3"
    confirming.confirm_sheet(of(month, "colleague"), by=head, at=AFTER)
    assert Entry.objects.filter(verb="sheet_confirmed").count() == 2


def test_an_official_who_never_sends_is_scored_in_their_stead_with_a_reason(month: Month) -> None:
    month.done(month.give(), on(10))
    month.fill()
    head = month.actor("culture_head")
    for more in ({}, {"points": FULL}, {"comment": "Nghỉ ốm"}):
        with pytest.raises(Invalid) as refused:
            confirming.confirm_sheet(of(month, "officer"), by=head, at=AFTER, **more)
        assert codes(refused) == {"sheet.not_confirmable_unsent"}
    with pytest.raises(Invalid):
        confirming.confirm_sheet(of(month, "officer"), points=FULL, comment="Sớm quá", by=head, at=on(31))
    done = confirming.confirm_sheet(of(month, "officer"), points=FULL, comment="Nghỉ ốm", by=head, at=AFTER)
    assert done.state == Sheet.State.CONFIRMED


def close(month: Month, **more: str) -> ScoringPeriod:
    return periods.close_period(month.sheet().period, by=month.actor("clerk"), at=AFTER, **more)


def test_closing_freezes_and_reopening_leaves_a_trail(month: Month) -> None:
    ready(month, "officer")
    with pytest.raises(Invalid) as refused:
        close(month)
    assert codes(refused) == {"period.nothing_confirmed"}
    confirming.confirm_sheet(of(month, "officer"), by=month.actor("culture_head"), at=AFTER)
    with pytest.raises(Invalid) as refused:
        close(month)
    assert codes(refused) == {"period.not_all_confirmed"}
    closed = close(month, why_left="Đang thí điểm một phòng")
    digest = digest_of(list(Sheet.objects.filter(period=closed)))
    assert f'"digest":"{digest}"' in Entry.objects.get(verb="period_closed").data
    assert NationalExport.objects.get(period=closed).due == AFTER + timedelta(days=5)
    told = OutboxMessage.objects.get(topic="evaluation.period_closed")
    assert set(told.payload) == {"by"}
    head, officer = month.actor("culture_head"), month.actor("officer")
    refusing = (
        lambda: confirming.return_sheet(of(month, "officer"), reason="x", by=head, at=AFTER),
        lambda: confirming.confirm_sheet(of(month, "colleague"), points=FULL, comment="x", by=head, at=AFTER),
        lambda: confirming.confirm_sheets([of(month, "colleague")], by=head, at=AFTER),
        lambda: confirming.say_unit_fact(
            of(month, "culture_deputy"), key=DISUNITY, value=True, why="x", by=head, at=AFTER
        ),
        lambda: sheets.score_own(month.sheet(), FULL, by=officer, at=AFTER),
        lambda: sheets.send_sheet(month.sheet("colleague"), by=month.actor("colleague"), at=AFTER),
        lambda: sheets.fill(closed, by=month.actor("clerk"), at=AFTER),
        lambda: sheets.open_period(month.town.units["ward"], "2026-03", by=month.actor("clerk"), at=AFTER),
        lambda: close(month, why_left="lại"),
    )
    for act in refusing:
        with pytest.raises(Invalid) as refused:
            act()
        assert codes(refused) == {"period.closed"}
    assert digest_of(list(Sheet.objects.filter(period=closed))) == digest
    with pytest.raises(Invalid):
        periods.reopen_period(closed, reason=" ", by=month.actor("clerk"), at=AFTER)
    again = periods.reopen_period(closed, reason="Kiến nghị được chấp nhận", by=month.actor("chairman"), at=AFTER)
    assert (again.state, again.reopened) == (ScoringPeriod.State.OPEN, 1)
    confirming.return_sheet(of(month, "officer"), reason="Tính lại", by=head, at=AFTER)
    month.sent("officer", at=AFTER)
    confirming.confirm_sheet(of(month, "officer"), by=head, at=AFTER)
    close(month, why_left="Đang thí điểm một phòng")
    # One export waits, not two.
    assert NationalExport.objects.filter(period=closed).count() == 1
    verbs = Entry.objects.filter(stream_id=closed.pk).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["period_opened", "period_closed", "period_reopened", "period_closed"]


def test_only_leaders_and_the_personnel_office_close(month: Month) -> None:
    ready(month, "officer")
    period = month.sheet().period
    for key in ("officer", "culture_head", "tracker", "admin", "mayor", "secretary"):
        with pytest.raises(Denied):
            periods.close_period(period, by=month.actor(key), at=AFTER)
        with pytest.raises(Denied):
            periods.reopen_period(period, reason="x", by=month.actor(key), at=AFTER)


def test_two_heads_at_once_and_a_bulk_that_breaks_off_leave_nothing_half(
    month: Month, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(month, *CULTURE)
    head, seen = month.actor("culture_head"), month.sheet().version
    confirming.confirm_sheet(of(month, "officer"), by=head, at=AFTER, version=seen)
    with pytest.raises(Conflict):
        confirming.confirm_sheet(of(month, "officer"), by=head, at=AFTER, version=seen)
    # The machine goes away after the last sheet was written and before the transaction ends.
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        confirming.confirm_sheets([of(month, "colleague")], by=head, at=AFTER)
        raise KeyboardInterrupt
    assert month.sheet("colleague").state == Sheet.State.SENT
    assert Entry.objects.filter(verb="sheet_confirmed").count() == 1


def test_counts_of_the_whole_body_come_from_one_query(month: Month, django_assert_num_queries: object) -> None:
    ready(month, "officer")
    confirming.confirm_sheet(of(month, "officer"), by=month.actor("culture_head"), at=AFTER)
    period = ScoringPeriod.objects.get()
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = distribution_of(period)
    assert (found.all, found.sent, found.confirmed, found.bands) == (11, 0, 1, {0: 1})
