"""Who may do what, as one table: every action × every role. An action without a line here fails."""

import pytest

from roviec.core.actor import Actor, ActorKind
from roviec.custody.models import Clock, Consultation
from roviec.work import actions
from roviec.work.actions.steps import RELATED
from roviec.work.changes import Move
from roviec.work.models import Task, Watcher
from roviec.work.permissions import PERMISSIONS
from roviec.work.queries import tasks_visible_to
from tests.work.town import NOW, Town

# o officer named, c colleague of the unit, h head of the lead unit, d its deputy, e head of another unit, l leader of the body,
# v deputy leader with the unit in the portfolio, t the tracking office, m leader of the body above, p leader of the party body,
# a administrator with a seat in the office, w the worker, n a visitor (an account without mandate).
ROLES = {
    "o": "officer",
    "c": "colleague",
    "h": "culture_head",
    "d": "culture_deputy",
    "e": "economy_head",
    "l": "chairman",
    "v": "vice",
    "t": "tracker",
    "m": "mayor",
    "p": "secretary",
    "a": "admin",
    "w": None,
    "n": None,
}

# The task: given by the chairman to the culture unit, the officer named, unless the comment says otherwise.
TABLE = {
    "create_plan": "hdelvtmpw",
    "edit_plan": "lvtw",
    "view_plan": "aochdelvtmw",
    "place_plan": "lvtmw",  # the body above may put it under a programme of its own
    "freeze_baseline": "lvtw",
    "plan_task": "ohdlvtw",
    "place_task": "lvtw",
    "undo_change": "olvtw",  # made by the officer
    "create_task": "hdelvtw",
    "edit_task": "lvtw",
    "view_task": "aochdelvtmw",
    "split_into_parts": "hdlvw",
    "create_series": "hdelvtw",
    "make_occurrences": "w",
    "assign_task": "hdlvtw",
    "assign_unclear": "hdlvtw",
    "bring_in_history": "lvtw",
    "give_spoken_order": "hdelvtmpw",
    "complete_spoken_order": "ohdlvtw",
    "accept_task": "ow",
    "refuse_task": "ow",
    "name_person": "hdlvw",
    "report_progress": "ohdlvw",
    "hand_up_for_signature": "ohdlvw",
    "sign": "hw",  # handed up to the head
    "send_back_from_signature": "hw",
    "submit_deliverable": "ohdlvw",
    "accept_deliverable": "lvw",  # handed in: the chairman must accept
    "return_deliverable": "lvw",
    "finish_with_document": "ltvw",
    "ask_extension": "ohdlvw",
    "decide_extension": "lvw",
    "demand_explanation": "hdlvtmw",
    "give_explanation": "ohdlvw",
    "reopen_task": "lvw",
    "decide_explanation": "hdlvw",
    "move_due": "lvw",
    "suspend_task": "lvw",
    "resume_task": "lvw",
    "hand_over": "hdlvw",
    "ask_opinion": "ohdlvw",
    "answer_opinion": "elvw",  # asked of the economy unit; the leaders of the body lead it too
    "withdraw_opinion": "ow",  # asked by the officer
    "cancel_task": "lvw",
    "remind_task": "hdlvtmw",  # a body above presses a body below too
    "comment_task": "aochdelvtmw",
    "watch_task": "aochdelvtmw",
    "unwatch_task": "o",  # watched by the officer
}


@pytest.fixture
def roles(town: Town) -> dict[str, Actor]:
    account = town.accounts["admin"]
    made = {key: town.actor(name) for key, name in ROLES.items() if name}
    made["w"] = Actor(account_id=account.pk, account_label="Hệ thống", kind=ActorKind.WORKER)
    made["n"] = Actor(account_id=account.pk, account_label="khách")
    return made


def thing_for(action: str, town: Town) -> object:
    """What the action is done to, in the state in which it is done."""
    if action in ("create_plan", "give_spoken_order", "make_occurrences"):
        return None
    if action in (
        "edit_plan",
        "view_plan",
        "create_task",
        "create_series",
        "freeze_baseline",
        "place_plan",
        "bring_in_history",
    ):
        return town.plan
    task = town.assigned()
    officer = town.actor("officer")
    if action == "undo_change":
        move = Move(task.pk, NOW.date(), NOW.date())
        return actions.change_plan(town.plan, [move], by=officer, at=NOW).change
    if action in ("sign", "send_back_from_signature", "accept_deliverable", "return_deliverable"):
        actions.accept_task(task, by=officer, at=NOW)
        if "signature" in action or action == "sign":
            actions.hand_up_for_signature(task, by=officer, at=NOW)
        else:
            actions.submit_deliverable(task, link="https://a.vn/1", by=officer, at=NOW)
    if action in ("answer_opinion", "withdraw_opinion"):
        actions.accept_task(task, by=officer, at=NOW)
        asked = actions.ask_opinion(task, unit=town.units["economy"], question="Góp ý", by=officer, at=NOW)
        return Consultation.objects.select_related("unit").get(pk=asked.pk)
    if action == "unwatch_task":
        return actions.watch_task(task, by=officer, at=NOW)
    return Task.objects.select_related(*RELATED).get(pk=task.pk)


