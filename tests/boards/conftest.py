from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from roviec.custody.actions.lateness import note_lateness
from roviec.organisation.middleware import SESSION_KEY
from roviec.organisation.queries.actors import worker_actor
from roviec.web import clock
from roviec.work import actions
from roviec.work.models import Task
from tests.work.town import NOW, Town, build, later

Enter = Callable[..., Client]
# Monday 15 December 2025, eight o'clock: what was due on the 12th is late, what is due on the 16th is due soon.
TODAY = later(days=14)


@pytest.fixture
def town(db: None) -> Town:
    return build()


@pytest.fixture
def enter(town: Town, monkeypatch: pytest.MonkeyPatch) -> Enter:
    """A browser signed in as one of the town, on Monday 1 December 2025 at eight unless `at` says otherwise."""

    def sign_in(key: str, at: datetime = NOW) -> Client:
        monkeypatch.setattr(clock, "system_now", lambda: at)
        account = town.accounts[key]
        account.must_change_password = False
        account.save(update_fields=["must_change_password"])
        client = Client()
        client.force_login(account, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = client.session
        session[SESSION_KEY] = str(town.mandates[key].pk)
        session.save()
        return client

    return sign_in


def fill(town: Town, times: int = 1) -> dict[str, Task]:
    """Work in every state that a board counts, `times` over; gives the last of each kind."""
    officer, chairman = town.actor("officer"), town.actor("chairman")
    made: dict[str, Task] = {}
    for _n in range(times):
        made["late"] = actions.accept_task(
            town.assigned(title="Lập kế hoạch chuyển đổi số"), by=officer, at=later(hours=1)
        )
        made["unnamed"] = town.assigned(title="Rà soát di tích xuống cấp", person_post=None)
        made["soon"] = town.assigned(title="Tổ chức hội sách thiếu nhi", due=TODAY.date().replace(day=16))
        signing = actions.accept_task(town.assigned(title="Trình duyệt quy chế lễ hội"), by=officer, at=later(hours=1))
        made["signing"] = actions.hand_up_for_signature(
            signing, signer=town.posts["culture_head"], by=officer, at=later(hours=2)
        )
        done = actions.accept_task(town.assigned(title="Báo cáo kết quả hội thi"), by=officer, at=later(hours=1))
        actions.submit_deliverable(done, link="https://example.vn/bao-cao", by=officer, at=later(days=1))
        made["done"] = actions.accept_deliverable(done, by=chairman, at=later(days=2))
        longer = actions.accept_task(town.assigned(title="Sửa chữa nhà văn hóa"), by=officer, at=later(hours=1))
        actions.ask_extension(
            longer, new_due=TODAY.date().replace(day=30), reason="Chờ dự toán", by=officer, at=later(days=3)
        )
        made["extension"] = longer
        asking = actions.accept_task(town.assigned(title="Bố trí điểm gửi xe"), by=officer, at=later(hours=1))
        actions.ask_opinion(
            asking,
            unit=town.units["economy"].pk,
            question="Còn chỗ nào?",
            due=TODAY.date().replace(day=4),
            by=officer,
            at=later(hours=3),
        )
        made["opinion"] = asking
        made["refused"] = actions.refuse_task(
            town.assigned(title="Trồng cây xanh"), reason="Không thuộc chức năng", by=officer, at=later(hours=1)
        )
        made["economy"] = town.assigned(
            title="Chống ngập đường hẻm", lead_unit=town.units["economy"], person_post=town.posts["economy_officer"]
        )
        actions.suspend_task(made["economy"], reason="Chờ giải phóng mặt bằng", by=chairman, at=later(days=1))
    note_lateness(TODAY, worker_actor())
    return made


@pytest.fixture
def busy(town: Town) -> dict[str, Task]:
    return fill(town)
