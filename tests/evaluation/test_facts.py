"""A sheet fills itself: what was given, done, late, sent back and handed over follows from the work, each with its facts."""

from typing import Any

from roviec.custody.actions.lateness import note_lateness
from roviec.evaluation.models import ScoringPeriod, Sheet, Yield
from roviec.evaluation.queries.facts import gather
from roviec.organisation.models import Absence, Mandate
from roviec.organisation.queries.actors import actor_for, worker_actor
from roviec.work import actions as work
from roviec.work.models import Task
from tests.evaluation.conftest import BEGIN, Month, on


def items(sheet: Sheet) -> list[tuple[Any, ...]]:
    """(product, origin, given, done, failures, late, excused late)"""
    return sorted(
        (
            one["product"],
            one["origin"],
            one["quantity"],
            one["done"],
            one["quality_failures"],
            one["late"],
            one["excused_late"],
        )
        for one in sheet.items
    )


def test_a_month_of_work_becomes_a_sheet(month: Month) -> None:
    month.done(month.give("VB.01"), on(10))
    late = month.give("BC.02", due=on(12).date())
    month.done(late, on(16))
    returned = month.hand_in(month.give("VB.01", quantity="3"), on(11))
    returned = work.return_deliverable(returned, reason="Sai số liệu", by=month.actor("chairman"), at=on(12))
    month.done(returned, on(13))
    month.give("DA.03")
    month.give("VB.01", due=on(20, month=5).date())
    bare = month.give(None)
    month.fill(on(31, 18))
    month.scored()
    sheet = month.sheet()
    assert items(sheet) == [
        ("BC.02", "planned", "1", "1", 0, 1, 0),
        ("DA.03", "planned", "1", "0", 0, 0, 0),
        ("VB.01", "planned", "1", "1", 0, 0, 0),
        ("VB.01", "planned", "3", "3", 1, 0, 0),
    ]
    # Given 1 + 2 + 3 + 10; done 6; a quarter off the three, a quarter off the two.
    assert sheet.score["ratios"] == {"a": "3/8", "b": "21/64", "c": "11/32"}
    assert sheet.score["without_product"] == [str(bare.pk)]


def test_what_happened_to_the_work_shows_on_the_sheets_of_those_it_happened_to(month: Month) -> None:
    town, chairman, head = month.town, month.actor("chairman"), month.actor("culture_head")
    # Late for a cause that was found objective: nothing off.
    flood = month.give("BC.02", due=on(12).date())
    note_lateness(on(13), worker_actor())
    work.give_explanation(flood, cause="force_majeure", text="Mưa lũ", by=month.actor("officer"), at=on(13, 9))
    work.decide_explanation(flood, objective=True, by=head, at=on(13, 10))
    month.done(flood, on(16))
    # Beyond the colleague's ability: stays there at nothing, comes on top here.
    passed = month.give("DA.03", to="colleague")
    post = town.posts["officer"]
    work.hand_over(passed, kind="beyond_ability", reason="Quá sức", post=post, by=head, at=on(10))
    month.done(Task.objects.get(pk=passed.pk), on(18))
    # Accepted, then found unsound and done again.
    unsound = month.done(month.give("VB.01"), on(9))
    unsound = work.reopen_task(unsound, reason="Sai căn cứ", by=chairman, at=on(11))
    month.done(unsound, on(12))
    # Sudden with a document; and marked as sudden with nothing to show for it.
    month.done(month.give("VB.01", sudden=True, basis="15/CĐ-UBND"), on(9))
    month.done(month.give("BC.02", sudden=True), on(9))
    # Group work: three fifths here, two fifths there.
    group = month.give(None)
    for key, share in (("officer", "0.6"), ("colleague", "0.4")):
        Yield.objects.create(
            clock=group.clock, product=month.products["DA.03"], quantity=share, post=town.posts[key], set_at=BEGIN
        )
    month.done(group, on(17))
    month.fill()
    assert items(month.sheet()) == [
        ("BC.02", "planned", "1", "1", 0, 0, 0),
        ("BC.02", "planned", "1", "1", 0, 1, 1),
        ("DA.03", "planned", "0.6", "0.6", 0, 0, 0),
        ("DA.03", "taken_over", "1", "1", 0, 0, 0),
        ("VB.01", "planned", "1", "1", 1, 0, 0),
        ("VB.01", "sudden", "1", "1", 0, 0, 0),
    ]
    assert items(month.sheet("colleague")) == [
        ("DA.03", "handed_over", "1", "0", 0, 0, 0),
        ("DA.03", "planned", "0.4", "0.4", 0, 0, 0),
    ]
    problems = [one[0] for one in month.sheet().score["problems"]]
    assert "sheet.sudden_unproved" in problems
    refs = next(one["refs"] for one in month.sheet().items if one["late"])
    assert refs["task"] == str(flood.pk) and refs["late"][0]["excused"] and refs["late"][0]["id"]


