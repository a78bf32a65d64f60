"""Who passes work to whom, read from a log: against the numbers of another implementation, and against the definition itself."""

import csv
import gzip
import hashlib
import io
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from xml.sax.saxutils import quoteattr

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roviec.core.handovers import Columns, Handovers, Reading, Tally, UnreadableLogError, read_csv, read_xes, report
from roviec.core.handovers.instants import read_instants
from roviec.core.packaged import vietnam_calendar

LOG = Path(__file__).parents[2] / "benchmarks" / "data" / "receipt.csv.gz"
TABLE = vietnam_calendar().table
COLUMNS = Columns("case", "what", "who", "at", "group")
# "from to count" of every ordered pair of different people, sorted, a line each: as discovered by PM4Py 2.7 in the same log.
PAIRS_OF_PM4PY = "9dd77a8374c91023003d88efd227b921789e0ae8b94506696820721f51a9f0b0"

Row = tuple[str, str, str, str, str]
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 08:00 in Ho Chi Minh City


def found(rows: list[Row], ranks: dict[str, float] | None = None) -> Handovers:
    """Of rows (case, what, who, at, group)."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("case", "what", "who", "at", "group"), *rows])
    reading, tally = Reading(), Tally()
    for events in [np.concatenate(list(read_csv(text.getvalue().splitlines(True), COLUMNS, reading)))]:
        tally.add(events, TABLE)
    return report(tally, reading, ranks)


def case(name: str, hands: str, first: datetime = MONDAY, step: timedelta = timedelta(hours=1)) -> list[Row]:
    local = first.astimezone(tz=None)
    return [(name, f"step {i}", who, (local + i * step).isoformat(), "") for i, who in enumerate(hands)]


def test_the_receipt_log_has_the_hand_overs_that_another_implementation_found() -> None:
    reading, tally = Reading(), Tally()
    with gzip.open(LOG, "rt", encoding="utf-8", newline="") as file:
        tally.add(np.concatenate(list(read_csv(file, Columns(), reading))), TABLE)
    log = report(tally, reading)
    assert (log.cases, log.events, log.successions) == (1_434, 8_577, 7_143)
    assert (log.between_people, len(log.pairs)) == (1_208, 246)
    lines = sorted(f"{one.source} {one.target} {one.count}" for one in log.pairs)
    pairs = sorted((one.source, one.target, one.count) for one in log.pairs)
    text = "\n".join(f"{a} {b} {n}" for a, b, n in pairs)
    assert hashlib.sha256(text.encode()).hexdigest() == PAIRS_OF_PM4PY, lines[:5]
    assert any(one.source == "EMPTY" for one in log.groups), "a group that is called EMPTY is a group"
    assert sum(one.cases for one in log.variants) == 1_434
    assert sum(one.count for one in log.steps) == 7_143


PEOPLE = st.sampled_from(["An", "Bình", "Chi", ""])
EVENTS = st.lists(
    st.tuples(st.sampled_from("xyz"), PEOPLE, st.integers(0, 60), st.sampled_from(["P1", "P2"])), max_size=25
)


def slowly(rows: list[Row]) -> tuple[Counter[tuple[str, str]], Counter[int], Counter[str]]:
    """The definition word for word: hand-overs, lengths of loops, minutes in each hand."""
    pairs, lengths, minutes = Counter[tuple[str, str]](), Counter[int](), Counter[str]()
    for name in {row[0] for row in rows}:
        events = sorted((row for row in rows if row[0] == name), key=lambda row: datetime.fromisoformat(row[3]))
        for one, other in pairwise(events):
            a, b = (
                TABLE.position(
                    (datetime.fromisoformat(row[3]).replace(tzinfo=None) - datetime(1970, 1, 1)) // timedelta(minutes=1)
                )
                for row in (one, other)
            )
            minutes[other[2]] += int(b - a)
            if one[2] != other[2] and one[2] and other[2]:
                pairs[one[2], other[2]] += 1
        hands = [event[2] for i, event in enumerate(events) if not i or events[i - 1][2] != event[2]]
        for i, who in enumerate(hands):
            if who and who in hands[:i]:
                lengths[i - max(j for j in range(i) if hands[j] == who)] += 1
    return pairs, lengths, minutes


@settings(max_examples=50, deadline=None)
@given(EVENTS)
def test_any_log_gives_what_the_definition_says(drawn: list[tuple[str, str, int, str]]) -> None:
    rows: list[Row] = [
        (name, "s", who, f"2026-03-{2 + hours // 24:02}T{hours % 24:02}:30:00+07:00", group)
        for name, who, hours, group in drawn
    ]
    if not rows:
        return
    log = found(rows)
    pairs, lengths, minutes = slowly(rows)
    assert {(one.source, one.target): one.count for one in log.pairs} == dict(pairs)
    told = Counter[int]()
    for loop in log.loops:
        told[loop.length] += loop.count
        assert not loop.path or loop.path[0] == loop.path[-1]
    assert told == lengths
    assert {hand.who: hand.working_minutes for hand in log.hands if hand.working_minutes} == {
        who: n for who, n in minutes.items() if n
    }


def test_work_that_goes_round_shows_the_hands_that_it_went_through() -> None:
    log = found([*case("a", "ABA"), *case("b", "ABA"), *case("c", "ABCA"), *case("d", "AAB")])
    assert [(one.path, one.count) for one in log.loops] == [(("A", "B", "A"), 2), (("A", "B", "C", "A"), 1)]
    assert log.upward is None
    passed_up = found(case("a", "ABA"), {"A": 1, "B": 2}).upward
    assert passed_up is not None
    assert [(one.source, one.target, one.count) for one in passed_up] == [("A", "B", 1)]


def test_the_order_is_that_of_the_instants_whatever_offset_they_are_written_in() -> None:
    rows: list[Row] = [
        ("a", "later", "B", "2026-03-02T09:00:00+01:00", ""),
        ("a", "earlier", "A", "2026-03-02T09:30:00+02:00", ""),
    ]
    log = found(rows)
    assert [(one.source, one.target) for one in log.pairs] == [("A", "B")]


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30), timezones=st.sampled_from([UTC])),
        min_size=1,
        max_size=8,
    ),
    st.sampled_from(["seconds", "milliseconds", "microseconds"]),
    st.sampled_from(["Z", "+07:00", "-03:30", ""]),
)
def test_many_instants_are_read_as_each_of_them_would_be(moments: list[datetime], spec: str, tail: str) -> None:
    texts = [moment.replace(tzinfo=None).isoformat(timespec=spec) + tail for moment in moments]
    at, local, wrong = read_instants([*texts, "31/02/2026", "2026-02-30T10:00:00+07:00"])
    for text, one, minute in zip(texts, at.tolist(), local.tolist(), strict=False):
        moment = datetime.fromisoformat(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        assert one == (aware - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
        assert minute == (moment.replace(tzinfo=None) - datetime(1970, 1, 1)) // timedelta(minutes=1)
    assert wrong.tolist() == [False] * len(texts) + [True, True]


def test_what_cannot_be_read_is_told_with_its_place_and_the_rest_is_counted() -> None:
    lines = [
        "case,what,who,at\n",
        "a,x,A,2026-03-02T08:00:00\n",
        "a,x,B,hôm qua\n",
        ",x,B,2026-03-02T08:00:00\n",
        "a,x\n",
    ]
    reading = Reading()
    events = np.concatenate(list(read_csv(lines, COLUMNS, reading)))
    assert len(events) == 1
    assert sorted((one.row, one.column, one.reason.code) for one in reading.problems) == [
        (2, "at", "event_log.bad_instant"),
        (3, "case", "event_log.no_case"),
        (4, "", "event_log.wrong_width"),
    ]
    with pytest.raises(UnreadableLogError) as refused:
        list(read_csv(["a,b\n"], COLUMNS, Reading()))
    assert refused.value.reason.code == "event_log.columns_missing"


def xes(rows: list[Row]) -> bytes:
    traces: dict[str, str] = {}
    for name, what, who, at, group in rows:
        said = (("concept:name", what), ("org:resource", who), ("time:timestamp", at), ("org:group", group))
        event = "".join(f"<string key={quoteattr(key)} value={quoteattr(value)}/>" for key, value in said)
        traces[name] = traces.get(name, "") + f"<event>{event}</event>"
    whole = "".join(
        f'<trace><string key="concept:name" value="{name}"/>{body}</trace>' for name, body in traces.items()
    )
    return f'<log xmlns="http://www.xes-standard.org/">{whole}</log>'.encode()


def test_xes_says_the_same_as_the_table_and_a_document_type_is_refused() -> None:
    rows = [*case("a", "ABCA"), *case("b", "BA")]
    reading, tally = Reading(), Tally()
    tally.add(np.concatenate(list(read_xes(io.BytesIO(xes(rows)), Columns(), reading))), TABLE)
    assert report(tally, reading) == found(rows)
    bomb = b'<!DOCTYPE log [<!ENTITY a "aaaa">]><log><trace><event><string key="concept:name" value="x"/></event></trace></log>'
    for data, code in (
        (bomb, "event_log.doctype"),
        (b"<log>", "event_log.not_xml"),
        (b"<log/>", "event_log.no_traces"),
    ):
        with pytest.raises(UnreadableLogError) as refused:
            list(read_xes(io.BytesIO(data), Columns(), Reading()))
        assert refused.value.reason.code == code
