"""What people do with documents: take them in, correct what was read, make tasks of it."""

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
from roviec.directives.actions.naming import External, readdress
from roviec.directives.actions.receiving import Received, receive_directive

__all__ = [
    "Changes",
    "Confirmed",
    "External",
    "Received",
    "confirm_proposals",
    "correct_proposal",
    "drop_proposal",
    "edit_directive",
    "merge_proposals",
    "readdress",
    "receive_directive",
    "restore_proposal",
    "set_aside",
    "split_proposal",
]
