"""Commendation from results: the list says who meets the criteria and what is missing; people propose, vote and decide."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.custody.actions.lateness import note_lateness
from roviec.evaluation.actions import commending as actions
from roviec.evaluation.models import Commendation
from roviec.evaluation.queries import commending as queries
from roviec.ledger.models import Entry
from roviec.organisation.queries.actors import worker_actor
from tests.evaluation.conftest import Month, on
from tests.work.town import Town

Pinned = Callable[[str], AbstractContextManager[CaptureQueriesContext]]
CRITERIA = {"least_in_time": "80", "no_lasting_delay": "10", "least_mean": "", "worst_band": "", "pledges_kept": ""}


def opened(town: Town, **more: object) -> Commendation:
    facts = {"title": "Khen thưởng quý I", "year": 2026, "criteria": CRITERIA, "most_officers": 1, **more}
    return actions.open_commendation(**facts, by=town.actor("clerk"), at=on(2))


def worked(month: Month) -> None:
    """The officer hands in what is due in time, the colleague leaves it."""
    month.done(month.give(None, to="officer"), on(10))
    month.give(None, to="colleague")
    note_lateness(on(31), worker_actor())


def test_the_list_says_who_meets_what_and_a_missing_fact_is_never_met(month: Month, pinned_queries: Pinned) -> None:
    town = month.town
    worked(month)
    with pinned_queries("who meets the criteria of a commendation"):
        rows = queries.candidates(opened(town), on(31), date(2026, 3, 31), of_units_too=False)
    said = {row.officer.code: [reason.code for reason in row.reasons] for row in rows}
    assert said["officer"] == []
    assert said["colleague"] == ["commending.in_time_below", "commending.lasting"]
    assert said["economy_officer"] == ["commending.no_work"]
    assert rows[0].officer.code == "officer"
    graded = opened(town, criteria={"least_mean": "90", "worst_band": "1"})
    rows = queries.candidates(graded, on(31), date(2026, 3, 31), of_units_too=False)
    assert {reason.code for row in rows for reason in row.reasons} == {"commending.no_sheets", "commending.no_grade"}
    units = queries.candidates(opened(town), on(31), date(2026, 3, 31), of_units_too=True)
    culture = next(row for row in units if row.unit.code == "culture")
    assert (culture.facts.done, culture.facts.in_time) == (2, 1)


def test_from_criteria_to_the_decision_with_nobody_choosing_oneself(month: Month) -> None:
    town, round_ = month.town, opened(month.town)
    officers = {key: town.mandates[key].officer_id for key in town.mandates}
    head, clerk, chairman = town.actor("culture_head"), town.actor("clerk"), town.actor("chairman")
    say = {"reason": "Hoàn thành đường hoa trước hạn", "at": on(3)}
    one = actions.nominate(round_, officer=officers["officer"], by=head, **say)
    assert one.facts["unmet"] == [{"code": "commending.no_work", "params": {}}]
    with pytest.raises(Invalid, match=r"commending\.named_already"):
        actions.nominate(round_, officer=officers["officer"], by=clerk, **say)
    with pytest.raises(Denied):
        actions.nominate(round_, officer=officers["economy_officer"], by=head, **say)
    with pytest.raises(Invalid, match=r"commending\.oneself"):
        actions.nominate(round_, officer=officers["culture_head"], by=head, **say)
    boss = actions.nominate(round_, officer=officers["chairman"], by=clerk, **say)
    unit = actions.nominate(round_, unit=town.units["culture"].pk, by=clerk, **say)
    actions.begin_council(round_, by=clerk, at=on(4))
    with pytest.raises(Invalid, match=r"commending\.is_council"):
        actions.nominate(round_, officer=officers["colleague"], by=clerk, **say)
    with pytest.raises(Invalid, match=r"commending\.bad_votes"):
        actions.note_votes(round_, {one.pk: (8, 7)}, by=clerk, at=on(5))
    actions.note_votes(round_, {one.pk: (6, 7), unit.pk: (7, 7)}, by=clerk, at=on(5))
    decide = {"decision": "12/QĐ-UBND", "by": chairman, "at": on(6)}
    with pytest.raises(Invalid, match=r"commending\.oneself"):
        actions.decide_commendation(round_, chosen=[boss.pk], **decide)
    with pytest.raises(Invalid, match=r"commending\.too_many"):
        actions.decide_commendation(round_, chosen=[boss.pk, one.pk], **{**decide, "by": town.actor("vice")})
    actions.decide_commendation(round_, chosen=[one.pk, unit.pk], **decide)
    listed = queries.listed_rounds(town.actor("officer")).get()
    assert (listed.n_units, listed.n_officers, listed.n_proposed) == (1, 1, 3)
    assert {n.pk for n in queries.nominees_of(listed, town.actor("officer"))} == {one.pk, unit.pk}


def test_criteria_that_cannot_be_are_refused_each_with_its_place(town: Town) -> None:
    wrong = {"least_mean": "tám mươi", "worst_band": "1.5", "least_in_time": "101", "no_lasting_delay": "NaN"}
    with pytest.raises(Invalid) as refused:
        opened(town, criteria=wrong)
    assert [field for field, _reason in refused.value.problems] == list(wrong)
    with pytest.raises(Denied):
        actions.open_commendation(title="x", year=2026, criteria=CRITERIA, by=town.actor("culture_head"), at=on(2))


def test_the_pages_of_a_round(
    month: Month,
    at: Callable[[datetime], None],
    browser_of: Callable[[str], Client],
    pinned_queries: Pinned,
) -> None:
    town = month.town
    worked(month)
    clerk, head, officer = browser_of("clerk"), browser_of("culture_head"), browser_of("officer")
    sent = {"title": "Khen quý I", "year": "2026", "least_in_time": "80", "no_lasting_delay": "10"}
    assert "không dùng được" in clerk.post("/khen-thuong/moi/", {**sent, "least_in_time": "x"}).content.decode()
    assert clerk.post("/khen-thuong/moi/", sent).status_code == 302
    round_ = Commendation.objects.get()
    address = f"/khen-thuong/{round_.pk}/"
    with pinned_queries("a page of who meets the criteria"):
        page = clerk.get(f"{address}dat-tieu-chi/").content.decode()
    assert "1 trong" in page
    assert head.get(f"{address}dat-tieu-chi/").status_code == 403
    assert officer.get(address).status_code == 404
    who = town.mandates["officer"].officer_id
    assert head.post(f"{address}nominate/?officer={who}", {"reason": "Làm tốt"}).status_code == 302
    with pinned_queries("a round of commendation"):
        assert "Đạt mọi tiêu chí" in clerk.get(address).content.decode()
    for kind in ("docx", "xlsx"):
        assert clerk.get(f"{address}tep/{kind}/").content[:2] == b"PK"
    verbs = list(Entry.objects.filter(stream_id=round_.pk).order_by("seq").values_list("verb", flat=True))
    assert verbs == ["opened", "viewed", "nominated", "taken_away", "taken_away"]
    assert clerk.post(f"{address}begin_council/").status_code == 302
    nominee = round_.nominees.get()
    clerk.post(f"{address}note_votes/", {f"for_{nominee.pk}": "7", f"of_{nominee.pk}": "7"})
    sent = {"chosen": [str(nominee.pk)], "decision": "12/QĐ-UBND"}
    assert clerk.post(f"{address}decide_commendation/", sent).status_code == 403
    assert browser_of("chairman").post(f"{address}decide_commendation/", sent).status_code == 302
    assert "12/QĐ-UBND" in officer.get(address).content.decode()
    with pinned_queries("rounds of commendation"):
        assert officer.get("/khen-thuong/").status_code == 200
