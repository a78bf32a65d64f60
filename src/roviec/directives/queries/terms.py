"""The term of days behind the due date of a proposal, as it was kept when the document was read."""

from datetime import date
from typing import Any

from roviec.core.deadlines import DueRule, Term
from roviec.directives.models import Proposal

TERM = "term"


def kept_term(term: Term, due: date) -> dict[str, Any]:
    """How a proposal keeps it among what was found, with the day it gave."""
    return {"rule": str(term.rule), "amount": term.amount, "since": term.since.isoformat(), "due": due.isoformat()}


def term_of_proposal(proposal: Proposal) -> Term | None:
    """The term, as long as the due date is the one it gave: a day that somebody wrote is a date by decision."""
    kept = proposal.found.get(TERM)
    if not kept or proposal.due is None or kept["due"] != proposal.due.isoformat():
        return None
    return Term(DueRule(kept["rule"]), kept["amount"], date.fromisoformat(kept["since"]))
