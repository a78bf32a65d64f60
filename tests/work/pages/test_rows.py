"""The rows of a table of tasks, which are made in Python."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.text import Truncator

from roviec.web.addresses import addresses_of
from roviec.web.templatetags.roviec import clipped, due_mark, state_mark
from tests.work.town import NOW, Town, later


def test_what_people_wrote_is_text_in_a_row(browser_of: Callable[[str], Client], town: Town) -> None:
    task = town.assigned(title="<script>alert(1)</script> & <b>đậm</b>", deliverable="<i>Báo cáo</i>")
    page = browser_of("chairman").get(f"/ke-hoach/{task.plan_id}/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b&gt;đậm&lt;/b&gt;</a>" in page
    assert "&lt;i&gt;Báo cáo&lt;/i&gt;" in page
    assert "<script>alert" not in page
    assert "<i>Báo cáo" not in page


def test_an_address_of_a_list_is_the_address_of_the_thing() -> None:
    pk = uuid4()
    assert addresses_of("work:task")(pk) == reverse("work:task", args=[pk])
    assert addresses_of("work:task_do", "accept_task")(pk) == reverse("work:task_do", args=[pk, "accept_task"])


@pytest.mark.parametrize("text", ["", "Rà soát", "đ" * 20, "đ" * 21, "Một câu dài hơn hai mươi chữ"])
def test_long_text_is_cut_as_templates_cut_it(text: str) -> None:
    assert clipped(text, 20) == Truncator(text).chars(20)


def test_a_moved_due_date_shows_both() -> None:
    assert "<del" not in due_mark(NOW, NOW)
    assert "<del" not in due_mark(NOW)
    assert "15/12/2025</time><del" in due_mark(later(days=14), NOW)


def test_a_late_standing_says_by_how_much() -> None:
    assert "Quá hạn 3 ngày làm việc" in state_mark("open_late", 3)
    assert "Đang thực hiện quá hạn" in state_mark("open_late")
    assert "3" not in state_mark("due_soon", 3)
    assert "state--bare" in state_mark("due_soon", bare=True)
