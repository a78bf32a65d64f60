"""Đôn đốc is an act of its own: counted, in the history, told to whoever has the work and to the head."""

import pytest
from django.test import Client

from roviec.alerts.actions import take_outbox
from roviec.alerts.models import Notice
from roviec.core.permission import Denied
from roviec.core.problems import Invalid
from roviec.organisation.middleware import SESSION_KEY
from roviec.organisation.queries.actors import worker_actor
from roviec.web import clock
from roviec.work import actions, queries
from roviec.work.models import Comment, Task
from tests.work.town import NOW, Town, build, later


@pytest.fixture
def town(db: None) -> Town:
    return build()


def working(town: Town) -> Task:
    return actions.accept_task(town.assigned(), by=town.actor("officer"), at=NOW)


def test_each_reminder_counts_and_stands_in_the_history(town: Town) -> None:
    task = working(town)
    actions.remind_task(task, text="Đề nghị báo cáo", by=town.actor("tracker"), at=later(days=1))
    task = actions.remind_task(task, text="Nhắc lần hai", by=town.actor("chairman"), at=later(days=2))
    assert (task.reminders, task.reminded_at) == (2, later(days=2))
    said = [(line.verb, line.why) for line in queries.history(task)][-2:]
    assert said == [("reminded", "Đề nghị báo cáo"), ("reminded", "Nhắc lần hai")]
    assert not Comment.objects.exists()


def test_who_has_the_work_and_the_head_are_told_each_time(town: Town) -> None:
    task = working(town)
    take_outbox(NOW, worker_actor())
    Notice.objects.all().delete()
    for n in (1, 2):
        actions.remind_task(task, text=f"Lần {n}", by=town.actor("tracker"), at=later(days=n))
    take_outbox(later(days=2), worker_actor())
    told = sorted(Notice.objects.filter(kind="reminded").values_list("officer__code", flat=True))
    assert told == ["culture_head", "culture_head", "officer", "officer"]


def test_who_has_the_work_reminds_nobody_of_it(town: Town) -> None:
    task = working(town)
    for key in ("officer", "colleague"):
        with pytest.raises(Denied):
            actions.remind_task(task, text="Khẩn trương", by=town.actor(key), at=NOW)
    actions.remind_task(task, text="Khẩn trương", by=town.actor("culture_head"), at=NOW)


def test_nobody_is_reminded_of_what_is_done_or_without_words(town: Town) -> None:
    task = working(town)
    with pytest.raises(Invalid):
        actions.remind_task(task, text="  ", by=town.actor("chairman"), at=NOW)
    actions.cancel_task(task, reason="Không còn cần", by=town.actor("chairman"), at=later(hours=1))
    with pytest.raises(Invalid):
        actions.remind_task(task, text="Khẩn trương", by=town.actor("chairman"), at=later(hours=2))


def test_a_tracker_reminds_of_many_from_the_list_of_what_is_late(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = [working(town), working(town)]
    now = later(days=14)
    monkeypatch.setattr(clock, "system_now", lambda: now)
    client = Client()
    client.force_login(town.accounts["tracker"], backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    session[SESSION_KEY] = str(town.mandates["tracker"].pk)
    session.save()
    page = client.get("/danh-sach/", {"trang_thai": "open_late"})
    assert page.content.count(b'name="task"') == 2
    picked = {"task": [task.pk for task in tasks], "do": "remind", "apply": "1", "text": "Báo cáo trước 17 giờ"}
    client.post("/nhiem-vu/nhieu/", picked)
    assert set(Task.objects.values_list("reminders", flat=True)) == {1}
    assert "đã đôn đốc 1 lần" in client.get("/danh-sach/", {"trang_thai": "open_late"}).content.decode()