def test_a_seat_that_changes_hands_and_a_substitute_who_does_the_work(month: Month) -> None:
    town = month.town
    mandate = town.mandates["colleague"]
    before = month.give("VB.01", to="colleague", due=on(10).date())
    after = month.give("BC.02", to="colleague", due=on(25).date())
    mandate.valid_to = on(16).date()
    mandate.save()
    successor = town.mandates["economy_officer"]
    Mandate.objects.create(
        officer=successor.officer, post=mandate.post, valid_from=on(16).date(), is_scoring=False, kind="kiem_nhiem"
    )
    away = month.give("VB.01", quantity="2")
    Absence.objects.create(
        officer=town.accounts["officer"].officer,
        substitute=town.accounts["culture_deputy"].officer,
        valid_from=on(17).date(),
        valid_to=on(24).date(),
    )
    deputy = actor_for(town.accounts["culture_deputy"], town.mandates["culture_deputy"], on(19).date())
    handed_in = work.submit_deliverable(away, by=deputy, at=on(19), link="https://vb.example/2")
    month.accept(handed_in, on(20))
    month.fill()
    # Not done when it was due: of who sat there then. The other one moved with the seat, to a person scored elsewhere.
    assert [(one["refs"]["task"], one["done"]) for one in month.sheet("colleague").items] == [(str(before.pk), "0")]
    assert [(one["refs"]["task"], one["origin"]) for one in month.sheet("economy_officer").items] == [
        (str(after.pk), "planned")
    ]
    assert month.sheet().items == []
    assert items(month.sheet("culture_deputy")) == [("VB.01", "taken_over", "2", "2", 0, 0, 0)]


def test_a_head_steers_the_work_of_the_unit_and_whoever_answers_for_it_by_choice(month: Month) -> None:
    month.done(month.give("VB.01", to="culture_head"), on(9), by="culture_head")
    month.give("DA.03")
    month.done(
        month.give("BC.02", to="colleague", accountable_post=month.town.posts["culture_deputy"]), on(9), by="colleague"
    )
    period = month.fill()
    ratios = {key: month.sheet(key).score["ratios"]["a"] for key in ("culture_head", "culture_deputy", "chairman")}
    # 1 of one's own, 2 of 12 steered: 3 of 13. The deputy has no work of one's own.
    assert ratios == {"culture_head": "3/13", "culture_deputy": "1/6", "chairman": "3/13"}
    for reading, expected in (("own", ("1", None)), ("own_and_accountable", ("1/11", "1"))):
        ScoringPeriod.objects.update(settings=period.settings | {"managers_products": reading})
        month.fill()
        found = tuple(month.sheet(key).score["ratios"]["a"] for key in ("culture_head", "culture_deputy"))
        assert found == expected, reading


def test_gathering_asks_the_same_for_one_and_for_all(month: Month, pinned_queries: Any) -> None:
    period = month.open()
    officers = list(Sheet.objects.values_list("officer", flat=True))
    for _ in range(3):
        month.give("VB.01")
        month.give("BC.02", to="colleague")
        for some in (officers, [month.town.accounts["officer"].officer_id]):
            with pinned_queries("evaluation: gather"):
                assert len(gather(period, some)) == len(some)
