"""Terms of days that a document sets, kept as terms: what moves with calendar and suspension must not become a fixed date.

Only a term whose first day is known is one: counted from a day that is written, from the document's issue, or from its receipt. "Từ
ngày nhận đủ hồ sơ" and "sau khi có hướng dẫn" hang on something that has not happened: no day is guessed for them.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime

from roviec.core.calendars import WorkingDays, end_of_day
from roviec.core.deadlines.derived import Derivation, DueRule
from roviec.core.deadlines.model import Deadline, DeadlineKind

# What is received must be the document itself or the work: nothing further is named, or it is called by its kind.
_RECEIPT = re.compile(
    r"(?:từ|khi|sau)\s+(?:ngày |khi |thời điểm )*(?:được giao(?: nhiệm vụ| việc)?|(?:tiếp )?nhận(?: được)?"
    r"(?: (?:văn bản|công văn|kế hoạch|thông báo|chỉ thị|quyết định|nghị quyết|công điện|chương trình|kết luận|nhiệm vụ))?)"
    r"(?: này)?\s*[.,;)]*$"
)


@dataclass(frozen=True)
class Term:
    """`amount` working or calendar days (by `rule`) after the day `since`, which itself does not count."""

    rule: DueRule
    amount: int
    since: date

    def derivation(self, *, rolls: bool, said_at: datetime) -> Derivation:
        """`rolls`: a term of calendar days that ends on a day off ends on the next working day."""
        rolls = rolls and self.rule is DueRule.CALENDAR_DAYS
        return Derivation(self.rule, end_of_day(self.since), self.amount, rolls, said_at)


def term_of(deadline: Deadline, received: date) -> Term | None:
    """The term that a phrase sets; `received` is the day the document came in. None for anything else, terms of months included:
    those end on the same day of a later month and are dates."""
    if deadline.kind is not DeadlineKind.RELATIVE or deadline.budget is None or not deadline.budget.n:
        return None
    since = deadline.since
    if since is None and deadline.due is None and not deadline.in_months and _RECEIPT.search(deadline.anchor):
        since = received
    if since is None:
        return None
    rule = DueRule.WORKING_DAYS if isinstance(deadline.budget, WorkingDays) else DueRule.CALENDAR_DAYS
    return Term(rule, deadline.budget.n, since)
