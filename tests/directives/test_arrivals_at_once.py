"""Two who send the same register at the same time: each line stands once, and neither is refused."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from roviec.directives.actions import ArrivalFields, TakenIn, take_in_arrivals
from roviec.directives.models import Arrival
from tests.work.town import NOW, build


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one write after the other")
@pytest.mark.django_db(transaction=True)
def test_the_same_lines_sent_at_once_stand_once() -> None:
    town = build()
    clerk = town.actor("tracker")
    lines = [ArrivalFields(subject=f"Báo cáo {n}", number=f"{n}/STC", source_key=f"K{n}") for n in range(60)]
    together = Barrier(2)

    def send(_: int) -> TakenIn:
        try:
            together.wait(timeout=20)
            return take_in_arrivals(lines, source="api", by=clerk, at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(send, range(2)))
    assert Arrival.objects.count() == 60
    assert sorted(len(one.new) for one in answers) == [0, 60]
    assert sorted(len(one.known) for one in answers) == [0, 60]
