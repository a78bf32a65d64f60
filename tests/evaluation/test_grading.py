"""The year: from confirmed sheets over form 02, the meeting and the decision to publication, appeal and a new decision."""

from datetime import date
from fractions import Fraction
from uuid import UUID

import pytest

from roviec.core.actor import Actor, Duty
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.evaluation.actions.appeals import appeal_grade, appeal_sheet, settle_appeal, withdraw_appeal
from roviec.evaluation.actions.conduct import Finding, enter_conduct, withdraw_conduct
from roviec.evaluation.actions.exports import hand_over_export, take_export
from roviec.evaluation.actions.grades import (
    decide_as_worked_out,
    decide_grade,
    give_party_comment,
    note_meeting,
    propose_grade,
    regrade,
    send_grade,
)
from roviec.evaluation.actions.grading import open_grading, publish_grades, set_quota
from roviec.evaluation.actions.unit_grades import assess_unit, recognise_unit, set_unit_weights
from roviec.evaluation.models import BodyRules, Grade, GradingYear, NationalExport, UnitGrade
from roviec.evaluation.queries.appeals import listed_appeals, settlers
from roviec.evaluation.queries.grades import graders, grades_visible_to, in_body, places_of
from roviec.evaluation.queries.unit_grades import rules_of_units
from roviec.evaluation.queries.years import work_out
from roviec.ledger.models import Entry
from roviec.organisation.models import Absence, Mandate, Post
from roviec.organisation.models.post import Rank
from tests.evaluation.grading_town import NOW, Grading, build_grading, later

DAY = NOW.date()
GOOD = ["80"] * 12


@pytest.fixture
def grading(db: None) -> Grading:
    return build_grading()


def opened(grading: Grading) -> GradingYear:
    return open_grading(grading.town.units["ward"].pk, 2026, by=grading.actor("clerk"), at=NOW)


def met(grading: Grading, *keys: str) -> list[Grade]:
    for key in keys:
        send_grade(grading.grade(key), own_band=1, own_report="Đã làm đủ việc", by=grading.actor(key), at=NOW)
    rows = [grading.grade(key) for key in keys]
    return note_meeting(rows, held_on=DAY, note="Nhất trí", by=grading.actor("clerk"), at=NOW)


def test_a_year_from_sheets_to_publication(grading: Grading) -> None:
    grading.sheets("officer", GOOD)
    grading.sheets("colleague", ["95"] * 12)
    year = opened(grading)
    assert Grade.objects.filter(body=year.body).count() == 11
    rows = met(grading, "officer", "colleague")
    with pytest.raises(Denied):
        decide_grade(rows[0], band=1, decision="1/QĐ", by=grading.actor("culture_head"), at=NOW)
    decided, left = decide_as_worked_out(rows, decision="12/QĐ-UBND", by=grading.actor("chairman"), at=NOW)
    assert ([one.officer.code for one in decided], [one.officer.code for one in left]) == (["officer"], ["colleague"])
    best = decide_grade(grading.grade("colleague"), band=0, decision="12/QĐ-UBND", by=grading.actor("chairman"), at=NOW)
    # One good and one excellent: 20 % of the good is no place at all.
    with pytest.raises(Invalid) as refused:
        publish_grades(year, by=grading.actor("clerk"), at=NOW)
    assert [why.code for _field, why in refused.value.problems] == ["grading.over_quota_of_body"]
    again = regrade(best, band=1, decision="13/QĐ-UBND", why="Không còn suất", by=grading.actor("chairman"), at=NOW)
    assert (again.replaces, grading.grade("colleague")) == (best, again)
    assert publish_grades(year, by=grading.actor("clerk"), at=NOW) == 2
    told = grading.grade("officer")
    assert (told.band, told.mean, told.published_at) == (1, "80", NOW)
    export = NationalExport.objects.get()
    assert (export.rows, export.due) == (2, later(5))
    verbs = list(Entry.objects.filter(stream_id=told.pk).order_by("seq").values_list("verb", flat=True))
    assert verbs == ["grade_opened", "grade_sent", "meeting_noted", "grade_decided", "grade_published"]
    assert '"band":{"personal"' in Entry.objects.get(stream_id=told.pk, verb="grade_decided").data


