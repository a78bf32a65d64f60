"""The demo city from its sources: registers, a merger, documents, and what people did with the work until this morning."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from random import Random

from django.db import transaction

from roviec.alerts.actions import read_all, tick
from roviec.core.actor import Actor
from roviec.custody.actions.lateness import note_lateness
from roviec.demo.answering import explain_and_ask
from roviec.demo.arrivals import moment, take_in
from roviec.demo.cast import Cast, system_administrator
from roviec.demo.city import CITY, FOUNDED, SEED, TODAY, build_city
from roviec.demo.desk import keep_the_desk
from roviec.demo.laws import prepare_law
from roviec.demo.life import Life, Steps
from roviec.demo.merger import merge_divisions
from roviec.demo.programme import lay_out
from roviec.demo.registers import import_city
from roviec.demo.reporting import report
from roviec.demo.roles import ROLES, account_of
from roviec.demo.story import ARRIVALS, MERGER_ON, Arrival
from roviec.demo.terms import SATURDAYS_FROM, open_on_saturdays, requests
from roviec.organisation.accounts_bulk import open_accounts
from roviec.organisation.models import Officer, Unit
from roviec.organisation.queries.actors import actor_for, worker_actor
from roviec.work.actions import give_spoken_order
from roviec.work.models import Task, TaskState

Say = Callable[[str], None]
MORNING = moment(TODAY, 7, 30)


def build_demo(say: Say) -> None:
    """Fills an empty, migrated database. The same sources give the same facts (`snapshot.facts`)."""
    admin = system_administrator()
    import_city(build_city(), by=admin, at=moment(FOUNDED, 8), say=say)
    open_accounts(list(Officer.objects.order_by("code")), by=admin, at=moment(FOUNDED, 9))
    open_on_saturdays(by=admin, at=moment(SATURDAYS_FROM, 8))
    merge_divisions(by=admin, at=moment(MERGER_ON, 8))
    cast = Cast(TODAY)
    office = cast.head(Unit.objects.get(name="Văn phòng UBND Thành phố").pk)
    if office is None:
        raise LookupError("the office of the city has no head")
    Story(Life(cast, office, Random(SEED), MORNING), office, say).tell_until(MORNING)
    spoken_orders(cast)
    requests(cast)
    explain_and_ask(cast, office, MORNING)
    keep_the_desk(cast, office)
    prepare_law(cast, office)
    lay_out(office, MORNING)
    report(cast, office, MORNING + timedelta(minutes=20))


class Story:
    """Documents, lives of tasks and the worker's rounds, each resumed at its instant."""

    def __init__(self, life: Life, office: Actor, say: Say) -> None:
        self.life, self.office, self.say = life, office, say
        # The people of the demo accounts read their notices each evening, so that a newcomer finds those of today.
        self.readers = [actor_for(account, mandate, TODAY) for account, mandate in map(account_of, ROLES)]
        self._order = count()
        self._waiting: list[tuple[datetime, int, Steps]] = []

    def tell_until(self, end: datetime) -> None:
        for arrival in ARRIVALS:
            self._resume(self._arrive(arrival))
        self._resume(self._rounds(moment(ARRIVALS[0].on, 7, 30)))
        while self._waiting and self._waiting[0][0] <= end:
            self._resume(heapq.heappop(self._waiting)[2])

    def _resume(self, steps: Steps) -> None:
        with transaction.atomic():
            at = next(steps, None)
        if at is not None:
            heapq.heappush(self._waiting, (at, next(self._order), steps))

    def _arrive(self, arrival: Arrival) -> Steps:
        yield moment(arrival.on, 8, 15)
        directive = take_in(arrival, by=self.office, say=self.say)
        given = Task.objects.filter(plan=directive.plan_id, state=TaskState.ASSIGNED, clock__counts=True)
        if directive.plan_id:
            for task in given.select_related("clock", "lead_unit", "plan").order_by(
                "order", "lead_unit__code", "title"
            ):
                self._resume(self.life.of(task))

    def _rounds(self, at: datetime) -> Steps:
        """The worker, morning and evening: what became late or due, and who was told."""
        worker = worker_actor()
        while True:
            yield at
            note_lateness(at, worker)
            tick(at, worker)
            if at.hour > 12:
                self.say(f"{at:%d/%m/%Y}")
                for reader in self.readers:
                    read_all(by=reader, at=at)
            at += timedelta(hours=10 if at.hour < 12 else 14)


def spoken_orders(cast: Cast) -> None:
    """Two orders that a deputy chairman gave by word of mouth: one yesterday and not completed, one this morning."""
    city = Unit.objects.get(code=CITY)
    deputy = cast.deputy(city.pk)
    if deputy is None:
        raise LookupError("the city has no deputy chairman")
    led = Unit.objects.filter(pk__in=deputy.units_led - {city.pk}, edges__parent=city).order_by("code").first() or city
    for at, title in (
        (MORNING - timedelta(days=1), "Rà soát tiến độ giải ngân các dự án trọng điểm, báo cáo nhanh trước giao ban"),
        (MORNING - timedelta(minutes=10), "Chuẩn bị tài liệu làm việc với Đặc khu Côn Đảo về hạ tầng số"),
    ):
        give_spoken_order(title=title, unit=led.pk, due=(at + timedelta(days=4)).date(), by=deputy, at=at)
