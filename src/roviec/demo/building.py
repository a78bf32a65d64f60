"""The demo city from its sources: registers, a merger, documents, and what people did with the work until this morning."""

import heapq
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from itertools import count
from random import Random

from django.db import transaction

from roviec.alerts.actions import read_all, tick
from roviec.core.actor import Actor
from roviec.core.calendars import VIETNAM
from roviec.custody.actions.lateness import note_lateness
from roviec.demo.answering import explain_and_ask
from roviec.demo.arrivals import moment, take_in
from roviec.demo.cast import Cast, system_administrator
from roviec.demo.city import CITY, FOUNDED, SEED, TODAY, WINTER, build_city
from roviec.demo.desk import keep_the_desk
from roviec.demo.laws import prepare_law
from roviec.demo.life import Life, Steps
from roviec.demo.merger import merge_divisions
from roviec.demo.months import DEPARTMENT, WARD, Months, pieces_of_a_ward, pieces_of_the_department
from roviec.demo.peers import cross_evaluate
from roviec.demo.pledges import promise
from roviec.demo.programme import lay_out
from roviec.demo.registers import import_city
from roviec.demo.reporting import report
from roviec.demo.roles import ROLES, account_of
from roviec.demo.scoring import bring_in_lists, scoring
from roviec.demo.spring import GIVEN as NEW_YEAR
from roviec.demo.spring import come_to_ends, give_out_the_year
from roviec.demo.spring_desk import come_back_to_the_desk
from roviec.demo.story import ARRIVALS, MERGER_ON, Arrival
from roviec.demo.terms import SATURDAYS_FROM, open_on_saturdays, requests
from roviec.organisation.accounts_bulk import open_accounts
from roviec.organisation.models import Officer, Unit
from roviec.organisation.queries.actors import actor_for, worker_actor
from roviec.work.actions import give_spoken_order
from roviec.work.models import Task, TaskState

Say = Callable[[str], None]
WINTER_MORNING = moment(WINTER, 7, 30)
MORNING = moment(TODAY, 7, 30)


def build_demo(say: Say) -> None:
    """Fills an empty, migrated database. The same sources give the same facts (`snapshot.facts`)."""
    admin = system_administrator()
    import_city(build_city(), by=admin, at=moment(FOUNDED, 8), say=say)
    open_accounts(list(Officer.objects.order_by("code")), by=admin, at=moment(FOUNDED, 9))
    open_on_saturdays(by=admin, at=moment(SATURDAYS_FROM, 8))
    merge_divisions(by=admin, at=moment(MERGER_ON, 8))
    story = Story(say)
    winter(story)
    spring(story)


def winter(story: "Story") -> None:
    """The city's autumn, up to a morning of December."""
    cast = Cast(WINTER)
    office = office_of(cast)
    story.play(Life(cast, office, Random(SEED), WINTER_MORNING), office, ARRIVALS)
    story.tell_until(WINTER_MORNING)
    spoken_orders(cast, WINTER_MORNING, WINTER_ORDERS)
    requests(cast)
    explain_and_ask(cast, office, WINTER_MORNING)
    keep_the_desk(cast, office)
    prepare_law(cast, office)
    lay_out(office, WINTER_MORNING)
    report(cast, office, WINTER_MORNING + timedelta(minutes=20))


def spring(story: "Story") -> None:
    """From that morning to the last day of March 2026."""
    cast, random = Cast(TODAY), Random(SEED + 1)
    office = office_of(cast)
    for steps in come_to_ends(cast, office, random):
        story.add(steps)
    story.tell_until(moment(date(2026, 1, 2), 8))
    bring_in_lists(cast)
    for steps in (*scoring(cast, Random(SEED + 3)), cross_evaluate(cast, Random(SEED + 4)), promise(cast)):
        story.add(steps)
    story.tell_until(moment(NEW_YEAR, 8))
    for steps in give_out_the_year(cast, office, Life(cast, office, random, MORNING)):
        story.add(steps)
    for unit, pieces in ((WARD, pieces_of_a_ward()), (DEPARTMENT, pieces_of_the_department())):
        story.add(Months(unit, pieces, cast, Random(SEED + 2), story.add).steps())
    story.tell_until(MORNING)
    note_lateness(MORNING, worker_actor())
    tick(MORNING, worker_actor())
    spoken_orders(cast, MORNING, SPRING_ORDERS)
    explain_and_ask(cast, office, MORNING)
    come_back_to_the_desk(cast, office)