def test_the_table_has_every_action() -> None:
    assert set(TABLE) == set(PERMISSIONS)


@pytest.mark.parametrize("action", sorted(TABLE))
def test_who_may(action: str, town: Town, roles: dict[str, Actor]) -> None:
    thing = thing_for(action, town)
    allowed = {key for key, actor in roles.items() if PERMISSIONS.allows(actor, action, thing)}
    assert "".join(sorted(allowed)) == "".join(sorted(TABLE[action]))


def test_what_is_not_listed_is_denied(town: Town, roles: dict[str, Actor]) -> None:
    assert not any(PERMISSIONS.allows(actor, "delete_task", town.plan) for actor in roles.values())


def test_the_list_and_the_page_agree_on_who_sees_what(town: Town, roles: dict[str, Actor]) -> None:
    own = town.assigned()
    draft = town.draft()
    ward_plan = town.plan
    party_plan = actions.create_plan(title="Nghị quyết chuyên đề", by=town.actor("secretary"), at=NOW)
    town.plan = party_plan
    inner = actions.create_task(
        party_plan, town.fields(lead_unit=town.units["party"]), by=town.actor("secretary"), at=NOW
    )
    actions.assign_task(inner, by=town.actor("secretary"), at=NOW)
    outer = actions.create_task(party_plan, town.fields(), by=town.actor("secretary"), at=NOW)
    actions.assign_task(outer, by=town.actor("secretary"), at=NOW)
    city_plan = actions.create_plan(title="Kế hoạch của Thành phố", by=town.actor("mayor"), at=NOW)
    for lead, supports in (("ward", ()), ("city", ()), ("city", (town.units["ward"],))):
        task = actions.create_task(
            city_plan, town.fields(lead_unit=town.units[lead], supports=supports), by=town.actor("mayor"), at=NOW
        )
        actions.assign_task(task, by=town.actor("mayor"), at=NOW)
    town.plan = ward_plan
    everything = list(Task.objects.select_related(*RELATED))
    assert len(everything) == 7
    for key, actor in roles.items():
        listed = set(tasks_visible_to(actor).values_list("pk", flat=True))
        shown = {task.pk for task in everything if PERMISSIONS.allows(actor, "view_task", task)}
        assert listed == shown, key
    assert inner.pk not in set(tasks_visible_to(roles["l"]).values_list("pk", flat=True)), (
        "party matters are the party's"
    )
    assert own.pk not in set(tasks_visible_to(roles["p"]).values_list("pk", flat=True)), "and the other way round"
    assert outer.pk in set(tasks_visible_to(roles["l"]).values_list("pk", flat=True)), "a body sees what it leads"
    assert own.pk in set(tasks_visible_to(roles["m"]).values_list("pk", flat=True)), "the city sees downwards"
    assert draft.pk not in set(tasks_visible_to(roles["m"]).values_list("pk", flat=True)), "but no drafts"
    assert tasks_visible_to(roles["l"]).filter(plan=city_plan).count() == 2, "what the ward leads or supports"


def test_a_leader_without_anybody_above_accepts_own_work(town: Town) -> None:
    chairman = town.actor("chairman")
    task = town.draft(person_post=town.posts["chairman"], lead_unit=town.units["ward"])
    actions.assign_task(task, by=chairman, at=NOW)
    actions.accept_task(task, by=chairman, at=NOW)
    task = actions.submit_deliverable(task, link="https://a.vn/1", by=chairman, at=NOW)
    assert (task.clock.holder_unit_id, task.clock.holder_post_id) == (town.units["ward"].pk, None)
    assert actions.accept_deliverable(task, by=chairman, at=NOW).clock.closing == Clock.Closing.DONE


def test_only_the_own_watch_is_ended(town: Town) -> None:
    task = town.assigned()
    actions.watch_task(task, by=town.actor("officer"), at=NOW)
    actions.watch_task(task, by=town.actor("colleague"), at=NOW)
    actions.unwatch_task(task, by=town.actor("officer"), at=NOW)
    assert list(Watcher.objects.values_list("officer", flat=True)) == [town.actor("colleague").officer_id]
