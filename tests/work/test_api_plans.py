"""Plans as schedules over the API: what a program does is what the page does."""

import json
from datetime import date
from typing import Any

import pytest

from roviec.web import clock
from roviec.work.models import Task
from tests.work.test_chart_endpoints import client
from tests.work.town import Town, later

MON, WED, FRI = date(2025, 12, 1), date(2025, 12, 3), date(2025, 12, 5)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "system_now", lambda: later(hours=1))


def test_a_program_links_moves_compares_and_takes_back(town: Town) -> None:
    one, base = client(town, "chairman"), f"/api/v1/plans/{town.plan.pk}"

    def send(path: str, data: object, method: str = "post") -> Any:
        return getattr(one, method)(f"{base}{path}", json.dumps(data), "application/json")

    first = town.assigned(title="Khảo sát", planned_start=MON, planned_end=WED)
    second = town.assigned(title="Dự thảo", planned_start=date(2025, 12, 4), planned_end=FRI)
    link = {"do": "link", "before": str(first.pk), "after": str(second.pk)}
    move = {"do": "move", "task": str(first.pk), "start": "2025-12-03", "end": "2025-12-05"}
    assert send("/changes", {"changes": [link]}).status_code == 200
    assert [row["source"] for row in one.get(f"{base}/links").json()] == [str(first.pk)]
    assert send("/baselines", {"name": "Được duyệt"}).status_code == 201
    assert len(send("/changes/preview", {"changes": [move]}).json()["moved"]) == 2
    done = send("/changes", {"changes": [move], "reason": "Chờ kinh phí"}).json()
    assert set(done["tasks"]) == {str(first.pk), str(second.pk)}
    assert one.get(f"{base}/comparison").json()["counts"]["later"] == 2
    assert one.get(f"/api/v1/tasks/{second.pk}/slips").json()[0]["reason"] == "Chờ kinh phí"
    assert send(f"/changes/{done['undo']}/undo", {}).status_code == 200
    assert Task.objects.get(pk=second.pk).planned_start == date(2025, 12, 4)
    assert one.get(f"{base}/programme").json()["counts"]["open_on_time"] == 2
    assert send("/parent", {"parent": None}, "put").status_code == 204
    assert send("/changes", {"changes": [{"do": "fly"}]}).status_code == 422
