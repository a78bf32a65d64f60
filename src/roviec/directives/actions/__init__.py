"""What people do with documents: take them in, correct what was read, make tasks of it."""

from roviec.directives.actions.arrivals import (
    ArrivalFields,
    TakenIn,
    note_for_information,
    reopen_arrival,
    take_in_arrivals,
    take_in_file,
    work_through,
)
from roviec.directives.actions.confirming import Confirmed, confirm_proposals
from roviec.directives.actions.correcting import (
    Changes,
    correct_proposal,
    drop_proposal,
    edit_directive,
    merge_proposals,
    restore_proposal,
    set_aside,
    split_proposal,
)
from roviec.directives.actions.effect import (
    Work,
    add_guidance,
    await_again,
    confirm_effect,
    follow_effect,
    fulfil_guidance,
    give_readiness_work,
)
from roviec.directives.actions.instructing import Instruction, enter_instruction, issue_answer
from roviec.directives.actions.linking import link_proposals, unlink_proposal
from roviec.directives.actions.naming import External, readdress
from roviec.directives.actions.provisions import divide_document, keep_provisions, link_task, unlink_task
from roviec.directives.actions.receiving import Received, receive_directive
from roviec.directives.actions.register import RegisterTaken, take_in_any, take_in_register

__all__ = [
    "ArrivalFields",
    "Changes",
    "Confirmed",
    "External",
    "Instruction",
    "Received",
    "RegisterTaken",
    "TakenIn",
    "Work",
    "add_guidance",
    "await_again",
    "confirm_effect",
    "confirm_proposals",
    "correct_proposal",
    "divide_document",
    "drop_proposal",
    "edit_directive",
    "enter_instruction",
    "follow_effect",
    "fulfil_guidance",
    "give_readiness_work",
    "issue_answer",
    "keep_provisions",
    "link_proposals",
    "link_task",
    "merge_proposals",
    "note_for_information",
    "readdress",
    "receive_directive",
    "reopen_arrival",
    "restore_proposal",
    "set_aside",
    "split_proposal",
    "take_in_any",
    "take_in_arrivals",
    "take_in_file",
    "take_in_register",
    "unlink_proposal",
    "unlink_task",
    "work_through",
]
