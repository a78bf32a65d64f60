"""Who may do what with documents. What is not listed is denied."""

from roviec.core.actor import Actor, ActorKind, Duty
from roviec.core.permission import Permissions
from roviec.directives.models import Arrival, Directive


def handles_documents(actor: Actor, directive: Directive | Arrival | None = None) -> bool:
    """The tracking office and the leaders of a body take in its documents and turn them into work."""
    if actor.kind is ActorKind.WORKER:
        return True
    if actor.body_id is None or not actor.has(Duty.TRACKER, Duty.LEADER, Duty.HEAD, Duty.DEPUTY):
        return False
    return directive is None or directive.body_id == actor.body_id


def sees(actor: Actor, directive: Directive | Arrival) -> bool:
    """Inside the body and downwards; the other side sees nothing."""
    return actor.kind is ActorKind.WORKER or directive.body_id in actor.bodies_seen


PERMISSIONS = Permissions(
    "directives",
    {
        "receive_directive": handles_documents,
        "view_directive": sees,
        "edit_directive": handles_documents,
        "correct_proposal": handles_documents,
        "drop_proposal": handles_documents,
        "split_proposal": handles_documents,
        "merge_proposals": handles_documents,
        "readdress": handles_documents,
        "confirm_proposals": handles_documents,
        "link_proposals": handles_documents,
        "set_aside": handles_documents,
        "divide_document": handles_documents,
        "link_task": handles_documents,
        "confirm_effect": handles_documents,
        "take_in_arrivals": handles_documents,
        "view_arrival": sees,
        "note_for_information": handles_documents,
        "reopen_arrival": handles_documents,
        "work_through": handles_documents,
        "enter_instruction": handles_documents,
        "issue_answer": handles_documents,
    },
)
