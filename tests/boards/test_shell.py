"""What stands around every page."""

import pytest
from django.test import override_settings

from tests.boards.conftest import Enter


def test_a_visitor_is_sent_to_the_door(client) -> None:
    assert client.get("/").headers["Location"].startswith("/tai-khoan/dang-nhap/")


def test_the_own_day_of_somebody_without_work_says_what_to_do_next(enter: Enter) -> None:
    page = enter("officer").get("/viec-cua-toi/").content.decode()
    assert "Không có việc nào đang ở tôi" in page
    assert '<a href="/viec-cua-toi/" aria-current="page">' in page


@pytest.mark.django_db
def test_only_a_demo_says_that_it_is_one(enter: Enter) -> None:
    officer = enter("officer")
    assert "Thành phố minh họa" not in officer.get("/viec-cua-toi/").content.decode()
    with override_settings(DEMO=True):
        assert "hôm nay là 01/12/2025" in officer.get("/viec-cua-toi/").content.decode()
