"""The life of a task as a table: who may not be asked here, only what follows what.

A verb is allowed in some states, under some kinds of hold, running or suspended; it leads to a state and says who holds the
task afterwards. The names of the verbs are those of the actions.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from roviec.core.reasons import Reason


class State(StrEnum):
    DRAFT = "draft"
    ASSIGNED = "assigned"
    REFUSED = "refused"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    DONE = "done"
    CANCELLED = "cancelled"


class Hold(StrEnum):
    """Why the holder has it."""

    DRAFTING = "drafting"
    UNNAMED = "unnamed"
    OUTSIDE = "outside"  # with a body that has no accounts here
    WORKING = "working"
    SIGNATURE = "signature"
    ACCEPTANCE = "acceptance"


class Holder(StrEnum):
    """Who holds the task after a step."""

    SAME = "same"
    DOER = "doer"  # the person named, else the lead unit, which then has to name one
    SIGNER = "signer"
    ACCEPTOR = "acceptor"
    GIVER = "giver"  # who assigned it has it back
    NOBODY = "nobody"  # closed


@dataclass(frozen=True)
class Step:
    """`holds` None: under any hold. `suspended` False: not while suspended; True: only then; None: either way. `to` None: same state."""

    states: frozenset[State]
    holds: frozenset[Hold] | None = None
    suspended: bool | None = None
    to: State | None = None
    holder: Holder = Holder.SAME


OPEN = frozenset({State.DRAFT, State.ASSIGNED, State.REFUSED, State.IN_PROGRESS, State.SUBMITTED})
CLOSED = frozenset({State.DONE, State.CANCELLED})
RUNNING = frozenset({State.ASSIGNED, State.IN_PROGRESS})
ANY = OPEN | CLOSED
_GIVEN = RUNNING | {State.SUBMITTED}
_AT_WORK = frozenset({Hold.UNNAMED, Hold.OUTSIDE, Hold.WORKING})


def _only(*states: State) -> frozenset[State]:
    return frozenset(states)


FLOW: Mapping[str, Step] = {
    "edit_task": Step(OPEN),
    "split_into_parts": Step(OPEN - {State.SUBMITTED}),
    "assign_task": Step(_only(State.DRAFT, State.REFUSED), suspended=False, to=State.ASSIGNED, holder=Holder.DOER),
    "complete_spoken_order": Step(RUNNING),
    "accept_task": Step(_only(State.ASSIGNED), _AT_WORK, suspended=False, to=State.IN_PROGRESS),
    "refuse_task": Step(_only(State.ASSIGNED), _AT_WORK, suspended=False, to=State.REFUSED, holder=Holder.GIVER),
    "name_person": Step(RUNNING, _AT_WORK, holder=Holder.DOER),
    "report_progress": Step(_only(State.IN_PROGRESS)),
    "hand_up_for_signature": Step(_only(State.IN_PROGRESS), _AT_WORK, suspended=False, holder=Holder.SIGNER),
    "sign": Step(_only(State.IN_PROGRESS), frozenset({Hold.SIGNATURE}), holder=Holder.DOER),
    "send_back_from_signature": Step(_only(State.IN_PROGRESS), frozenset({Hold.SIGNATURE}), holder=Holder.DOER),
    "submit_deliverable": Step(
        _only(State.IN_PROGRESS), _AT_WORK, suspended=False, to=State.SUBMITTED, holder=Holder.ACCEPTOR
    ),
    "accept_deliverable": Step(_only(State.SUBMITTED), to=State.DONE, holder=Holder.NOBODY),
    "finish_with_document": Step(_GIVEN, suspended=False, to=State.DONE, holder=Holder.NOBODY),
    "return_deliverable": Step(_only(State.SUBMITTED), to=State.IN_PROGRESS, holder=Holder.DOER),
    "reopen_task": Step(_only(State.DONE), to=State.IN_PROGRESS, holder=Holder.DOER),
    "ask_extension": Step(RUNNING),
    "decide_extension": Step(_GIVEN),
    "move_due": Step(_GIVEN | {State.REFUSED}),
    "suspend_task": Step(RUNNING, suspended=False),
    "resume_task": Step(RUNNING, suspended=True),
    "hand_over": Step(RUNNING, _AT_WORK | {Hold.SIGNATURE}, holder=Holder.DOER),
    "ask_opinion": Step(RUNNING),
    "answer_opinion": Step(_GIVEN),
    "withdraw_opinion": Step(_GIVEN),
    "cancel_task": Step(OPEN, to=State.CANCELLED, holder=Holder.NOBODY),
    "remind_task": Step(_GIVEN),
    # Whether it is late at all is asked of its clock (core.explanations); what was handed in late is explained too.
    "demand_explanation": Step(_GIVEN | {State.DONE}),
    "give_explanation": Step(_GIVEN | {State.DONE}),
    "decide_explanation": Step(_GIVEN | {State.DONE}),
    "comment_task": Step(ANY),
    "watch_task": Step(ANY),
    "unwatch_task": Step(ANY),
}


def why_not(verb: str, *, state: State | str, hold: Hold | str, suspended: bool, closed: bool = False) -> Reason | None:
    """Why the verb cannot follow here, or None when it can. Says nothing about who may do it."""
    step = FLOW[verb]
    if State(state) not in step.states:
        return Reason(f"task_flow.state_{State(state).value}", {"verb": verb})
    if closed and step.states <= OPEN:
        return Reason("task_flow.closed", {"verb": verb})
    if step.suspended is False and suspended:
        return Reason("task_flow.suspended", {"verb": verb})
    if step.suspended is True and not suspended:
        return Reason("task_flow.not_suspended", {"verb": verb})
    if step.holds is not None and Hold(hold) not in step.holds:
        return Reason(f"task_flow.hold_{Hold(hold).value}", {"verb": verb})
    return None


def possible(*, state: State | str, hold: Hold | str, suspended: bool) -> list[str]:
    """The verbs that can follow, in the order of the table."""
    return [verb for verb in FLOW if why_not(verb, state=state, hold=hold, suspended=suspended) is None]
