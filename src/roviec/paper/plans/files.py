"""Which reader reads which file, and the limits that hold for all: size before and after unpacking."""

import gzip
import io
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from roviec.paper.plans.csv_plan import read_csv
from roviec.paper.plans.json_plan import read_json
from roviec.paper.plans.model import BadPlanFileError, PlanFile
from roviec.paper.plans.mspdi import read_mspdi

MOST_BYTES = 400 * 1024 * 1024
_READERS: dict[str, Callable[[BinaryIO], PlanFile]] = {".xml": read_mspdi, ".json": read_json, ".csv": read_csv}
EXTENSIONS = (".xml", ".xml.gz", ".json", ".csv")


class _Limited(io.RawIOBase):
    """Stops a stream that unpacks to more than anybody's plan."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._left = stream, MOST_BYTES

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if size is None or size < 0:
            return self.readall()
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise BadPlanFileError("too_large", most=MOST_BYTES // 1024**2)
        return data

    def readall(self) -> bytes:
        return b"".join(iter(lambda: self.read(1 << 20), b""))


def read_plan(path: Path) -> PlanFile:
    """The plan in a file; raises `BadPlanFileError`, and `OSError` when it cannot be opened."""
    suffixes = [s.lower() for s in path.suffixes[-2:]]
    packed = bool(suffixes) and suffixes[-1] == ".gz"
    kind = suffixes[-2] if packed and len(suffixes) > 1 else suffixes[-1] if suffixes else ""
    if kind not in _READERS or (packed and kind != ".xml"):
        raise BadPlanFileError("unknown_type", suffix=path.suffix or path.name, known=", ".join(EXTENSIONS))
    with path.open("rb") as raw:
        try:
            # A packed plan is often saved under its old name.
            packed = packed or (kind == ".xml" and raw.peek(2)[:2] == b"\x1f\x8b")
            stream: BinaryIO = gzip.open(raw) if packed else raw  # type: ignore[assignment]  # noqa: SIM115 - closed with raw
            return _READERS[kind](_Limited(stream))  # type: ignore[arg-type]
        except (gzip.BadGzipFile, zlib.error, EOFError):
            raise BadPlanFileError("bad_gzip") from None
