"""A proposal as the review page shows it: units, dates, and what of the six things is not clear yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from roviec.core.clarity import Gap, TaskFacts, clarity
from roviec.core.deadlines import DueRule
from roviec.core.extraction.proposals import SURE, TrackedState
from roviec.core.reasons import Reason
from roviec.core.tracked import Outcome
from roviec.directives.queries.register_rows import counts_of_register, outcome, row_of_register
from roviec.directives.queries.terms import term_of_proposal
from roviec.web.clear_things import NAMES
from roviec.web.reasons import sentence

RECURRENCES: dict[str, str | Promise] = {
    "continuous": _("Thường xuyên"),
    "monthly": _("Hằng tháng"),
    "quarterly": _("Hằng quý"),
    "yearly": _("Hằng năm"),
}


@dataclass(frozen=True)
class Row:
    """`gaps` are (name of the thing, sentence, missing); `doubts` the reasons why the reading is not sure; `ready` nothing is missing."""

    proposal: Any
    leads: list[Any]
    supports: list[Any]
    gaps: list[tuple[str | Promise, str, bool]]
    doubts: list[str]
    unknown: list[str]
    recurrence: str | Promise
    term: str = ""
    tracked: Outcome | None = None
    tracked_said: str = ""

    @property
    def tracked_state(self) -> str:
        return STATES[self.tracked.state] if self.tracked else ""

    @property
    def number(self) -> str:
        """As numbered in the document; bullets number nothing, there the row's own place counts."""
        return self.proposal.number or str(self.proposal.order)

    @property
    def ready(self) -> bool:
        return not self.unclear and bool(self.leads)

    @property
    def outside(self) -> bool:
        """Only bodies outside lead it: nobody here answers for it until a leader is named."""
        return bool(self.leads) and all(unit.is_external for unit in self.leads)

    @property
    def unclear(self) -> bool:
        return bool(self.doubts or self.unknown) or any(missing for _name, _why, missing in self.gaps)


# The five states of a tracking workbook, as `web.states` shows them.
STATES = {
    TrackedState.DONE: "done_on_time",
    TrackedState.DONE_LATE: "done_late",
    TrackedState.OPEN: "open_on_time",
    TrackedState.LATE: "open_late",
    TrackedState.SUSPENDED: "suspended",
}


def rows_of(proposals: Iterable[Any], now: datetime) -> list[Row]:
    return [row_of(proposal, now) for proposal in proposals]


def row_of(proposal: Any, now: datetime) -> Row:
    settled, said = outcome(proposal, now), row_of_register(proposal)
    leads, supports = list(proposal.lead_units.all()), list(proposal.support_units.all())
    known = proposal.found.get("units", {})
    return Row(
        proposal=proposal,
        leads=leads,
        supports=supports,
        # What an old register never asked for stands in the way of nothing.
        gaps=[]
        if settled
        else [(NAMES[gap.slot], sentence(gap.reason), gap.severity == "missing") for gap in _gaps(proposal, leads)],
        doubts=_doubts(proposal) + [sentence(reason) for reason in (settled.remarks if settled else ())],
        unknown=[name for name in proposal.leads if known.get(name) in ("none", "many")],
        recurrence=RECURRENCES.get(proposal.recurrence, ""),
        term=_term(proposal),
        tracked=settled,
        tracked_said="; ".join(filter(None, (said.result, said.note))) if said else "",
    )


def counts_shown(proposals: Iterable[Any], now: datetime) -> list[tuple[str, int]]:
    """(state, rows) of a tracking workbook, in the order of the four counts; [] for any other document."""
    counts = counts_of_register(proposals, now)
    return [(STATES[state], counts[state]) for state in STATES if counts[state]]


def _term(proposal: Any) -> str:
    """ "10 ngày làm việc kể từ 01/12/2025": the due date moves with calendar and suspension."""
    term = term_of_proposal(proposal)
    if term is None:
        return ""
    said = (
        _("%(days)s ngày làm việc kể từ %(day)s")
        if term.rule is DueRule.WORKING_DAYS
        else _("%(days)s ngày kể từ %(day)s")
    )
    return str(said) % {"days": term.amount, "day": f"{term.since:%d/%m/%Y}"}


def _gaps(proposal: Any, leads: list[Any]) -> list[Gap]:
    """Person, responsibility and authority are filled when the tasks are given out; here only what the document itself leaves open."""
    facts = TaskFacts(
        title=proposal.text,
        lead="; ".join(unit.name for unit in leads[:3]) or None,
        lead_is_external=all(unit.is_external for unit in leads) if leads else False,
        person="-",
        due=proposal.due,
        recurrence=proposal.recurrence or None,
        start=proposal.start,
        deliverable=proposal.deliverable,
        accountable="-",
        authority="-",
        schedule_words=proposal.deadline_raw,
    )
    return list(clarity(facts))


def _doubts(proposal: Any) -> list[str]:
    said = []
    for name in ("text", "leads", "deadline"):
        part = proposal.found.get(name, {})
        if part.get("sure", 1) < SURE:
            said += [sentence(Reason(why["code"], why.get("params", {}))) for why in part.get("why", ())]
    return list(dict.fromkeys(said))
