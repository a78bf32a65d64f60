import pytest

from roviec.core.actor import Actor
from roviec.organisation.queries.actors import worker_actor
from tests.work.town import Town, build


@pytest.fixture
def town(db: None) -> Town:
    return build()


@pytest.fixture
def worker(db: None) -> Actor:
    return worker_actor()
