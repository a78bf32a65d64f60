"""A task as the boards list it: one line, with what a click on it does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from roviec.boards.queries.people import names_at
from roviec.core.standing import Standing, lateness_days
from roviec.core.task_flow import Hold, State, why_not
from roviec.custody.calendars import calendar_named
from roviec.work.forms.step import StepForm
from roviec.work.forms.steps import STEPS

LATE = (Standing.OPEN_LATE.value, Standing.DONE_LATE.value)
TONES = {Standing.OPEN_LATE.value: "late", Standing.DUE_SOON.value: "soon", Standing.SUSPENDED.value: "halt"}


@dataclass(frozen=True)
class Line:
    """`task` comes from `work.queries.listed`; `days` is how many working days it is late, None when it is not; `holder` who has it now.

    `waits` is how many working days the present holder has had it. `steps` are offered beside it. `risk` is the chance to end late in
    percent where that is probable, else None.
    """

    task: object
    standing: str
    days: int | None
    holder: str
    waits: int
    steps: tuple[type[StepForm], ...] = ()
    risk: int | None = None

    @property
    def label(self) -> str:
        """The title after its number in the document; a bare dash is no number."""
        number = self.task.number.strip(" .")
        if not any(sign.isalnum() for sign in number):
            return self.task.title
        return f"{number}{'' if number.endswith(')') else '.'} {self.task.title}"

    @property
    def tone(self) -> str:
        return TONES.get(self.standing, "soon" if self.risk else "")


def lines(
    tasks: Iterable,
    now: datetime,
    *,
    verbs: Sequence[str] = (),
    names: Mapping[UUID, str] | None = None,
    risks: Mapping[UUID, int] | None = None,
) -> list[Line]:
    """Lines in the order given. Of `verbs` those that the flow allows now. One query for who holds them, unless `names` says it;
    `risks` from `queries.risks.risks_of`."""
    tasks = list(tasks)
    if names is None:
        names = names_at({task.clock.holder_post_id for task in tasks}, now)
    calendar = calendar_named("vn")
    made = []
    for task in tasks:
        clock = task.clock
        late = task.standing in LATE and clock.due is not None
        made.append(
            Line(
                task=task,
                standing=task.standing,
                days=lateness_days(calendar, clock.due, clock.finished_at or clock.closed_at or now).n
                if late
                else None,
                holder=names.get(clock.holder_post_id, ""),
                waits=calendar.working_days_between(clock.held_since, now).n if clock.held_since <= now else 0,
                steps=tuple(STEPS[verb] for verb in verbs if _possible(verb, task)),
                risk=(risks or {}).get(task.pk),
            )
        )
    return made


def _possible(verb: str, task: object) -> bool:
    clock = task.clock
    if verb == "ask_extension" and clock.due is None:
        return False
    suspended = clock.suspended_since is not None
    return why_not(verb, state=State(task.state), hold=Hold(clock.hold_kind), suspended=suspended) is None
