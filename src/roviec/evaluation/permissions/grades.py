"""Who may do what with grades, conduct, appeals, files of papers, unit grades and exports. Administrators see and do nothing here."""

from dataclasses import dataclass
from uuid import UUID

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.permission import Predicate
from roviec.core.scoring.competence import Confirmer
from roviec.evaluation.models import Appeal, Grade, Sheet
from roviec.organisation.models import Unit


@dataclass(frozen=True, slots=True)
class Deciding:
    """A grade with who is competent for it at the moment; None: nobody in this house."""

    grade: Grade
    grader: Confirmer | None


@dataclass(frozen=True, slots=True)
class Settling:
    """An appeal with the post that must settle it (art. 22); None: nobody in this house."""

    appeal: Appeal
    post: UUID | None


def is_own(actor: Actor, grade: Grade) -> bool:
    return actor.kind is ActorKind.PERSON and actor.officer_id == grade.officer_id


def runs_body(actor: Actor, body: UUID | None) -> bool:
    """Leaders and the personnel office of the body; never administrators."""
    return (
        body is not None and actor.body_id == body and actor.has(Duty.LEADER, Duty.CLERK) and not actor.has(Duty.ADMIN)
    )


def keeps_grading(actor: Actor, body: Unit) -> bool:
    return runs_body(actor, body.pk)


def proposes(actor: Actor, grade: Grade) -> bool:
    """The personnel office of the body, or (for who heads the body) of the body above; of one's own grade nobody."""
    if actor.officer_id == grade.officer_id or actor.has(Duty.ADMIN) or not actor.has(Duty.CLERK):
        return False
    return actor.body_id == grade.body_id or (grade.role == Sheet.Role.HEAD and grade.body_id in actor.bodies_seen)


def notes_meeting(actor: Actor, grade: Grade) -> bool:
    """Whoever heads the unit writes down what its meeting said, or the personnel office."""
    if actor.has(Duty.ADMIN):
        return False
    heads = actor.has(Duty.HEAD) and actor.leads(grade.unit_id) and actor.body_id == grade.body_id
    return heads or runs_body(actor, grade.body_id)


def writes_comment(actor: Actor, grade: Grade) -> bool:
    """The personnel office enters what the Party committee wrote; never about oneself."""
    return actor.officer_id != grade.officer_id and runs_body(actor, grade.body_id)


def decides(actor: Actor, thing: Deciding) -> bool:
    """Whoever sits on the competent post; where nobody in this house is competent, the personnel office enters the decision."""
    if actor.kind is not ActorKind.PERSON or actor.officer_id == thing.grade.officer_id:
        return False
    if thing.grader is None:
        return actor.has(Duty.CLERK) and runs_body(actor, thing.grade.body_id)
    return actor.holds(thing.grader.post)


def sees_grade(actor: Actor, grade: Grade) -> bool:
    """The same rule as `queries.grades.grades_visible_to`."""
    if actor.kind is ActorKind.WORKER or (actor.officer_id is not None and actor.officer_id == grade.officer_id):
        return True
    if actor.has(Duty.ADMIN):
        return False
    if actor.has(Duty.HEAD) and actor.body_id == grade.body_id and actor.leads(grade.unit_id):
        return True
    if not actor.has(Duty.LEADER, Duty.CLERK):
        return False
    heads_below = (
        grade.body_id in actor.bodies_seen and grade.role == Sheet.Role.HEAD and grade.unit_id == grade.body_id
    )
    return actor.body_id == grade.body_id or heads_below


def enters_conduct(actor: Actor, unit: Unit) -> bool:
    """The personnel office of the body that the unit stands in, or of one above."""
    return actor.has(Duty.CLERK) and not actor.has(Duty.ADMIN) and unit.body_id in actor.bodies_seen


def is_appellant(actor: Actor, thing: Appeal | Sheet | Grade) -> bool:
    return actor.kind is ActorKind.PERSON and actor.officer_id == thing.officer_id


def settles(actor: Actor, thing: Settling) -> bool:
    """Who scored or graded; where nobody in this house did, the personnel office enters the answer. Never the appellant."""
    if actor.officer_id == thing.appeal.officer_id:
        return False
    if thing.post is None:
        return actor.has(Duty.CLERK) and runs_body(actor, thing.appeal.unit.body_id)
    return actor.holds(thing.post)


def sees_appeal(actor: Actor, thing: Settling) -> bool:
    appeal = thing.appeal
    return (
        actor.kind is ActorKind.WORKER
        or is_appellant(actor, appeal)
        or settles(actor, thing)
        or runs_body(actor, appeal.unit.body_id)
    )


def hands_over(actor: Actor, body: Unit) -> bool:
    """Exports leave the house by the personnel office or the leaders of the body; a connector acts under such a mandate."""
    return actor.kind is ActorKind.WORKER or runs_body(actor, body.pk)


def assesses_unit(actor: Actor, unit: Unit) -> bool:
    """A unit assesses itself under its head (art. 9.2.a)."""
    return (
        actor.has(Duty.HEAD, Duty.LEADER)
        and not actor.has(Duty.ADMIN)
        and actor.leads(unit.pk)
        and actor.unit_id == unit.pk
    )


@dataclass(frozen=True, slots=True)
class Recognising:
    """A unit with who recognises its grade (art. 5); None: nobody in this house."""

    unit: Unit
    by: Confirmer | None


def recognises(actor: Actor, thing: Recognising) -> bool:
    if actor.kind is not ActorKind.PERSON:
        return False
    if thing.by is None:
        return actor.has(Duty.CLERK) and runs_body(actor, thing.unit.body_id)
    return actor.holds(thing.by.post)


def sees_unit_grade(actor: Actor, unit: Unit) -> bool:
    """Everybody of the body and of those above: a unit's grade is told to all concerned (art. 9.2.b)."""
    return actor.kind is ActorKind.WORKER or (unit.body_id is not None and unit.body_id in actor.bodies_seen)


RULES: dict[str, Predicate] = {
    "open_grading": keeps_grading,
    "set_quota": keeps_grading,
    "publish_grades": keeps_grading,
    "view_grade": sees_grade,
    "send_grade": is_own,
    "note_meeting": notes_meeting,
    "give_party_comment": writes_comment,
    "propose_grade": proposes,
    "decide_grade": decides,
    "regrade": decides,
    "add_paper": writes_comment,
    "enter_conduct": enters_conduct,
    "withdraw_conduct": enters_conduct,
    "make_appeal": is_appellant,
    "withdraw_appeal": is_appellant,
    "view_appeal": sees_appeal,
    "settle_appeal": settles,
    "take_export": hands_over,
    "hand_over_export": hands_over,
    "view_unit_grade": sees_unit_grade,
    "assess_unit": assesses_unit,
    "recognise_unit": recognises,
    "set_unit_weights": keeps_grading,
}
