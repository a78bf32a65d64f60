"""A late task is explained; the head or who gave it says whether the cause was objective. Everybody concerned is told."""

import pytest

from roviec.alerts.actions import take_outbox
from roviec.alerts.models import Notice
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.custody.actions import note_lateness
from roviec.custody.actions.demanding import demand_of_late
from roviec.custody.models import Explanation
from roviec.organisation.queries.actors import worker_actor
from roviec.work import actions, queries
from roviec.work.models import Task
from tests.work.town import NOW, Town, build, later

LATER = later(days=30)


@pytest.fixture
def town(db: None) -> Town:
    return build()


@pytest.fixture
def late(town: Town) -> Task:
    task = actions.accept_task(town.assigned(), by=town.actor("officer"), at=NOW)
    note_lateness(LATER, worker_actor())
    return task


def explain(town: Town, task: Task, who: str = "officer") -> Task:
    return actions.give_explanation(
        task, cause="rule", text="Chưa có hướng dẫn của Bộ", by=town.actor(who), at=later(days=31)
    )


def test_what_is_in_time_is_not_explained(town: Town) -> None:
    task = actions.accept_task(town.assigned(), by=town.actor("officer"), at=NOW)
    with pytest.raises(Invalid, match=r"explanation\.not_late"):
        actions.give_explanation(task, cause="rule", text="Vì", by=town.actor("officer"), at=NOW)
    with pytest.raises(Invalid, match=r"explanation\.not_late"):
        actions.demand_explanation(task, by=town.actor("chairman"), at=NOW)


def test_from_demand_to_decision_with_everybody_told(town: Town, late: Task) -> None:
    assert list(Task.objects.filter(queries.explained("unexplained"))) == [late]
    actions.demand_explanation(late, by=town.actor("chairman"), at=LATER)
    explain(town, late)
    assert list(Task.objects.filter(queries.explained("unexplained"))) == []
    assert list(Task.objects.filter(queries.explained("explained"))) == [late]
    actions.decide_explanation(late, objective=True, by=town.actor("culture_head"), at=later(days=32))
    found = Explanation.objects.get()
    assert (found.cause, found.objective, found.waits) == ("rule", True, False)
    assert found.answer_due is not None and found.answer_due > LATER
    assert list(Task.objects.filter(queries.explained("objective"))) == [late]
    take_outbox(later(days=32), worker_actor())
    told = {(n.kind, n.officer.code) for n in Notice.objects.select_related("officer")}
    assert {
        ("explanation_demanded", "officer"),
        ("explanation_demanded", "culture_head"),
        ("explanation_given", "culture_head"),
        ("explanation_decided", "officer"),
    } <= told
    said = [line.verb for line in queries.history(late)][-3:]
    assert said == ["explanation_demanded", "explanation_given", "explanation_objective"]


def test_nobody_decides_on_their_own_explanation(town: Town, late: Task) -> None:
    explain(town, late, "culture_head")
    for own in ("culture_head", "officer"):
        with pytest.raises(Denied):
            actions.decide_explanation(late, objective=True, by=town.actor(own), at=later(days=32))
    actions.decide_explanation(late, objective=False, note="Đã nhắc", by=town.actor("chairman"), at=later(days=32))
    with pytest.raises(Invalid, match=r"explanation\.decided"):
        explain(town, late)


def test_not_objective_needs_words_and_a_new_text_replaces_the_old_until_then(town: Town, late: Task) -> None:
    explain(town, late)
    with pytest.raises(Invalid, match=r"task\.reason_missing"):
        actions.decide_explanation(late, objective=False, by=town.actor("culture_head"), at=later(days=32))
    actions.give_explanation(late, cause="people", text="Hai người nghỉ", by=town.actor("officer"), at=later(days=32))
    assert Explanation.objects.get().cause == "people"
    with pytest.raises(Invalid, match=r"explanation\.no_such_cause"):
        actions.give_explanation(late, cause="weather", text="Mưa", by=town.actor("officer"), at=later(days=32))


def test_what_waits_for_a_decision_stands_on_the_day_of_the_head_and_of_who_gave_it(town: Town, late: Task) -> None:
    explain(town, late)
    waits = {
        key: list(queries.my_day(town.actor(key), LATER).explained) for key in ("culture_head", "chairman", "officer")
    }
    assert waits == {"culture_head": [late], "chairman": [late], "officer": []}
    actions.decide_explanation(late, objective=True, by=town.actor("chairman"), at=later(days=32))
    assert not queries.my_day(town.actor("culture_head"), LATER).explained


def test_what_the_worker_demanded_stands_on_the_page_until_the_lateness_is_no_more(town: Town, late: Task) -> None:
    outside = town.unit("ministry", "Bộ Nội vụ", body=True, is_external=True)
    elsewhere = town.assigned(lead_unit=outside, person_post=None)
    note_lateness(LATER, worker_actor())
    assert demand_of_late([late.pk, elsewhere.pk], by=worker_actor(), at=LATER) == 1
    owed = queries.task_page(late.pk, town.actor("officer"), LATER)
    assert [(one.demanded_at, one.given_at) for one in owed.explanations] == [(LATER, None)]
    assert list(Task.objects.filter(queries.explained("unexplained"))) == [late]
    explain(town, late)
    assert Explanation.objects.count() == 1
    before = queries.task_page(late.pk, town.actor("officer"), NOW)
    assert [one.cause for one in before.explanations] == ["rule"]
    Explanation.objects.update(given_at=None)
    assert queries.task_page(late.pk, town.actor("officer"), NOW).explanations == []
