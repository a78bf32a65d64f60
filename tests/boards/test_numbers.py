"""Every number leads to the list behind it, and the two agree."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from roviec.boards.tiles import Tile
from tests.boards.conftest import TODAY, Enter
from tests.work.town import Town

pytestmark = pytest.mark.usefixtures("busy")


def length_of(client: Client, url: str) -> int:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.context["page"].paginator.count


def of_tasks(tiles: list[Tile]) -> Iterator[Tile]:
    return (tile for tile in tiles if tile.url.startswith("/danh-sach/"))


def test_tiles_of_the_tracking_office_agree_with_their_lists(enter: Enter) -> None:
    tracker = enter("tracker", TODAY)
    tiles = list(of_tasks(tracker.get("/theo-doi/").context["tiles"]))
    assert [tile.n for tile in tiles] == [length_of(tracker, tile.url) for tile in tiles]
    assert {tile.word: tile.n for tile in tiles} == {
        "Chờ phân công quá một ngày làm việc": 1,
        "Đang thực hiện quá hạn": 6,
        "Sắp đến hạn": 1,
        "Đã trình, chờ ký": 1,
        "Đề nghị gia hạn chờ quyết định": 1,
        "Ý kiến quá hạn trả lời": 1,
        "Chỉ đạo miệng chưa bổ sung": 0,
        "Bị từ chối, chờ giao lại": 1,
    }


def test_tiles_and_people_of_a_unit_agree_with_their_lists(enter: Enter, town: Town) -> None:
    head = enter("culture_head", TODAY)
    page = head.get(f"/don-vi/{town.units['culture'].pk}/").context
    tiles = list(page["tiles"])
    assert [tile.n for tile in tiles] == [length_of(head, tile.url) for tile in tiles]
    counts = page["counts"]
    for name, url in page["links"].items():
        shown = page["at_risk"] if name == "at_risk" else getattr(counts, name)
        assert shown == length_of(head, url), name
    for person in page["people"]:
        assert person["seat"].load.open == length_of(head, person["url"])
        assert person["seat"].load.late == length_of(head, person["late_url"])
        assert person["seat"].load.soon == length_of(head, person["soon_url"])


def test_units_side_by_side_agree_with_their_lists(enter: Enter) -> None:
    chairman = enter("chairman", TODAY)
    page = chairman.get("/toan-thanh-pho/").context
    for row in page["rows"]:
        assert row["counts"].open_late == length_of(chairman, row["late_url"]), row["unit"]
        assert row["tally"].unnamed == length_of(chairman, row["unnamed_url"]), row["unit"]
    assert sum(row["counts"].open_late for row in page["rows"]) == page["counts"].open_late
    for name, url in page["links"].items():
        assert getattr(page["counts"], name) == length_of(chairman, url), name


def test_what_the_whole_says_of_weeks_heads_and_opinions_agrees_with_its_lists(enter: Enter) -> None:
    """Every number that is a link, as it stands on the page: the list behind it has as many rows."""
    chairman = enter("chairman", TODAY)
    html = chairman.get("/toan-thanh-pho/").content.decode()
    links = re.findall(r'<a [^>]*href="(/danh-sach/\?[^"]*(?:tuan|dung_dau|hoi)=[^"]*)">([^<]*)</a>', html)
    assert {re.search(r"(tuan|dung_dau|hoi)=", url)[1] for url, _said in links} == {"tuan", "dung_dau", "hoi"}
    for url, said in links:
        assert length_of(chairman, unescape(url)) == int(re.search(r"(\d+)\)?$", said)[1]), url


def test_the_last_week_ends_now_and_the_first_knows_nothing_yet(enter: Enter) -> None:
    """Six became late on Friday the 12th, one is done: that stands in the week of the 8th, and late they are to this day."""
    weeks = enter("chairman", TODAY).get("/toan-thanh-pho/").context["weeks"]
    before, this = weeks[-2:]
    assert len(weeks) == 12
    assert (this.first, before.first) == (TODAY.date(), TODAY.date() - timedelta(days=7))
    assert (before.became_late, before.late_then, this.became_late, this.late_then) == (6, 6, 0, 6)
    assert [week.done_on_time for week in weeks[-3:]] == [1, 0, 0]
    assert weeks[0].late_then == weeks[0].done == 0


def test_work_without_a_sign_of_life_for_four_weeks_is_found(enter: Enter) -> None:
    late = TODAY + timedelta(days=60)
    chairman = enter("chairman", late)
    tile = chairman.get("/toan-thanh-pho/").context["tiles"][-1]
    assert tile.n == length_of(chairman, tile.url) > 0
    assert enter("chairman", TODAY).get("/toan-thanh-pho/").context["tiles"][-1].n == 0


def test_the_seven_lines_agree_with_their_lists(enter: Enter) -> None:
    chairman = enter("chairman", TODAY)
    lines = chairman.get("/lanh-dao/").context["lines"]
    assert len(lines) <= 7
    for line in lines:
        if line.url.startswith("/danh-sach/"):
            assert line.n == length_of(chairman, line.url), line.what


def test_what_waits_for_a_leader_is_what_the_own_day_lists(enter: Enter) -> None:
    chairman = enter("chairman", TODAY)
    decisions = next(line for line in chairman.get("/lanh-dao/").context["lines"] if "quyết định" in line.what)
    assert decisions.n == chairman.get("/viec-cua-toi/").context["day"].waiting_for_me == 2


def test_every_task_of_a_unit_stands_once_on_its_page(enter: Enter, town: Town) -> None:
    """The first kind that fits: what must be named or signed is not listed again as late."""
    head = enter("culture_head", TODAY)
    sections = head.get(f"/don-vi/{town.units['culture'].pk}/").context["sections"]
    shown = [line.task.pk for section in sections for line in section["lines"]]
    assert len(shown) == len(set(shown))
    assert {section["key"]: section["count"] for section in sections} == {
        "unnamed": 1, "decisions": 1, "late": 4, "at_risk": 0, "soon": 1,
    }  # fmt: skip
