"""Which reader reads which file, and what keeps a log of any length in bounded memory: events go to disk, whole cases together."""

import gzip
import io
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np

from roviec.core.handovers import EVENT, Columns, Events, Reading, Tally, UnreadableLogError, read_csv, read_xes
from roviec.core.reasons import Reason
from roviec.core.working_table import WorkingTable

EXTENSIONS = (".csv", ".csv.gz", ".xes", ".xes.gz")
# 64 MB; longer logs go through the disk, in so many parts by case.
IN_MEMORY = 2_000_000
PARTS = 64
_CHUNK = 1 << 20


@dataclass
class FileRead:
    """What a file gave: its sums, and `reading` with the words and what had to be left out."""

    tally: Tally = field(default_factory=Tally)
    reading: Reading = field(default_factory=Reading)


def read_log(
    path: Path,
    columns: Columns,
    table: WorkingTable,
    *,
    zone: tzinfo | None = None,
    most: int = IN_MEMORY,
    tick: Callable[[int, int], None] | None = None,
) -> FileRead:
    """The sums of a log. Raises `UnreadableLogError`, and `OSError` when the file cannot be opened.

    `most` events are held at once. `tick(done, of)` is told how many bytes of the file were read.
    """
    suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
    packed = suffixes[-1:] == [".gz"]
    kind = "".join(suffixes[:-1])[-4:] if packed else "".join(suffixes[-1:])
    if kind not in (".csv", ".xes"):
        known = ", ".join(EXTENSIONS)
        raise UnreadableLogError(Reason("event_log.unknown_type", {"suffix": path.suffix or path.name, "known": known}))
    read = FileRead(reading=Reading(zone=zone))
    with path.open("rb") as raw:
        size = path.stat().st_size
        stream = cast(BinaryIO, gzip.open(raw) if packed else raw)  # noqa: SIM115 - closed with raw
        try:
            portions = _portions(kind, stream, columns, read.reading)
            _sum(_told(portions, raw, size, tick), read.tally, table, most)
        except (gzip.BadGzipFile, zlib.error, EOFError):
            raise UnreadableLogError(Reason("event_log.bad_gzip")) from None
        except UnicodeDecodeError:
            raise UnreadableLogError(Reason("event_log.bad_encoding")) from None
    return read


def _portions(kind: str, stream: BinaryIO, columns: Columns, reading: Reading) -> Iterator[Events]:
    if kind == ".xes":
        return read_xes(stream, columns, reading)
    text = io.TextIOWrapper(io.BufferedReader(cast(io.RawIOBase, stream), _CHUNK), encoding="utf-8-sig", newline="")
    return read_csv(text, columns, reading)


def _told(
    portions: Iterable[Events], raw: BinaryIO, size: int, tick: Callable[[int, int], None] | None
) -> Iterator[Events]:
    for portion in portions:
        yield portion
        if tick is not None:
            tick(min(raw.tell(), size), size)


def _sum(portions: Iterable[Events], tally: Tally, table: WorkingTable, most: int) -> None:
    kept: list[Events] = []
    held = 0
    with tempfile.TemporaryDirectory(prefix="roviec-") as name:
        folder = Path(name)
        spilt = False
        for portion in portions:
            kept.append(portion)
            held += len(portion)
            if held > most:
                _spill(np.concatenate(kept), folder)
                kept, held, spilt = [], 0, True
        rest = np.concatenate(kept) if kept else np.empty(0, dtype=EVENT)
        kept.clear()
        if not spilt:
            tally.add(rest, table)
            return
        _spill(rest, folder)
        del rest
        for part in sorted(folder.iterdir()):
            tally.add(np.fromfile(part, dtype=EVENT), table)
            part.unlink()


def _spill(events: Events, folder: Path) -> None:
    """Each case goes to one part, in the order of the log."""
    part = events["case"] & (PARTS - 1)
    order = np.argsort(part, kind="stable")
    ends = np.cumsum(np.bincount(part, minlength=PARTS))
    for number, some in enumerate(np.split(events[order], ends[:-1])):
        if len(some):
            with (folder / f"{number:02}").open("ab") as file:
                some.tofile(file)
