"""Forecasts in the product: computed by the worker, shown with their reasons to who may see the work, told once, held against what came."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from roviec.alerts.actions import tell_states
from roviec.alerts.actions.forecasting import forecast_open_work
from roviec.alerts.models import Forecast, Learning, Notice, SaidForecast
from roviec.alerts.queries.forecasts import reasons_shown, record_of
from roviec.alerts.queries.past import open_work, with_turns
from roviec.core.actor import Actor
from roviec.core.forecast.axis import WorkingAxis
from roviec.core.forecast.lives import What
from roviec.core.permission import Denied
from roviec.custody.calendars import calendar_named
from roviec.custody.models import Clock
from roviec.organisation.middleware import SESSION_KEY
from roviec.web import clock
from roviec.web.reasons import sentence
from roviec.work import actions as work
from roviec.work.models import Dependency, Task
from roviec.work.queries.forecasts import forecasts_of
from tests.alerts.history_of_work import NOW, TERM, remember, running
from tests.work.town import Town, later

Enter = Callable[..., Client]


@pytest.fixture
def enter(town: Town, monkeypatch: pytest.MonkeyPatch) -> Enter:
    def sign_in(key: str, at: datetime = NOW) -> Client:
        monkeypatch.setattr(clock, "system_now", lambda: at)
        client = Client()
        client.force_login(town.accounts[key], backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[SESSION_KEY] = str(town.mandates[key].pk)
        session.save()
        return client

    return sign_in


@pytest.fixture
def past(town: Town) -> Town:
    remember(town)
    return town


def said(task: Task) -> Forecast:
    return Forecast.objects.get(pk=task.pk)


def codes(task: Task) -> list[str]:
    return [one["code"] for one in said(task).reasons]


def test_the_worker_forecasts_what_runs_from_how_such_work_went(past: Town, worker: Actor) -> None:
    quick, slow = running(past, "culture"), running(past, "economy")
    told = forecast_open_work(NOW, worker)
    assert (told.looked_at, told.likely, told.trusted) == (2, 1, True)
    assert said(quick).late < 0.2 < 0.8 < said(slow).late
    assert said(quick).likely_since is None
    assert said(slow).likely_since == NOW
    assert NOW < said(quick).p50 <= said(quick).p85 < said(quick).due < said(slow).p50
    assert codes(slow)[0] == "forecast.class"
    assert said(slow).learning.cases == 240


def test_without_history_nothing_is_claimed(town: Town, worker: Actor) -> None:
    task = running(town, "culture")
    assert forecast_open_work(NOW, worker).trusted is False
    assert said(task).late is None
    assert codes(task) == ["forecast.little_history"]
    assert not SaidForecast.objects.exists()
    assert forecasts_of([task.pk]) == {}


def test_only_the_worker_forecasts(town: Town) -> None:
    with pytest.raises(Denied):
        forecast_open_work(NOW, town.actor("chairman"))


def test_what_stands_or_is_over_has_no_forecast(past: Town, worker: Actor) -> None:
    task, other = running(past, "economy"), running(past, "economy")
    forecast_open_work(NOW, worker)
    Clock.objects.filter(pk=task.pk).update(suspended_since=NOW)
    Clock.objects.filter(pk=other.pk).update(closed_at=NOW, finished_at=NOW, closing=Clock.Closing.DONE)
    forecast_open_work(NOW + timedelta(hours=1), worker)
    assert not Forecast.objects.exists()


def test_twice_is_as_once(past: Town, worker: Actor) -> None:
    task = running(past, "economy")
    forecast_open_work(NOW, worker)
    first = said(task).late
    forecast_open_work(NOW, worker)
    assert said(task).late == first
    assert (Forecast.objects.count(), SaidForecast.objects.count()) == (1, 1)


def test_work_that_waits_for_late_work_says_so(past: Town, worker: Actor) -> None:
    before = running(past, "economy", used=0.2, title="Điều tra hiện trạng")
    days = {"planned_start": NOW.date(), "planned_end": (NOW + timedelta(days=13)).date()}
    alone, after = running(past, "culture", used=0.1, **days), running(past, "culture", used=0.1, **days)
    Dependency.objects.create(plan=past.plan, before=before, after=after, created_at=NOW)
    forecast_open_work(NOW, worker)
    assert said(alone).late < 0.2 < 0.6 < said(after).late
    assert said(after).p50 > said(alone).p50
    (waits,) = [one for one in said(after).reasons if one["code"] == "forecast.waits_for"]
    assert waits["params"] == {"task": str(before.pk)}
    (shown,) = [reason for reason, _ in reasons_shown([waits], past.actor("officer"))]
    assert sentence(shown) == "Phải chờ việc “Điều tra hiện trạng” xong trước."


def test_another_task_is_named_only_to_who_sees_it(past: Town, worker: Actor) -> None:
    task = running(past, "economy")
    waits = [{"code": "forecast.waits_for", "params": {"task": str(task.pk)}, "cite": "", "points": 9}]
    ((reason, points),) = reasons_shown(waits, past.actor("secretary"))
    assert (reason.code, reason.params, points) == ("forecast.waits_for_hidden", {}, 9)


def test_a_whole_is_as_late_as_the_last_of_its_parts(past: Town, worker: Actor) -> None:
    whole = running(past, "culture")
    Clock.objects.filter(pk=whole.pk).update(counts=False)
    for key in ("culture", "economy"):
        running(past, key, parent=whole)
    forecast_open_work(NOW, worker)
    assert said(whole).late > 0.8
    assert not SaidForecast.objects.filter(clock=whole.pk).exists()


def test_an_extension_is_forecast_against_the_date_of_now(past: Town, worker: Actor) -> None:
    task = running(past, "culture", used=0.9)
    late = NOW + TERM
    Clock.objects.filter(pk=task.pk).update(due=late)
    forecast_open_work(NOW, worker)
    assert said(task).due == late
    assert said(task).late < 0.5


def test_a_crossing_is_told_once_and_a_new_crossing_again(past: Town, worker: Actor) -> None:
    task = running(past, "economy")

    def notices(at: datetime) -> int:
        tell_states(at, worker)
        return Notice.objects.filter(kind="probably_late", thing_id=task.pk, officer__code="economy_head").count()

    forecast_open_work(NOW, worker)
    assert notices(NOW) == 1
    forecast_open_work(NOW + timedelta(hours=6), worker)
    assert notices(NOW + timedelta(hours=6)) == 1
    Forecast.objects.filter(pk=task.pk).update(likely_since=None)
    forecast_open_work(NOW + timedelta(days=1), worker)
    assert notices(NOW + timedelta(days=1)) == 2
    assert Notice.objects.filter(kind="probably_late").first().params["percent"] >= 70


def test_the_panel_says_chance_dates_and_reasons(past: Town, worker: Actor, enter: Enter) -> None:
    task = running(past, "economy")
    forecast_open_work(NOW, worker)
    html = enter("economy_head").get(reverse("work:task", args=[task.pk])).content.decode()
    assert "khả năng quá hạn" in html
    assert "Việc cùng đơn vị, cùng loại: cứ 100 việc còn mở khi đã dùng" in html
    assert reverse("alerts:forecasts") in html


def test_the_panel_says_that_it_does_not_know(town: Town, worker: Actor, enter: Enter) -> None:
    task = running(town, "economy")
    forecast_open_work(NOW, worker)
    html = enter("economy_head").get(reverse("work:task", args=[task.pk])).content.decode()
    assert "Chưa đủ dữ liệu để dự báo." in html
    assert "Mới có 0 việc đã đến hạn để rút kinh nghiệm; cần ít nhất 60 việc." in html


def test_lists_and_boards_show_what_will_be_late(past: Town, worker: Actor, enter: Enter) -> None:
    risky, safe = running(past, "economy", title="Việc dễ trễ"), running(past, "culture", title="Việc ổn")
    forecast_open_work(NOW, worker)
    client = enter("economy_head")
    listed = client.get(reverse("boards:tasks") + "?trang_thai=at_risk")
    assert [line.task.pk for line in listed.context["lines"]] == [risky.pk]
    assert listed.context["lines"][0].risk >= 70
    unit = client.get(reverse("boards:unit", args=[past.units["economy"].pk]))
    assert unit.context["at_risk"] == 1
    (section,) = [one for one in unit.context["sections"] if one["key"] == "at_risk"]
    assert [line.task.pk for line in section["lines"]] == [risky.pk]
    assert "Nguy cơ quá hạn" in client.get(reverse("boards:my_day")).content.decode()
    elsewhere = enter("secretary").get(reverse("boards:tasks") + "?trang_thai=at_risk")
    assert elsewhere.context["lines"] == []
    assert safe.pk not in {line.task.pk for line in listed.context["lines"]}


def test_charts_ask_below_and_get_what_is_known(past: Town, worker: Actor) -> None:
    task = running(past, "economy")
    forecast_open_work(NOW, worker)
    expected = forecasts_of([task.pk])[task.pk]
    assert expected["late"] == said(task).late
    assert expected["p50"] <= expected["p85"]


def test_the_record_counts_what_was_said_against_what_came(past: Town, worker: Actor, enter: Enter) -> None:
    late, early, moved, open_ = (running(past, key) for key in ("economy", "culture", "economy", "culture"))
    forecast_open_work(NOW, worker)
    assert SaidForecast.objects.count() == 4
    soon = NOW + timedelta(days=3)
    for task, ended in ((late, late.clock.due + timedelta(days=2)), (early, soon), (moved, soon)):
        Clock.objects.filter(pk=task.pk).update(closed_at=ended, finished_at=ended, closing=Clock.Closing.DONE)
    Clock.objects.filter(pk=moved.pk).update(due=moved.clock.due + timedelta(days=30))
    body = past.units["ward"].pk
    record = record_of(body, soon)
    assert (record.n, record.late, record.moved) == (2, 1, 1)
    assert record.brier < record.base == 0.25
    assert [band.n for band in record.bands] == [1, 1]
    # What is still open counts as soon as its date has passed.
    assert record_of(body, open_.clock.due + timedelta(minutes=1)).late == 2
    page = enter("officer", soon).get(reverse("alerts:forecasts")).content.decode()
    assert "Nói bao nhiêu, đúng bao nhiêu" in page
    assert "So với cách đoán đơn giản" in page
    assert "Không tính 1 lần" in page


def test_the_record_of_a_body_is_seen_by_who_sees_its_work(past: Town, worker: Actor, enter: Enter) -> None:
    running(past, "economy")
    forecast_open_work(NOW, worker)
    asked = reverse("alerts:forecasts") + f"?co_quan={past.units['ward'].pk}"
    assert enter("mayor").get(asked).context["body"].pk == past.units["ward"].pk
    assert enter("secretary").get(asked).context["body"].pk == past.units["party"].pk


def test_the_page_says_that_it_does_not_know(town: Town, worker: Actor, enter: Enter) -> None:
    page = enter("officer").get(reverse("alerts:forecasts")).content.decode()
    assert "Mới có 0 việc đã đến hạn" in page
    assert "Chưa có kết quả để đối chiếu" in page


def test_reasons_are_said_in_both_languages(past: Town, worker: Actor) -> None:
    task = running(past, "economy", named=False)
    forecast_open_work(NOW, worker)
    shown = [reason for reason, _ in reasons_shown(said(task).reasons, past.actor("economy_head"))]
    vietnamese = [sentence(reason) for reason in shown]
    with translation.override("en"):
        english = [sentence(reason) for reason in shown]
    assert all(one != other for one, other in zip(vietnamese, english, strict=True))
    assert not any("forecast." in one for one in [*vietnamese, *english])


def test_job_and_page_ask_the_same_however_much_is_open(
    past: Town, worker: Actor, enter: Enter, pinned_queries: Callable[[str], AbstractContextManager[object]]
) -> None:
    for _ in range(40):
        running(past, "economy")
    forecast_open_work(NOW, worker)
    with pinned_queries("forecast: job"):
        forecast_open_work(NOW + timedelta(days=1), worker)
    client = enter("officer")
    client.get(reverse("alerts:forecasts"))
    with pinned_queries("forecast: page"):
        client.get(reverse("alerts:forecasts"))


def test_old_learnings_go_when_nothing_refers_to_them(past: Town, worker: Actor) -> None:
    task = running(past, "economy")
    forecast_open_work(NOW - timedelta(days=40), worker)
    forecast_open_work(NOW, worker)
    assert Learning.objects.count() == 2  # the first is kept by what was said under it
    SaidForecast.objects.filter(clock=task.pk).delete()
    forecast_open_work(NOW, worker)
    assert Learning.objects.filter(at__lt=NOW).count() == 0


def test_real_actions_leave_the_turns_that_a_forecast_reads(town: Town) -> None:
    officer, hour = town.actor("officer"), timedelta(hours=1)
    start = later()
    task = work.accept_task(town.assigned(), by=officer, at=start + hour)
    work.report_progress(task, progress=40, text="Đã xong khảo sát", by=officer, at=start + 2 * hour)
    work.hand_up_for_signature(task, signer=town.posts["culture_head"], by=officer, at=start + 3 * hour)
    calendar = calendar_named("vn")
    axis = WorkingAxis(calendar)
    (read,) = with_turns(open_work(axis, calendar), axis)
    assert [turn.what for turn in read.life.turns] == [What.BEGUN, What.REPORTED, What.HANDED_UP]
    assert read.life.turns[1].value == 0.4
    assert read.life.turns[2].at - read.life.start == pytest.approx(3 / 8)


def test_work_waiting_for_a_name_has_not_begun(town: Town) -> None:
    town.assigned(person_post=None)
    calendar = calendar_named("vn")
    axis = WorkingAxis(calendar)
    (read,) = with_turns(open_work(axis, calendar), axis)
    assert read.life.turns == ()
