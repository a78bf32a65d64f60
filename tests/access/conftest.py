"""People of the ward, and pages to go to."""

import pytest
from django.core.cache import cache

from roviec.organisation.models import Account, Unit
from tests.access.people import a_post, a_unit, an_account


@pytest.fixture(autouse=True)
def fresh_throttles(db: None) -> None:
    cache.clear()


@pytest.fixture
def unit(db: None) -> Unit:
    return a_unit()


@pytest.fixture
def clerk(unit: Unit) -> Account:
    return an_account("chuyenvien", a_post(unit, "Chuyên viên"))


@pytest.fixture
def chair(unit: Unit) -> Account:
    return an_account("chutich", a_post(unit, "Chủ tịch", "leader"))


@pytest.fixture
def double(unit: Unit) -> Account:
    return an_account("kiemnhiem", a_post(unit, "Trưởng phòng", "head"), a_post(unit, "Phó ban"))


@pytest.fixture
def admin(unit: Unit) -> Account:
    return an_account("quantri", a_post(unit, "Quản trị", administers=True))
