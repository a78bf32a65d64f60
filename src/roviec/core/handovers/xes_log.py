"""A log in XES (IEEE 1849-2016), read trace by trace: nothing of what was read is kept."""

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree  # type: ignore[import-untyped,unused-ignore]

from roviec.core.handovers.log import Columns, Events, Reading, UnreadableLogError
from roviec.core.reasons import Reason

PORTION = 50_000
_NAME = "concept:name"


def read_xes(stream: BinaryIO, columns: Columns, reading: Reading) -> Iterator[Events]:
    """Portions of events. A trace without a name is a case by itself. Entities are not resolved, nothing is fetched.

    Raises UnreadableLogError for what is no XML or has no trace.
    """
    keys = (columns.at, columns.who, columns.what, columns.group)
    table: tuple[list[str], ...] = ([], [], [], [], [])
    cases, times, who, what, group = table
    traces = 0
    checked = False
    try:
        elements = etree.iterparse(
            stream,
            events=("end",),
            tag=("{*}event", "{*}trace"),
            resolve_entities=False,
            no_network=True,
            huge_tree=False,
        )
        for _end, element in elements:
            if not checked:
                checked = True
                if element.getroottree().docinfo.internalDTD is not None:
                    raise UnreadableLogError(Reason("event_log.doctype"))
            if element.tag.endswith("event"):
                said = {child.get("key"): child.get("value") for child in element}
                for column, key in zip((times, who, what, group), keys, strict=True):
                    column.append(said.get(key) or "")
                element.clear()
                continue
            traces += 1
            name = next((child.get("value") for child in element if child.get("key") == _NAME), None)
            cases.extend([name or f"#{traces}"] * (len(times) - len(cases)))
            element.clear()
            while (before := element.getprevious()) is not None:
                element.getparent().remove(before)
            if len(cases) >= PORTION:
                yield reading.take(columns, cases, times, who, what, group)
                for column in table:
                    column.clear()
    except etree.XMLSyntaxError as error:
        raise UnreadableLogError(Reason("event_log.not_xml", {"why": str(error.msg)[:200]}), error.lineno) from None
    if not traces:
        raise UnreadableLogError(Reason("event_log.no_traces"))
    if cases:
        yield reading.take(columns, cases, times, who, what, group)
