"""MS Project files: out and in again gives the same plan, and each thing read means what Project means by it."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest

from roviec.core.schedule import Crew, Schedule, schedule
from roviec.paper.plans import PlanFile, read_plan
from roviec.paper.plans.model import Assigned, BadPlanFileError, Frozen
from roviec.paper.plans.mspdi import read_mspdi
from roviec.paper.plans.mspdi_fields import minutes_of
from roviec.paper.plans.mspdi_out import write_mspdi

REAL = sorted((Path(__file__).parent.parent / "cli" / "samples" / "plans").glob("*.xml*"))
HOURS = "<WorkingTimes><WorkingTime><FromTime>{}:00</FromTime><ToTime>{}:00</ToTime></WorkingTime></WorkingTimes>"


def there_and_back(file: PlanFile) -> PlanFile:
    return read_mspdi(BytesIO(write_mspdi(file.plan, schedule(file.plan), beside=file)))


def assert_same(again: PlanFile, file: PlanFile) -> None:
    assert list(again.plan.tasks) == list(file.plan.tasks)
    assert sorted(again.plan.links, key=repr) == sorted(file.plan.links, key=repr)
    assert again.plan.calendars == file.plan.calendars
    assert replace(again.plan, tasks=(), links=(), calendars={}) == replace(file.plan, tasks=(), links=(), calendars={})
    assert (again.leads, again.progress, again.baselines) == (file.leads, file.progress, file.baselines)
    assert (again.assigned, again.minutes_per_day) == (file.assigned, file.minutes_per_day)


@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_a_real_plan_loses_nothing_on_the_way_out_and_back(path: Path) -> None:
    file = read_plan(path)
    again = there_and_back(file)
    assert_same(again, file)
    assert schedule(again.plan) == schedule(file.plan)


def test_there_are_real_plans() -> None:
    assert len(REAL) == 8


def xml(tasks: str, head: str = "", calendars: str = "", people: str = "") -> PlanFile:
    text = (
        '<Project xmlns="http://schemas.microsoft.com/project"><StartDate>2026-01-05T08:00:00</StartDate>'
        f"<CalendarUID>1</CalendarUID>{head}<Calendars><Calendar><UID>1</UID><Name>Standard</Name></Calendar>{calendars}"
        f"</Calendars><Tasks>{tasks}</Tasks>{people}</Project>"
    )
    return read_mspdi(BytesIO(text.encode()))


def task(uid: int, hours: int = 8, facts: str = "", level: int = 1) -> str:
    return (
        f"<Task><UID>{uid}</UID><Name>T{uid}</Name><OutlineLevel>{level}</OutlineLevel>"
        f"<Duration>PT{hours}H0M0S</Duration>{facts}</Task>"
    )


def after(uid: int) -> str:
    return f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>1</Type></PredecessorLink>"


def on(uid: int, who: int, work: int = 8, units: str = "1") -> str:
    return (
        f"<Assignment><TaskUID>{uid}</TaskUID><ResourceUID>{who}</ResourceUID><Units>{units}</Units>"
        f"<Work>PT{work}H0M0S</Work></Assignment>"
    )


# Ann is away on Tuesday and Wednesday, 6 and 7 January; Bob works mornings only.
PEOPLE = (
    "<Resources><Resource><UID>1</UID><Name>Ann</Name><Type>1</Type><CalendarUID>4</CalendarUID></Resource>"
    "<Resource><UID>2</UID><Name>Bob</Name><Type>1</Type><CalendarUID>5</CalendarUID></Resource>"
    "<Resource><UID>3</UID><Name>Sand</Name><Type>0</Type></Resource></Resources><Assignments>{}</Assignments>"
)
AWAY = (
    "<Calendar><UID>4</UID><Name>Ann</Name><BaseCalendarUID>1</BaseCalendarUID><Exceptions><Exception><TimePeriod>"
    "<FromDate>2026-01-06T00:00:00</FromDate><ToDate>2026-01-07T23:59:00</ToDate></TimePeriod><Type>1</Type>"
    "<DayWorking>0</DayWorking></Exception></Exceptions></Calendar>"
    "<Calendar><UID>5</UID><Name>Bob</Name><BaseCalendarUID>1</BaseCalendarUID><WeekDays>"
    + "".join(
        f"<WeekDay><DayType>{day}</DayType><DayWorking>1</DayWorking>{HOURS.format('08:00', '12:00')}</WeekDay>"
        for day in range(2, 7)
    )
    + "</WeekDays></Calendar>"
)


def dates(file: PlanFile) -> dict[int, tuple[str, str]]:
    return {row.uid: (f"{row.start:%d %H:%M}", f"{row.finish:%d %H:%M}") for row in dated(file).rows}


def dated(file: PlanFile) -> Schedule:
    return schedule(file.plan)


def test_a_task_is_done_in_the_time_of_its_people() -> None:
    file = xml(task(1, 16) + task(2, 8, after(1)), calendars=AWAY, people=PEOPLE.format(on(1, 1, 16) + on(2, 2)))
    assert dates(file) == {1: ("05 08:00", "08 17:00"), 2: ("09 08:00", "12 12:00")}
    assert file.plan.tasks[0].crews == (Crew("4", 960),)
    assert file.assigned[1] == Assigned(2, "Bob", 480, 1.0, "5")


def test_the_last_of_several_people_ends_the_task() -> None:
    assert dates(xml(task(1, 16), calendars=AWAY, people=PEOPLE.format(on(1, 1, 16) + on(1, 2, 16)))) == {
        1: ("05 08:00", "08 17:00")
    }


def test_half_of_a_person_takes_twice_as_long() -> None:
    assert dates(xml(task(1, 16), calendars=AWAY, people=PEOPLE.format(on(1, 1, 8, "0.5")))) == {
        1: ("05 08:00", "08 17:00")
    }


@pytest.mark.parametrize("facts", ["<Type>1</Type>", "<IgnoreResourceCalendar>1</IgnoreResourceCalendar>"])
def test_fixed_durations_and_tasks_that_ignore_people_keep_their_own_time(facts: str) -> None:
    assert dates(xml(task(1, 16, facts), calendars=AWAY, people=PEOPLE.format(on(1, 1, 16)))) == {
        1: ("05 08:00", "06 17:00")
    }


def test_a_task_calendar_and_peoples_leave_the_hours_common_to_both() -> None:
    shop = "<Calendar><UID>6</UID><Name>Shop</Name><WeekDays>" + "".join(
        f"<WeekDay><DayType>{day}</DayType><DayWorking>1</DayWorking>{HOURS.format('10:00', '16:00')}</WeekDay>"
        for day in range(2, 7)
    )
    calendars = AWAY + shop + "</WeekDays></Calendar>"
    file = xml(task(1, 4, "<CalendarUID>6</CalendarUID>"), calendars=calendars, people=PEOPLE.format(on(1, 2, 4)))
    assert dates(file) == {1: ("05 10:00", "06 12:00")}  # two hours each morning


def test_material_is_no_crew_and_no_lead() -> None:
    file = xml(task(1), people=PEOPLE.format(on(1, 3)))
    assert (file.assigned, file.leads, file.left_out) == ((), {}, {"materials"})


def test_levelling_delays_the_early_start() -> None:
    file = xml(task(1, 8, "<LevelingDelay>14400</LevelingDelay><LevelingDelayFormat>8</LevelingDelayFormat>"))
    row = dated(file).rows[0]
    assert (row.early_start.day, row.driven_by.rule) == (6, "levelling")


def test_a_plan_from_its_finish_is_counted_back() -> None:
    head = "<ScheduleFromStart>0</ScheduleFromStart><FinishDate>2026-01-16T17:00:00</FinishDate>"
    late = "<ConstraintType>1</ConstraintType>"
    file = xml(task(1, 16, late) + task(2, 8, late + after(1)) + task(3, 8, late), head)
    assert dates(file) == {1: ("14 08:00", "15 17:00"), 2: ("16 08:00", "16 17:00"), 3: ("16 08:00", "16 17:00")}
    assert dated(file).start == datetime(2026, 1, 14, 8)
    assert file.problems == ()


def test_tasks_of_other_files_stand_where_the_file_says() -> None:
    facts = "<ExternalTask>1</ExternalTask><Start>2026-01-12T08:00:00</Start><Finish>2026-01-13T17:00:00</Finish>"
    file = xml(task(1, 8, facts) + task(2, 8, after(1)))
    assert dates(file)[2] == ("14 08:00", "14 17:00")
    assert [problem.reason.code for problem in file.problems] == ["schedule.external_task"]


def test_a_task_set_by_hand_with_a_start_alone_lasts_its_duration() -> None:
    file = xml(task(1, 16, "<Manual>1</Manual><ManualStart>2026-01-08T08:00:00</ManualStart>"))
    assert dates(file) == {1: ("08 08:00", "09 17:00")}


def test_a_summary_without_tasks_is_an_ordinary_row() -> None:
    assert dates(xml(task(1, 16, "<Summary>1</Summary>"))) == {1: ("05 08:00", "06 17:00")}


def test_levels_may_stand_in_the_outline_number_alone() -> None:
    tasks = "".join(
        f"<Task><UID>{uid}</UID><OutlineNumber>{number}</OutlineNumber><Duration>PT8H0M0S</Duration></Task>"
        for uid, number in ((1, "1"), (2, "1.1"), (3, "2"))
    )
    assert [one.parent for one in xml(tasks).plan.tasks] == [None, 1, None]


def test_baselines_people_and_everything_else_come_back() -> None:
    frozen = (
        "<Baseline><Number>0</Number><Start>2026-01-05T08:00:00</Start><Finish>2026-01-06T17:00:00</Finish>"
        "<Duration>PT16H0M0S</Duration></Baseline><Baseline><Number>10</Number><Finish>2026-01-09T17:00:00</Finish></Baseline>"
    )
    facts = (
        "<DurationFormat>7</DurationFormat><PercentComplete>50</PercentComplete><ActualStart>2026-01-05T08:00:00</ActualStart>"
        "<RemainingDuration>PT8H0M0S</RemainingDuration><Resume>2026-01-08T08:00:00</Resume>"
    )
    late = "<ConstraintType>7</ConstraintType><ConstraintDate>2026-01-20T17:00:00</ConstraintDate>"
    delayed = "<LevelingDelay>4800</LevelingDelay><Deadline>2026-01-21T17:00:00</Deadline><Active>0</Active>"
    by_hand = "<Manual>1</Manual><ManualStart>2026-01-12T08:00:00</ManualStart><ManualFinish>2026-01-13T17:00:00</ManualFinish>"
    file = xml(
        task(1, 16, "<Summary>1</Summary>")
        + task(2, 16, facts + frozen, 2)
        + task(3, 8, late + after(2), 2)
        + task(4, 8, delayed)
        + task(5, 8, by_hand)
        + task(6, 8, "<Type>1</Type>"),
        "<MinutesPerDay>450</MinutesPerDay><CriticalSlackLimit>2</CriticalSlackLimit>"
        "<MultipleCriticalPaths>1</MultipleCriticalPaths><HonorConstraints>0</HonorConstraints>",
        AWAY,
        PEOPLE.format(on(3, 1) + on(3, 2, 8, "0.3333") + on(6, 1)),
    )
    assert file.baselines[0][2] == Frozen(datetime(2026, 1, 5, 8), datetime(2026, 1, 6, 17), 960)
    assert file.baselines[10][2] == Frozen(None, datetime(2026, 1, 9, 17), None)
    assert file.plan.critical_slack == 900 and file.plan.several_critical_paths
    assert file.plan.tasks[2].crews and not file.plan.tasks[5].crews
    assert_same(there_and_back(file), file)


def test_what_is_not_kept_is_named() -> None:
    file = xml(
        task(1, 8, "<Cost>500</Cost><Notes>x</Notes><ExtendedAttribute><FieldID>1</FieldID></ExtendedAttribute>")
    )
    assert file.left_out == {"costs", "notes", "custom_fields"}
    assert xml(task(1, 8, "<Cost>0</Cost>")).left_out == frozenset()


@pytest.mark.parametrize(
    ("raw", "minutes"),
    [("PT8H0M0S", 480), ("PT0H30M0S", 30), ("PT1.5H", 90), ("PT40M24S", 40), ("PT40M36S", 41), ("P1DT2H", 1560)],
)
def test_lengths_are_read_as_minutes(raw: str, minutes: int) -> None:
    assert minutes_of(raw) == minutes


@pytest.mark.parametrize("raw", ["P", "PT", "8h", "PT-8H0M0S", "PT8H0M0S5", "PT9999999999999H"])
def test_what_is_no_length_is_refused(raw: str) -> None:
    with pytest.raises(BadPlanFileError):
        minutes_of(raw)