def test_what_was_decided_does_not_change_when_a_sheet_does(grading: Grading) -> None:
    sheets = grading.sheets("officer", GOOD)
    opened(grading)
    met(grading, "officer")
    grade = decide_grade(grading.grade("officer"), band=1, decision="1/QĐ", by=grading.actor("chairman"), at=NOW)
    sheets[0].score = {"total": "10"}
    sheets[0].save()
    assert work_out([grade], DAY)[grade.pk].result.mean == 80


@pytest.mark.parametrize(
    ("totals", "band", "code"),
    [
        (GOOD, 0, "grade.above_points"),
        (GOOD, 2, "grade.why_missing"),
        (["80"] * 11, 1, "grade.why_missing"),
        (GOOD, None, "grade.band_missing"),
        (GOOD, 7, "grade.no_such_band"),
        ([], 1, "grade.no_months"),
    ],
)
def test_a_decision_that_the_law_does_not_give_is_refused(
    grading: Grading, totals: list[str], band: int | None, code: str
) -> None:
    grading.sheets("officer", totals)
    opened(grading)
    met(grading, "officer")
    with pytest.raises(Invalid) as refused:
        decide_grade(grading.grade("officer"), band=band, decision="1/QĐ", by=grading.actor("chairman"), at=NOW)
    assert refused.value.problems[0][1].code == code


def test_discipline_rules_out_and_is_charged_once(grading: Grading) -> None:
    grading.sheets("officer", GOOD)
    opened(grading)
    culture = grading.town.units["culture"]
    officer = grading.town.mandates["officer"].officer_id
    found = Finding("discipline_party", "Chậm kê khai", date(2026, 3, 1), culture.pk, "5-QĐ/ĐU", date(2026, 4, 1))
    first, _why = enter_conduct(officer, found, by=grading.actor("clerk"), at=NOW)
    second, why = enter_conduct(
        officer,
        Finding(
            "discipline_admin", "Chậm kê khai", date(2026, 3, 1), culture.pk, "9/QĐ-UBND", date(2027, 1, 5),
            same_act=first.pk,
        ),
        by=grading.actor("clerk"),
        at=NOW,
    )  # fmt: skip
    assert (first.charged_year, why.code) == (2026, "conduct.charged_before")
    met(grading, "officer")
    chairman = grading.actor("chairman")
    with pytest.raises(Invalid) as refused:
        decide_grade(grading.grade("officer"), band=1, decision="1/QĐ", by=chairman, at=NOW)
    assert refused.value.problems[0][1].code == "grade.ruled_out"
    withdraw_conduct(first, reason="Đã hủy quyết định", by=grading.actor("clerk"), at=NOW)
    assert decide_grade(grading.grade("officer"), band=1, decision="1/QĐ", by=chairman, at=NOW).band == 1
    assert second.same_act == first


def test_who_came_late_and_who_was_sick(grading: Grading) -> None:
    grading.sheets("officer", ["80"] * 4)
    grading.sheets("colleague", ["80"] * 4)
    for key in ("officer", "colleague"):
        Mandate.objects.filter(officer__code=key).update(valid_from=date(2026, 1, 1), valid_to=date(2026, 5, 1))
    sick = grading.town.mandates["colleague"].officer
    Absence.objects.create(officer=sick, kind="nghi_om", valid_from=date(2026, 4, 20), valid_to=date(2026, 4, 25))
    rows = [
        Grade(officer=grading.town.mandates[key].officer, year=2026, ruleset="nd-335-2025", unit_id=sick.pk)
        for key in ("officer", "colleague")
    ]
    worked = work_out(rows, DAY)
    assert [worked[one.pk].result.band for one in rows] == [None, 1]
    assert worked[rows[0].pk].office == 4


def test_who_moved_is_graded_by_the_new_body_with_the_months_of_the_old(grading: Grading) -> None:
    grading.sheets("officer", ["60"] * 6)
    opened(grading)
    town = grading.town
    Mandate.objects.filter(officer__code="officer").update(valid_to=date(2026, 7, 1))
    there = Post.objects.create(unit=town.units["city"], title="Chuyên viên", seat=9, valid_from=DAY)
    Mandate.objects.create(officer=town.mandates["officer"].officer, post=there, valid_from=date(2026, 7, 1))
    town.seat("city_clerk", "city", "Chuyên viên", Rank.STAFF, keeps_register=True)
    open_grading(town.units["city"].pk, 2026, by=grading.actor("city_clerk"), at=NOW)
    grade = grading.grade("officer")
    assert (grade.body, grade.unit) == (town.units["city"], town.units["city"])
    worked = work_out([grade], DAY)[grade.pk]
    assert (worked.months[1], worked.missing) == (Fraction(60), (7, 8, 9, 10, 11, 12))


