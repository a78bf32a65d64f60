"""What people do with committees and meetings."""

from roviec.meetings.actions.committees import RHYTHMS, CommitteeFields, create_committee, edit_committee
from roviec.meetings.actions.conclusions import add_conclusion, drop_conclusion, issue_notice
from roviec.meetings.actions.matters import Settlement, add_matter, drop_matter, leave_matter, settle_matter
from roviec.meetings.actions.meetings import Minutes, call_meeting, cancel_meeting, move_meeting, write_minutes

__all__ = [
    "RHYTHMS",
    "CommitteeFields",
    "Minutes",
    "Settlement",
    "add_conclusion",
    "add_matter",
    "call_meeting",
    "cancel_meeting",
    "create_committee",
    "drop_conclusion",
    "drop_matter",
    "edit_committee",
    "issue_notice",
    "leave_matter",
    "move_meeting",
    "settle_matter",
    "write_minutes",
]
