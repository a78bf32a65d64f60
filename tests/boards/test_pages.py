"""Each page answers its question, for those whom it concerns."""

import re
from functools import partial

import pytest
from django.urls import reverse

from roviec.boards.duties import first_screen
from roviec.core.actor import Actor, Duty
from roviec.organisation.models import Mandate, Post
from tests.boards.conftest import TODAY, Enter, fill
from tests.work.town import Town

FIRST = {
    "officer": "/viec-cua-toi/",
    "culture_deputy": "/don-vi/{culture}/",
    "culture_head": "/don-vi/{culture}/",
    "tracker": "/theo-doi/",
    "chairman": "/lanh-dao/",
    "secretary": "/lanh-dao/",
    "admin": "/quan-tri/",
}


@pytest.mark.parametrize("who", FIRST)
def test_the_first_screen_follows_from_the_duty(who: str, enter: Enter, town: Town) -> None:
    expected = FIRST[who].format(culture=town.units["culture"].pk)
    assert enter(who).get("/").headers["Location"] == expected


def test_an_administrator_without_a_post_lands_in_the_administration(town: Town) -> None:
    account = town.accounts["admin"]
    actor = Actor(account_id=account.pk, account_label="admin", duties=frozenset({Duty.ADMIN}))
    assert first_screen(actor) == reverse("organisation:admin")


def test_my_day_puts_each_thing_where_it_belongs_with_its_steps(enter: Enter, town: Town, busy: dict) -> None:
    page = enter("officer", TODAY).get("/viec-cua-toi/")
    sections = {section["key"]: [line.task.pk for line in section["lines"]] for section in page.context["sections"]}
    assert busy["late"].pk in sections["qua-han"]
    assert busy["soon"].pk in sections["moi-giao"]
    assert [line.task.pk for line in page.context["handed_on"]] == [busy["signing"].pk]
    html = page.content.decode()
    for verb in ("hand_up_for_signature", "submit_deliverable", "give_explanation"):
        assert reverse("work:task_do", args=[busy["late"].pk, verb]) in html


def test_a_head_names_people_from_the_page_of_the_unit_and_others_only_look(
    enter: Enter, town: Town, busy: dict
) -> None:
    address = f"/don-vi/{town.units['culture'].pk}/"
    step = reverse("work:task_do", args=[busy["unnamed"].pk, "name_person"])
    assert step in enter("culture_head", TODAY).get(address).content.decode()
    looked = enter("economy_head", TODAY).get(address).content.decode()
    assert "Rà soát di tích xuống cấp" in looked
    assert step not in looked


@pytest.mark.parametrize("view", ["", "?xem=cot", "?xem=bang", "?xem=gi-do"])
def test_the_page_of_a_unit_has_views(view: str, enter: Enter, town: Town, busy: dict) -> None:
    page = enter("culture_head", TODAY).get(f"/don-vi/{town.units['culture'].pk}/{view}")
    assert "Lập kế hoạch chuyển đổi số" in page.content.decode()


def test_only_trackers_and_leaders_see_their_boards(enter: Enter) -> None:
    officer = enter("officer")
    assert officer.get("/theo-doi/").status_code == 403
    assert officer.get("/lanh-dao/").status_code == 403


def test_who_headed_the_unit_when_it_became_late_stays_named(enter: Enter, town: Town, busy: dict) -> None:
    old = town.mandates["culture_head"]
    Mandate.objects.filter(pk=old.pk).update(valid_to=TODAY.date())
    new = Post.objects.get(pk=town.posts["culture_head"].pk)
    Mandate.objects.create(officer=town.accounts["colleague"].officer, post=new, valid_from=TODAY.date())
    page = enter("chairman", TODAY).get("/toan-thanh-pho/")
    red = {row.unit.pk: row for row in page.context["red"]}
    (then,) = red[town.units["culture"].pk].heads_then
    assert (then.mandate, then.name, then.n) == (old.pk, "Nguyễn Văn culture_head", 6)


def test_a_party_leader_sees_the_counts_of_each_plan(enter: Enter, town: Town) -> None:
    page = enter("secretary").get("/lanh-dao/")
    assert "Chưa có nghị quyết, kết luận nào đang theo dõi" in page.content.decode()


