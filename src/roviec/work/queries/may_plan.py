"""What an actor may do with the dates of many tasks: the rules of `permissions` on plain values, checked against them by a test."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from roviec.core.actor import Actor, Duty
from roviec.core.task_flow import CLOSED, FLOW
from roviec.work.models import TaskState
from roviec.work.permissions import is_system

COLUMNS = (
    *("state", "lead_unit", "lead_unit__body", "person_post", "assigned_by_post", "plan__body", "plan__leader_post"),
    *("clock__holder_post", "clock__holder_unit", "clock__holder_unit__body", "clock__holder_unit__is_body"),
)


class MayPlan:
    """`of` the values of COLUMNS: ("decide" | "ask" | "" for the due date, whether planned dates may be moved)."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.system = is_system(actor)
        self.heads_units = actor.has(Duty.HEAD, Duty.DEPUTY, Duty.LEADER)
        self.leads, self.tracks = actor.has(Duty.LEADER), actor.has(Duty.TRACKER)

    def of(self, row: Sequence[Any]) -> tuple[str, bool]:
        state, unit, unit_body, person, giver, body, leader, post, holder, holder_body, holder_is_body = row
        actor = self.actor
        if state in CLOSED:
            return "", False
        own = actor.body_id == body
        heads = self._heads(unit, unit_body)
        keeps = self.system or (own and (self.leads or self.tracks or actor.holds(leader)))
        drafts = self.system or (own and (self.leads or self.tracks or actor.holds(post) or heads))
        if state == TaskState.DRAFT:
            return ("decide" if drafts else ""), keeps or drafts
        gave = self.system or actor.holds(giver) or (self.leads and own)
        if post is not None:
            holds = self.system or actor.holds(post)
        else:
            leads_holder = self._heads(holder, holder_body)
            holds = self.system or leads_holder or (holder_is_body and self.tracks and holder == actor.body_id)
        works = holds or actor.holds(person) or heads
        if gave and state in FLOW["move_due"].states:
            return "decide", keeps or works
        return ("ask" if works and state in FLOW["ask_extension"].states else ""), keeps or works

    def _heads(self, unit: UUID | None, body: UUID | None) -> bool:
        return self.heads_units and self.actor.leads(unit) and body == self.actor.body_id
