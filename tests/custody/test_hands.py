"""Who held it: what the hands of work show, counted from real actions, and nothing else."""

from datetime import timedelta

import pytest

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.custody.actions.hands import count_hands
from roviec.custody.actions.remarks import remark_trace
from roviec.custody.models import Hold, Trace
from roviec.custody.queries.hands import Span, counted, held, passed, traces
from roviec.ledger.models import Entry
from roviec.organisation.models import Mandate
from roviec.organisation.queries.actors import worker_actor
from roviec.work import actions as work
from tests.work.town import NOW, Town, later

EVER = Span(NOW - timedelta(days=400), NOW + timedelta(days=400))


def count(days: int = 60) -> int:
    return count_hands(later(days), worker_actor())


def shown(kind: str) -> list[Trace]:
    return list(Trace.objects.filter(kind=kind).order_by("at"))


def pass_on(town: Town, task: object, to: str, days: int, kind: str = "rearranged") -> None:
    work.hand_over(
        task, kind=kind, post=town.posts[to], reason="Điều chỉnh", by=town.actor("culture_head"), at=later(days)
    )


def test_time_in_each_hand_is_in_working_minutes_and_a_delay_is_shared_by_time_used(town: Town) -> None:
    task = town.assigned()  # due Friday 12 December, Monday 1 December 08:00
    work.accept_task(task, by=town.actor("officer"), at=NOW)
    pass_on(town, task, "colleague", 8)  # Tuesday the 9th, 08:00: six working days
    work.submit_deliverable(
        task, link="https://a.vn/x", by=town.actor("colleague"), at=later(16)
    )  # Wednesday the 17th: six more
    work.accept_deliverable(task, by=town.actor("chairman"), at=later(18))
    assert count() == 3 + Hold.objects.filter(kind="drafting").count()
    first, second, waited = Hold.objects.filter(clock=task.pk).exclude(kind="drafting").order_by("since")
    assert (first.minutes, second.minutes, waited.minutes) == (6 * 480, 6 * 480, 2 * 480)
    assert (first.after_due, second.after_due) == (0, 2 * 480 + 30)
    assert first.delay + second.delay == second.after_due, "the delay until it was handed in, all of it"
    assert abs(first.delay - second.delay) <= 1, "who had it half of the time used half of the delay"
    assert waited.delay == 0
    assert count() == 0
    assert (
        not passed([town.units["culture"].pk], EVER)[1]
        or passed([town.units["culture"].pk], EVER)[1][0][0] == waited.unit_id
    )
    sums = held(counted(EVER).filter(unit=town.units["culture"]), "unit")
    assert sums[(town.units["culture"].pk,)].minutes == 12 * 480


def test_work_that_comes_back_to_who_had_it_is_a_circle_and_standing_in_is_none(town: Town) -> None:
    task = town.assigned()
    pass_on(town, task, "colleague", 1)
    pass_on(town, task, "officer", 2)
    count()
    (circle,) = shown("circle")
    assert circle.officer_id == town.accounts["officer"].officer_id
    assert len(circle.facts["holds"]) == 3
    assert len(shown("sideways")) == 2, "each of them passed it to an equal"
    away = town.assigned()
    pass_on(town, away, "colleague", 1, kind="absence")
    pass_on(town, away, "officer", 2, kind="absence")
    count()
    assert len(shown("circle")) == 1


def test_who_hands_work_to_themselves_through_others_shows_as_a_circle(town: Town) -> None:
    """One person on two posts: the post is another one, the hands are the same."""
    Mandate.objects.filter(post=town.posts["culture_deputy"]).update(officer=town.accounts["officer"].officer)
    task = town.assigned()
    pass_on(town, task, "colleague", 1)
    pass_on(town, task, "culture_deputy", 2)
    count()
    (circle,) = shown("circle")
    assert circle.officer_id == town.accounts["officer"].officer_id
    assert circle.post_id == town.posts["culture_deputy"].pk


def test_signing_is_no_sign_and_returning_twice_is_one(town: Town) -> None:
    task = town.assigned()
    officer, chairman = town.actor("officer"), town.actor("chairman")
    work.accept_task(task, by=officer, at=NOW)
    work.hand_up_for_signature(task, by=officer, at=later(1))
    work.sign(task, by=town.actor("culture_head"), at=later(1, 2))
    for day in (2, 4):
        work.submit_deliverable(task, link="https://a.vn/x", by=officer, at=later(day))
        work.return_deliverable(task, reason="Thiếu phụ lục", by=chairman, at=later(day + 1))
        count()
    (again,) = Trace.objects.all()
    assert again.kind == "back_and_forth"
    assert len(again.facts["holds"]) == 4


def test_opinions_that_only_agree_or_come_late_are_told_with_their_words(town: Town) -> None:
    task = town.assigned()
    officer, economy = town.actor("officer"), town.actor("economy_head")
    work.accept_task(task, by=officer, at=NOW)
    asked = work.ask_opinion(
        task, unit=town.units["economy"], question="Góp ý dự thảo", due=later(1), by=officer, at=NOW
    )
    work.answer_opinion(asked, answer="Thống nhất với dự thảo.", by=economy, at=later(4))
    pass_on(town, task, "colleague", 5)
    count()
    (slow,), (agreed,) = shown("slow_answer"), shown("only_agreed")
    assert (slow.unit_id, agreed.unit_id) == (town.units["economy"].pk, town.units["culture"].pk)
    assert slow.minutes == 3 * 480
    assert agreed.facts["answer"] == "Thống nhất với dự thảo."


def test_who_stops_the_clock_or_gives_time_is_named_apart(town: Town) -> None:
    task = town.assigned()
    chairman = town.actor("chairman")
    work.accept_task(task, by=town.actor("officer"), at=NOW)
    work.suspend_task(task, reason="Chờ hướng dẫn", by=chairman, at=later(1))
    work.resume_task(task, by=chairman, at=later(3))
    work.move_due(task, due=later(30).date(), reason="Thêm việc", by=chairman, at=later(4))
    pass_on(town, task, "colleague", 7)
    count()
    (stopped,), (extended,) = shown("suspended"), shown("extended")
    assert "Nguyễn Văn chairman" in stopped.who
    assert "Nguyễn Văn chairman" in extended.who
    first = Hold.objects.filter(clock=task.pk, kind="working").order_by("since").first()
    assert first is not None
    assert first.minutes == 3 * 480, "five working days in hand, two of them stopped"


def test_the_person_sees_it_first_and_what_they_say_stays_in_the_ledger(town: Town) -> None:
    task = town.assigned()
    pass_on(town, task, "colleague", 1)
    pass_on(town, task, "officer", 2)
    count_hands(later(2), worker_actor())
    (circle,) = shown("circle")
    officer = town.actor("officer")
    seen = {
        who: traces(EVER, now=later(3), viewer=town.actor(who).officer_id).filter(pk=circle.pk).exists()
        for who in ("officer", "culture_head")
    }
    assert seen == {"officer": True, "culture_head": False}
    assert traces(EVER, now=later(9), viewer=town.actor("culture_head").officer_id).filter(pk=circle.pk).exists()
    remark = remark_trace(circle, text="Đồng nghiệp nghỉ ốm đột xuất.", by=officer, at=later(3))
    assert Entry.objects.get(stream_id=remark.pk).verb == "trace_remarked"
    with pytest.raises(Denied):
        remark_trace(circle, text="Khác", by=town.actor("culture_head"), at=later(3))
    with pytest.raises(Invalid):
        remark_trace(circle, text=" ", by=officer, at=later(3))