def test_the_wall_of_a_meeting_room_fetches_itself_and_names_nobody(enter: Enter, town: Town, busy: dict) -> None:
    html = enter("chairman", TODAY).get("/man-hinh/?pham_vi=co-quan").content.decode()
    assert 'hx-get="/man-hinh/?pham_vi=co-quan" hx-trigger="every 60s"' in html
    assert re.search(r"<b>6</b>\s*quá hạn", html)
    assert town.units["culture"].name in html
    assert "Nguyễn Văn culture_head" not in html
    elsewhere = enter("party_officer", TODAY).get("/man-hinh/").content.decode()
    assert town.units["culture"].name not in elsewhere


# What the state side does is not the party's to see, and the other way round.
OTHER_SIDE = [
    "/toan-thanh-pho/",
    "/danh-sach/",
    "/tim-kiem/?q=chuyen+doi+so",
    "/don-vi/{culture}/",
    "/don-vi/{culture}/?xem=bang",
]


@pytest.mark.parametrize("address", OTHER_SIDE)
def test_the_other_side_sees_no_work(address: str, enter: Enter, town: Town, busy: dict) -> None:
    page = enter("party_officer", TODAY).get(address.format(culture=town.units["culture"].pk))
    assert page.status_code == 200
    assert "Lập kế hoạch chuyển đổi số" not in page.content.decode()


def test_search_finds_everything_without_marks(enter: Enter, town: Town, busy: dict) -> None:
    officer = enter("officer", TODAY)
    found = {group["kind"]: group for group in officer.get("/tim-kiem/?q=chuyen doi so").context["groups"]}
    assert [line.task.pk for line in found["nhiem-vu"]["rows"]] == [busy["late"].pk]
    found = {group["kind"]: group for group in officer.get("/tim-kiem/?q=van hoa").context["groups"]}
    assert [unit.pk for unit in found["don-vi"]["rows"]] == [town.units["culture"].pk]
    found = {group["kind"]: group for group in officer.get("/tim-kiem/?q=chuong trinh").context["groups"]}
    assert [plan.pk for plan in found["ke-hoach"]["rows"]] == [town.plan.pk]
    found = {group["kind"]: group for group in officer.get("/tim-kiem/?q=nguyen van colleague").context["groups"]}
    assert [one.full_name for one in found["can-bo"]["rows"]] == ["Nguyễn Văn colleague"]


@pytest.mark.parametrize(
    "address", ["/tim-kiem/", "/tim-kiem/?q=%25", "/tim-kiem/?q=x", "/danh-sach/?trang_thai=x&don_vi=1"]
)
def test_nonsense_in_the_address_is_answered_with_a_page(address: str, enter: Enter) -> None:
    assert enter("officer").get(address).status_code == 200


PAGES = {
    "boards: my day": ("culture_head", "/viec-cua-toi/"),
    "boards: unit": ("culture_head", "/don-vi/{culture}/"),
    "boards: unit in columns": ("culture_head", "/don-vi/{culture}/?xem=cot"),
    "boards: tracker": ("tracker", "/theo-doi/"),
    "boards: leader": ("chairman", "/lanh-dao/"),
    "boards: city": ("chairman", "/toan-thanh-pho/"),
    "boards: wall": ("chairman", "/man-hinh/"),
    "boards: tasks": ("chairman", "/danh-sach/?trang_thai=open_late"),
    "boards: search": ("chairman", "/tim-kiem/?q=van+hoa"),
}


def test_pages_ask_the_same_however_much_there_is(enter: Enter, town: Town, pinned_queries) -> None:
    fill(town, times=8)
    culture = town.units["culture"].pk
    clients = {who: enter(who, TODAY) for who, _address in PAGES.values()}
    opened = {
        name: partial(clients[who].get, address.format(culture=culture)) for name, (who, address) in PAGES.items()
    }
    for page in opened.values():
        page()  # what is asked once per process is asked now
    with pinned_queries("boards: my day"):
        opened["boards: my day"]()
    with pinned_queries("boards: unit"):
        opened["boards: unit"]()
    with pinned_queries("boards: unit in columns"):
        opened["boards: unit in columns"]()
    with pinned_queries("boards: tracker"):
        opened["boards: tracker"]()
    with pinned_queries("boards: leader"):
        opened["boards: leader"]()
    with pinned_queries("boards: city"):
        opened["boards: city"]()
    with pinned_queries("boards: wall"):
        opened["boards: wall"]()
    with pinned_queries("boards: tasks"):
        opened["boards: tasks"]()
    with pinned_queries("boards: search"):
        opened["boards: search"]()
