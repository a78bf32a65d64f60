"""Pages of laws: what the office sees and presses, every number leading to its list; the notice, the search, the API."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from roviec.alerts import actions as alerts
from roviec.alerts.models import Notice
from roviec.core.calendars import VIETNAM
from roviec.directives import actions, queries
from roviec.directives.models import Guidance
from roviec.ledger.system_time import system_now
from roviec.organisation.accounts import issue_token
from roviec.organisation.queries.actors import worker_actor
from roviec.web import clock
from tests.directives.conftest import sample
from tests.directives.test_laws import CIRCULAR, LAW, cited, readiness_work, take_in
from tests.work.town import NOW, Town


@pytest.fixture(autouse=True)
def morning_of_1_december() -> Iterator[None]:
    before, offset = clock._offset_source, NOW + timedelta(hours=1) - system_now()
    clock.set_offset_source(lambda: offset)
    yield
    clock.set_offset_source(before)


@pytest.fixture
def office(town: Town) -> Client:
    client = Client()
    client.force_login(town.accounts["clerk"])
    return client


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_the_office_confirms_gives_work_and_notes_guidance_and_each_number_leads_to_its_list(
    town: Town, office: Client
) -> None:
    law, circular = take_in(town, LAW), take_in(town, CIRCULAR)
    where = reverse("directives:effect", args=[law.pk])
    page = office.get(where).content.decode()
    assert "Xác nhận: những điều nào phải chờ văn bản hướng dẫn?" in page and "Có hiệu lực từ 01/07/2026" in words(page)
    sure = [str(one.pk) for one in Guidance.objects.filter(directive=law, sure__gte=0.8)]
    sent = {"effective_on": "01/07/2026", "cho": sure, "version": law.version}
    assert office.post(reverse("directives:effect_confirm", args=[law.pk]), sent).status_code == 302

    give = reverse("directives:effect_give", args=[law.pk])
    picked = [str(cited(law, cite).pk) for cite in ("Điều 3", "Điều 5")]
    assert (
        "Chuẩn bị thi hành Điều 3, Điều 5 của 901/2025/QH15" in office.get(give, {"noi_dung": picked}).content.decode()
    )
    form = {
        "noi_dung": picked,
        "title": "Chuẩn bị thi hành Điều 3, Điều 5",
        "lead": f"unit:{town.units['home'].pk}",
        "lead_text": "",
        "due": "02/12/2025",
        "deliverable": "Tờ trình",
        "authority": "Chủ tịch",
    }
    refused = office.post(give, form)
    assert refused.status_code == 422 and "chịu trách nhiệm" in refused.content.decode()
    assert office.post(give, form | {"unclear_reason": "Giao trước"}).status_code == 302

    waits = Guidance.objects.get(directive=law, issuer="Bộ trưởng Bộ Xây dựng", state="waiting")
    done = reverse("directives:effect_fulfil", args=[law.pk, waits.pk])
    assert "92/2025/TT-BXD" in office.get(done).content.decode()
    assert office.post(done, {"on": "01/12/2025"}).status_code == 422  # which document?
    assert office.post(done, {"on": "01/12/2025", "fulfilled_by": str(circular.pk)}).status_code == 302

    law.refresh_from_db()
    page = office.get(where).content.decode()
    assert "Sẵn sàng 6/9 điều, 1 đang chuẩn bị, 2 chờ văn bản hướng dẫn." in words(page)
    waiting = words(office.get(where + "?tinh_trang=waiting").content.decode())
    assert "Điều 6 . Quỹ cây xanh" in waiting and "Điều 5 . Hành vi" not in waiting
    assert f"/danh-sach/?ke_hoach={law.plan_id}&amp;trang_thai=open_on_time" in page
    listed = words(office.get(reverse("directives:effects")).content.decode())
    assert "2 văn bản sắp có hiệu lực" in listed and "Sẵn sàng 6/9 điều" in listed

    document = words(office.get(reverse("directives:directive", args=[law.pk])).content.decode())
    assert "Điều 3 . Chỉ tiêu không gian xanh" in document
    kept = office.get(reverse("directives:directive", args=[law.pk]) + "?trang_thai=done_on_time").content.decode()
    assert "Không có nội dung nào như vậy" in kept


def test_a_plan_shows_what_became_of_each_passage_and_counts_lead_there(town: Town, office: Client) -> None:
    clerk = town.actor("clerk")
    plan = actions.receive_directive(sample("kh-617.xlsx"), "kh-617.xlsx", by=clerk, at=NOW).directive
    rows = list(plan.proposals.filter(lead_units__isnull=False, due__isnull=False).order_by("order").distinct()[:2])
    actions.confirm_proposals(plan.pk, [rows[0].pk], by=clerk, at=NOW, unclear_reason="Giao trước", authority="Sở")
    where = reverse("directives:directive", args=[plan.pk])
    page = office.get(where).content.decode()
    assert "10 nội dung chưa giao" in words(page) and "?trang_thai=open_on_time#viec" in page
    waiting = office.get(where + "?trang_thai=not_given").content.decode()
    right = waiting[waiting.index('id="viec"') :]
    assert rows[0].text[:60] not in right and rows[1].text[:60] in right


def test_work_given_elsewhere_is_found_linked_to_a_provision_and_taken_off_again(
    town: Town, office: Client, pinned_queries
) -> None:
    law = take_in(town, LAW)
    article = cited(law, "Điều 3")
    task = town.assigned(title="Trồng cây xanh dọc kênh")
    where = reverse("directives:carrying", args=[law.pk, article.pk])
    assert where in office.get(reverse("directives:effect", args=[law.pk])).content.decode()
    with pinned_queries("directives: carrying"):
        found = office.get(where + "?q=trong cay xanh").content.decode()
    assert f'value="{task.pk}"' in found
    assert office.post(where, {"task": str(task.pk)}).status_code == 302
    became = queries.became_of([article], town.actor("clerk"), NOW)[article.pk]
    assert [one.task.pk for one in became] == [task.pk]
    page = office.get(where + "?q=trong cay xanh").content.decode()
    assert "đã gắn" in page and "Bỏ gắn" in page
    draft = town.draft(title="Trồng cây, còn là nháp")
    office.post(where, {"task": str(draft.pk)})
    office.post(where, {"task": str(task.pk), "bo": "1"})
    assert not queries.became_of([article], town.actor("clerk"), NOW).get(article.pk), "nor the draft"


def test_whoever_tracks_the_work_is_told_a_month_and_a_week_before_while_not_all_is_ready(town: Town) -> None:
    law, worker = take_in(town, LAW), worker_actor()

    def told() -> list[str]:
        rows = Notice.objects.filter(kind="effect_near", thing_id=law.pk).order_by("at")
        return [f"{row.at.astimezone(VIETNAM):%d/%m}" for row in rows]

    for day in (date(2026, 5, 20), date(2026, 6, 2), date(2026, 6, 3), date(2026, 6, 25), date(2026, 7, 2)):
        alerts.tell_states(datetime(day.year, day.month, day.day, 8, tzinfo=VIETNAM), worker)
    assert told() == ["02/06", "25/06"]
    assert (
        Notice.objects.filter(kind="effect_near").values_list("officer", flat=True).first()
        == town.accounts["clerk"].officer_id
    )

    circular = take_in(town, CIRCULAR)  # in force on 15 January; nothing to wait for: nobody is told
    actions.confirm_effect(circular.pk, effective_on=date(2026, 1, 15), waiting=[], by=town.actor("clerk"), at=NOW)
    alerts.tell_states(datetime(2026, 1, 10, 8, tzinfo=VIETNAM), worker)
    assert not Notice.objects.filter(kind="effect_near", thing_id=circular.pk).exists()


def test_pages_ask_as_often_for_many_articles_and_hits_as_for_few(
    town: Town, office: Client, pinned_queries: Callable
) -> None:
    law = take_in(town, LAW)
    works = [readiness_work(town, row) for row in law.provisions.filter(level__in=("article", "clause"))]
    actions.give_readiness_work(law.pk, works, by=town.actor("clerk"), at=NOW)
    take_in(town, CIRCULAR)
    address = reverse("directives:effect", args=[law.pk])
    office.get(address)
    with pinned_queries("directives:effect clerk"):
        office.get(address)
    with pinned_queries("directives:effects clerk"):
        office.get(reverse("directives:effects"))
    with pinned_queries("directives:search clerk"):
        page = office.get(reverse("directives:search"), {"q": "cay xanh"})
    assert "<mark>cây xanh</mark>" in page.content.decode()
    with pinned_queries("directives:directive clerk"):
        office.get(reverse("directives:directive", args=[law.pk]))


def test_the_same_over_the_api(town: Town) -> None:
    law = take_in(town, LAW)
    more = {
        "by": town.actor("clerk"),
        "at": NOW,
        "scopes": ["read", "write"],
        "days": 1,
        "mandate": town.mandates["clerk"],
    }
    token = issue_token(town.accounts["clerk"].pk, "test", **more)[1]
    client = Client(headers={"Authorization": f"Bearer {token}"})
    rows = client.get(f"/api/v1/directives/{law.pk}/provisions?limit=5").json()
    assert rows["items"][2]["cite"] == "Điều 1" and rows["next_cursor"]
    ready = client.get(f"/api/v1/directives/{law.pk}/readiness")
    # Unsure proposals are waited for until a person says otherwise.
    assert ready.json()["readiness"] == {"late": 0, "waiting": 4, "working": 0, "ready": 5}
    waiting = [one["id"] for row in ready.json()["articles"] for one in row["guidance"] if one["sure"] >= 0.8]
    body = {"effective_on": "2026-07-01", "waiting": waiting}
    headers = {"If-Match": ready["ETag"]}
    path = f"/api/v1/directives/{law.pk}/effect"
    done = client.post(path, data=body, content_type="application/json", headers=headers)
    assert done.json()["readiness"]["waiting"] == 3, done.content
    assert client.post(path, data=body, content_type="application/json", headers=headers).status_code == 412
    assert [one["number"] for one in client.get("/api/v1/laws").json()["items"]] == ["901/2025/QH15"]
    hit = client.get("/api/v1/provisions?q=nguon dong gop").json()["items"][0]
    assert (hit["cite"], hit["waits_for"][0]["issuer"]) == ("Điều 6", "Hội đồng nhân dân cấp tỉnh")
