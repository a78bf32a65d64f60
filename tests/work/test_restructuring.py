"""Open work goes to the successor of a unit; what was late before stays with who held it then."""

from datetime import date

from roviec.core.holding import Interval, broken_holds
from roviec.core.standing import Standing
from roviec.custody.models import Clock, Hold, HoldKind, LateSpell
from roviec.custody.queries import standing_of
from roviec.ledger.models import Entry
from roviec.organisation import estates
from roviec.organisation.actions.restructuring import Plan, Successor, draft_restructuring, restructure
from roviec.organisation.models import Post
from roviec.organisation.queries.actors import worker_actor
from roviec.work import actions
from roviec.work.models import Task, TaskSupport
from tests.work.town import DAY, NOW, Town, later


def move(town: Town, old: str, new: str) -> dict[str, int]:
    mapping = {town.units[old].pk: town.units[new].pk}
    held = estates.held_by(mapping, DAY)
    own = [estate for estate in estates.in_order() if estate.name.startswith(("work.", "custody."))]
    return {e.name: e.move(mapping, worker_actor(), later(4)) for e in own if e.name in held}


def test_everything_open_goes_and_nothing_is_left(town: Town) -> None:
    late = town.assigned(due=date(2025, 12, 2))
    actions.accept_task(late, by=town.actor("officer"), at=NOW)
    supported = town.assigned(lead_unit=town.units["office"], person_post=None, supports=[town.units["culture"]])
    done = town.assigned()
    actions.accept_task(done, by=town.actor("officer"), at=NOW)
    actions.submit_deliverable(done, link="https://a.vn/1", by=town.actor("officer"), at=NOW)
    actions.accept_deliverable(done, by=town.actor("chairman"), at=NOW)
    town.assigned(title="Báo cáo kết quả hằng quý", due=None, recurrence="quarterly")
    moved = move(town, "culture", "economy")
    assert moved == {"work.series": 1, "work.supports": 1, "work.tasks": 2}
    left = estates.held_by([town.units["culture"].pk], DAY)
    assert not any(name.startswith(("work.", "custody.")) for name in left)
    assert Task.objects.get(pk=done.pk).lead_unit == town.units["culture"], "the past stays"
    assert TaskSupport.objects.get(task=supported).unit == town.units["economy"]
    clock = Clock.objects.get(pk=late.pk)
    assert (clock.unit, clock.holder_post, clock.hold_kind) == (town.units["economy"], None, HoldKind.UNNAMED)
    assert standing_of(clock, later(5)) is Standing.OPEN_LATE
    assert Hold.objects.get(clock=clock, until=None).how == "restructuring"
    holds = Hold.objects.filter(clock=clock).order_by("since", "pk")
    intervals = [Interval(hold.since, hold.until) for hold in holds]
    assert broken_holds(intervals, opened=clock.started_at, closed=None) == []
    before, after = LateSpell.objects.filter(clock=clock).order_by("since")
    assert (before.unit, before.until, before.before_takeover) == (town.units["culture"], later(4), False)
    assert (after.unit, after.until, after.before_takeover) == (town.units["economy"], None, True)
    assert Entry.objects.filter(stream_id=late.pk, verb="moved").count() == 1


def test_a_unit_that_supported_twice_supports_once(town: Town) -> None:
    both = [town.units["culture"], town.units["economy"]]
    task = town.assigned(lead_unit=town.units["office"], person_post=None, supports=both)
    move(town, "culture", "economy")
    assert TaskSupport.objects.get(task=task).unit == town.units["economy"]


def test_plans_of_a_body_go_with_the_clocks_of_their_work(town: Town) -> None:
    task = town.assigned()
    town.unit("new", "Ủy ban nhân dân phường Sài Gòn", parent="city", body=True)
    assert move(town, "ward", "new")["work.plans"] == 1
    town.plan.refresh_from_db()
    assert town.plan.body == Clock.objects.get(pk=task.pk).body == town.units["new"]


def test_a_post_that_goes_elsewhere_than_its_unit_leaves_the_work_behind(town: Town) -> None:
    task = town.assigned()
    actions.accept_task(task, by=town.actor("officer"), at=NOW)
    culture, economy, office = (town.units[name].pk for name in ("culture", "economy", "office"))
    by, on = worker_actor(), date(2025, 12, 3)
    mapping = {name: {culture: "a"} for name in estates.held_by([culture], on)}
    officer, colleague = town.posts["officer"].pk, town.posts["colleague"].pk
    plan = Plan((culture,), (Successor("a", economy), Successor("b", office)), mapping, {officer: "b"})
    drafted = draft_restructuring("split", plan, title="Chia Phòng Văn hóa", effective_on=on, by=by, at=NOW)
    restructure(drafted.pk, by=by, at=later(4), today=date(2025, 12, 5))
    went = dict(Post.objects.filter(continues__in=[officer, colleague]).values_list("continues", "unit"))
    assert went == {officer: office, colleague: economy}
    task.refresh_from_db()
    assert (task.lead_unit_id, task.person_post_id) == (economy, None)
    clock = Clock.objects.get(pk=task.pk)
    assert (clock.holder_unit_id, clock.holder_post_id, clock.hold_kind) == (economy, None, HoldKind.UNNAMED)