def office_of(cast: Cast) -> Actor:
    """The office that tracks all work of the city."""
    office = cast.head(Unit.objects.get(name="Văn phòng UBND Thành phố").pk)
    if office is None:
        raise LookupError("the office of the city has no head")
    return office


class Story:
    """Documents, lives of tasks and the worker's rounds, each resumed at its instant."""

    def __init__(self, say: Say) -> None:
        self.say = say
        # The people of the demo accounts read their notices each evening, so that a newcomer finds those of today.
        self.readers = [actor_for(account, mandate, TODAY) for account, mandate in map(account_of, ROLES)]
        self._order = count()
        self._waiting: list[tuple[datetime, int, Steps]] = []

    def play(self, life: Life, office: Actor, arrivals: Sequence[Arrival]) -> None:
        """Documents that come in, the lives of their tasks, and the worker's rounds from the first of them on."""
        for arrival in arrivals:
            self.add(self._arrive(arrival, life, office))
        self.add(self._rounds(moment(arrivals[0].on, 7, 30)))

    def tell_until(self, end: datetime) -> None:
        while self._waiting and self._waiting[0][0] <= end:
            self.add(heapq.heappop(self._waiting)[2])

    def add(self, steps: Steps) -> None:
        """One step now (a new story line only says when it begins); the rest when its time has come."""
        with transaction.atomic():
            at = next(steps, None)
        if at is not None:
            heapq.heappush(self._waiting, (at, next(self._order), steps))

    def _arrive(self, arrival: Arrival, life: Life, office: Actor) -> Steps:
        yield moment(arrival.on, 8, 15)
        directive = take_in(arrival, by=office, say=self.say)
        given = Task.objects.filter(plan=directive.plan_id, state=TaskState.ASSIGNED, clock__counts=True)
        if directive.plan_id:
            for task in given.select_related("clock", "lead_unit", "plan").order_by(
                "order", "lead_unit__code", "title"
            ):
                self.add(life.of(task))

    def _rounds(self, at: datetime) -> Steps:
        """The worker: what became late or due, and who was told. Morning and evening; later, for the time it takes, evenings alone."""
        worker = worker_actor()
        while True:
            yield at
            note_lateness(at, worker)
            tick(at, worker)
            if at.astimezone(VIETNAM).hour > 12:
                self.say(f"{at:%d/%m/%Y}")
                for reader in self.readers:
                    read_all(by=reader, at=at)
            twice = at < WINTER_MORNING
            at += timedelta(hours=10 if at.hour < 12 else 14 if twice else 24)
            while at.astimezone(VIETNAM).weekday() > 4:
                at += timedelta(days=1)


WINTER_ORDERS = (
    "Rà soát tiến độ giải ngân các dự án trọng điểm, báo cáo nhanh trước giao ban",
    "Chuẩn bị tài liệu làm việc với Đặc khu Côn Đảo về hạ tầng số",
)
SPRING_ORDERS = (
    "Rà soát số liệu tăng trưởng quý I, báo cáo nhanh trước phiên họp tháng 4",
    "Chuẩn bị nội dung làm việc với các phường trung tâm về theo dõi, đánh giá công chức",
)


def spoken_orders(cast: Cast, morning: datetime, titles: tuple[str, str]) -> None:
    """Two orders that a deputy chairman gave by word of mouth: one yesterday and not completed, one this morning."""
    city = Unit.objects.get(code=CITY)
    deputy = cast.deputy(city.pk)
    if deputy is None:
        raise LookupError("the city has no deputy chairman")
    led = Unit.objects.filter(pk__in=deputy.units_led - {city.pk}, edges__parent=city).order_by("code").first() or city
    for at, title in zip((morning - timedelta(days=1), morning - timedelta(minutes=10)), titles, strict=True):
        give_spoken_order(title=title, unit=led.pk, due=(at + timedelta(days=4)).date(), by=deputy, at=at)
