"""Baselines to compare with, and plans under plans with their stocktake."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from django.urls import reverse

from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.custody.actions import note_lateness
from roviec.organisation.queries.actors import worker_actor
from roviec.web import clock
from roviec.work import actions, queries
from roviec.work import changes as c
from roviec.work.actions.baselines import digest_of
from roviec.work.models import Baseline, Plan, Task
from tests.work.test_changing_a_plan import FRI, MON, NEXT_MON, WED, change, planned, reasons
from tests.work.test_chart_endpoints import client
from tests.work.town import NOW, Town, later


def plan_of(town: Town, title: str, who: str = "chairman") -> Plan:
    return actions.create_plan(title=title, by=town.actor(who), at=NOW, leader_post=town.posts[who])


def freeze(town: Town, name: str = "Kế hoạch được duyệt", who: str = "chairman") -> Baseline:
    return actions.freeze_baseline(town.plan, name=name, by=town.actor(who), at=NOW)


def test_a_baseline_keeps_how_the_plan_stood_and_its_digest_tells_if_it_was_touched(town: Town) -> None:
    task = planned(town, "Khảo sát", MON, WED)
    frozen = freeze(town)
    change(town, c.Move(task.pk, WED, FRI))
    rows = list(frozen.rows.all())
    assert [(row.task_id, row.start, row.end) for row in rows] == [(task.pk, MON, WED)]
    kept = next(line.data["digest"] for line in queries.history(frozen) if line.verb == "baseline_frozen")
    assert digest_of(rows) == kept
    rows[0].end = FRI
    assert digest_of(rows) != kept


def test_a_baseline_is_frozen_by_who_keeps_the_plan_and_named_once(town: Town) -> None:
    with pytest.raises(Invalid) as empty:
        freeze(town)
    assert reasons(empty) == ["baseline.nothing"]
    planned(town, "Khảo sát", MON, WED)
    with pytest.raises(Denied):
        freeze(town, who="culture_head")
    freeze(town)
    with pytest.raises(Invalid) as twice:
        freeze(town)
    assert reasons(twice) == ["baseline.name_taken"]
    with pytest.raises(Invalid):
        freeze(town, name="  ")


def test_what_slipped_since_the_baseline_is_told_in_working_days(town: Town) -> None:
    first, second = planned(town, "Khảo sát", MON, WED), planned(town, "Dự thảo", date(2025, 12, 4), FRI)
    change(town, c.MakeLink(first.pk, second.pk))
    frozen = freeze(town)
    change(town, c.Move(first.pk, WED, FRI))
    new = planned(town, "Việc mới", MON, MON)
    found = queries.compare_baseline(town.plan, frozen, Task.objects.all())
    told = {row.id: (row.slip, row.kind) for row in found.rows}
    assert told == {first.pk: (2, "later"), second.pk: (2, "later"), new.pk: (None, "new")}
    assert (found.days, found.counts["later"], found.counts["new"]) == (4, 2, 1)
    slips = queries.slips_of(second.pk)
    assert [(one.old_end, one.new_end, one.by_name) for one in slips] == [(FRI, date(2025, 12, 9), False)]


def test_a_programme_sums_the_plans_under_it_each_task_once(town: Town) -> None:
    year, quarter = plan_of(town, "Chương trình năm"), plan_of(town, "Kế hoạch quý")
    actions.place_plan(quarter, year, by=town.actor("chairman"), at=NOW)
    actions.place_plan(town.plan, quarter, by=town.actor("chairman"), at=NOW)
    late, soon = planned(town, "Khảo sát", MON, WED, due=WED), planned(town, "Dự thảo", FRI, FRI, due=FRI)
    note_lateness(later(days=3), worker_actor())
    page = queries.programme_of(year.pk, town.actor("chairman"), later(days=3), MON)
    assert [(one.plan.title, one.depth, one.counts.total) for one in page.branches] == [
        ("Chương trình năm", 0, 2),
        ("Kế hoạch quý", 1, 2),
        (town.plan.title, 2, 2),
    ]
    assert (page.counts.open_late, page.counts.open_on_time) == (1, 1)
    assert [task.pk for task in page.late] == [late.pk]
    assert page.answering[late.accountable_post_id][0].full_name == "Nguyễn Văn culture_head"
    assert (page.moved.given, page.moved.became_late, page.moved.put_later) == (2, 1, 0)
    assert page.months[-1].late == 1 and page.months[-2].late == 0
    change(town, c.Move(soon.pk, FRI, NEXT_MON))
    assert queries.programme_of(year.pk, town.actor("chairman"), later(days=3), MON).moved.put_later == 1


def test_the_months_tell_what_was_done_and_what_was_late_when_they_ended(town: Town) -> None:
    officer, chairman = town.actor("officer"), town.actor("chairman")
    task = planned(town, "Khảo sát", MON, WED, due=WED)
    actions.accept_task(task, by=officer, at=NOW)
    note_lateness(later(days=10), worker_actor())
    january = later(days=40)
    actions.submit_deliverable(task, by=officer, at=january, link="https://a.vn/1")
    actions.accept_deliverable(task, by=chairman, at=january)
    months = queries.programme_of(town.plan.pk, chairman, later(days=45), MON).months
    assert [(one.first.month, one.done_late, one.late) for one in months[-2:]] == [(12, 0, 1), (1, 1, 0)]


def test_a_plan_does_not_stand_under_itself(town: Town) -> None:
    above, below = plan_of(town, "Trên"), plan_of(town, "Dưới")
    actions.place_plan(below, above, by=town.actor("chairman"), at=NOW)
    with pytest.raises(Invalid) as refused:
        actions.place_plan(above, below, by=town.actor("chairman"), at=NOW)
    assert reasons(refused) == ["programme.circle"]


def test_a_programme_takes_in_plans_of_bodies_below_and_of_no_others(town: Town) -> None:
    city, party = plan_of(town, "Chương trình thành phố", "mayor"), plan_of(town, "Chương trình Đảng ủy", "secretary")
    with pytest.raises(Denied):  # the ward does not keep the city's programme
        actions.place_plan(town.plan, city, by=town.actor("chairman"), at=NOW)
    actions.place_plan(town.plan, city, by=town.actor("mayor"), at=NOW)
    with pytest.raises(Denied):
        actions.place_plan(town.plan, party, by=town.actor("secretary"), at=NOW)
    actions.place_plan(town.plan, None, by=town.actor("chairman"), at=NOW)
    with pytest.raises(Invalid) as refused:
        actions.place_plan(city, town.plan, by=worker_actor(), at=NOW)
    assert reasons(refused) == ["programme.elsewhere"]


def test_the_pages_open_and_each_count_leads_to_its_list(
    town: Town, monkeypatch: pytest.MonkeyPatch, pinned_queries: Callable[[str], AbstractContextManager]
) -> None:
    monkeypatch.setattr(clock, "system_now", lambda: later(days=3))
    year = plan_of(town, "Chương trình năm")
    actions.place_plan(town.plan, year, by=town.actor("chairman"), at=NOW)
    late = planned(town, "Khảo sát thực địa", MON, WED, due=WED)
    planned(town, "Dự thảo báo cáo", FRI, FRI, due=date(2025, 12, 30))
    change(town, c.SetMilestone(late.pk, True))
    freeze(town)
    one = client(town, "officer")
    one.get(reverse("work:plans"))  # what is read once per process
    with pinned_queries("work programme"):
        one.get(reverse("work:programme", args=[year.pk]))
    page = one.get(reverse("work:programme", args=[year.pk]), {"trang_thai": "open_late"})
    body = page.content.decode()
    assert page.status_code == 200 and "Quý IV/2025" in body and "Nguyễn Văn culture_head" in body
    assert page.context["shown"].paginator.count == 1
    again = one.get(reverse("work:programme", args=[year.pk]), {"tu": "9999-99-99", "trang_thai": "x"})
    assert again.context["since"] == later(days=3).date() - timedelta(days=30)
    with pinned_queries("work compare"):
        compared = one.get(reverse("work:plan_compare", args=[town.plan.pk]), {"moc": "x", "loai": "same"})
    assert compared.status_code == 200 and "Khảo sát thực địa" in compared.content.decode()
    assert one.get(reverse("work:plan", args=[town.plan.pk])).status_code == 200
    chairman = client(town, "chairman")
    sent = chairman.post(reverse("work:baseline_new", args=[town.plan.pk]), {"name": "Sơ kết"})
    assert sent.status_code == 302
    moved = chairman.post(reverse("work:plan_place", args=[town.plan.pk]), {"parent": ""})
    assert moved.status_code == 302 and Plan.objects.get(pk=town.plan.pk).parent is None
