"""Dates, numbers and slots as pages show them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation
from django.utils.safestring import SafeString

from roviec.core.durations import WorkingDays
from roviec.web import slots
from roviec.web.templatetags import roviec as tags


def test_a_day_reads_as_offices_write_it() -> None:
    assert tags.vi_date(date(2025, 12, 5)) == "05/12/2025"


def test_an_instant_is_shown_at_the_clock_of_vietnam() -> None:
    late_evening = datetime(2025, 12, 4, 17, 30, tzinfo=UTC)
    assert tags.vi_datetime(late_evening) == "00:30 05/12/2025"
    assert tags.vi_date(late_evening) == "05/12/2025"


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_is_a_dash(nothing: None) -> None:
    assert tags.vi_date(nothing) == tags.vi_datetime(nothing) == tags.vi_number(nothing) == "–"


def test_numbers_have_dots_for_thousands_and_a_decimal_comma() -> None:
    assert tags.vi_number(1234567) == "1.234.567"
    assert tags.vi_number(Decimal("1234.5")) == "1.234,5"


def test_a_share_of_nothing_is_a_dash() -> None:
    assert tags.percent(1, 8) == "12,5\u00a0%"
    assert tags.percent(3, 3) == "100\u00a0%"
    assert tags.percent(0, 0) == "–"


def test_lateness_is_said_in_working_days() -> None:
    with translation.override("vi"):
        assert tags.working_days_late(WorkingDays(3)) == "Quá hạn 3 ngày làm việc"
        assert tags.working_days_late(0) == "Quá hạn trong ngày"


def test_parts_of_a_bar_fill_it_without_gaps() -> None:
    bar = tags.stacked_bar(1, 1, 2)
    assert [(part["x"], part["width"]) for part in bar] == [("0.00", "25.00"), ("25.00", "25.00"), ("50.00", "50.00")]
    assert all(part["width"] == "0.00" for part in tags.stacked_bar(0, 0))


def test_panels_of_a_slot_stand_in_order_and_cannot_smuggle_html(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slots, "_panels", {})

    def second(request: HttpRequest, context: dict[str, object]) -> str:
        return f"<b>{context['task']}</b>"

    def first(request: HttpRequest, context: dict[str, object]) -> str:
        return SafeString("<i>1</i>")

    slots.register("task.side", second, order=20)
    slots.register("task.side", first, order=10)
    slots.register("task.side", first, order=10)
    html = slots.render("task.side", RequestFactory().get("/"), {"task": "x"})
    assert html == "<i>1</i>&lt;b&gt;x&lt;/b&gt;"
    assert slots.render("nowhere", RequestFactory().get("/"), {}) == ""