def test_the_head_of_the_ward_is_graded_above_after_comment_and_proposal(grading: Grading) -> None:
    grading.sheets("chairman", GOOD)
    opened(grading)
    [chairman] = met(grading, "chairman")
    who = graders([chairman], DAY)[chairman.pk]
    assert who.post == grading.town.posts["mayor"].pk
    mayor, clerk = grading.actor("mayor"), grading.actor("clerk")
    for step, missing in ((None, "grade.comment_missing"), ("comment", "grade.proposal_missing")):
        if step:
            give_party_comment(chairman, comment="Tốt", by=clerk, at=NOW)
        with pytest.raises(Invalid) as refused:
            decide_grade(chairman, band=1, decision="3/QĐ", by=mayor, at=NOW)
        assert refused.value.problems[0][1].code == missing
    propose_grade(chairman, band=1, proposal="Tiếp tục bố trí", by=clerk, at=NOW)
    with pytest.raises(Denied):
        decide_grade(chairman, band=1, decision="3/QĐ", by=grading.actor("chairman"), at=NOW)
    assert decide_grade(chairman, band=1, decision="3/QĐ", by=mayor, at=NOW).state == "decided"


def test_a_head_is_not_above_the_unit(grading: Grading) -> None:
    grading.sheets("culture_head", ["95"] * 12)
    UnitGrade.objects.create(unit=grading.town.units["culture"], year=2026, state="decided", band=2)
    opened(grading)
    met(grading, "culture_head")
    with pytest.raises(Invalid) as refused:
        decide_grade(grading.grade("culture_head"), band=1, decision="1/QĐ", by=grading.actor("chairman"), at=NOW)
    assert refused.value.problems[0][1].code == "grade.above_its_unit"


def test_a_department_that_uses_its_officials_itself_grades_them_and_has_its_own_places(grading: Grading) -> None:
    culture = grading.town.units["culture"]
    BodyRules.objects.create(
        body=grading.town.units["ward"], agency=culture, ruleset="nd-335-2025", since=date(2026, 1, 1)
    )
    year = opened(grading)
    rows = [grading.grade(key) for key in ("officer", "culture_head", "economy_officer")]
    posts = grading.town.posts
    decided_by = [graders(rows, DAY)[one.pk].post for one in rows]
    assert decided_by == [posts["culture_head"].pk, posts["chairman"].pk, posts["chairman"].pk]
    assert [in_body(one) for one in rows] == [False, True, False]
    assert [one.group for one in places_of(year, rows, work_out(rows, DAY), decided=False)] == ["", culture.name]


def test_twenty_five_percent_needs_a_decision(grading: Grading) -> None:
    year = opened(grading)
    clerk = grading.actor("clerk")
    with pytest.raises(Invalid):
        set_quota(year, outstanding=True, basis=" ", by=clerk, at=NOW)
    year = set_quota(year, outstanding=True, basis="45/QĐ-UBND", by=clerk, at=NOW)
    assert places_of(year, [], {}, decided=True)[0].places == 0


def test_an_appeal_has_seven_working_days_and_another_to_settle_it(grading: Grading) -> None:
    sheet = grading.sheets("officer", GOOD)[0]
    officer, head = grading.actor("officer"), grading.actor("culture_head")
    with pytest.raises(Denied):
        appeal_sheet(sheet, text="Chưa tính việc đột xuất", by=head, at=NOW)
    appeal = appeal_sheet(sheet, text="Chưa tính việc đột xuất", by=officer, at=NOW)
    # From Monday 28/12: New Year's Day and two weekend days lie between.
    assert appeal.due == later(10)
    assert settlers([appeal], DAY)[appeal.pk] == grading.town.posts["culture_head"].pk
    with pytest.raises(Invalid):
        appeal_sheet(sheet, text="Lần nữa", by=officer, at=NOW)
    with pytest.raises(Denied):
        settle_appeal(appeal, outcome="accepted", answer="Đúng", by=officer, at=NOW)
    assert list(listed_appeals("late", head, later(11), DAY)) == [appeal]
    settled = settle_appeal(appeal, outcome="partly", answer="Tính thêm một việc", by=head, at=later(2))
    assert (settled.state, settled.settled_at) == ("partly", later(2))
    with pytest.raises(Invalid):
        withdraw_appeal(appeal, by=officer, at=later(3))


