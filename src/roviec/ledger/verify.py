"""Is the ledger as it was written? Finds changed, removed, inserted and reordered entries and a cut-off tail, and says which.

Three questions, because each can be answered falsely alone: does every entry hash to what it says and follow the one before
(stream by stream); does every thing's own row end where its stream ends; do the signed checkpoints still add up.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.apps import apps
from django.db import connection

from roviec.ledger.checkpoint import digest_of, is_signed
from roviec.ledger.models import Checkpoint, Ledgered
from roviec.ledger.snapshot import snapshot
from roviec.ledger.stream_sql import Row, entries_by_stream, entries_of, rows

PROGRESS_EVERY = 20_000
MOST_FOUND = 1000


@dataclass(frozen=True)
class Finding:
    """`kind` is one of: changed, reordered, inserted, removed, cut_off, thing_gone, sum_differs, unsigned."""

    kind: str
    stream_kind: str = ""
    stream_id: str = ""
    seq: int = 0
    number: int = 0  # of the entry; 0 when it is not there
    upto: int = 0  # of the checkpoint, when it is one that found it


@dataclass
class Verdict:
    entries: int = 0
    streams: int = 0
    checkpoints: int = 0
    last_checkpoint: str = ""  # "upto:digest", to be kept elsewhere
    findings: list[Finding] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return not self.findings


def ledgered_models() -> list[type[Ledgered]]:
    """Every model whose rows have a stream of their own."""
    return [model for model in apps.get_models() if issubclass(model, Ledgered)]


def verify_ledger(progress: Callable[[int], None] = lambda entries: None, *, signatures: bool = True) -> Verdict:
    """Reads everything in one snapshot. `progress` is called with the number of entries read so far.

    `signatures=False` leaves out who signed the checkpoints: for a backup that another installation's key signed.
    """
    verdict = Verdict()
    with snapshot():
        for finding in islice(_findings(verdict, progress, signatures), MOST_FOUND):
            verdict.findings.append(finding)
    return verdict


def _findings(verdict: Verdict, progress: Callable[[int], None], signatures: bool) -> Iterator[Finding]:
    streams_of: Counter[str] = Counter()
    broken = dict(_broken_streams(verdict, streams_of, progress))
    for stream_id, kind in broken.items():
        stream = entries_of(stream_id)
        yield from examine(stream, *_end_of(kind, stream))
    yield from _ends(set(broken), streams_of)
    yield from _sums(verdict, signatures)


def _broken_streams(
    verdict: Verdict, streams_of: Counter[str], progress: Callable[[int], None]
) -> Iterator[tuple[str, str]]:
    """Id and kind of the streams in which something does not follow; each once. The loop that runs a million times: no calls it can do without."""
    stream, expected_seq, last_hash, last_number, reported = "", 0, "", 0, False
    sha256 = hashlib.sha256
    for row in entries_by_stream():
        stream_id, seq, number, previous_hash, own_hash, covered, kind = row
        verdict.entries += 1
        if stream_id != stream:
            verdict.streams += 1
            streams_of[kind] += 1
            stream, expected_seq, last_hash, last_number, reported = stream_id, 0, "", 0, False
        expected_seq += 1
        if not reported and (
            seq != expected_seq
            or number <= last_number
            or previous_hash != last_hash
            or sha256(f"{previous_hash}\x1f{covered}".encode()).hexdigest() != own_hash
        ):
            reported = True
            yield stream_id, kind
        last_hash, last_number = own_hash, number
        if verdict.entries % PROGRESS_EVERY == 0:
            progress(verdict.entries)
    progress(verdict.entries)


def _end_of(kind: str, stream: list[Row]) -> tuple[str, int]:
    """Last hash and sequence as the thing's own row says; as the stream ends when the thing is gone."""
    model = next((model for model in ledgered_models() if model._meta.label_lower == kind), None)
    thing = (
        model._base_manager.filter(pk=stream[0].stream_id).only("ledger_hash", "ledger_seq").first() if model else None
    )
    return (thing.ledger_hash, thing.ledger_seq) if thing else (stream[-1].hash, stream[-1].seq)


