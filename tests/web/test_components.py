"""The page of every component renders, in both languages, without what the policy forbids."""

import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from roviec.web.csp import gantt_page
from roviec.web.gantt_rows import gantt_plan, gantt_row
from tests.web.components import sample


@pytest.fixture(params=["vi", "en"])
def html(request: pytest.FixtureRequest) -> str:
    with translation.override(request.param):
        return sample.render(
            RequestFactory().get("/"), user=SimpleNamespace(is_authenticated=True), gantt_url="/g.json"
        )


class Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.pointed: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if "id" in given:
            self.ids.append(given["id"] or "")
        for name in ("for", "aria-labelledby", "aria-describedby", "data-dialog-open"):
            self.pointed.update((given.get(name) or "").split())


def test_ids_are_unique_and_every_label_points_at_something(html: str) -> None:
    page = Ids()
    page.feed(html)
    assert len(page.ids) == len(set(page.ids))
    assert page.pointed <= set(page.ids)


def test_the_page_needs_no_inline_style_or_script(html: str) -> None:
    assert not re.findall(r"\sstyle=|\son\w+=|<script(?![^>]*\bsrc=)", html)


def test_a_field_in_error_says_so_to_the_screen_reader(html: str) -> None:
    field = re.search(r'<input[^>]*name="until"[^>]*>', html)
    assert field
    assert 'aria-invalid="true"' in field[0]
    assert "id_until_error" in field[0]


def test_the_original_due_date_stays_in_sight(html: str) -> None:
    assert re.search(r"02/12/2025</time><del[^>]*>14/11/2025", html)


def test_paging_and_sorting_keep_the_filters() -> None:
    request = RequestFactory().get("/", {"standing": "open_late", "trang": "2"})
    page = sample.render(request)
    assert "?standing=open_late&amp;trang=3" in page
    assert "?standing=open_late&amp;sap_xep=ten" in page


def test_only_pages_with_the_chart_loosen_the_policy() -> None:
    response = gantt_page(lambda _request: SimpleNamespace())(RequestFactory().get("/"))
    assert set(response._csp_update) == {"style-src-attr", "font-src"}
    assert "'unsafe-inline'" in response._csp_update["style-src-attr"]


def test_the_chart_says_lateness_in_words() -> None:
    with translation.override("vi"):
        row = gantt_row(
            id=1, text="x", start=None, due=sample.TASKS[0]["due"], lead="Sở", standing="open_late", days_late=3
        )  # type: ignore[arg-type]
    assert (row["tone"], row["state"], row["due"]) == ("late", "Quá hạn 3 ngày làm việc", "2025-12-02")
    plan = gantt_plan([row], today=sample.TASKS[0]["due"], off_days=[], working_saturdays=[])  # type: ignore[arg-type]
    assert plan["calendar"] == {"off_days": [], "working_saturdays": []}


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_stand_without_any_context_and_say_what_to_do(code: str) -> None:
    with translation.override("vi"):
        page = render_to_string(f"{code}.html")
    assert re.search(r'<p class="remedy">\w', page)
    assert re.search(r'<p class="quiet">\w', page)
