"""A submission (tờ trình) states one proposal and the drafter's own opinion, or it is not handed up (R08).

Advice without a position leaves the decision, and the blame, to who signs; several options without a choice do the same.
"""

import re

from roviec.core.reasons import Reason
from roviec.core.text import fold

_SUBMISSION = re.compile(r"\bto trinh\b")
_OPTION = re.compile(r"\bphuong an (?:(?:thu|so) )?([0-9]+|nhat|hai|ba|bon|i{1,3}|iv|[a-d])\b")


def is_submission(deliverable: str) -> bool:
    """Whether what is handed in is a tờ trình, by its name."""
    return bool(_SUBMISSION.search(fold(deliverable)))


def options_named(proposal: str) -> int:
    """How many numbered options ("phương án 1", "phương án B") a proposal names."""
    return len(set(_OPTION.findall(fold(proposal))))


def position_problems(deliverable: str, proposal: str, opinion: str) -> list[tuple[str, Reason]]:
    """(field, reason) for everything that keeps it from being handed up. What is no submission needs neither."""
    if not is_submission(deliverable):
        return []
    problems = []
    if not proposal.strip():
        problems.append(("proposal", Reason("submission.no_proposal")))
    elif options_named(proposal) > 1:
        problems.append(("proposal", Reason("submission.several_proposals", {"count": options_named(proposal)})))
    if not opinion.strip():
        problems.append(("opinion", Reason("submission.no_opinion")))
    return problems
