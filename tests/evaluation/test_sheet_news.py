"""Officials, heads and whoever runs the body are told what waits, and that a result is there: never with a point in it."""

import json
from datetime import timedelta

from roviec.alerts.actions import take_outbox, tell_states
from roviec.alerts.models import Notice
from roviec.alerts.shown import show
from roviec.evaluation.actions import confirming, periods
from roviec.organisation.queries.actors import worker_actor
from tests.evaluation.conftest import Month, on
from tests.evaluation.test_confirming import AFTER, ready


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("officer__code", flat=True))


def test_from_the_reminder_to_the_result(month: Month) -> None:
    ready(month, "officer")
    worker = worker_actor()
    for _again in range(2):
        tell_states(on(29), worker)
    assert "officer" not in told("sheet_unsent")
    assert {"colleague", "culture_deputy", "chairman"} <= set(told("sheet_unsent"))
    assert len(told("sheet_unsent")) == len(set(told("sheet_unsent"))) == 10
    assert told("sheets_waiting") == []
    for _again in range(2):
        tell_states(AFTER, worker)
    assert told("sheets_waiting") == ["culture_head"]
    assert [(one.title, one.url) for one in show(Notice.objects.filter(kind="sheets_waiting"))] == [
        ("Phòng Văn hóa - Xã hội", "/danh-gia/don-vi/")
    ]
    tell_states(on(12, month=4), worker)
    assert told("period_unclosed") == ["chairman", "clerk"]
    head, clerk = month.actor("culture_head"), month.actor("clerk")
    confirming.return_sheet(month.sheet().pk, reason="Điểm 99 là quá cao", by=head, at=AFTER)
    month.sent("officer", at=AFTER)
    confirming.confirm_sheet(month.sheet().pk, by=head, at=AFTER)
    closed = periods.close_period(month.sheet().period, why_left="Thí điểm", by=clerk, at=AFTER)
    periods.reopen_period(closed, reason="Nhầm", by=clerk, at=AFTER + timedelta(hours=1))
    take_outbox(AFTER + timedelta(hours=2), worker)
    assert [told(kind) for kind in ("sheet_returned", "sheet_result", "sheet_reopened")] == [["officer"]] * 3
    notices = Notice.objects.filter(kind__in=("sheet_returned", "sheet_result", "sheet_reopened"))
    for notice in show(notices):
        assert notice.url == f"/danh-gia/phieu/{month.sheet().pk}/"
    assert "99" not in json.dumps([one.params for one in notices])
