from datetime import date
from pathlib import Path

import pytest

from tests.directives.departments import build_with_departments
from tests.work.town import Town

SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def town(db: None) -> Town:
    return build_with_departments()


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


DECEMBER_1 = date(2025, 12, 1)
