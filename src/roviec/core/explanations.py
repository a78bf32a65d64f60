"""Giải trình: a lateness is explained with a cause and words, and somebody competent says whether the cause was objective.

That decision is what scoring reads: Decree 335/2025, art. 14.2.c takes 25 % off for each lateness, "trừ trường
hợp sai sót do nguyên nhân khách quan được cấp có thẩm quyền xác nhận".
"""

from enum import StrEnum

from roviec.core.reasons import Reason
from roviec.core.standing import Standing

# Ours, not the law's: within how many working days an explanation is expected.
ANSWER_DAYS = 3
LATE = frozenset({Standing.OPEN_LATE, Standing.DONE_LATE})


class Cause(StrEnum):
    """The short list; the words beside it say the rest. Naming an outside cause does not make it objective: that is decided."""

    OTHER_BODY = "other_body"  # another agency had not answered or done its part
    DECISION = "decision"  # waited for a decision or signature above
    RULE = "rule"  # no guidance, or rules that contradict each other
    PAPERS = "papers"  # citizens or businesses had not handed in what was needed
    ADDED_WORK = "added_work"  # sudden work came in between
    PEOPLE = "people"  # too few people, leave, illness
    MEANS = "means"  # money, equipment, software
    FORCE_MAJEURE = "force_majeure"  # disaster, epidemic
    OWN = "own"  # the unit's own organisation of the work
    OTHER = "other"


def why_no_explanation(standing: Standing, *, decided: bool) -> Reason | None:
    """Why there is nothing to explain, or nothing more. What was given may be given anew until somebody has decided on it."""
    if standing not in LATE:
        return Reason("explanation.not_late")
    return Reason("explanation.decided") if decided else None
