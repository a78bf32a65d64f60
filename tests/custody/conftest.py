import pytest

from tests.work.town import Town, build


@pytest.fixture
def town(db: None) -> Town:
    return build()
