"""Each line of cases.jsonl is a small document and what must be read from it: add a line to teach or to pin down a form.

`lines` are paragraphs; `table` is one table ("<" continues the cell to the left, "^" the one above). The document is dated
21 November 2025. Of each expected assignment only the fields given are compared; `sure` says on which side of the threshold.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from roviec.core.extraction.extract import extract
from roviec.core.extraction.model import Cell, DocumentModel, Paragraph, Table
from roviec.core.extraction.proposals import SURE, Proposal

CASES = [json.loads(line) for line in Path(__file__).with_name("cases.jsonl").read_text(encoding="utf-8").splitlines()]


def table_of(rows: list[list[str]], anchor: str = "t0") -> Table:
    cells: dict[tuple[int, int], Cell] = {}
    origin: dict[tuple[int, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text == "<":
                origin[r, c] = origin[r, c - 1]
            elif text == "^":
                origin[r, c] = origin[r - 1, c]
            else:
                origin[r, c] = (r, c)
    for r, c in sorted(set(origin.values())):
        covered = [place for place, start in origin.items() if start == (r, c)]
        height, width = max(p[0] for p in covered) - r + 1, max(p[1] for p in covered) - c + 1
        cells[r, c] = Cell(f"{anchor}r{r}c{c}", r, c, rows[r][c], height, width)
    return Table(anchor, len(rows), len(rows[0]), tuple(cells.values()))


def document_of(case: dict[str, Any]) -> DocumentModel:
    if "table" in case:
        return DocumentModel("test", (table_of(case["table"]),))
    return DocumentModel("test", tuple(Paragraph(f"p{n}", line) for n, line in enumerate(case["lines"])))


def said(proposal: Proposal, wanted: dict[str, Any]) -> dict[str, Any]:
    timing = proposal.deadline.value
    everything = {
        "source": proposal.source.value,
        "text": proposal.text.value,
        "leads": list(proposal.leads.value),
        "supports": list(proposal.supports.value),
        "accountable": list(proposal.accountable.value),
        "kind": timing.kind.value,
        "due": timing.due.isoformat() if timing.due else None,
        "deliverable": proposal.deliverable.value,
        "heading": proposal.heading,
        "state": proposal.state.value if proposal.state else None,
        "sure": proposal.sure >= SURE,
    }
    return {key: everything[key] for key in wanted}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_case_is_read_as_it_says(case: dict[str, Any]) -> None:
    found = extract(document_of(case), date(2025, 11, 21)).proposals
    assert len(found) == len(case["expect"]), [p.text.value for p in found]
    for proposal, wanted in zip(found, case["expect"], strict=True):
        assert said(proposal, wanted) == wanted


def test_there_are_at_least_thirty_cases_of_labels_and_deadlines_of_our_own() -> None:
    assert len(CASES) >= 30
    assert len({case["name"] for case in CASES}) == len(CASES)