def test_a_grade_is_appealed_once_it_was_told(grading: Grading) -> None:
    grading.sheets("officer", GOOD)
    year = opened(grading)
    met(grading, "officer")
    grade = decide_grade(grading.grade("officer"), band=1, decision="1/QĐ", by=grading.actor("chairman"), at=NOW)
    officer = grading.actor("officer")
    with pytest.raises(Invalid):
        appeal_grade(grade, text="Không nhất trí", by=officer, at=NOW)
    publish_grades(year, by=grading.actor("clerk"), at=NOW)
    appeal = appeal_grade(grade, text="Không nhất trí", by=officer, at=NOW)
    assert settlers([appeal], DAY)[appeal.pk] == grading.town.posts["chairman"].pk


def test_an_export_is_logged_when_taken_and_closed_by_its_receipt(grading: Grading) -> None:
    grading.sheets("officer", GOOD)
    year = opened(grading)
    met(grading, "officer")
    decide_grade(grading.grade("officer"), band=1, decision="1/QĐ", by=grading.actor("chairman"), at=NOW)
    publish_grades(year, by=grading.actor("clerk"), at=NOW)
    export, clerk = NationalExport.objects.get(), grading.actor("clerk")
    for stranger in ("officer", "admin", "secretary"):
        with pytest.raises(Denied):
            take_export(export, by=grading.actor(stranger), at=NOW)
    take_export(export, by=clerk, at=NOW)
    with pytest.raises(Invalid):
        hand_over_export(export, receipt="", by=clerk, at=NOW)
    hand_over_export(export, receipt="CSDL-001", by=clerk, at=NOW)
    verbs = Entry.objects.filter(stream_id=export.pk).order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["export_queued", "export_taken", "export_handed_over"]


def test_who_sees_whose_grade(grading: Grading) -> None:
    opened(grading)

    def seen(actor: Actor) -> set[str]:
        return set(grades_visible_to(actor).values_list("officer__code", flat=True))

    ward = {"chairman", "vice", "tracker", "admin", "culture_head", "culture_deputy", "officer", "colleague"}
    ward |= {"economy_head", "economy_officer", "clerk"}
    assert seen(grading.actor("officer")) == {"officer"}
    assert seen(grading.actor("admin")) == {"admin"}
    assert seen(grading.actor("culture_head")) == {"culture_head", "culture_deputy", "officer", "colleague"}
    assert seen(grading.actor("chairman")) == seen(grading.actor("clerk")) == ward
    assert seen(grading.actor("mayor")) == {"chairman"}
    assert seen(grading.actor("secretary")) == set()


def test_a_unit_is_assessed_by_itself_and_recognised_above(grading: Grading) -> None:
    culture = grading.town.units["culture"]
    rules = rules_of_units()
    year = opened(grading)
    weights = {one.key: Fraction(10) if one.part == "general" else Fraction(35, 4) for one in rules.criteria}
    set_unit_weights(year, weights=weights, basis="88/QĐ-UBND", by=grading.actor("clerk"), at=NOW)
    points = {key: value * Fraction(8, 10) for key, value in weights.items()}
    said = {"good": True, "above": None, "shortcomings_mended": True, "wrongdoing": False}
    with pytest.raises(Denied):
        assess_unit(culture, 2026, points=points, said=said, own_band=1, by=grading.actor("chairman"), at=NOW)
    head, chairman = grading.actor("culture_head"), grading.actor("chairman")
    sent = assess_unit(culture, 2026, points=points, said=said, own_band=1, by=head, at=NOW)
    with pytest.raises(Denied):
        recognise_unit(sent, points=points, said=said, band=1, by=head, at=NOW)
    # No work was due in the year: whether all of it was done cannot be said, so good is not open.
    with pytest.raises(Invalid) as refused:
        recognise_unit(sent, points=points, said=said, band=1, by=chairman, at=NOW)
    assert refused.value.problems[0][1].code == "units.above_rules"
    done = recognise_unit(
        sent, points=points, said=said, band=2, why="Không có nhiệm vụ trong kế hoạch", by=chairman, at=NOW
    )
    assert (done.band, str(done.total)) == (2, "80")
    assert Duty.CLERK in grading.actor("clerk").duties
    assert isinstance(done.pk, UUID)
