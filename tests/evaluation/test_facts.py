"""A sheet fills itself: what was given, done, late, sent back and handed over follows from the work, each with its facts."""

from typing import Any

from roviec.evaluation.models import Sheet
from roviec.work import actions as work
from tests.evaluation.conftest import Month, on


def items(sheet: Sheet) -> list[tuple[Any, ...]]:
    """(product, origin, given, done, failures, late, excused late)"""
    return sorted(
        (
            one["product"],
            one["origin"],
            one["quantity"],
            one["done"],
            one["quality_failures"],
            one["late"],
            one["excused_late"],
        )
        for one in sheet.items
    )


def test_a_month_of_work_becomes_a_sheet(month: Month) -> None:
    month.done(month.give("VB.01"), on(10))
    late = month.give("BC.02", due=on(12).date())
    month.done(late, on(16))
    returned = month.hand_in(month.give("VB.01", quantity="3"), on(11))
    returned = work.return_deliverable(returned, reason="Sai số liệu", by=month.actor("chairman"), at=on(12))
    month.done(returned, on(13))
    month.give("DA.03")
    month.give("VB.01", due=on(20, month=5).date())
    bare = month.give(None)
    month.fill(on(31, 18))
    month.scored()
    sheet = month.sheet()
    assert items(sheet) == [
        ("BC.02", "planned", "1", "1", 0, 1, 0),
        ("DA.03", "planned", "1", "0", 0, 0, 0),
        ("VB.01", "planned", "1", "1", 0, 0, 0),
        ("VB.01", "planned", "3", "3", 1, 0, 0),
    ]
    # Given 1 + 2 + 3 + 10; done 6; a quarter off the three, a quarter off the two.
    assert sheet.score["ratios"] == {"a": "3/8", "b": "21/64", "c": "11/32"}
    assert sheet.score["without_product"] == [str(bare.pk)]
