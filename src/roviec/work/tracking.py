"""What a row of the tracking workbook says of a task, the same on the way out and back: six cells as texts, with the version."""

from datetime import date

from django.utils.translation import gettext as _

from roviec.core.calendars import VIETNAM
from roviec.work.models import Recurrence
from roviec.work.queries.taken import Taken

# The columns that come back, in the order of the sheet: field and heading.
FIELDS = ("title", "lead", "supports", "due", "deliverable", "progress")


def term_of(row: Taken) -> str:
    """The words in place of a due date; "" where there is one."""
    if row.budget:
        return _("%(n)s ngày làm việc") % {"n": row.budget}
    if row.due is None and row.recurrence:
        return str(Recurrence(row.recurrence).label)
    return ""


def day_of_due(row: Taken) -> date | None:
    return row.due.astimezone(VIETNAM).date() if row.due else None


def kept_of(row: Taken) -> dict[str, str | int]:
    """What the cells say, so that the file that comes back shows which of them somebody changed."""
    due = day_of_due(row)
    return {
        "version": row.version,
        "title": " ".join(row.title.split()),
        "lead": row.lead,
        "supports": "; ".join(row.supports),
        "due": term_of(row) or (due.isoformat() if due else ""),
        "deliverable": " ".join(row.deliverable.split()),
        "progress": str(row.progress),
    }
