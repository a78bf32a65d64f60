"""A plan shown to the public: switched on by a leader, written as files without people, gone at once when taken down."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from roviec.boards.actions.publishing import publish_plan, withdraw_plan, write_publications
from roviec.boards.public.files import Pages, write_pages
from roviec.boards.queries.public import without_personal
from roviec.core.permission import Denied
from roviec.ledger.models import Entry
from roviec.organisation.queries.actors import worker_actor
from roviec.work.actions import give_spoken_order
from tests.work.town import NOW, Town, build, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> Town:
    return build()


@pytest.fixture
def root(settings: Any, tmp_path: Path) -> Path:
    settings.PUBLIC_ROOT = tmp_path / "public"
    return settings.PUBLIC_ROOT


def test_from_switching_on_to_taking_down(town: Town, root: Path, django_capture_on_commit_callbacks: Any) -> None:
    town.assigned(title="Lắp đèn đường Lê Lợi, liên hệ 0903 123 456", due=date(2025, 12, 3))
    town.draft(title="Dự thảo chưa giao")
    give_spoken_order(
        title="Gọi điện cho ông A", unit=town.units["culture"], plan=town.plan, by=town.actor("chairman"), at=NOW
    )
    assert write_publications(NOW, worker_actor()) == 0 and not root.exists()
    for who in ("tracker", "officer", "mayor"):
        with pytest.raises(Denied):
            publish_plan(town.plan, by=town.actor(who), at=NOW)
    known = publish_plan(town.plan, by=town.actor("chairman"), at=NOW)
    assert write_publications(later(days=7), worker_actor()) == 6
    assert write_publications(later(days=7, hours=2), worker_actor()) == 0
    folder = root / known.slug
    everything = "".join(file.read_text("utf-8") for file in folder.iterdir() if file.suffix != ".gz")
    assert "Lắp đèn đường Lê Lợi" in everything and "Phòng Văn hóa - Xã hội" in everything
    for hidden in ("0903", "Nguyễn Văn", "Dự thảo", "ông A", "<script", "cookie=", "style="):
        assert hidden not in everything, hidden
    data = json.loads((folder / "nhiem-vu.json").read_text("utf-8"))
    assert data["counts"]["open_late"] == 1 and [task["standing"] for task in data["tasks"]] == ["open_late"]
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_plan(town.plan, by=town.actor("tracker"), at=later(days=8))
    assert not folder.exists()
    write_publications(later(days=8), worker_actor())
    assert [path.name for path in root.iterdir() if path.is_dir()] == []
    assert known.slug not in (root / "index.html").read_text("utf-8")
    assert list(Entry.objects.filter(stream_id=known.pk).order_by("seq").values_list("verb", flat=True)) == [
        "published",
        "withdrawn",
    ]


def test_a_folder_left_by_another_machine_is_removed(town: Town, root: Path) -> None:
    write_pages(root / "ke-hoach-cu", Pages({"index.html": b"x"}))
    write_publications(NOW, worker_actor())
    assert not (root / "ke-hoach-cu").exists()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Gọi 0903 123 456 hoặc 0903123456", "Gọi … hoặc …"),
        ("Gửi a.b@tphcm.gov.vn", "Gửi …"),
        (
            "Kế hoạch 552/KH-UBND ngày 20/11/2025, 1.250.000 đồng",
            "Kế hoạch 552/KH-UBND ngày 20/11/2025, 1.250.000 đồng",
        ),
        ("CCCD 079123456789", "CCCD …"),
    ],
)
def test_numbers_of_people_do_not_go_out(text: str, shown: str) -> None:
    assert without_personal(text) == shown


def test_the_page_of_the_switch(town: Town, root: Path) -> None:
    address = reverse("boards:publication", args=[town.plan.pk])

    def browser(key: str) -> Client:
        client = Client()
        client.force_login(town.accounts[key], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    assert {who: browser(who).get(address).status_code for who in ("chairman", "tracker", "officer", "secretary")} == {
        "chairman": 200, "tracker": 200, "officer": 403, "secretary": 404,
    }  # fmt: skip
    assert browser("chairman").post(address, {}).status_code == 422
    assert browser("tracker").post(address, {"checked": "on"}).status_code == 403
    assert browser("chairman").post(address, {"checked": "on"}).status_code == 302
    assert "/cong-khai/" in browser("chairman").get(address).content.decode()
    assert browser("chairman").post(reverse("boards:withdraw", args=[town.plan.pk])).status_code == 302
    assert "đang công khai" not in browser("chairman").get(address).content.decode()