def examine(stream: list[Row], last_hash: str, last_seq: int) -> list[Finding]:
    """What is wrong in one stream, entry by entry, walking back along the hashes from the one that the thing's row keeps.

    Who is reached at another place than his own was reordered; who hashes wrong was changed; who is not found by the hash that
    is asked for was rewritten, or removed when his place is empty; who is never reached was put in.
    """
    by_hash, by_seq = {row.hash: row for row in stream}, {row.seq: row for row in stream}
    found: list[Finding] = []
    reached: dict[int, Row] = {}
    wanted, above = last_hash, 0

    def find(kind: str, row: Row | None, seq: int) -> None:
        found.append(Finding(kind, stream[0].stream_kind, stream[0].stream_id, seq, row.number if row else 0))

    for place in range(last_seq, 0, -1):
        row = by_hash.get(wanted)
        if row is None or row.number in reached:
            row = by_seq.get(place)
            if row is None or row.number in reached:
                find("removed" if place < max(by_seq) else "cut_off", None, place)
                wanted = by_seq[place - 1].hash if place - 1 in by_seq else ""
                continue
            find("changed", row, row.seq)
        elif row.seq != place:
            find("reordered" if _hash(row, place) == row.hash else "changed", row, row.seq)
        elif _hash(row) != row.hash:
            find("changed", row, row.seq)
        elif above and row.number > above:
            find("reordered", row, row.seq)
        reached[row.number] = row
        wanted, above = row.previous_hash, row.number
    for row in stream:
        if row.number not in reached:
            find("inserted", row, row.seq)
    return sorted(found, key=lambda finding: finding.seq)


def _hash(row: Row, seq: int | None = None) -> str:
    """What the entry's fields hash to, under its own or another sequence number."""
    covered = row.covered
    if seq is not None:
        kind, stream_id, _seq, rest = covered.split("\x1f", 3)
        covered = "\x1f".join((kind, stream_id, str(seq), rest))
    return hashlib.sha256(f"{row.previous_hash}\x1f{covered}".encode()).hexdigest()


def _ends(broken: set[str], streams_of: Counter[str]) -> Iterator[Finding]:
    """Each thing's own sequence and last hash against the end of its stream; streams of things that are gone."""
    for model in ledgered_models():
        table, kind = connection.ops.quote_name(model._meta.db_table), model._meta.label_lower
        short = f"""
            SELECT t.id, t.ledger_seq, coalesce(e.number, 0) FROM {table} t
            LEFT JOIN ledger_entry e ON e.stream_id = t.id AND e.seq = t.ledger_seq
            WHERE t.ledger_seq > 0 AND (e.number IS NULL OR e.hash <> t.ledger_hash)"""
        for thing_id, seq, number in rows(short):
            if dashed(thing_id) not in broken:
                yield Finding("changed" if number else "cut_off", kind, dashed(thing_id), seq, number)
        # A whole stream has no gaps, so what was appended to it begins right behind its end.
        beyond = f"""
            SELECT e.stream_id, e.seq, e.number FROM {table} t
            JOIN ledger_entry e ON e.stream_id = t.id AND e.seq = t.ledger_seq + 1"""
        for thing_id, seq, number in rows(beyond):
            if dashed(thing_id) not in broken:
                yield Finding("inserted", kind, dashed(thing_id), seq, number)
        # Entries are not indexed by kind; counting first spares a look through all of them for every kind of thing.
        there = f"SELECT count(*) FROM {table} t JOIN ledger_entry e ON e.stream_id = t.id AND e.seq = 1"
        if next(rows(there))[0] >= streams_of[kind]:
            continue
        gone = f"""
            SELECT e.stream_id, e.seq, e.number FROM ledger_entry e
            WHERE e.seq = 1 AND e.stream_kind = %s AND NOT EXISTS (SELECT 1 FROM {table} t WHERE t.id = e.stream_id)"""
        for thing_id, seq, number in rows(gone, (kind,)):
            yield Finding("thing_gone", kind, dashed(thing_id), seq, number)


def dashed(value: object) -> str:
    """A UUID as text, from what either database gives."""
    text = str(value)
    return text if "-" in text else f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _sums(verdict: Verdict, signatures: bool) -> Iterator[Finding]:
    """The checkpoints, oldest first: whose sum differs names the numbers between which something happened."""
    previous = Checkpoint(upto=0, entries=0, digest="")
    for checkpoint in Checkpoint.objects.order_by("upto"):
        verdict.checkpoints += 1
        verdict.last_checkpoint = f"{checkpoint.upto}:{checkpoint.digest}"
        query = "SELECT number, hash FROM ledger_entry WHERE number > %s AND number <= %s ORDER BY number"
        count, digest = digest_of(rows(query, (previous.upto, checkpoint.upto)), previous.digest)
        if (digest, previous.entries + count) != (checkpoint.digest, checkpoint.entries):
            yield Finding("sum_differs", number=previous.upto + 1, upto=checkpoint.upto)
        if signatures and not is_signed(checkpoint):
            yield Finding("unsigned", upto=checkpoint.upto)
        previous = checkpoint
