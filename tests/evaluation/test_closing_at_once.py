"""Two heads, or a closing and a sending, at the same moment: one after the other, nothing half."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from roviec.core.problems import Invalid
from roviec.evaluation.actions import confirming, periods, sheets
from roviec.evaluation.models import ScoringPeriod, Sheet
from roviec.evaluation.queries.periods import digest_of, is_intact
from roviec.ledger.models import Entry
from tests.evaluation.conftest import FULL, Month, on
from tests.evaluation.test_confirming import AFTER, ready

pytestmark = [
    pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write after the other"),
    pytest.mark.django_db(transaction=True),
]


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """What became of each: "done" or the code of the refusal."""
    together = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> str:
        try:
            together.wait(timeout=20)
            act()
            return "done"
        except Invalid as refused:
            return refused.problems[0][1].code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_one_sheet_is_confirmed_once_and_a_closed_period_holds(month: Month) -> None:
    ready(month, "officer")
    sheet, head = month.sheet().pk, month.actor("culture_head")
    both = at_once(*[lambda: confirming.confirm_sheet(sheet, by=head, at=AFTER)] * 2)
    assert sorted(both) == ["done", "sheet.confirmed"]
    assert Entry.objects.filter(verb="sheet_confirmed").count() == 1
    sheets.score_own(month.sheet("colleague"), FULL, by=month.actor("colleague"), at=on(31))
    period, late, clerk = ScoringPeriod.objects.get(), month.sheet("colleague").pk, month.actor("clerk")
    closing, sending = at_once(
        lambda: periods.close_period(period, why_left="Thí điểm", by=clerk, at=AFTER),
        lambda: sheets.send_sheet(late, by=month.actor("colleague"), at=AFTER),
    )
    assert closing == "done"
    # Whichever came first, the digest is of what stands there now.
    assert sending in ("done", "period.closed")
    assert month.sheet("colleague").state == (Sheet.State.SENT if sending == "done" else Sheet.State.OPEN)
    assert is_intact(ScoringPeriod.objects.get()) is True
    assert (
        f'"digest":"{digest_of(Sheet.objects.filter(period=period))}"' in Entry.objects.get(verb="period_closed").data
    )
