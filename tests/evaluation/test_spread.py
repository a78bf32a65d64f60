"""How confirmed scores are spread beside the work of the same month: what stands out, what is hidden, and each number's list."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from roviec.custody.actions.lateness import note_lateness
from roviec.evaluation.models import ScoringPeriod, Sheet
from roviec.evaluation.queries import spread as queries
from roviec.evaluation.rulesets import rulesets
from roviec.organisation.queries.actors import worker_actor
from tests.evaluation.peer_town import STAFF, peer_town
from tests.work.town import NOW, Town

JANUARY = datetime(2026, 1, 12, 1, 0, tzinfo=UTC)


@pytest.fixture
def town(db: None) -> Town:
    return peer_town()


@pytest.fixture
def scored(town: Town) -> ScoringPeriod:
    """Culture: ten confirmed sheets of 85 and more, though a third of its work is late. Economy: from 40 to 96, in time.
    The office has two, too few to stand alone."""
    rules = rulesets()["nd-335-2025"]
    period = ScoringPeriod.objects.create(
        body=town.units["ward"],
        period="2026-01",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 1, 31),
        ruleset=rules.code,
        settings=rules.chosen({}),
    )
    totals = {f"culture{n}": 85 + 2 * n % 11 for n in range(1, STAFF + 1)} | {"officer": 95, "colleague": 91}
    totals |= {f"economy{n}": 40 + 8 * (n - 1) for n in range(1, STAFF + 1)} | {"tracker": 88, "clerk": 77}
    for key, total in totals.items():
        head = town.posts["culture_head" if town.posts[key].unit == town.units["culture"] else "chairman"]
        Sheet.objects.create(
            period=period,
            officer=town.accounts[key].officer,
            mandate=town.mandates[key],
            unit=town.posts[key].unit,
            state=Sheet.State.CONFIRMED,
            total=total,
            band=sum(total < least for least in (90, 70, 50)),
            confirmed_by_post=head,
            confirmed_by_label=head.title,
        )
    for n in range(15):
        late = n % 3 == 0
        day = date(2026, 1, 8 if late else 30)
        for unit in ("culture", "economy"):
            given = {"lead_unit": town.units[unit], "person_post": town.posts[f"{unit}1"], "due": day}
            if unit == "culture" or not late:
                town.assigned(title=f"Việc {n} của {unit}", **given)
    note_lateness(JANUARY, worker_actor())
    return period


def test_high_scores_beside_late_work_stand_out_and_small_groups_do_not_stand_alone(
    town: Town, scored: ScoringPeriod
) -> None:
    found = queries.spread(scored, town.units["ward"], 4)
    rows = {row.name: row for row in found.units}
    culture, economy = rows["Phòng Văn hóa - Xã hội"], rows["Phòng Kinh tế, Hạ tầng và Đô thị"]
    assert found.units[0].name == culture.name  # what stands out first
    assert (culture.level.n, culture.bands, culture.level.late.n) == (10, (6, 4, 0, 0), 15)
    assert [(sign.code, sign.params["share"]) for sign in culture.level.signs] == [("levelling.high_and_late", 33)]
    assert (economy.bands, economy.level.signs) == ((1, 3, 2, 2), ())
    assert economy.level.late.own == 0
    # the two sheets of the office are in the whole only
    assert found.whole.level.n == 20 and len(found.units) == 2 and found.hidden == 2
    assert {row.name: row.level.n for row in found.heads} == {
        "Trưởng phòng, Phòng Văn hóa - Xã hội": 10,
        "Chủ tịch UBND phường, Ủy ban nhân dân phường Bến Thành": 10,
    }
    below = queries.spread(scored, town.units["culture"], 4)
    assert (below.own.level.n, below.whole.level.n, below.heads) == (10, 20, [])


def test_each_number_leads_to_its_list_and_only_who_may_sees_it(
    town: Town,
    scored: ScoringPeriod,
    browser_of: Callable[[str], Client],
    at: Callable[[datetime], None],
    pinned_queries: Callable,
) -> None:
    at(JANUARY)
    leader = browser_of("chairman")
    with pinned_queries("spread of scores"):
        page = leader.get("/danh-gia/phan-bo/").content.decode()
    assert "100 % phiếu đạt từ 70 điểm trở lên, nhưng 33 % trong 15 việc đến hạn bị chậm" in page
    address = f"/danh-gia/phan-bo/{town.units['culture'].pk}/?ky=2026-01&amp;xem="
    for which, count in {"cham": 5, "den-han": 15, "phieu": 10}.items():
        assert address + which in page
        with pinned_queries("spread of scores, a unit's list"):  # the longest of them is pinned
            shown = leader.get((address + which).replace("&amp;", "&")).content.decode()
        assert f'<span class="count">{count}</span>' in shown, which
    head = browser_of("culture_head")
    own = head.get("/danh-gia/phan-bo/").content.decode()
    assert "Phòng Văn hóa" in own and "Phòng Kinh tế" not in own and "Theo người xác nhận" not in own
    for who, status in {
        "culture_head": 200,
        "economy_head": 403,
        "officer": 403,
        "admin": 403,
        "secretary": 403,
    }.items():
        assert browser_of(who).get(address.replace("&amp;", "&") + "phieu").status_code == status, who
    api = leader.get("/api/v1/score-spread?period=2026-01").json()
    assert (api[0]["unit_id"], api[0]["sheets"]) == (None, 20)
    assert api[1]["signs"] == ["levelling.high_and_late"] and api[1]["late"]["k"] == 5


def test_before_anything_is_confirmed_the_page_says_what_will_be_there(
    town: Town, browser_of: Callable[[str], Client], at: Callable[[datetime], None]
) -> None:
    at(NOW + timedelta(days=1))
    assert "Chưa có phiếu nào được xác nhận" in browser_of("chairman").get("/danh-gia/phan-bo/").content.decode()
    assert browser_of("chairman").get(f"/danh-gia/phan-bo/{town.units['culture'].pk}/").status_code == 404
